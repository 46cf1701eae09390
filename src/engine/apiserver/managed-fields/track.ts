import { lastAnswer } from "../../../api/last-answer.ts";
import { apiVersionOf, NODES, type Resource, type Subresource } from "../../../api/resources.ts";
import { structureOf } from "../../../api/schema/structure.ts";
import { deepEqual } from "../../../api/semantic.ts";
import { formatTime } from "../../../api/time.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import type { ApiContext } from "../context.ts";
import { entriesOf, hasStatusEntry, isKubelets, managerOf } from "./actor-entries.ts";
import { compare } from "./compare.ts";
import { difference, union } from "./field-set.ts";
import { afterUpdate, isReset, readEntries, type Entries, type Writer } from "./managers.ts";
import { IDENTITY, ownable, withoutAdmitted, withoutCounted } from "./server-fields.ts";

interface Write {
  readonly resource: Resource;
  readonly subresource?: Subresource | undefined;
  /** Of the request's options; absent for whoever does not say. */
  readonly manager?: string | undefined;
}

/**
 * The new object with the fields its creator owns. What actors of the cluster create is not kept account of:
 * see withManagedFields.
 * @param sent the object as the client wrote it
 */
export function trackCreate(ctx: ApiContext, write: Write, sent: KubeObject, object: KubeObject): KubeObject {
  // A node that nobody in particular adds is taken for one that a kubelet registers: thousands of them, all alike.
  if (ctx.actor !== "user" || (write.resource === NODES && write.manager === undefined)) return withEntries(object, undefined);
  const changes = compare({}, object, structureOf(write.resource));
  const all = difference(union(changes.added, changes.modified), IDENTITY);
  const taken = withoutAdmitted(ownable(all, write.resource, write.subresource), write.resource, sent);
  const entries = afterUpdate(readEntries(sent.metadata?.managedFields) ?? [], { ...changes, added: all, modified: {} }, taken, writerOf(ctx, write), formatTime(ctx.nowMs));
  return withEntries(object, entries.length > 0 ? shared(entries) : undefined);
}

/** Nodes, and what happens to them, come by the thousand and alike: they share one list. */
const shared = lastAnswer((entries: Entries) => entries, deepEqual);

/**
 * The object after a write, with the fields its writer has taken. Clients' writes are always kept account of; those of
 * the cluster's own actors where a client could be affected: in objects that a client has written to, except for the
 * status of pods and nodes as long as no client has written that.
 * @param sent what the client wanted as managedFields; only the main resource can set them
 */
export function trackUpdate(ctx: ApiContext, write: Write, old: KubeObject, next: KubeObject, sent?: unknown): KubeObject {
  const { resource, subresource } = write;
  const kept = old.metadata.managedFields;
  const isTold = ctx.actor === "user" && subresource === undefined;
  if (isTold && isReset(sent)) return withEntries(next, []);
  if (ctx.actor !== "user" && (!kept || (subresource === "status" && isKubelets(resource) && !hasStatusEntry(kept)))) return next;
  const before = (isTold ? readEntries(sent) : undefined) ?? entriesOf(old, resource, subresource);
  // Nobody has ever owned anything here, so nobody begins to.
  if (before.length === 0) return next;
  const changes = compare(old, next, structureOf(resource));
  const mine = { added: difference(changes.added, IDENTITY), modified: difference(changes.modified, IDENTITY), removed: changes.removed };
  const taken = withoutCounted(ownable(union(mine.added, mine.modified), resource, subresource), resource);
  const counted = { ...mine, added: withoutCounted(mine.added, resource), modified: withoutCounted(mine.modified, resource) };
  const entries = afterUpdate(before, counted, taken, writerOf(ctx, write), subresource === "scale" ? undefined : formatTime(ctx.nowMs));
  return entries === kept ? next : withEntries(next, shared(entries));
}

/** The object with these managedFields, or with none. An empty list is kept: it says that nobody owns anything. */
export function withEntries<T extends KubeObject>(object: T, entries: Entries | undefined): T {
  if (entries === object.metadata.managedFields) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: entries ? { ...metadata, managedFields: entries } : metadata };
}

function writerOf(ctx: ApiContext, { resource, subresource, manager }: Write): Writer {
  return {
    manager: ctx.actor === "user" ? (manager ?? "unknown") : managerOf(ctx.actor),
    operation: "Update",
    apiVersion: apiVersionOf(resource),
    ...(subresource && subresource !== "finalize" ? { subresource } : {}),
  };
}
