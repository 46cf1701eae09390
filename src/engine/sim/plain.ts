import { CowMap } from "./cow-map.ts";

/** Maps and Sets as arrays, for comparing and printing. */
export function plain(value: unknown): unknown {
  if (value instanceof Map || value instanceof CowMap) return [...value].map(([k, v]) => [k, plain(v)]);
  if (value instanceof Set) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
  return value;
}
