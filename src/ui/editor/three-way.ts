import { canonicalJson, isMembers } from "../../api/semantic.ts";

export interface Merged {
  readonly value: unknown;
  /** Fields that both sides changed, to different values: there the first side's value stands. */
  readonly clashes: readonly string[];
}

/**
 * Puts two people's changes of one object together: what only one of them changed is taken from that one. Items of
 * lists are told apart by their name where each has one (containers, variables, ports); other lists are one thing.
 * @param base what both began with
 */
export function mergeChanges(base: unknown, mine: unknown, theirs: unknown, path = ""): Merged {
  if (isEqual(mine, theirs) || isEqual(base, theirs)) return { value: mine, clashes: [] };
  if (isEqual(base, mine)) return { value: theirs, clashes: [] };
  if (isMembers(mine) && isMembers(theirs)) return mergeMembers(isMembers(base) ? base : {}, mine, theirs, path);
  if (isNamed(mine) && isNamed(theirs)) return mergeLists(isNamed(base) ? base : [], mine, theirs, path);
  return { value: mine, clashes: [path] };
}

type Members = Readonly<Record<string, unknown>>;
type Named = Members & { readonly name: string };

function mergeMembers(base: Members, mine: Members, theirs: Members, path: string): Merged {
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const merged = keys.map((key) => ({ key, ...mergeChanges(base[key], mine[key], theirs[key], path === "" ? key : `${path}.${key}`) }));
  return {
    value: Object.fromEntries(merged.filter((m) => m.value !== undefined).map((m) => [m.key, m.value])),
    clashes: merged.flatMap((m) => m.clashes),
  };
}

function mergeLists(base: readonly Named[], mine: readonly Named[], theirs: readonly Named[], path: string): Merged {
  const byName = (list: readonly Named[], name: string) => list.find((item) => item.name === name);
  const names = [...new Set([...mine, ...theirs].map((item) => item.name))];
  const merged = names.map((name) => mergeChanges(byName(base, name), byName(mine, name), byName(theirs, name), `${path}[${name}]`));
  return { value: merged.map((m) => m.value).filter((v) => v !== undefined), clashes: merged.flatMap((m) => m.clashes) };
}

function isNamed(value: unknown): value is readonly Named[] {
  if (!Array.isArray(value)) return false;
  const names = value.map((item: unknown) => (isMembers(item) ? item["name"] : undefined));
  return names.every((n) => typeof n === "string") && new Set(names).size === names.length;
}

function isEqual(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a ?? null) === canonicalJson(b ?? null);
}
