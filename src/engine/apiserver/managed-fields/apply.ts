import type { Resource, Subresource } from "../../../api/resources.ts";
import { structureOf } from "../../../api/schema/structure.ts";
import type { Status } from "../../../api/status.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import { entriesOf } from "./actor-entries.ts";
import { compare } from "./compare.ts";
import { claimedBy } from "./config-set.ts";
import { conflictsOf, conflictStatus, type Conflict } from "./conflicts.ts";
import { difference, intersection, isEmpty, union, type FieldSet } from "./field-set.ts";
import { changeableSince } from "./last-applied.ts";
import { entryOf, isWriter, sorted, takenAway, type Entries, type Writer } from "./managers.ts";
import { merge, removeFields, withStructs } from "./merge.ts";
import { IDENTITY, ownable } from "./server-fields.ts";

export interface Applied {
  /** The live object with everything applied and what is no longer applied removed: not yet defaulted. */
  readonly object: unknown;
  readonly entries: Entries;
}

interface Apply {
  readonly resource: Resource;
  readonly subresource?: Subresource | undefined;
  readonly writer: Writer;
  readonly isForced: boolean;
  readonly time: string;
}

/** Who owned things before anybody applied. Source: managedfields/internal/skipnonapplied.go */
const BEFORE = "before-first-apply";

/**
 * Server-side apply on a live object. `config` has been checked (see configProblem).
 * @param live undefined: it is created, nobody owns anything
 * @returns what to store, or the 409 that names everybody who would lose a field
 * Source: structured-merge-diff merge/update.go Apply; managedfields/internal/{structuredmerge,lastappliedmanager}.go (1.36)
 */
export function applyConfig(live: KubeObject | undefined, config: unknown, apply: Apply): Applied | { readonly status: Status } {
  const { resource, subresource, writer } = apply;
  const structure = structureOf(resource);
  const base = live ?? {};
  const before = live ? firstEntries(live, apply) : [];
  const claimed = ownable(difference(claimedBy(config, structure), IDENTITY), resource, subresource);
  const last = before.find((e) => isWriter(e, writer));
  const others = before.filter((e) => e !== last);
  const after = prune(merge(base, config, structure), last?.fieldsV1, [...others.map((e) => e.fieldsV1), claimed], apply);

  const changes = compare(base, after, structure);
  const [changed, gone] = [union(changes.added, changes.modified), changes.removed].map((fields) => ownable(difference(fields, IDENTITY), resource, subresource)) as [FieldSet, FieldSet];
  const lost = conflictsOf(others, changed, writer);
  const conflicts = apply.isForced ? [] : stillConflicting(lost, live, apply);
  if (conflicts.length > 0) return { status: conflictStatus(conflicts) };

  const isChanged = !isEmpty(changed) || !isEmpty(gone);
  const left = takenAway(others, union(changed, gone));
  const time = subresource === "scale" ? undefined : isChanged ? apply.time : last?.time;
  return { object: after, entries: sorted(isEmpty(claimed) ? left : [...left, entryOf(writer, claimed, time)]) };
}

function firstEntries(live: KubeObject, { resource, subresource, writer, time }: Apply): Entries {
  const entries = entriesOf(live, resource, subresource);
  if (entries.length > 0) return entries;
  const { added, modified } = compare({}, live, structureOf(resource));
  const all = difference(ownable(union(added, modified), resource, undefined), IDENTITY);
  return isEmpty(all) ? [] : [entryOf({ manager: BEFORE, operation: "Update", apiVersion: writer.apiVersion }, all, time)];
}

/** Takes off what was applied last time and is not any more, unless somebody else owns it. */
function prune(merged: unknown, last: FieldSet | undefined, owned: readonly FieldSet[], { resource }: Apply): unknown {
  if (!last || isEmpty(last)) return merged;
  const structure = structureOf(resource);
  const held = withStructs(owned.reduce(union, {}), structure);
  return removeFields(merged, difference(withStructs(last, structure), held), structure) ?? {};
}

/** kubectl may take over what kubectl itself has applied from the client's side before. */
function stillConflicting(conflicts: readonly Conflict[], live: KubeObject | undefined, { resource, subresource, writer }: Apply): readonly Conflict[] {
  if (writer.manager !== "kubectl" || subresource || !live || conflicts.length === 0) return conflicts;
  const changeable = changeableSince(live, structureOf(resource));
  return conflicts.map((c) => ({ ...c, fields: difference(c.fields, intersection(c.fields, changeable)) })).filter((c) => !isEmpty(c.fields));
}
