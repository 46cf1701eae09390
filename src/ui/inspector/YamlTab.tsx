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
      {marks.size > 0 ? <p className="muted">Marked lines decided something; point at one to see what.</p> : null}
    </div>
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
