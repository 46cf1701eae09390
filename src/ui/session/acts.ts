import type { KubeRequest } from "../../api/request.ts";
import type { ClusterLink, Mark } from "../../api/timeline.ts";

/** One thing that a person did, of one or many requests: what one undo takes back. */
export interface Act {
  /** What the page says when it is undone: the line that one would have typed. */
  readonly title: string;
}

/** What was done since the run was opened, each with the moment just before it, and what of it was undone. */
export interface Acts {
  /** Done when the last undo or redo is: pressed twice they follow each other. */
  turn: Promise<void>;
  readonly done: { readonly act: Act | KubeRequest; readonly before: Promise<Mark> }[];
  /** `after`: the moment at which it was undone. `base`: holds only in the run that its undoing left. */
  readonly undone: { readonly act: Act | KubeRequest; readonly after: Mark; readonly base: number }[];
}

/** More than this nobody takes back. */
const KEPT = 100;

export function noActs(): Acts {
  return { turn: Promise.resolve(), done: [], undone: [] };
}

/** To be called right before a request is sent: the wire keeps their order. Requests of one act in a row are one. */
export function noteAct(acts: Acts, link: ClusterLink, act: Act | undefined, request: KubeRequest): void {
  if (act !== undefined && acts.done.at(-1)?.act === act) return;
  const before = link.mark();
  // A dead engine answers nothing: then there is nothing to go back to either.
  before.catch(() => undefined);
  acts.done.push({ act: act ?? request, before });
  if (acts.done.length > KEPT) acts.done.shift();
}
