import { isMembers } from "../api/semantic.ts";

/** One step along an API path: a member, a place in a list, or every element of a list. */
type Step = string | number;
const EVERY = -1;

/**
 * All values that stand at an API path: none if nothing is there, several after `[*]`. Paths are written as in
 * errors of the API server, `spec.containers[0].image`, `metadata.labels['a.b/c']`, and `spec.taints[*].key`.
 */
export function valuesAt(object: unknown, path: string): readonly unknown[] {
  let values: readonly unknown[] = [object];
  for (const step of stepsOf(path)) values = values.flatMap((value) => next(value, step));
  return values.filter((value) => value !== undefined && value !== null);
}

function stepsOf(path: string): readonly Step[] {
  const steps: Step[] = [];
  for (const match of path.matchAll(/\['([^']*)'\]|\[(\d+)\]|\[(\*)\]|([^.[\]]+)/g)) {
    const [, quoted, index, every, member] = match;
    if (index !== undefined) steps.push(Number(index));
    else if (every !== undefined) steps.push(EVERY);
    else steps.push(quoted ?? member ?? "");
  }
  return steps;
}

function next(value: unknown, step: Step): readonly unknown[] {
  if (Array.isArray(value)) return step === EVERY ? value : typeof step === "number" ? [value[step]] : [];
  return isMembers(value) ? [value[step]] : [];
}
