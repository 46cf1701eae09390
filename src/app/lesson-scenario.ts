import { loadLessonOf } from "../lessons/catalogue.ts";
import { languages } from "../ui/messages/language.ts";
import { transferBundle } from "../ui/lesson/transfer.ts";
import type { Scenario } from "../ui/session.ts";
import { startScenario, wholeNumber } from "./start-scenario.ts";

/** The last prediction of a lesson, on a cluster that a generator makes. */
const GENERATED = /^transfer\/([a-z-]+)$/;

/** A lesson's cluster with the lesson, `?lesson=where/two-kinds-of-no&step=hook`; the first scene if there is no such lesson. */
export async function lessonScenario(query: URLSearchParams, id: string): Promise<Scenario> {
  const generator = GENERATED.exec(id)?.[1];
  const bundle = generator === undefined ? await loadLessonOf(id, languages()) : transferBundle(generator, wholeNumber(query.get("seed")) ?? 1);
  if (!bundle) return startScenario(query);
  const step = query.get("step");
  const { scene: _, note: __, ...scenario } = startScenario(query, bundle.scenario);
  return { ...scenario, lesson: { bundle, ...(step === null ? {} : { step }) } };
}
