import "../theme/tables.css";
import "../theme/matrix.css";
import { useEffect, useState } from "react";
import type { RuleStep } from "../../api/decision.ts";
import type { Eligibility, Inspection } from "../../api/timeline.ts";
import { podsOf } from "../../view/mirror.ts";
import type { Mirror } from "../../view/mirror.ts";
import { turnDoor, useLight } from "../graph/light-store.ts";
import type { Door } from "../graph/light-store.ts";
import { useSession } from "../session-context.ts";
import { select } from "../store.ts";
import { RuleSides } from "./RuleSides.tsx";

/** More rows are drawn when somebody wants them. */
const SHOWN = 100;
const MARKS: Readonly<Record<RuleStep["verdict"], string>> = { pass: "✓", fail: "✕", "not-asked": "·" };
const WORDS: Readonly<Record<RuleStep["verdict"], string>> = { pass: "passes", fail: "refuses", "not-asked": "not asked" };
const COLUMNS: readonly (readonly [rule: string, words: string])[] = [["node-name", "Name"], ["node-selector", "Selector"], ["taints", "Taints"]];

/**
 * All nodes against all rules: a mark for each answer. A mark is a door: both sides of it light up, in the picture and
 * below the row as the fields that decided. Refused nodes stand first when there are many.
 */
export function RuleMatrix({ inspection }: { readonly inspection: Inspection }) {
  const [isWhole, setWhole] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const items = inspection.eligibility;
  if (items.length === 0) return <p className="muted">The controller has not looked at any node yet.</p>;
  const refused = items.filter((i) => !i.row.shouldRun);
  const sorted = items.length > SHOWN ? [...refused, ...items.filter((i) => i.row.shouldRun)] : items;
  const wanted = isRefused && refused.length > 0 ? refused : sorted;
  const shown = isWhole ? wanted : wanted.slice(0, SHOWN);
  return (
    <>
      <p className="muted matrix-sum">{items.length - refused.length} of {items.length} nodes pass every rule. A mark shows both sides of it.</p>
      {refused.length > 0 && items.length > refused.length ? <label className="matrix-filter"><input type="checkbox" checked={isRefused} onChange={(e) => setRefused(e.target.checked)} /> only those that refuse ({refused.length})</label> : null}
      <table className="matrix">
        <thead><tr><th scope="col">Node</th>{COLUMNS.map(([rule, words]) => <th key={rule} scope="col">{words}</th>)}<th scope="col">Verdict</th></tr></thead>
        <tbody>{shown.map((item) => <NodeLine key={item.row.nodeName} item={item} />)}</tbody>
      </table>
      {shown.length < wanted.length ? <button type="button" className="link-button" onClick={() => setWhole(true)}>Show all {wanted.length}</button> : null}
    </>
  );
}

function NodeLine({ item }: { readonly item: Eligibility }) {
  const { mirror } = useSession();
  const { row, decision } = item;
  const node = mirror.trays.get(row.nodeName)?.node;
  const open = useLight((s) => s.door?.id);
  const steps = COLUMNS.map(([rule]) => stepOf(decision?.steps, rule));
  const opened = steps.find((step) => step && doorId(item, step) === open);
  // The answer may become another one while its door is open.
  useEffect(() => {
    if (opened) useLight.setState({ door: doorOf(item, opened) });
  }, [item, opened]);
  return (
    <>
      <tr className={opened ? "opened" : undefined}>
        <th scope="row">{node ? <button type="button" className="link-button" onClick={() => select({ kind: "Node", name: node.name, uid: node.uid }, "why")}>{row.nodeName}</button> : row.nodeName}</th>
        {COLUMNS.map(([rule, words], i) => <Cell key={rule} item={item} column={words} step={steps[i]} />)}
        <td className={row.shouldRun ? "yes" : "no"}>{row.shouldRun ? "run" : row.shouldContinueRunning && hasPod(mirror, item) ? "may stay" : "no"}</td>
      </tr>
      {opened ? <tr className="sides"><td colSpan={COLUMNS.length + 2}><RuleSides item={item} step={opened} /></td></tr> : null}
    </>
  );
}

/** Only a pod that is there can stay. */
function hasPod(mirror: Mirror, { daemonSet, row }: Eligibility): boolean {
  return podsOf(mirror, daemonSet.uid ?? "").some((pod) => pod.nodeName === row.nodeName);
}

/** Selector and affinity are asked together and share a column. */
function stepOf(steps: readonly RuleStep[] | undefined, column: string): RuleStep | undefined {
  return steps?.find((s) => s.rule === column || (column === "node-selector" && s.rule === "node-affinity"));
}

function doorId(item: Eligibility, step: RuleStep): string {
  return `${item.daemonSet.uid ?? item.daemonSet.name} ${item.row.nodeName} ${step.rule}`;
}

function doorOf(item: Eligibility, step: RuleStep): Door {
  return { kind: "rule", id: doorId(item, step), daemonSet: item.daemonSet, nodeName: item.row.nodeName, text: step.text, evidence: step.evidence };
}

interface CellProps {
  readonly item: Eligibility;
  readonly column: string;
  readonly step: RuleStep | undefined;
}

function Cell({ item, column, step }: CellProps) {
  const verdict = step?.verdict ?? "not-asked";
  const isOpen = useLight((s) => step !== undefined && s.door?.id === doorId(item, step));
  if (!step || verdict === "not-asked") return <td className={`mark ${verdict}`}><span aria-hidden="true">{MARKS[verdict]}</span><span className="visually-hidden">{WORDS[verdict]}</span></td>;
  return (
    <td className={`mark ${verdict}`}>
      <button type="button" className="matrix-cell" aria-pressed={isOpen} title={step.text.replaceAll("`", "")} aria-label={`${item.row.nodeName}, ${column}: ${WORDS[verdict]}`}
        onClick={() => turnDoor(doorOf(item, step))}>{MARKS[verdict]}</button>
    </td>
  );
}
