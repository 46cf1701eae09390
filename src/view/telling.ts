import type { Decision } from "../api/decision.ts";
import type { Frame } from "../api/frame.ts";

/**
 * What has been told of what was decided. Several actors may decide in the same instant, and the picture shows the
 * instant as a whole; the sentences are told one after the other. Quiet decisions are never told.
 */
export interface Telling {
  /** The decision that is being told; absent before the first. */
  readonly told: Decision | undefined;
  /** So many others were told together with it. */
  readonly more: number;
  /** What the picture shows already and was not told yet, oldest first. */
  readonly waiting: readonly Decision[];
}

export const NOTHING_TOLD: Telling = { told: undefined, more: 0, waiting: [] };

/** Takes the decisions of a frame in. After a jump in time the newest is told and nothing waits. */
export function hear(telling: Telling, frame: Pick<Frame, "decisions" | "reset">): Telling {
  const news = frame.decisions.filter((d) => !d.quiet);
  if (frame.reset) return { told: news.at(-1), more: 0, waiting: [] };
  return news.length === 0 ? telling : { ...telling, waiting: [...telling.waiting, ...news] };
}

/** Tells the next `count` together, by the sentence of the last of them. */
export function tellNext(telling: Telling, count: number): Telling {
  const told = telling.waiting[Math.min(count, telling.waiting.length) - 1];
  if (!told) return telling;
  return { told, more: Math.min(count, telling.waiting.length) - 1, waiting: telling.waiting.slice(count) };
}

/** Nothing waits any longer: for a time that runs faster than anybody reads. */
export function tellAll(telling: Telling): Telling {
  const told = telling.waiting.at(-1);
  return told ? { told, more: 0, waiting: [] } : telling;
}

/**
 * While time stands nobody asks for the next sentence: what somebody just did is told at once, whatever waited before
 * it; anything else only if nothing was waiting.
 * @param before as it was before the frame that brought `now`
 */
export function tellStanding(before: Telling, now: Telling): Telling {
  const own = now.waiting.findLastIndex((d) => d.actor === "user");
  if (own >= 0) return { ...tellNext(now, own + 1), more: 0 };
  return before.waiting.length === 0 ? tellNext(now, 1) : now;
}
