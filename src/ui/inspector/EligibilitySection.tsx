import { tolerates } from "../../api/node-matching.ts";
import type { Eligibility } from "../../api/timeline.ts";
import type { Taint } from "../../api/types/node.ts";
import type { Toleration } from "../../api/types/pod.ts";
import { useTray } from "../hooks/use-mirror.ts";
import { CodeText } from "../shell/SentenceText.tsx";
import { Section } from "./Facts.tsx";
import { RuleSteps } from "./RuleSteps.tsx";

/** Should this DaemonSet run on this node: rule by rule as the controller asked, and what it has not seen yet. */
export function EligibilitySection({ item, title }: { readonly item: Eligibility; readonly title: string }) {
  const { row, decision, pending, addedTolerations } = item;
  const taints = useTray(row.nodeName)?.node?.taints ?? [];
  return (
    <Section title={title}>
      {decision?.steps ? <RuleSteps steps={decision.steps} /> : <p><CodeText text={row.text} /></p>}
      <p className={row.shouldRun ? "verdict" : "verdict no"}><span>Verdict</span><b>{row.shouldRun ? "run one pod" : row.shouldContinueRunning ? "no new pod; one that is there may stay" : "no pod"}</b></p>
      {row.shouldContinueRunning && !row.shouldRun ? <p className="muted">NoSchedule keeps new pods away and drives nobody out.</p> : null}
      {pending ? <p className="notice">The controller has not looked yet: it will find: <CodeText text={pending.shouldRun ? "every rule passes" : withoutStop(pending.text)} />.</p> : null}
      <Added tolerations={addedTolerations} taints={taints} />
    </Section>
  );
}

/** What every daemon pod tolerates; those that matter on this node stand in sight. */
function Added({ tolerations, taints }: { readonly tolerations: readonly Toleration[]; readonly taints: readonly Taint[] }) {
  if (tolerations.length === 0) return null;
  const used = tolerations.filter((t) => taints.some((taint) => tolerates(t, taint)));
  return (
    <>
      {used.length > 0 ? <p>Tolerated, because it is added for every daemon pod: <Names tolerations={used} /></p> : null}
      <details className="more-lines">
        <summary>Tolerations added for every daemon pod</summary>
        <Names tolerations={tolerations} />
      </details>
    </>
  );
}

function Names({ tolerations }: { readonly tolerations: readonly Toleration[] }) {
  return <>{tolerations.map((t, i) => <span key={`${t.key} ${t.effect}`}>{i > 0 ? ", " : ""}<code>{t.key}:{t.effect}</code></span>)}</>;
}

/** Some clauses end like a sentence. */
function withoutStop(text: string): string {
  return text.replace(/\.$/, "");
}
