import type { Conditions } from "../../lessons/conditions.ts";
import { factsOf, type Moment } from "../../lessons/facts.ts";
import type { LessonStep } from "../../lessons/schema.ts";
import { secondsToWait } from "../../lessons/step.ts";
import type { Session } from "../session.ts";
import { readMoment } from "./moment.ts";
import type { TimeKeeper } from "./time-keeper.ts";

/** Longer than this nobody waits for a condition, virtual ms. */
const LONGEST_MS = 3_600_000;

interface PassParts {
  readonly conditions: Conditions;
  readonly time: TimeKeeper;
  /** The moment at which the step began. */
  readonly start: Moment;
}

/** Lets as much time pass as a step does after its lines, to the millisecond the same at every pace. */
export async function passTime(session: Session, { until, settle }: LessonStep, { conditions, time, start }: PassParts): Promise<void> {
  if (until === undefined) return settle ? await time.rest() : undefined;
  const seconds = secondsToWait(until);
  if (seconds !== undefined) return await time.goTo((Math.floor(start.nowMs / 1000) + seconds) * 1000);
  const holds = async () => conditions.ask(until, factsOf(await readMoment(session), start)).holds;
  await time.until({ holds, endMs: session.clock.getState().nowMs + LONGEST_MS, looksAtClock: until.includes("nowSeconds") });
}
