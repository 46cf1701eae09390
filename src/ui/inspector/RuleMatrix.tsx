import "../theme/tables.css";
import type { RuleStep } from "../../api/decision.ts";
import type { Inspection } from "../../api/timeline.ts";
import { useSession } from "../session-context.ts";
import { select } from "../store.ts";

const SHOWN = 100;
const MARKS: Readonly<Record<RuleStep["verdict"], string>> = { pass: "✓", fail: "✕", "not-asked": "·" };
const WORDS: Readonly<Record<RuleStep["verdict"], string>> = { pass: "passes", fail: "refuses", "not-asked": "not asked" };
const COLUMNS: readonly (readonly [rule: string, words: string])[] = [["node-name", "Name"], ["node-selector", "Selector"], ["taints", "Taints"]];

/** Nodes against rules: a mark for each answer, the refusing rule in words. Refused nodes stand first when there are many. */
export function RuleMatrix({ inspection }: { readonly inspection: Inspection }) {
  const { mirror } = useSession();
  const items = inspection.eligibility;
  const sorted = items.length > SHOWN ? [...items].sort((a, b) => Number(a.row.shouldRun) - Number(b.row.shouldRun)) : items;
  if (items.length === 0) return <p className="muted">The controller has not looked at any node yet.</p>;
  return (
    <>
      <table className="matrix">
        <thead><tr><th scope="col">Node</th>{COLUMNS.map(([rule, words]) => <th key={rule} scope="col">{words}</th>)}<th scope="col">Verdict</th></tr></thead>
        <tbody>
          {sorted.slice(0, SHOWN).map(({ row, decision }) => {
            const node = mirror.trays.get(row.nodeName)?.node;
            return (
              <tr key={row.nodeName}>
                <th scope="row">{node ? <button type="button" className="link-button" onClick={() => select({ kind: "Node", name: node.name, uid: node.uid }, "why")}>{row.nodeName}</button> : row.nodeName}</th>
                {COLUMNS.map(([rule]) => <Cell key={rule} step={stepOf(decision?.steps, rule)} />)}
                <td className={row.shouldRun ? "yes" : "no"}>{row.shouldRun ? "run" : row.shouldContinueRunning ? "may stay" : "no"}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {items.length > SHOWN ? <p className="muted">and {items.length - SHOWN} more</p> : null}
    </>
  );
}

/** Selector and affinity are asked together and share a column. */
function stepOf(steps: readonly RuleStep[] | undefined, column: string): RuleStep | undefined {
  return steps?.find((s) => s.rule === column || (column === "node-selector" && s.rule === "node-affinity"));
}

function Cell({ step }: { readonly step: RuleStep | undefined }) {
  const verdict = step?.verdict ?? "not-asked";
  return <td className={`mark ${verdict}`} title={step?.text.replaceAll("`", "")}><span aria-hidden="true">{MARKS[verdict]}</span><span className="visually-hidden">{WORDS[verdict]}</span></td>;
}
