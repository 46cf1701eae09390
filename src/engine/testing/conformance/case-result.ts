/** How one case ended. `failures`: what was expected and what came, one a line. */
export type CaseResult =
  | { readonly outcome: "passed" }
  | { readonly outcome: "skipped"; readonly why: string }
  | { readonly outcome: "failed"; readonly failures: readonly string[] };

export const PASSED: CaseResult = { outcome: "passed" };

export function failed(...failures: string[]): CaseResult {
  return { outcome: "failed", failures };
}

export function skipped(why: string): CaseResult {
  return { outcome: "skipped", why };
}

/** A comparison that did not hold, in one line. */
export function difference(what: string, expected: unknown, actual: unknown): string {
  return `${what}: expected ${JSON.stringify(expected)}, came ${JSON.stringify(actual) ?? "nothing"}`;
}
