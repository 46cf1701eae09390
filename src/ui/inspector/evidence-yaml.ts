import { toYaml } from "../../api/to-yaml.ts";

/** More lines would be the object again, not the part of it that decided. */
const MOST_LINES = 12;

/**
 * A field as it stands in the object's YAML, cut to the part that decided: `nodeSelector['disk']` with `ssd` becomes
 * `nodeSelector:` and below it `disk: ssd`.
 * @param path API path inside the object
 * @param value what stands there; a taint may be in kubectl's spelling
 */
export function evidenceYaml(path: string, value: unknown): string {
  const shown = /^spec\.taints\[\d+\]$/.test(path) && typeof value === "string" ? taintOf(value) : value;
  const segments = [...path.matchAll(/\['([^']*)'\]|\[(\d+)\]|([^.[\]]+)/g)].map((m) => ({ name: m[1] ?? m[3] ?? "", isItem: m[2] !== undefined }));
  const from = firstShown(segments);
  const nested = segments.slice(from).reduceRight<unknown>((inner, { name, isItem }) => (isItem ? [inner] : { [name]: inner }), shown);
  const lines = toYaml(nested).trimEnd().split("\n");
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), "…"].join("\n") : lines.join("\n");
}

/** The last named field, and what is inside of it: list items and keys of a map need the name above them. */
function firstShown(segments: readonly { readonly name: string; readonly isItem: boolean }[]): number {
  const maps = segments.findIndex((s) => ["nodeSelector", "labels", "taints"].includes(s.name));
  if (maps >= 0) return maps;
  const last = segments.findLastIndex((s) => !s.isItem);
  return Math.max(0, last);
}

/** The inverse of kubectl's `key=value:Effect`. */
function taintOf(text: string): unknown {
  const [, key, value, effect] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text) ?? [];
  return key === undefined ? text : { effect, key, ...(value ? { value } : {}) };
}
