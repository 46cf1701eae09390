import { useMemo } from "react";
import type { DaemonSetRow, PodRow } from "../../api/frame.ts";
import { eligibilityOf, podsOf } from "../../view/mirror.ts";
import type { Mirror } from "../../view/mirror.ts";
import { useThrottled } from "../hooks/use-throttled.ts";
import { useClock, useSession } from "../session-context.ts";
import { hueOf, STATE_ORDER, STATE_WORDS } from "./pod-words.ts";
import { revisionOf } from "./use-revision.ts";

/** Up to so many nodes have a segment each, in the order of the trays; beyond, equal ones are joined. */
const MOST_SEGMENTS = 40;
/** Thousands of nodes are not counted anew in every frame. */
const LARGE_REDRAW_MS = 150;

interface Segment {
  readonly look: string;
  readonly words: string;
  readonly nodes: number;
}

/**
 * One segment for each node that wants a pod: how far it is, and of which revision. A hollow one for a pod that stays
 * where none is wanted any more: until the controller looks again the numbers below still count it.
 */
export function ProgressSegments({ set }: { readonly set: DaemonSetRow }) {
  const { mirror } = useSession();
  // Pods come and go without a change of the row, so the segments follow every change of the cluster.
  const version = useThrottled(useClock((c) => c.contextVersion), mirror.trayNames.length > MOST_SEGMENTS ? LARGE_REDRAW_MS : 0);
  const segments = useMemo(() => {
    void version;
    return segmentsOf(mirror, set);
  }, [mirror, set, version]);
  return (
    <div className={segments.length > 12 ? "segments dense" : "segments"} aria-hidden="true">
      {segments.map((s, i) => <span key={i} className={`segment ${s.look}`} title={s.words} style={{ flexGrow: s.nodes }} />)}
      {segments.length === 0 ? <span className="segment none" /> : null}
    </div>
  );
}

function segmentsOf(mirror: Mirror, set: DaemonSetRow): readonly Segment[] {
  const best = new Map<string, PodRow>();
  for (const pod of podsOf(mirror, set.uid)) {
    const node = pod.nodeName ?? pod.targetNode;
    if (node === undefined) continue;
    const known = best.get(node);
    if (!known || STATE_ORDER.indexOf(pod.state) < STATE_ORDER.indexOf(known.state)) best.set(node, pod);
  }
  const each = mirror.trayNames.flatMap((name) => {
    const pod = best.get(name);
    return eligibilityOf(mirror, set.uid, name)?.shouldRun || pod?.misscheduled ? [segmentOf(set, name, pod)] : [];
  });
  return each.length <= MOST_SEGMENTS ? each : joined(each);
}

function segmentOf(set: DaemonSetRow, nodeName: string, pod: PodRow | undefined): Segment {
  if (!pod) return { look: "none", words: `${nodeName}: missing`, nodes: 1 };
  const revision = revisionOf([set], pod);
  const look = `hue-${hueOf(pod.state)} state-${pod.state}${revision?.isNew ? " new" : ""}${pod.misscheduled ? " misscheduled" : ""}`;
  return { look, words: `${nodeName}: ${STATE_WORDS[pod.state]}${revision ? `, revision ${revision.letter}` : ""}${pod.misscheduled ? ", where none is wanted any more" : ""}`, nodes: 1 };
}

function joined(each: readonly Segment[]): readonly Segment[] {
  const sums = new Map<string, Segment>();
  for (const s of each) {
    const nodes = (sums.get(s.look)?.nodes ?? 0) + 1;
    sums.set(s.look, { look: s.look, words: `${nodes} nodes: ${s.words.slice(s.words.indexOf(": ") + 2)}`, nodes });
  }
  return [...sums.values()].sort((a, b) => b.nodes - a.nodes);
}
