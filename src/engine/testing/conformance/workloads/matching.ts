import { isMembers } from "../../../../api/semantic.ts";

/**
 * Whether a value has what a case expects: objects member by member, every element of a list somewhere in the other one,
 * `/…/` as a regular expression, and 0 also where nothing stands.
 */
export function hasAll(actual: unknown, expected: unknown): boolean {
  if (Array.isArray(expected)) return Array.isArray(actual) && expected.every((e) => actual.some((a) => hasAll(a, e)));
  if (isMembers(expected)) return isMembers(actual) && Object.entries(expected).every(([key, value]) => hasAll(actual[key], value));
  if (typeof expected === "string" && /^\/.*\/$/s.test(expected)) return typeof actual === "string" && new RegExp(expected.slice(1, -1)).test(actual);
  return expected === 0 ? (actual ?? 0) === 0 : actual === expected;
}

/** The value at `spec.nodeName`. */
export function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((found, key) => (isMembers(found) ? found[key] : undefined), value);
}
