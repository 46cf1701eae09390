import { useMemo } from "react";
import type { PodRow, ReplicaRow } from "../../api/frame.ts";
import { podsOf } from "../../view/mirror.ts";
import { compareNatural } from "../../view/natural.ts";
import { useThrottled } from "../hooks/use-throttled.ts";
import { useClock, useSession } from "../session-context.ts";
import { hueOf, STATE_ORDER, STATE_WORDS } from "./pod-words.ts";
import { revisionOf } from "./use-revision.ts";

/** More replicas than these are a row of thin segments without words. */
const MOST_NAMED = 10;
const MOST_SEGMENTS = 60;
const REDRAW_MS = 150;

interface Segment {
  readonly key: string;
  /** The ordinal of a StatefulSet's pod. */
  readonly label: string;
  readonly look: string;
  readonly words: string;
}

/** One segment for each replica, there or not. Those of a StatefulSet carry their ordinals and stand in their order. */
export function ReplicaSegments({ row }: { readonly row: ReplicaRow }) {
  const { mirror } = useSession();
  // Pods come and go without a change of the row.
  const version = useThrottled(useClock((c) => c.contextVersion), row.replicas > MOST_NAMED ? REDRAW_MS : 0);
  const segments = useMemo(() => {
    void version;
    const pods = podsOf(mirror, row.uid);
    return (row.kind === "StatefulSet" ? ordinals(row, pods) : replicas(row, pods)).slice(0, MOST_SEGMENTS);
  }, [mirror, row, version]);
  const isNamed = row.kind === "StatefulSet" && segments.length <= MOST_NAMED;
  return (
    <div className={isNamed ? "ordinals" : segments.length > 12 ? "segments dense" : "segments"} aria-hidden="true">
      {segments.map((s) => <span key={s.key} className={isNamed ? `ordinal pod-chip ${s.look}` : `segment ${s.look}`} title={s.words}>{isNamed ? s.label : null}</span>)}
      {segments.length === 0 ? <span className="segment none" /> : null}
    </div>
  );
}

function ordinals(row: Extract<ReplicaRow, { kind: "StatefulSet" }>, pods: readonly PodRow[]): readonly Segment[] {
  const wanted = Array.from({ length: row.replicas }, (_, i) => `${row.name}-${row.firstOrdinal + i}`);
  const names = [...new Set([...wanted, ...pods.map((p) => p.name)])].sort(compareNatural);
  return names.map((name) => {
    const label = name.slice(row.name.length + 1);
    const isKept = Number(label) < row.firstOrdinal + row.partition;
    return { ...segmentOf(row, name, pods.find((p) => p.name === name), isKept ? ", kept back by the partition" : ""), label };
  });
}

/** Old revisions first, then what is well first; what is missing last. Pods on their way out do not count. */
function replicas(row: ReplicaRow, pods: readonly PodRow[]): readonly Segment[] {
  const order = new Map(row.revisions.map((r) => [r.hash, r.revision]));
  const revisionOfPod = (pod: PodRow) => order.get(pod.revision ?? "") ?? 0;
  const live = pods.filter((p) => p.state !== "terminating" && p.state !== "succeeded");
  live.sort((a, b) => revisionOfPod(a) - revisionOfPod(b) || STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state));
  const missing = Array.from({ length: Math.max(0, row.replicas - live.length) }, (_, i) => segmentOf(row, `missing ${i + 1}`, undefined));
  return [...live.map((pod) => segmentOf(row, pod.name, pod)), ...missing];
}

function segmentOf(row: ReplicaRow, name: string, pod: PodRow | undefined, more = ""): Segment {
  if (!pod) return { key: name, label: "", look: "none", words: `${name}: not there${more}` };
  const revision = revisionOf([row], pod);
  const look = `hue-${hueOf(pod.state)} state-${pod.state}${revision?.isNew ? " new" : ""}`;
  return { key: pod.uid, label: "", look, words: `${name}: ${STATE_WORDS[pod.state]}${revision ? `, revision ${revision.letter}` : ""}${more}` };
}
