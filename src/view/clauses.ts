import type { Clause, Decision } from "../api/decision.ts";

/** A piece of a text; with a reason it counts nodes. */
export interface TextPart {
  readonly text: string;
  readonly reason?: string;
}

/**
 * The decision that a FailedScheduling text is about: the newest about the pod whose clauses the text has.
 * @param decisions oldest first
 */
export function decisionOfText(decisions: readonly Decision[], podUid: string, text: string): Decision | undefined {
  return decisions.findLast((d) => d.object.uid === podUid && d.clauses !== undefined && d.clauses.every((c) => text.includes(` ${c.reason}`)));
}

/** The text in pieces; a piece that counts nodes, number included, has its reason. Pieces joined are the text. */
export function splitClauses(text: string, clauses: readonly Clause[]): readonly TextPart[] {
  const places = clauses.flatMap(({ reason }) => placeOf(text, reason) ?? []).sort((a, b) => a.from - b.from);
  const parts: TextPart[] = [];
  let at = 0;
  for (const { from, to, reason } of places) {
    if (from < at) continue;
    if (from > at) parts.push({ text: text.slice(at, from) });
    parts.push({ text: text.slice(from, to), reason });
    at = to;
  }
  return at < text.length ? [...parts, { text: text.slice(at) }] : parts;
}

/** `3 node(s) had untolerated taint(s)`, and not the same words inside of a longer reason. */
function placeOf(text: string, reason: string): { readonly from: number; readonly to: number; readonly reason: string } | undefined {
  for (let at = text.indexOf(` ${reason}`); at >= 0; at = text.indexOf(` ${reason}`, at + 1)) {
    const to = at + 1 + reason.length;
    const number = /\d+$/.exec(text.slice(0, at))?.[0];
    if (number !== undefined && /^(?:[,.]|$)/.test(text.slice(to))) return { from: at - number.length, to, reason };
  }
  return undefined;
}
