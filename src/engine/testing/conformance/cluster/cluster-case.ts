import type { KubeObject } from "../../../../api/types/meta.ts";

/** One case of the `cluster` conformance format; see testdata/conformance/cluster/SCHEMA.md. */
export interface ClusterCase {
  readonly name: string;
  readonly topic: string;
  readonly requires?: readonly string[];
  /** A pure function: `fn` of `in` is `out`. */
  readonly fn?: string;
  readonly in?: unknown;
  readonly out?: unknown;
  /** A scenario on the simulated clock. */
  readonly given?: readonly KubeObject[];
  readonly steps?: readonly ClusterStep[];
  readonly expect?: Expected;
}

/** `at`: seconds; absent, right after the step before. */
export interface ClusterStep {
  readonly do: string;
  readonly at?: number;
  readonly [argument: string]: unknown;
}

export type Expected = Readonly<Record<string, unknown>>;

/** A way to check one key of `expect`: lines about what did not hold. */
export type Check<S> = (scenario: S, value: never, key: string) => readonly string[];

/** Checks every key of `expect`. A key that nobody understands is a failure. */
export function checkAll<S>(scenario: S, expect: Expected, checks: Readonly<Record<string, Check<S>>>, fallback?: (key: string) => Check<S> | undefined): string[] {
  return Object.entries(expect).flatMap(([key, value]) => {
    const check = Object.hasOwn(checks, key) ? checks[key] : fallback?.(key);
    return check ? check(scenario, value as never, key) : [`expect.${key} is not understood`];
  });
}
