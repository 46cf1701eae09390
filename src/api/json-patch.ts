import { deepEqual, isMembers } from "./semantic.ts";

/** One operation of RFC 6902. */
export interface JsonPatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** Boxed, as `undefined` and `null` are both answers. */
interface Box { readonly value: unknown }

/**
 * Applies one operation to a JSON value; nothing is changed in place.
 * @returns the new value, or undefined if the operation does not apply
 * Source: RFC 6902; evanphx/json-patch as the API server uses it (a `replace` of a missing member sets it)
 */
export function applyOperation(target: unknown, operation: JsonPatchOperation): Box | undefined {
  const path = pointer(operation.path);
  if (!path) return undefined;
  switch (operation.op) {
    case "add": return put(target, path, operation.value, "insert");
    case "replace": return put(target, path, operation.value, "overwrite");
    case "remove": return take(target, path);
    case "test": return deepEqual(read(target, path)?.value ?? null, operation.value ?? null) ? { value: target } : undefined;
    case "copy":
    case "move": {
      const from = pointer(operation.from ?? "/");
      const found = from && read(target, from);
      if (!from || !found) return undefined;
      const rest = operation.op === "move" ? take(target, from) : { value: target };
      return rest && put(rest.value, path, found.value, "insert");
    }
    default: return undefined;
  }
}

/** The steps of a JSON pointer; undefined if it is none. */
function pointer(text: string): readonly string[] | undefined {
  if (text === "") return [];
  if (!text.startsWith("/")) return undefined;
  return text.slice(1).split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function read(target: unknown, path: readonly string[]): Box | undefined {
  let at = target;
  for (const step of path) {
    const child = childOf(at, step);
    if (!child) return undefined;
    at = child.value;
  }
  return { value: at };
}

/** Changes the parent of the place that the path names, and copies every parent above it. */
function change(target: unknown, path: readonly string[], edit: (parent: unknown, step: string) => Box | undefined): Box | undefined {
  const [step = "", ...rest] = path;
  if (rest.length === 0) return edit(target, step);
  const child = childOf(target, step);
  const changed = child && change(child.value, rest, edit);
  if (!changed) return undefined;
  if (Array.isArray(target)) return { value: target.with(Number(step), changed.value) };
  return { value: { ...(target as object), [step]: changed.value } };
}

function put(target: unknown, path: readonly string[], value: unknown, mode: "insert" | "overwrite"): Box | undefined {
  if (path.length === 0) return { value };
  return change(target, path, (parent, step) => {
    if (isMembers(parent)) return { value: { ...parent, [step]: value } };
    if (!Array.isArray(parent)) return undefined;
    const at = step === "-" && mode === "insert" ? parent.length : indexOf(step);
    const limit = mode === "insert" ? parent.length : parent.length - 1;
    if (at === undefined || at > limit) return undefined;
    return { value: parent.toSpliced(at, mode === "insert" ? 0 : 1, value) };
  });
}

function take(target: unknown, path: readonly string[]): Box | undefined {
  if (path.length === 0) return undefined;
  return change(target, path, (parent, step) => {
    if (!childOf(parent, step)) return undefined;
    if (Array.isArray(parent)) return { value: parent.toSpliced(Number(step), 1) };
    const { [step]: _, ...rest } = parent as Record<string, unknown>;
    return { value: rest };
  });
}

function childOf(parent: unknown, step: string): Box | undefined {
  if (Array.isArray(parent)) {
    const at = indexOf(step);
    return at !== undefined && at < parent.length ? { value: parent[at] as unknown } : undefined;
  }
  return isMembers(parent) && Object.hasOwn(parent, step) && parent[step] !== undefined ? { value: parent[step] } : undefined;
}

function indexOf(step: string): number | undefined {
  return /^(?:0|[1-9]\d{0,8})$/.test(step) ? Number(step) : undefined;
}
