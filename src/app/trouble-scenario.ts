import { ENGINE_VERSION } from "../api/timeline.ts";
import { troubleOf } from "../lessons/causes.ts";
import type { Scenario } from "../ui/session.ts";

/** The broken cluster of a seed, at the moment at which the learner comes. `?trouble=11`; a text that is no number is 1. */
export function troubleScenario(text: string): Scenario {
  const seed = /^\d{1,9}$/.test(text) ? Number(text) : 1;
  const { setup, inputs, openAtMs } = troubleOf(seed);
  return {
    scene: "trouble",
    title: `One cause, number ${seed}`,
    // Its place above the picture is taken by the exercise.
    note: { text: "", onNewNode: "" },
    log: { engineVersion: ENGINE_VERSION, seed, setup, inputs },
    at: openAtMs,
  };
}
