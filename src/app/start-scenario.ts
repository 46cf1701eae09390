import { ENGINE_VERSION } from "../api/timeline.ts";
import type { Scenario } from "../ui/session.ts";

/**
 * The cluster that the page starts with: the first lesson's. `?seed=7` draws other chances, `?at=12.5` stands at that
 * virtual second instead of the first moment at rest. The reader of YAML is a file of its own, loaded while the
 * engine starts.
 */
export async function startScenario(query: URLSearchParams): Promise<Scenario> {
  const [{ FIRST_STEPS }, { loadScenario }] = await Promise.all([import("../lessons/content.ts"), import("../lessons/scenario.ts")]);
  const loaded = loadScenario(FIRST_STEPS);
  if ("errors" in loaded) throw new Error(loaded.errors.map((e) => `${e.file}:${e.line}: ${e.message}`).join("\n"));
  const seed = wholeNumber(query.get("seed")) ?? loaded.seed;
  const atSeconds = Number(query.get("at") ?? Number.NaN);
  return {
    title: loaded.title,
    log: { engineVersion: ENGINE_VERSION, seed, setup: loaded.setup, inputs: [] },
    at: Number.isFinite(atSeconds) && atSeconds >= 0 ? Math.round(atSeconds * 1000) : "settled",
  };
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
