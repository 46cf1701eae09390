import type { KubeObject, ObjectMeta } from "../../api/types/meta.ts";
import { CUSTOMRESOURCEDEFINITIONS, definedResources, type Resource } from "../../api/resources.ts";
import type { ApiContext } from "./context.ts";
import { flat } from "../sim/flat.ts";
import { keyOf } from "./store.ts";

/** Characters of generated names, without vowels and look-alikes. Source: apimachinery pkg/util/rand. */
const ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
const NAME_BASE_MAX = 58;

export function generatedName(ctx: ApiContext, base: string): string {
  return flat(base.slice(0, NAME_BASE_MAX) + ctx.random.pick(ALPHABET, 5));
}

const HEX = "0123456789abcdef";

/** A version 4 UUID out of the seeded stream, as one flat string. */
export function newUid(ctx: ApiContext): string {
  const hex = ctx.random.pick(HEX, 30);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(12, 15)}`, `${"89ab"[ctx.random.int(0, 3)]}${hex.slice(15, 18)}`, hex.slice(18, 30)];
  return parts.join("-");
}

/** Stores an object under a new resourceVersion and tells the watchers. Returns the object as stored. */
export function store<T extends KubeObject>(ctx: ApiContext, resource: Resource, object: T, before: KubeObject | undefined): T {
  const resourceVersion = ++ctx.store.revision;
  const metadata: ObjectMeta = { ...object.metadata, resourceVersion: String(resourceVersion) };
  const after = { ...object, metadata };
  ctx.store.put(resource, after);
  if (resource === CUSTOMRESOURCEDEFINITIONS) refreshCustomResources(ctx);
  ctx.emit({
    resource: resource.key,
    key: keyOf(metadata.namespace, metadata.name),
    resourceVersion,
    ...(before ? { before } : {}),
    after,
    actor: ctx.actor,
  });
  return after;
}

/** Takes an object out of the store and tells the watchers. */
export function erase(ctx: ApiContext, resource: Resource, object: KubeObject): void {
  const resourceVersion = ++ctx.store.revision;
  const key = keyOf(object.metadata.namespace, object.metadata.name);
  ctx.store.delete(resource, key);
  if (resource === CUSTOMRESOURCEDEFINITIONS) refreshCustomResources(ctx);
  ctx.emit({ resource: resource.key, key, resourceVersion, before: object, actor: ctx.actor });
}

/** Kinds come and go with their definitions; each served version is a row of its own. */
function refreshCustomResources(ctx: ApiContext): void {
  ctx.store.customResources = Array.from(ctx.store.all(CUSTOMRESOURCEDEFINITIONS)).flatMap((o) => definedResources(o));
}
