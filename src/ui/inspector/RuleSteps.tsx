import type { Evidence, RuleStep } from "../../api/decision.ts";
import { CodeText } from "../shell/SentenceText.tsx";

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
          {step.verdict === "fail" ? <EvidenceList evidence={step.evidence} /> : null}
        </li>
      ))}
    </ol>
  );
}

const VERDICTS: Readonly<Record<RuleStep["verdict"], string>> = { pass: "passes ✓", fail: "refuses ✕", "not-asked": "not asked" };

/** The fields that decided: whose, where, and what stood there. Absent ones decide too, but say nothing more than the text. */
function EvidenceList({ evidence }: { readonly evidence: readonly Evidence[] }) {
  const present = evidence.filter((e) => e.value !== undefined && e.value !== null);
  if (present.length === 0) return null;
  return (
    <ul className="evidence">
      {present.map((e) => (
        <li key={`${e.object.kind} ${e.object.name} ${e.path}`}>
          <span className="muted">{e.object.kind} {e.path}</span> <code>{valueText(e.value)}</code>
        </li>
      ))}
    </ul>
  );
}

const LONGEST_VALUE = 120;

function valueText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
