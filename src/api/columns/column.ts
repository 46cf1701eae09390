import { humanDuration } from "../duration.ts";
import { parseTime } from "../time.ts";
import type { StringMap } from "../types/meta.ts";

/** One column of a printed table, as the API server defines it. kubectl writes the name in capitals. */
export interface Column<T> {
  readonly name: string;
  readonly type: "string" | "integer" | "boolean";
  /** Only the column that holds the object's name has one. */
  readonly format?: "name";
  /** 1: only with `-o wide`. */
  readonly priority: 0 | 1;
  /** The cell's value. A method, so that a column of a kind also counts as a column of any object. */
  value(object: T, context: ColumnContext): string | number | boolean;
}

export interface ColumnContext { readonly nowMs: number }

type Cell<T> = Column<T>["value"];
type Options = Partial<Pick<Column<unknown>, "type" | "priority" | "format">>;

/** A column of text without `-o wide`, unless `options` say otherwise. */
export function column<T>(name: string, value: Cell<T>, options: Options = {}): Column<T> {
  return { name, type: options.type ?? "string", ...(options.format ? { format: options.format } : {}), priority: options.priority ?? 0, value };
}

export const WIDE: Options = { priority: 1 };
export const NUMBER: Options = { type: "integer" };

interface Dated { readonly metadata: { readonly name: string; readonly creationTimestamp?: string } }

export function nameColumn<T extends Dated>(): Column<T> {
  return column("Name", (object) => object.metadata.name, { format: "name" });
}

export function ageColumn<T extends Dated>(): Column<T> {
  return column("Age", (object, { nowMs }) => sinceText(object.metadata.creationTimestamp, nowMs));
}

/**
 * How long ago an API time was; `<unknown>` when unset.
 * Source: kubernetes pkg/printers/internalversion/printers.go translateTimestampSince (1.36)
 */
export function sinceText(time: string | null | undefined, nowMs: number): string {
  const atMs = parseTime(time);
  return atMs === undefined ? "<unknown>" : humanDuration(nowMs - atMs);
}

export function orNone(text: string | undefined): string {
  return text || "<none>";
}

/** `a=1,b=2`, sorted by key; `<none>` when empty. */
export function labelsText(labels: StringMap | undefined): string {
  return orNone(Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`).sort().join(","));
}

interface Templated { readonly containers: readonly { readonly name: string; readonly image?: string }[] }

export function containerNames(spec: Templated): string {
  return spec.containers.map((c) => c.name).join(",");
}

export function containerImages(spec: Templated): string {
  return spec.containers.map((c) => c.image ?? "").join(",");
}
