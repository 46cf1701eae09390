import type { DeploymentRow, PodRow, ReplicaRow, StatefulSetRow } from "../../api/frame.ts";
import type { Decision } from "../../api/decision.ts";
import type { Inspection } from "../../api/timeline.ts";
import { podsOf } from "../../view/mirror.ts";
import { compareNatural } from "../../view/natural.ts";
import { count, cpuText, durationText, memoryText } from "../format.ts";
import { STATE_WORDS } from "../graph/pod-words.ts";
import { revisionOf } from "../graph/use-revision.ts";
import { useMirror, useRow } from "../hooks/use-mirror.ts";
import { useClock, useSession } from "../session-context.ts";
import { select } from "../store.ts";
import { DecisionList } from "./DecisionList.tsx";
import { Fact, Section } from "./Facts.tsx";
import { Stuck } from "./Stuck.tsx";

/** What a workload that counts pods wants and has, how far its rollout is, its revisions and pods, and what was decided. */
export function WorkloadWhy({ uid, inspection }: { readonly uid: string; readonly inspection: Inspection }) {
  const row = useRow(uid);
  const { mirror } = useSession();
  useClock((c) => c.contextVersion);
  const decisions = useDecisions(row?.kind === "Deployment" ? row : undefined, inspection.decisions);
  if (!row || row.kind === "Node" || row.kind === "Pod" || row.kind === "Inert" || row.kind === "DaemonSet") return <DecisionList decisions={inspection.decisions} />;
  const pods = podsOf(mirror, uid).sort((a, b) => compareNatural(a.name, b.name));
  return (
    <>
      <Stuck row={row} />
      <Scope row={row} />
      {row.kind === "Deployment" ? <DeploymentRollout row={row} /> : null}
      {row.kind === "StatefulSet" ? <StatefulSetRollout row={row} /> : null}
      {pods.length > 0 ? <Section title={row.kind === "StatefulSet" ? "Pods by ordinal" : "Pods"}><dl>{pods.map((p) => <PodLine key={p.uid} row={row} pod={p} />)}</dl></Section> : null}
      <Cost pods={pods} />
      <DecisionList decisions={decisions} />
    </>
  );
}

/** The ReplicaSets of a Deployment decide for it: what they did belongs to its story. Newest first. */
function useDecisions(row: DeploymentRow | undefined, own: readonly Decision[]): readonly Decision[] {
  const all = useMirror("decisions", (m) => m.decisions);
  if (!row) return own;
  const sets = new Set(row.replicaSets.map((r) => r.uid));
  const known = new Set(own.map((d) => d.id));
  const more = all.filter((d) => !d.quiet && !known.has(d.id) && d.object.uid !== undefined && sets.has(d.object.uid));
  return [...own, ...more].sort((a, b) => b.id - a.id);
}

function Scope({ row }: { readonly row: ReplicaRow }) {
  const nodes = useMirror("counts", (m) => m.counts.nodes);
  return (
    <Section title="What it counts">
      <dl>
        <Fact label="Replicas wanted" isMono>{row.replicas}</Fact>
        <Fact label="Replicas there" isMono>{row.current}</Fact>
        <Fact label="Ready" isMono>{row.ready}</Fact>
        <Fact label="Available" isMono>{row.available}</Fact>
        <Fact label="Generation seen" isMono>{row.observedGeneration} of {row.generation}</Fact>
      </dl>
      <p className="muted scope-note">It does not look at nodes: with {count(nodes, "node")} or twice as many it wants {row.replicas === 1 ? "1 pod" : `${row.replicas} pods`}, and the scheduler chooses where they run.</p>
    </Section>
  );
}

