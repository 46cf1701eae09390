import { deepEqual } from "../../../../api/semantic.ts";
import { difference, failed, PASSED, skipped, type CaseResult } from "../case-result.ts";
import type { ClusterCase } from "./cluster-case.ts";
import { CASE_FUNCTIONS, type CaseFunctions } from "./function-table.ts";
import { KUBECTL_FUNCTIONS } from "./kubectl-functions.ts";
import { runNodeLifecycle } from "./node-lifecycle.ts";
import { runPodLifecycle } from "./pod-lifecycle.ts";
import { runScheduling } from "./scheduling.ts";
import { runTaintEviction } from "./taint-eviction.ts";

const SCENARIOS: Readonly<Record<string, (scenario: ClusterCase) => string[]>> = {
  "taint-eviction": runTaintEviction,
  "node-lifecycle": runNodeLifecycle,
  scheduling: runScheduling,
  "pod-lifecycle": runPodLifecycle,
};

/**
 * Runs one case of the `cluster` format: a function of the engine on its input, or a scenario on a real cluster.
 * @param more functions that the engine does not have itself: kubectl's
 */
export function runClusterCase(scenario: ClusterCase, more: CaseFunctions): CaseResult {
  const missing = scenario.requires?.[0];
  if (missing !== undefined) return skipped(`requires ${missing}`);
  return scenario.fn === undefined ? runScenario(scenario) : runFunction(scenario, scenario.fn, { ...CASE_FUNCTIONS, ...more });
}

function runFunction(scenario: ClusterCase, fn: string, functions: CaseFunctions): CaseResult {
  const run = Object.hasOwn(functions, fn) ? functions[fn] : undefined;
  if (!run) return KUBECTL_FUNCTIONS.includes(fn) ? skipped("requires kubectl's functions, which the terminal hands in") : failed(`function ${fn} is not understood`);
  const came = run(scenario.in as never, scenario.out);
  return deepEqual(scenario.out, came) ? PASSED : failed(difference(fn, scenario.out, came));
}

function runScenario(scenario: ClusterCase): CaseResult {
  const run = Object.hasOwn(SCENARIOS, scenario.topic) ? SCENARIOS[scenario.topic] : undefined;
  if (!run) return failed(`scenarios of topic ${scenario.topic} are not understood`);
  const failures = run(scenario);
  return failures.length === 0 ? PASSED : failed(...failures);
}
