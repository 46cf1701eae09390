import { mergeTypeOf } from "../../api/merge-keys.ts";
import { RESOURCES, type Resource } from "../../api/resources.ts";
import { deepEqual, isMembers } from "../../api/semantic.ts";
import { joinPatches, strategicDiff } from "./strategic-diff.ts";

type Members = Readonly<Record<string, unknown>>;

/** A patch and how it is sent. `{}`: nothing has to change. */
export interface TypedPatch {
  readonly body: Members;
  readonly type: "strategic" | "merge";
}

/**
 * The patch of three versions: what was applied last, what is applied now, and what is there. Takes away what was in
 * the last and is not in the next, sets what differs, and leaves alone what only the server set.
 * @param last `{}` if nothing is known of the last apply
 * Source: kubernetes apimachinery strategicpatch.CreateThreeWayMergePatch, jsonmergepatch.CreateThreeWayJSONMergePatch (1.36)
 */
export function threeWayPatch(resource: Resource, last: Members, next: Members, current: Members): TypedPatch {
  if (!isBuiltIn(resource)) return { type: "merge", body: withDeletions(mergeChanges(next, current), last, next) };
  const type = mergeTypeOf(resource.kind);
  const changes = strategicDiff(current, next, type, "changes");
  const deletions = strategicDiff(last, next, type, "deletions");
  return { type: "strategic", body: joinPatches(deletions, changes, type) };
}

/** The patch of two versions, as `kubectl edit` sends it. Source: strategicpatch.CreateTwoWayMergePatch */
export function twoWayPatch(resource: Resource, before: Members, after: Members): TypedPatch {
  if (!isBuiltIn(resource)) return { type: "merge", body: withDeletions(mergeChanges(after, before), before, after) };
  return { type: "strategic", body: strategicDiff(before, after, mergeTypeOf(resource.kind), "both") };
}

/** Of kinds that people have defined nothing is known that a strategic merge could go by. */
function isBuiltIn(resource: Resource): boolean {
  return RESOURCES.includes(resource);
}

/** RFC 7386: members of `next` that differ from `current`. */
function mergeChanges(next: Members, current: Members): Members {
  const patch: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(next)) {
    const there = current[name];
    if (isMembers(value) && isMembers(there)) {
      const change = mergeChanges(value, there);
      if (Object.keys(change).length > 0) patch[name] = change;
    } else if (!deepEqual(value, there)) patch[name] = value;
  }
  return patch;
}

/** Members of `last` that `next` lacks become null. */
function withDeletions(patch: Members, last: Members, next: Members): Members {
  const whole: Record<string, unknown> = { ...patch };
  for (const [name, value] of Object.entries(last)) {
    const wanted = next[name];
    if (wanted === undefined) whole[name] = null;
    else if (isMembers(value) && isMembers(wanted)) {
      const below = withDeletions(isMembers(whole[name]) ? whole[name] : {}, value, wanted);
      if (Object.keys(below).length > 0) whole[name] = below;
    }
  }
  return whole;
}
