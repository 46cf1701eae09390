import { useState } from "react";
import { toYaml } from "../../api/to-yaml.ts";
import type { Inspection } from "../../api/timeline.ts";
import { CopyButton } from "../shell/CopyButton.tsx";
import { linesOfPath } from "./yaml-lines.ts";

const MOST_MARKED = 12;

/** The object as `kubectl get -o yaml` prints it; lines that decided something are marked, with what. */
export function YamlTab({ inspection }: { readonly inspection: Inspection }) {
  const [hasStatus, setHasStatus] = useState(true);
  const { object } = inspection;
  if (!object) return <p className="empty">The object is gone.</p>;
  const text = toYaml(hasStatus ? object : withoutStatus(object));
  const lines = text.trimEnd().split("\n");
  const marks = marksOf(inspection, lines);
  return (
    <div className="yaml">
      <div className="yaml-tools">
        <label><input type="checkbox" checked={hasStatus} onChange={(e) => setHasStatus(e.target.checked)} /> with status</label>
        <CopyButton text={text} label="Copy the YAML" />
      </div>
      <pre>
        {lines.map((line, i) => {
          const why = marks.get(i);
          return <span key={i} className={why ? "line decided" : "line"} title={why}>{line}{"\n"}</span>;
        })}
      </pre>
      {marks.size > 0 ? <Reasons lines={lines} marks={marks} /> : null}
    </div>
  );
}

/** What the marked lines decided, in words: a title of a line is for the mouse alone. */
function Reasons({ lines, marks }: { readonly lines: readonly string[]; readonly marks: ReadonlyMap<number, string> }) {
  const byReason = new Map<string, number[]>();
  for (const [line, why] of marks) byReason.set(why, [...(byReason.get(why) ?? []), line]);
  return (
    <section className="panel-section">
      <h3 className="eyebrow">Marked lines decided something</h3>
      <ul className="yaml-reasons">
        {[...byReason].map(([why, at]) => {
          const first = Math.min(...at);
          return <li key={why}><code>{first + 1}: {lines[first]?.trim()}</code>{at.length > 1 ? ` and ${at.length - 1} more` : ""}<p>{why}</p></li>;
        })}
      </ul>
    </section>
  );
}

/** Line → the sentences that point at it. */
function marksOf(inspection: Inspection, lines: readonly string[]): ReadonlyMap<number, string> {
  const { object } = inspection;
  const marks = new Map<number, string>();
  const decisions = [...inspection.eligibility.flatMap((e) => e.decision ?? []), ...inspection.decisions];
  for (const decision of decisions) {
    const all = [...decision.evidence.map((e) => ({ e, text: decision.text })), ...(decision.steps ?? []).flatMap((s) => s.evidence.map((e) => ({ e, text: s.text })))];
    for (const { e, text } of all) {
      if (e.object.kind !== object?.kind || e.object.name !== object.metadata.name || e.value === undefined) continue;
      const range = linesOfPath(lines, e.path);
      if (!range) continue;
      // Of a large part only the head is marked: a page of yellow says nothing.
      const to = range.to - range.from < MOST_MARKED ? range.to : range.from;
      for (let i = range.from; i <= to; i++) if (!marks.has(i)) marks.set(i, text.replaceAll("`", ""));
    }
  }
  return marks;
}

function withoutStatus(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== "status"));
}
