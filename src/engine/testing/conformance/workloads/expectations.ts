import { EVENTS, RESOURCES, type Resource } from "../../../../api/resources.ts";
import { matchesLabels } from "../../../../api/selector.ts";
import { deepEqual } from "../../../../api/semantic.ts";
import type { KubeEvent } from "../../../../api/types/event.ts";
import type { KubeObject } from "../../../../api/types/meta.ts";
import type { Store } from "../../../apiserver/store.ts";
import { at, hasAll } from "./matching.ts";
import type { EventPattern, WorkloadExpectation } from "./workload-steps.ts";

export const NAMESPACE = "default";

/** What a case remembered: uids and names, by the word for them. */
export type Memory = ReadonlyMap<string, readonly string[]>;

/** What does not hold, one line each. */
export function failuresOf(store: Store, expected: WorkloadExpectation, memory: Memory): string[] {
  if (expected.object !== undefined) return objectFailures(store, expected.object, expected);
  if (expected.list !== undefined) return listFailures(store, expected.list, expected, memory);
  if (expected.events !== undefined) return eventFailures(store, expected.events, expected);
  if (expected.sameField !== undefined) return fieldFailures(store, expected.sameField, expected, true);
  if (expected.differentField !== undefined) return fieldFailures(store, expected.differentField, expected, false);
  if (expected.uidDiffers !== undefined) return uidFailures(store, expected.uidDiffers, expected, memory);
  if (expected.uidSame !== undefined) return uidFailures(store, expected.uidSame, expected, memory);
  if (expected.claimGone !== undefined) {
    const claim = find(store, `PersistentVolumeClaim/${expected.claimGone}`);
    return claim && !claim.metadata.deletionTimestamp ? [`claim ${expected.claimGone} is still there`] : [];
  }
  return [`expectation ${JSON.stringify(expected)} is not understood`];
}

/** The object that `Kind/name` means. */
export function find(store: Store, reference: string): KubeObject | undefined {
  const [kind = "", name = ""] = reference.split("/");
  return store.get(resourceOfKind(kind), NAMESPACE, name);
}

export function resourceOfKind(kind: string): Resource {
  const resource = RESOURCES.find((r) => r.kind === kind);
  if (!resource) throw new Error(`kind ${kind} is not known`);
  return resource;
}