function DeploymentRollout({ row }: { readonly row: DeploymentRow }) {
  const counts = new Map(row.replicaSets.map((r) => [r.hash, r]));
  return (
    <>
      <Section title="Rollout">
        <dl>
          <Fact label="Strategy">{row.strategy}{row.paused ? " · paused" : ""}</Fact>
          {row.strategy === "RollingUpdate" ? <Fact label="maxSurge" isMono>{inPods(row.maxSurge, row.maxSurgePods)}</Fact> : null}
          {row.strategy === "RollingUpdate" ? <Fact label="maxUnavailable" isMono>{inPods(row.maxUnavailable, row.maxUnavailablePods)}</Fact> : null}
          <Fact label="Updated" isMono>{row.upToDate} of {row.replicas}</Fact>
          {row.minReadySeconds > 0 ? <Fact label="minReadySeconds" isMono>{durationText(row.minReadySeconds * 1000)}</Fact> : null}
          {row.stalled ? <Fact label="Progressing">{row.stalled}</Fact> : null}
        </dl>
      </Section>
      <Section title="ReplicaSets">
        <dl>
          {[...row.revisions].sort((a, b) => b.revision - a.revision).map((r) => {
            const set = counts.get(r.hash);
            return (
              <Fact key={r.hash} label={<><span className={r.hash === row.currentRevision ? "revision new" : "revision"}>{r.letter}</span> revision {r.revision}{r.hash === row.currentRevision ? " · new" : ""}</>} isMono>
                {set ? `${set.current} of ${set.replicas}` : "0"} · {r.image}
              </Fact>
            );
          })}
        </dl>
      </Section>
    </>
  );
}

function StatefulSetRollout({ row }: { readonly row: StatefulSetRow }) {
  return (
    <>
      <Section title="Rollout">
        <dl>
          <Fact label="Strategy">{row.strategy}</Fact>
          <Fact label="podManagementPolicy">{row.podManagementPolicy}</Fact>
          {row.partition > 0 ? <Fact label="partition" isMono>{row.partition}</Fact> : null}
          <Fact label="Updated" isMono>{row.upToDate} of {row.replicas}</Fact>
          {row.minReadySeconds > 0 ? <Fact label="minReadySeconds" isMono>{durationText(row.minReadySeconds * 1000)}</Fact> : null}
          {row.claims.map((claim) => <Fact key={claim} label="Claim for each pod" isMono>{claim}-{row.name}-N</Fact>)}
        </dl>
      </Section>
      <Section title="Revisions">
        <dl>
          {[...row.revisions].reverse().map((r) => (
            <Fact key={r.hash} label={<><span className={r.hash === row.currentRevision ? "revision new" : "revision"}>{r.letter}</span> revision {r.revision}{rolesOf(row, r.hash)}</>} isMono>{r.image}</Fact>
          ))}
        </dl>
      </Section>
    </>
  );
}

function rolesOf(row: StatefulSetRow, hash: string): string {
  const roles = [row.formerRevision === hash ? "current" : "", row.currentRevision === hash ? "update" : ""].filter(Boolean);
  return roles.length > 0 ? ` · ${roles.join(", ")}` : "";
}

/** `25%` says little without the number that it comes to. */
function inPods(value: number | string, pods: number): string {
  return typeof value === "string" ? `${value} (${pods})` : `${value}`;
}

function PodLine({ row, pod }: { readonly row: ReplicaRow; readonly pod: PodRow }) {
  const letter = revisionOf([row], pod)?.letter;
  return (
    <Fact label={<><button type="button" className="link-button mono" onClick={() => select({ kind: "Pod", namespace: pod.namespace, name: pod.name, uid: pod.uid }, "why")}>{pod.name}</button> {letter ? <span className="revision">{letter}</span> : null}</>}>
      {STATE_WORDS[pod.state]}{pod.nodeName === undefined ? "" : ` · ${pod.nodeName}`}
    </Fact>
  );
}

function Cost({ pods }: { readonly pods: readonly PodRow[] }) {
  const cpu = pods.reduce((sum, p) => sum + p.cpuMillis, 0);
  const memory = pods.reduce((sum, p) => sum + p.memoryBytes, 0);
  return <Section title="Cost"><dl><Fact label={`Requests of ${count(pods.length, "pod")}`} isMono>{cpuText(cpu)} cpu · {memoryText(memory)}</Fact></dl></Section>;
}
