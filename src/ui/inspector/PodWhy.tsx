import type { PodRow } from "../../api/frame.ts";
import { REPLICASETS } from "../../api/resources.ts";
import { parseTime } from "../../api/time.ts";
import type { Inspection } from "../../api/timeline.ts";
import type { Pod } from "../../api/types/pod.ts";
import { clockText, cpuText, durationText, memoryText } from "../format.ts";
import { Glyph } from "../graph/Glyph.tsx";
import { hueOf, STATE_WORDS } from "../graph/pod-words.ts";
import { useRevision } from "../graph/use-revision.ts";
import { useRow, useTray } from "../hooks/use-mirror.ts";
import { useNow } from "../session-context.ts";
import { CodeText } from "../shell/SentenceText.tsx";
import { selectionOf } from "../selection.ts";
import { openDialog, select } from "../store.ts";
import { DecisionList } from "./DecisionList.tsx";
import { EligibilitySection } from "./EligibilitySection.tsx";
import { Fact, Section } from "./Facts.tsx";
import { SchedulingText } from "./SchedulingText.tsx";

/** How a pod is and why it waits; whose it is; when it took which step. */
export function PodWhy({ uid, inspection }: { readonly uid: string; readonly inspection: Inspection }) {
  const row = useRow(uid);
  const pod = inspection.object as Pod | undefined;
  return (
    <>
      {row?.kind === "Pod" ? <State pod={row} /> : null}
      {row?.kind === "Pod" ? <Belonging pod={row} /> : null}
      {inspection.eligibility.map((e) => <EligibilitySection key={e.row.nodeName} item={e} title={`Should ${e.daemonSet.name} run on ${e.row.nodeName}?`} />)}
      {pod ? <Steps pod={pod} /> : null}
      <DecisionList decisions={inspection.decisions} />
    </>
  );
}

function State({ pod }: { readonly pod: PodRow }) {
  const now = useNow(100);
  return (
    <Section title="State">
      <p className="state-line">
        <span className={`legend-chip pod-chip hue-${hueOf(pod.state)} state-${pod.state}`}><Glyph name={pod.state} size={13} /></span>
        <b>{STATE_WORDS[pod.state]}</b> <span className="mono muted">{pod.status}</span>
      </p>
      {pod.detail ? <p>{pod.state === "pending" ? <SchedulingText text={pod.detail} podUid={pod.uid} /> : <CodeText text={pod.detail} />}</p> : null}
      {pod.timer && pod.timer.toMs > now ? <p className="muted number">{durationText(pod.timer.toMs - now + 999)} of {durationText(pod.timer.toMs - pod.timer.fromMs)} left</p> : null}
      {pod.misscheduled ? <p className="notice">Its DaemonSet no longer wants it on this node, but lets it stay.</p> : null}
    </Section>
  );
}

function Belonging({ pod }: { readonly pod: PodRow }) {
  const revision = useRevision(pod);
  const nodeName = pod.nodeName ?? pod.targetNode;
  const node = useTray(nodeName ?? "")?.node;
  return (
    <Section title="Belongs to">
      <dl>
        <Fact label="Node">{node ? <button type="button" className="link-button" onClick={() => select({ kind: "Node", name: node.name, uid: node.uid }, "why")}>{node.name}</button> : (nodeName ?? "none yet")}{pod.nodeName === undefined && nodeName ? " (not bound yet)" : ""}</Fact>
        <Fact label="Owner"><Owner pod={pod} /></Fact>
        {pod.workload && pod.workload.uid !== pod.ownerUid ? <Fact label="Through it"><WorkloadLink uid={pod.workload.uid} words={`${pod.workload.kind} ${pod.workload.name}`} /></Fact> : null}
        {revision ? <Fact label="Revision"><span className={revision.isNew ? "revision new" : "revision"}>{revision.letter}</span></Fact> : null}
        <Fact label="Image" isMono>{pod.image}</Fact>
        <Fact label="Requests" isMono>{cpuText(pod.cpuMillis)} · {memoryText(pod.memoryBytes)}</Fact>
        <Fact label="Restarts" isMono>{pod.restarts}</Fact>
      </dl>
    </Section>
  );
}

function Owner({ pod }: { readonly pod: PodRow }) {
  if (pod.ownerName === undefined) return "nobody";
  const words = `${pod.ownerKind} ${pod.ownerName}`;
  const name = pod.ownerName;
  // A Deployment's ReplicaSet has no card of its own.
  if (pod.ownerKind === REPLICASETS.kind && pod.workload?.uid !== pod.ownerUid) {
    return <button type="button" className="link-button" onClick={() => openDialog({ kind: "object", resource: REPLICASETS.key, namespace: pod.namespace, name })}>{words}</button>;
  }
  return <WorkloadLink uid={pod.ownerUid ?? ""} words={words} />;
}

/** A door to the workload, as long as it is there. */
function WorkloadLink({ uid, words }: { readonly uid: string; readonly words: string }) {
  const target = selectionOf(useRow(uid));
  return target ? <button type="button" className="link-button" onClick={() => select(target, "why")}>{words}</button> : words;
}

/** When the conditions came true, in the order in which they did. */
function Steps({ pod }: { readonly pod: Pod }) {
  const created = parseTime(pod.metadata.creationTimestamp);
  const times = (pod.status.conditions ?? [])
    .filter((c) => c.status === "True")
    .flatMap((c) => { const atMs = parseTime(c.lastTransitionTime); return atMs === undefined ? [] : [{ what: c.type, atMs }]; })
    .sort((a, b) => a.atMs - b.atMs);
  const waits = (pod.status.conditions ?? []).filter((c) => c.status !== "True" && c.message);
  return (
    <Section title="Timings">
      <dl>
        {created === undefined ? null : <Fact label="Created" isMono>{clockText(created)}</Fact>}
        {times.map((t) => <Fact key={t.what} label={t.what} isMono>{clockText(t.atMs)}</Fact>)}
      </dl>
      {waits.map((c) => <p key={c.type} className="condition-message"><b>{c.type}={c.status}</b> {c.type === "PodScheduled" && c.message ? <SchedulingText text={c.message} podUid={pod.metadata.uid} /> : c.message}</p>)}
    </Section>
  );
}
