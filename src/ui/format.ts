/** Numbers as the page shows them. Quantities are spelled as Kubernetes spells them. */

/** No run lasts so long: the time is a real one, counted from the API's epoch. */
const REAL_TIME_FROM_HOURS = 30 * 24;

/** Virtual time as `mm:ss.s`, from one hour on `h:mm:ss`. Of a cluster in real time the time of day, UTC, as in its objects. */
export function clockText(ms: number): string {
  const tenths = Math.floor(ms / 100);
  const seconds = Math.floor(tenths / 10);
  const passed = Math.floor(seconds / 3600);
  const hours = passed < REAL_TIME_FROM_HOURS ? passed : passed % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  if (passed > 0) return `${hours}:${two(minutes)}:${two(seconds % 60)}`;
  return `${two(minutes)}:${two(seconds % 60)}.${tenths % 10}`;
}

/** A span of virtual time in kubectl's short form: `8s`, `2m5s`, `3h4m`. Negative counts as 0. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10 && seconds % 60 > 0) return `${minutes}m${seconds % 60}s`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 > 0 && hours < 8 ? `${hours}h${minutes % 60}m` : `${hours}h`;
  return `${Math.floor(hours / 24)}d`;
}

/** Cpu as a quantity: 50 → `50m`, 4000 → `4`. */
export function cpuText(millis: number): string {
  return millis % 1000 === 0 ? `${millis / 1000}` : `${millis}m`;
}

/** Memory as a binary quantity, the largest unit that stays exact; else one decimal of the largest that fits. */
export function memoryText(bytes: number): string {
  const units = ["Ti", "Gi", "Mi", "Ki"];
  const sizes = [1024 ** 4, 1024 ** 3, 1024 ** 2, 1024];
  const at = sizes.findIndex((size) => bytes >= size);
  if (at < 0) return `${bytes}`;
  const exact = sizes.findIndex((size, i) => i >= at && bytes % size === 0 && bytes / size < 10_000);
  if (exact >= 0) return `${bytes / sizes[exact]!}${units[exact]}`;
  return `${Math.round((bytes / sizes[at]!) * 10) / 10}${units[at]}`;
}

/** Whole per cent, 0 if there is nothing to share. */
export function percent(part: number, whole: number): number {
  return whole > 0 ? Math.round((100 * part) / whole) : 0;
}

/** `1 node`, `3 nodes`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** The last part of an image name with its tag: `registry.k8s.io/pause:3.10` → `pause:3.10`. */
export function shortImage(image: string): string {
  return image.slice(image.lastIndexOf("/") + 1);
}

/** The tag of an image: `fluent/fluent-bit:4.1` → `4.1`; `latest` if none. */
export function imageTag(image: string): string {
  const short = shortImage(image).split("@")[0]!;
  const colon = short.indexOf(":");
  return colon < 0 ? "latest" : short.slice(colon + 1);
}

function two(n: number): string {
  return n < 10 ? `0${n}` : `${n}`;
}