/** Objects of a kind that the labels select, by name. */
export function select(store: Store, kind: string, labels: WorkloadExpectation["selector"]): KubeObject[] {
  const all = [...store.all(resourceOfKind(kind))].filter((o) => o.metadata.namespace === NAMESPACE && (!labels || matchesLabels({ matchLabels: labels }, o.metadata.labels)));
  return all.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

function objectFailures(store: Store, reference: string, { has, absent, ownerCount, lacksField }: WorkloadExpectation): string[] {
  const object = find(store, reference);
  if (absent) return object ? [`${reference} is still there`] : [];
  if (!object) return [`${reference} does not exist`];
  const owners = object.metadata.ownerReferences?.length ?? 0;
  return [
    ...(has === undefined || hasAll(object, has) ? [] : [`${reference}: expected ${JSON.stringify(has)}, came ${JSON.stringify(object)}`]),
    ...(ownerCount === undefined || owners === ownerCount ? [] : [`${reference} has ${owners} owners, expected ${ownerCount}`]),
    ...(lacksField === undefined || at(object, lacksField) === undefined ? [] : [`${reference} has ${lacksField}`]),
  ];
}

function listFailures(store: Store, kind: string, expected: WorkloadExpectation, memory: Memory): string[] {
  const items = select(store, kind, expected.selector).filter((o) => kind !== "ConfigMap" || !o.metadata.name.endsWith(".crt"));
  const names = items.map((o) => o.metadata.name);
  const failures: string[] = [];
  const check = (holds: boolean, what: string) => void (holds || failures.push(`${kind}s ${JSON.stringify(names)}: ${what}`));
  const { count, exactNames, each, noOwner, allTerminating, distinctField, hasLabelKeys = [], countWhere = [], notIncluding = [] } = expected;
  check(count === undefined || items.length === count, `expected ${count}`);
  check(expected.names === undefined || names.every((n) => new RegExp(expected.names!).test(n)), `expected names like ${expected.names}`);
  check(exactNames === undefined || deepEqual(names, [...exactNames].sort()), `expected ${JSON.stringify(exactNames)}`);
  for (const item of each === undefined ? [] : items) check(hasAll(item, each), `expected each to have ${JSON.stringify(each)}, came ${JSON.stringify(item)}`);
  for (const { where, count: wanted } of countWhere) {
    const found = items.filter((o) => hasAll(o, where)).length;
    check(found === wanted, `expected ${wanted} with ${JSON.stringify(where)}, came ${found}`);
  }
  for (const key of hasLabelKeys) check(items.every((o) => o.metadata.labels?.[key] !== undefined), `expected the label ${key}`);
  check(!noOwner || items.every((o) => (o.metadata.ownerReferences ?? []).length === 0), "expected no owner");
  check(!allTerminating || items.every((o) => o.metadata.deletionTimestamp !== undefined), "expected all to be terminating");
  for (const word of notIncluding) check(!memory.get(word)?.some((name) => names.includes(name)), `expected none of ${JSON.stringify(memory.get(word))}`);
  check(distinctField === undefined || new Set(items.map((o) => at(o, distinctField))).size === items.length, `expected a ${distinctField} each of its own`);
  return failures;
}

/** Events in the order in which they came first; one that was repeated counts as often as it says. */
function eventFailures(store: Store, reference: string, expected: WorkloadExpectation): string[] {
  const [kind, name] = reference.split("/");
  const events = [...store.all<KubeEvent>(EVENTS)].filter((e) => e.involvedObject.kind === kind && e.involvedObject.name === name);
  const sum = (of: readonly KubeEvent[]) => of.reduce((n, e) => n + (e.count ?? 1), 0);
  const failures: string[] = [];
  const told = events.map((e) => `${e.reason}: ${e.message}`);
  const check = (holds: boolean, what: string) => void (holds || failures.push(`events of ${reference} ${JSON.stringify(told)}: expected ${what}`));
  const { messages, first, last, each, count, countWhere = [], anyOrder } = expected;
  const areLike = (some: readonly KubeEvent[], patterns: readonly EventPattern[]) => (anyOrder
    ? patterns.every((p) => some.some((e) => isLike(e, p)))
    : patterns.length === some.length && patterns.every((p, i) => isLike(some[i]!, p)));
  check(!messages || (messages.length === events.length && areLike(events, messages)), JSON.stringify(messages));
  check(!first || areLike(events.slice(0, first.length), first), `first ${JSON.stringify(first)}`);
  check(!last || areLike(events.slice(-last.length), last), `last ${JSON.stringify(last)}`);
  check(each === undefined || events.every((e) => isLike(e, each as EventPattern)), `each ${JSON.stringify(each)}`);
  check(count === undefined || sum(events) === count, `${count}`);
  for (const { where, count: wanted } of countWhere) check(sum(events.filter((e) => isLike(e, where as EventPattern))) === wanted, `${wanted} of ${JSON.stringify(where)}`);
  return failures;
}

function isLike(event: KubeEvent, { reason, message, type }: EventPattern): boolean {
  return (reason === undefined || event.reason === reason) && (type === undefined || event.type === type)
    && (message === undefined || new RegExp(message).test(event.message ?? ""));
}

function fieldFailures(store: Store, reference: string, { paths }: WorkloadExpectation, isSame: boolean): string[] {
  const object = find(store, reference);
  const [a, b] = (paths ?? ["", ""]).map((path) => at(object, path));
  return deepEqual(a, b) === isSame ? [] : [`${reference}: ${paths?.join(" and ")} are ${JSON.stringify(a)} and ${JSON.stringify(b)}`];
}

function uidFailures(store: Store, reference: string, { from = "", uidSame }: WorkloadExpectation, memory: Memory): string[] {
  const uid = find(store, reference)?.metadata.uid;
  const isSame = uid !== undefined && (memory.get(from)?.includes(uid) ?? false);
  return uid !== undefined && isSame === (uidSame !== undefined) ? [] : [`${reference} has uid ${uid}, ${from} was ${JSON.stringify(memory.get(from))}`];
}
