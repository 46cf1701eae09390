import type { DaemonSetRow } from "../../api/frame.ts";
import type { Inspection } from "../../api/timeline.ts";
import { cpuText, durationText, memoryText } from "../format.ts";
import { STALE_WORDS } from "../graph/pod-words.ts";
import { useIsStale } from "../graph/use-stale.ts";
import { useRow } from "../hooks/use-mirror.ts";
import { podsOf } from "../../view/mirror.ts";
import { useClock, useSession } from "../session-context.ts";
import { CodeText } from "../shell/SentenceText.tsx";
import { DecisionList } from "./DecisionList.tsx";
import { Fact, Section } from "./Facts.tsx";
import { Stuck } from "./Stuck.tsx";
import { RuleMatrix } from "./RuleMatrix.tsx";

/** Where it runs and where not, by which rule; how far the rollout is and what it waits for; its revisions and cost. */
export function DaemonSetWhy({ uid, inspection }: { readonly uid: string; readonly inspection: Inspection }) {
  const set = useRow(uid);
  if (set?.kind !== "DaemonSet") return <DecisionList decisions={inspection.decisions} />;
  return (
    <>
      <Stuck row={set} />
      <StaleNote set={set} />
      <Section title="Which nodes, by which rule"><RuleMatrix inspection={inspection} /></Section>
      <Rollout set={set} />
      <Revisions set={set} />
      <Cost uid={uid} />
      <DecisionList decisions={inspection.decisions} />
    </>
  );
}

/** In words why the card's numbers and the picture differ, where they do. */
function StaleNote({ set }: { readonly set: DaemonSetRow }) {
  return useIsStale(set) ? <p className="notice">{STALE_WORDS}</p> : null;
}

function Rollout({ set }: { readonly set: DaemonSetRow }) {
  return (
    <Section title="Rollout">
      <dl>
        <Fact label="Strategy">{set.strategy}</Fact>
        {set.strategy === "RollingUpdate" ? <Fact label="maxUnavailable" isMono>{inNodes(set.maxUnavailable, set.maxUnavailableNodes)}</Fact> : null}
        {set.strategy === "RollingUpdate" ? <Fact label="maxSurge" isMono>{inNodes(set.maxSurge, set.maxSurgeNodes)}</Fact> : null}
        <Fact label="Updated" isMono>{set.upToDate} of {set.desired}</Fact>
        {set.minReadySeconds > 0 ? <Fact label="minReadySeconds" isMono>{durationText(set.minReadySeconds * 1000)}</Fact> : null}
        <Fact label="Generation seen" isMono>{set.observedGeneration} of {set.generation}</Fact>
      </dl>
      {set.budget.length > 0 ? (
        <>
          <p className="sub-title">Uses the budget now</p>
          <dl>{set.budget.map((b) => <Fact key={b.nodeName} label={b.nodeName}><CodeText text={b.text} /></Fact>)}</dl>
        </>
      ) : null}
    </Section>
  );
}

/** `10%` says little without the number that it comes to. */
function inNodes(value: number | string, nodes: number): string {
  return typeof value === "string" ? `${value} (${nodes})` : `${value}`;
}

function Revisions({ set }: { readonly set: DaemonSetRow }) {
  return (
    <Section title="Revisions">
      <dl>
        {[...set.revisions].reverse().map((r) => (
          <Fact key={r.hash} label={<><span className={r.hash === set.currentRevision ? "revision new" : "revision"}>{r.letter}</span> revision {r.revision}{r.hash === set.currentRevision ? " · current" : ""}</>} isMono>{r.image}</Fact>
        ))}
      </dl>
    </Section>
  );
}

function Cost({ uid }: { readonly uid: string }) {
  const { mirror } = useSession();
  useClock((c) => c.contextVersion);
  const pods = podsOf(mirror, uid);
  const cpu = pods.reduce((sum, p) => sum + p.cpuMillis, 0);
  const memory = pods.reduce((sum, p) => sum + p.memoryBytes, 0);
  return (
    <Section title="Cost of the fleet">
      <dl><Fact label={`Requests of ${pods.length} pods`} isMono>{cpuText(cpu)} cpu · {memoryText(memory)}</Fact></dl>
    </Section>
  );
}
