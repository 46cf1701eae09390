import { apiVersionOf, resourceByKey } from "../api/resources.ts";
import { matchesLabels, parseLabelSelector } from "../api/selector.ts";
import { isMembers } from "../api/semantic.ts";
import type { KubeObject } from "../api/types/meta.ts";
import { valuesAt } from "./path.ts";
import type { Expectation, Matcher, Scalar } from "./schema.ts";

/** Whether an expectation is met, and one sentence about it that is true by itself. */
export interface CheckResult {
  readonly met: boolean;
  readonly text: string;
}

/**
 * Looks at whole objects only, so it gives the same answer in a test, in the page and on a real cluster. Any route
 * to the wanted state counts.
 * @param objects of any kinds; others than the expectation's are passed over
 */
export function checkExpectation(objects: Iterable<KubeObject>, expectation: Expectation): CheckResult {
  const resource = resourceByKey(expectation.resource);
  if (!resource) return { met: false, text: `The resource ${expectation.resource} does not exist.` };
  const parsed = parseLabelSelector(expectation.selector ?? "");
  if ("error" in parsed) return { met: false, text: `The selector ${expectation.selector ?? ""} cannot be read: ${parsed.error}.` };
  const candidates: KubeObject[] = [];
  for (const object of objects) {
    if (object.kind !== resource.kind || object.apiVersion !== apiVersionOf(resource)) continue;
    if (isMeant(object, expectation) && matchesLabels(parsed.selector, object.metadata.labels)) candidates.push(object);
  }
  const found = candidates.filter((object) => firstFailure(object, expectation) === undefined).length;
  const wanted = expectation.count ?? { atLeast: 1 };
  if (holds({ found }, "found", wanted)) return { met: true, text: `${counted(found, resource)} as wanted.` };
  return { met: false, text: failureText(candidates, expectation, found, counted(found, resource), wanted) };
}

function isMeant(object: KubeObject, expectation: Expectation): boolean {
  const { name, namespace } = expectation;
  return (name === undefined || object.metadata.name === name) && (namespace === undefined || object.metadata.namespace === namespace);
}

/** Path of the first field that is not as wanted. */
function firstFailure(object: KubeObject, expectation: Expectation): string | undefined {
  return Object.keys(expectation.fields).find((path) => !holds(object, path, expectation.fields[path]!));
}

function holds(object: unknown, path: string, matcher: Matcher): boolean {
  const values = valuesAt(object, path);
  if (typeof matcher !== "object") return equalsAny(values, matcher);
  if ("not" in matcher) return !equalsAny(values, matcher.not);
  if ("oneOf" in matcher) return matcher.oneOf.some((wanted) => equalsAny(values, wanted));
  if ("atLeast" in matcher) return numberOf(values) >= matcher.atLeast;
  if ("atMost" in matcher) return numberOf(values) <= matcher.atMost;
  if ("sameAs" in matcher) return sameValues(values, valuesAt(object, matcher.sameAs));
  if ("exists" in matcher) return values.length > 0 === matcher.exists;
  return values.some((list) => Array.isArray(list) && list.some((element) => hasMembers(element, matcher.contains)));
}

/** A number that is 0 may be left out of an API object. */
function equalsAny(values: readonly unknown[], wanted: Scalar): boolean {
  return values.includes(wanted) || (wanted === 0 && values.length === 0);
}

function numberOf(values: readonly unknown[]): number {
  const value = values[0] ?? 0;
  return typeof value === "number" ? value : Number.NaN;
}

function sameValues(a: readonly unknown[], b: readonly unknown[]): boolean {
  return (a[0] ?? 0) === (b[0] ?? 0);
}

function hasMembers(element: unknown, wanted: Readonly<Record<string, Scalar>>): boolean {
  return isMembers(element) && Object.entries(wanted).every(([key, value]) => element[key] === value);
}

function failureText(candidates: readonly KubeObject[], expectation: Expectation, found: number, counts: string, wanted: Matcher): string {
  const nearest = candidates[0];
  const path = nearest && firstFailure(nearest, expectation);
  if (candidates.length === 1 && path && found === 0) {
    const value = valuesAt(nearest, path)[0];
    return `${nearest.kind} ${nearest.metadata.name}: ${path} is ${shown(value)}, wanted ${wantedText(nearest, expectation.fields[path]!)}.`;
  }
  return `${counts} so far, wanted ${wantedText({}, wanted)}.`;
}

function wantedText(object: unknown, matcher: Matcher): string {
  if (typeof matcher !== "object") return shown(matcher);
  if ("not" in matcher) return `anything but ${shown(matcher.not)}`;
  if ("oneOf" in matcher) return `one of ${matcher.oneOf.map(shown).join(", ")}`;
  if ("atLeast" in matcher) return `at least ${matcher.atLeast}`;
  if ("atMost" in matcher) return `at most ${matcher.atMost}`;
  if ("sameAs" in matcher) return `${shown(valuesAt(object, matcher.sameAs)[0])}, as ${matcher.sameAs}`;
  if ("exists" in matcher) return matcher.exists ? "any value" : "nothing";
  return `an element with ${Object.entries(matcher.contains).map(([key, value]) => `${key}: ${shown(value)}`).join(", ")}`;
}

function shown(value: unknown): string {
  if (value === undefined) return "absent";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function counted(count: number, resource: { readonly singular: string; readonly kind: string }): string {
  return `${count} ${resource.kind}${count === 1 ? "" : "s"}`;
}
