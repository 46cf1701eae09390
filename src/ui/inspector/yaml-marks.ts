import type { Inspection } from "../../api/timeline.ts";
import type { LineMark } from "../editor/line-marks.ts";
import { linesOfPath } from "./yaml-lines.ts";

const MOST_MARKED = 12;

/** Marks for the lines of an object's YAML that decided something, with the sentence that points at them. Of several sentences the first. */
export function decidedLines(inspection: Inspection, lines: readonly string[]): readonly LineMark[] {
  const { object } = inspection;
  const titles = new Map<number, string>();
  const decisions = [...inspection.eligibility.flatMap((e) => e.decision ?? []), ...inspection.decisions];
  for (const decision of decisions) {
    const all = [...decision.evidence.map((e) => ({ e, text: decision.text })), ...(decision.steps ?? []).flatMap((s) => s.evidence.map((e) => ({ e, text: s.text })))];
    for (const { e, text } of all) {
      if (e.object.kind !== object?.kind || e.object.name !== object.metadata.name || e.value === undefined) continue;
      const range = linesOfPath(lines, e.path);
      if (!range) continue;
      // Of a large part only the head is marked: a page of yellow says nothing.
      const to = range.to - range.from < MOST_MARKED ? range.to : range.from;
      for (let i = range.from; i <= to; i++) if (!titles.has(i)) titles.set(i, text.replaceAll("`", ""));
    }
  }
  return [...titles].map(([line, title]) => ({ line: line + 1, look: "decided", title }));
}

/** The lines of a field that somebody wants to see; empty if the text has no such field. */
export function pointedLines(lines: readonly string[], path: string): readonly LineMark[] {
  const range = linesOfPath(lines, path);
  return range ? Array.from({ length: range.to - range.from + 1 }, (_, i) => ({ line: range.from + i + 1, look: "pointed" })) : [];
}
