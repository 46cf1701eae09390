import { isMembers } from "../../../api/semantic.ts";
import type { ManagedFieldsEntry } from "../../../api/types/meta.ts";
import type { Comparison } from "./compare.ts";
import { difference, isEmpty, union, type FieldSet } from "./field-set.ts";

/** Who writes, and how: what makes one entry of managedFields another than the next. */
export interface Writer {
  readonly manager: string;
  readonly operation: ManagedFieldsEntry["operation"];
  readonly apiVersion: string;
  readonly subresource?: string;
}

export type Entries = readonly ManagedFieldsEntry[];

/** Older entries of plain writes become one of this name. Source: managedfields/internal/capmanagers.go */
const ANCIENT = "ancient-changes";
const MOST_UPDATERS = 10;

/**
 * The entries after a plain write: what it changed is the writer's and nobody else's, what is gone is nobody's.
 * @param taken what of the changes may be owned: those of a status are not those of a main resource
 * @param time API time; undefined: the entry carries none
 * Source: structured-merge-diff merge/update.go Update; managedfields/internal/managedfieldsupdater.go
 */
export function afterUpdate(entries: Entries, changes: Comparison, taken: FieldSet, writer: Writer, time: string | undefined): Entries {
  const changed = union(changes.added, changes.modified);
  if (isEmpty(changed) && isEmpty(changes.removed)) return entries;
  const left = takenAway(entries, union(changed, changes.removed));
  if (isEmpty(taken)) return left;
  const before = left.find((e) => isWriter(e, writer));
  const entry = entryOf(writer, before ? union(before.fieldsV1, taken) : taken, time ?? before?.time);
  return sorted(capped([...left.filter((e) => e !== before), entry]));
}

/** The entries without the fields; those that have none left are gone. */
export function takenAway(entries: Entries, fields: FieldSet, spared?: Writer): Entries {
  if (isEmpty(fields)) return entries;
  return entries.flatMap((entry) => {
    if (spared && isWriter(entry, spared)) return [entry];
    const left = difference(entry.fieldsV1, fields);
    return isEmpty(left) ? [] : [{ ...entry, fieldsV1: left }];
  });
}

export function isWriter(entry: ManagedFieldsEntry, writer: Writer): boolean {
  return entry.manager === writer.manager && entry.operation === writer.operation && entry.apiVersion === writer.apiVersion
    && (entry.subresource ?? "") === (writer.subresource ?? "");
}

export function entryOf({ manager, operation, apiVersion, subresource }: Writer, fieldsV1: FieldSet, time: string | undefined): ManagedFieldsEntry {
  return {
    manager, operation, apiVersion, ...(time === undefined ? {} : { time }), fieldsType: "FieldsV1", fieldsV1, ...(subresource ? { subresource } : {}),
  };
}

/** Appliers first, then by time (none is the earliest) and by name. Source: managedfields/internal/managedfields.go */
export function sorted(entries: Entries): Entries {
  const key = (e: ManagedFieldsEntry) => [e.operation, e.time ?? "", e.manager, e.apiVersion, e.subresource ?? ""];
  return [...entries].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    const i = left.findIndex((part, at) => part !== right[at]);
    return i < 0 ? 0 : left[i]! < right[i]! ? -1 : 1;
  });
}

/** What a client sent as managedFields; undefined if it is none that the server could go on with. */
export function readEntries(sent: unknown): Entries | undefined {
  if (!Array.isArray(sent) || sent.length === 0) return undefined;
  return sent.every(isEntry) ? sent : undefined;
}

/** `[{}]`: the way to say that nobody shall own anything any more. */
export function isReset(sent: unknown): boolean {
  return Array.isArray(sent) && sent.length === 1 && isMembers(sent[0]) && Object.keys(sent[0]).length === 0;
}

function isEntry(value: unknown): value is ManagedFieldsEntry {
  if (!isMembers(value)) return false;
  const { manager, operation, apiVersion, fieldsType, fieldsV1 } = value;
  return typeof manager === "string" && (operation === "Apply" || operation === "Update") && typeof apiVersion === "string"
    && fieldsType === "FieldsV1" && isFieldSet(fieldsV1, true);
}

const STEP = /^(?:f:|[kvi]:)/;

function isFieldSet(value: unknown, isRoot = false): value is FieldSet {
  if (!isMembers(value)) return false;
  return Object.entries(value).every(([step, below]) => (step === "." ? !isRoot : STEP.test(step) && isReadable(step)) && isFieldSet(below));
}

/** Keys and values of steps are JSON. */
function isReadable(step: string): boolean {
  if (step.startsWith("f:")) return true;
  try {
    const value: unknown = JSON.parse(step.slice(2));
    return step.startsWith("k:") ? isMembers(value) : step.startsWith("v:") || Number.isInteger(value);
  } catch {
    // What cannot be read is no step.
    return false;
  }
}

function capped(entries: Entries): Entries {
  const updaters = sorted(entries.filter((e) => e.operation === "Update"));
  const surplus = updaters.length - MOST_UPDATERS;
  if (surplus <= 0) return entries;
  // One more than the surplus goes, as the bucket itself stays. Only entries of one version can share it.
  const oldest = updaters.filter((e) => e.apiVersion === updaters[0]!.apiVersion).slice(0, surplus + 1);
  const fields = oldest.reduce<FieldSet>((all, e) => union(all, e.fieldsV1), {});
  const ancient = entryOf({ manager: ANCIENT, operation: "Update", apiVersion: oldest[0]!.apiVersion }, fields, oldest.at(-1)!.time);
  return [...entries.filter((e) => !oldest.includes(e)), ancient];
}
