import type { Evidence, RuleStep } from "../../api/decision.ts";
import { CodeText } from "../shell/SentenceText.tsx";
import { evidenceYaml } from "./evidence-yaml.ts";

const RULES: Readonly<Record<string, string>> = {
  "node-name": "Node name",
  "node-selector": "nodeSelector",
  "node-affinity": "Node affinity",
  taints: "Taints tolerated",
};

/** A rule's name in the words of the picture; a rule we have no words for keeps its id. */
function ruleWords(rule: string): string {
  return RULES[rule] ?? rule;
}

/** The rules of a decision in the order in which they were asked, each with what decided it. */
export function RuleSteps({ steps }: { readonly steps: readonly RuleStep[] }) {
  return (
    <ol className="rules">
      {steps.map((step) => (
        <li key={step.rule} className={step.verdict}>
          <span className="rule-name">{ruleWords(step.rule)}</span>
          <span className="rule-verdict">{VERDICTS[step.verdict]}</span>
          {step.verdict === "not-asked" ? null : <p><CodeText text={step.text} /></p>}
          {step.verdict === "fail" && present(step).length > 0 ? <EvidenceList evidence={present(step)} /> : null}
          {step.verdict === "pass" && step.rule !== "node-name" && present(step).length > 0 ? (
            <details className="more-lines"><summary>YAML lines</summary><EvidenceList evidence={present(step)} /></details>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

const VERDICTS: Readonly<Record<RuleStep["verdict"], string>> = { pass: "passes ✓", fail: "refuses ✕", "not-asked": "not asked" };

/** The fields that decided, as they stand in the YAML. Absent ones decide too, but say nothing more than the text. */
function EvidenceList({ evidence }: { readonly evidence: readonly Evidence[] }) {
  return (
    <ul className="evidence">
      {evidence.map((e) => (
        <li key={`${e.object.kind} ${e.object.name} ${e.path}`}>
          <span className="muted">{e.object.kind} <code>{e.path}</code></span>
          <pre>{evidenceYaml(e.path, e.value)}</pre>
        </li>
      ))}
    </ul>
  );
}

function present(step: RuleStep): readonly Evidence[] {
  return step.evidence.filter((e) => e.value !== undefined && e.value !== null);
}
