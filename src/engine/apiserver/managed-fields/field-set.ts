import { canonicalJson } from "../../../api/semantic.ts";
import type { FieldsV1 } from "../../../api/types/meta.ts";

/**
 * A set of paths into an object, in the API's own form: `{"f:spec":{"f:replicas":{}}}`. Steps are `f:NAME` for a
 * member, `k:{"name":"c"}` for an element of a keyed list, `v:"x"` for one of a set. A step that leads to `{}` is in
 * the set; one with more steps below is in it only if `.` is among them. At the root `{}` is the empty set.
 * Source: structured-merge-diff fieldpath/set.go, fieldpath/serialize.go
 */
export type FieldSet = FieldsV1;

export type Path = readonly string[];

export const EMPTY: FieldSet = {};
const SELF = ".";

/** The set of some paths. */
export class FieldSetBuilder {
  readonly #root: Node = { isMember: false, children: new Map() };

  insert(path: Path): void {
    let node = this.#root;
    for (const step of path) {
      let next = node.children.get(step);
      if (!next) node.children.set(step, (next = { isMember: false, children: new Map() }));
      node = next;
    }
    node.isMember = true;
  }

  build(): FieldSet {
    return childrenOf(this.#root);
  }
}

interface Node {
  isMember: boolean;
  readonly children: Map<string, Node>;
}

function childrenOf(node: Node): FieldSet {
  const steps = [...node.children.keys()].sort();
  return Object.fromEntries(steps.map((step) => {
    const child = node.children.get(step)!;
    const below = childrenOf(child);
    return [step, child.isMember && child.children.size > 0 ? { [SELF]: EMPTY, ...below } : below];
  }));
}

export function fieldSet(...paths: readonly Path[]): FieldSet {
  const builder = new FieldSetBuilder();
  for (const path of paths) builder.insert(path);
  return builder.build();
}

export function isEmpty(set: FieldSet): boolean {
  return Object.keys(set).length === 0;
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, { onlyA: true, onlyB: true, both: true });
}
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, { onlyA: true, onlyB: false, both: false });
}
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, { onlyA: false, onlyB: false, both: true });
}

/** `set` without the paths and everything below them. */
export function without(set: FieldSet, ...paths: readonly Path[]): FieldSet {
  return paths.reduce((rest, path) => cut(rest, path) ?? EMPTY, set);
}

/** Whether the step, or a path below it, is in the set. */
export function at(set: FieldSet | undefined, step: string): FieldSet | undefined {
  return set && Object.hasOwn(set, step) ? set[step] : undefined;
}

/** Whether the step that leads to this node is itself in the set. */
export function isMember(node: FieldSet | undefined): boolean {
  return node !== undefined && (SELF in node || isEmpty(node));
}

/** All paths of a set; of each parent first the steps that are in the set, then what is below its steps. */
export function pathsOf(set: FieldSet, parent: Path = []): Path[] {
  const steps = Object.keys(set).filter((step) => step !== SELF).sort();
  const members = steps.filter((step) => isMember(set[step])).map((step) => [...parent, step]);
  return [...members, ...steps.flatMap((step) => pathsOf(set[step]!, [...parent, step]))];
}

/** `.spec.template.spec.containers[name="c"].image`, as messages have it. */
export function pathText(path: Path): string {
  return path.map(stepText).join("");
}

export const member = (name: string): string => `f:${name}`;
export const setValue = (value: unknown): string => `v:${canonicalJson(value)}`;
export const listKey = (keys: Readonly<Record<string, unknown>>): string => `k:${canonicalJson(keys)}`;
/** Only in messages: elements of an atomic list have no path of their own. */
export const position = (index: number): string => `i:${index}`;

function stepText(step: string): string {
  const rest = step.slice(2);
  switch (step.slice(0, 2)) {
    case "k:": {
      const keys = Object.entries(JSON.parse(rest) as Readonly<Record<string, unknown>>);
      return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(",")}]`;
    }
    case "v:": return `[=${rest}]`;
    case "i:": return `[${rest}]`;
    default: return `.${rest}`;
  }
}

interface Rule { readonly onlyA: boolean; readonly onlyB: boolean; readonly both: boolean }

function combine(a: FieldSet, b: FieldSet, rule: Rule): FieldSet {
  const result: Record<string, FieldSet> = {};
  const steps = new Set([...Object.keys(a), ...Object.keys(b)]);
  steps.delete(SELF);
  for (const step of [...steps].sort()) {
    const node = combineNodes(at(a, step), at(b, step), rule);
    if (node) result[step] = node;
  }
  return result;
}

function combineNodes(a: FieldSet | undefined, b: FieldSet | undefined, rule: Rule): FieldSet | undefined {
  if (!a) return rule.onlyB ? b : undefined;
  if (!b) return rule.onlyA ? a : undefined;
  const [inA, inB] = [isMember(a), isMember(b)];
  const isIn = inA ? (inB ? rule.both : rule.onlyA) : inB && rule.onlyB;
  const below = combine(a, b, rule);
  if (isEmpty(below)) return isIn ? EMPTY : undefined;
  return isIn ? { [SELF]: EMPTY, ...below } : below;
}

/** undefined: nothing is left. */
function cut(node: FieldSet, [step, ...rest]: Path): FieldSet | undefined {
  const below = step === undefined ? undefined : at(node, step);
  if (step === undefined || !below) return node;
  const left = rest.length > 0 ? cut(below, rest) : undefined;
  const { [step]: _, ...others } = node;
  const kept = left ? { ...others, [step]: left } : others;
  const steps = Object.keys(kept);
  if (steps.length === 0) return undefined;
  return steps.length === 1 && steps[0] === SELF ? EMPTY : kept;
}
