/**
 * resource.Quantity: numbers with a suffix, as in `100m`, `64Mi`, `1e3`.
 * A value is held exactly, as a whole number of nanos.
 * Source: kubernetes apimachinery pkg/api/resource/quantity.go (1.36)
 */
export type QuantityFormat = "DecimalSI" | "BinarySI" | "DecimalExponent";

export interface Quantity {
  /** Value × 10⁹. */
  readonly nanos: bigint;
  readonly format: QuantityFormat;
  /** What is printed and stored: the written text if it was near canonical, else the canonical one. */
  readonly text: string;
}

export interface QuantityError { readonly error: string }

const FORMAT_ERROR = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const SUFFIX_ERROR = "unable to parse quantity's suffix";

/** In nanos, as `Quantity.nanos` is. */
export const ONE = 1_000_000_000n;
export const MILLI = 1_000_000n;
const MAX_BINARY = 9_223_372_036_854_775_807n * ONE;
const DECIMAL_SUFFIXES = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const BINARY_SUFFIXES = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const BINARY_FACTORS = [1, 0x400, 0x10_0000, 0x4000_0000, 0x100_0000_0000, 0x4_0000_0000_0000, 0x1000_0000_0000_0000];
/** sign, leading zeros, whole digits, decimals, suffix. */
const SHAPE = /^([+-]?)(0*)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[+-]?\d*)$/;

/**
 * Reads a quantity. The text is taken as it is: white space is an error (JSON and YAML readers trim it before).
 * @returns the value, or the API's own error text
 */
export function parseQuantity(text: string): Quantity | QuantityError {
  const shape = text === "" ? null : SHAPE.exec(text);
  if (!shape) return { error: FORMAT_ERROR };
  const suffix = readSuffix(shape[5] ?? "");
  if (!suffix) return { error: SUFFIX_ERROR };
  const whole = shape[3] || "0";
  const decimals = shape[4] ?? "";
  const magnitude = scaled(BigInt(whole + decimals), decimals.length, suffix);
  const isSmall = suffix.format === "BinarySI" && magnitude > 0n && magnitude < ONE;
  const format = isSmall ? "DecimalSI" : suffix.format;
  const capped = suffix.format === "BinarySI" && magnitude > MAX_BINARY ? MAX_BINARY : magnitude;
  const nanos = shape[1] === "-" ? -capped : capped;
  return { nanos, format, text: keepsText(whole, decimals, suffix) ? text : canonicalText(nanos, format) };
}

/** Of a text that is absent or no quantity: 0. */
export function nanosOf(text: string | undefined): bigint {
  const parsed = text === undefined ? undefined : parseQuantity(text);
  return parsed && isQuantity(parsed) ? parsed.nanos : 0n;
}

/** The quotient of two amounts, rounded up, as Kubernetes rounds what it reports of resources. */
export function ceilDiv(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}

export function isQuantity(parsed: Quantity | QuantityError): parsed is Quantity {
  return !("error" in parsed);
}

/** The text of a value as Kubernetes prints it. `nanos` is value × 10⁹. */
export function canonicalText(nanos: bigint, format: QuantityFormat): string {
  if (nanos === 0n) return "0";
  const isWhole = nanos % ONE === 0n;
  if (format === "BinarySI" && isWhole && abs(nanos) >= 1024n * ONE) {
    const [mantissa, power] = factorOut(nanos / ONE, 1024n);
    return `${mantissa}${BINARY_SUFFIXES[power] ?? ""}`;
  }
  const [mantissa, power] = factorOut(nanos, 1000n);
  if (format === "DecimalExponent") return power === 3 ? `${mantissa}` : `${mantissa}e${power * 3 - 9}`;
  // Above exa there is no suffix, and upstream drops the exponent without a word: 1000E prints as 1.
  return `${mantissa}${DECIMAL_SUFFIXES[power] ?? ""}`;
}

/** By value, never by text: `1000m` equals `1`. */
export function compareQuantities(a: Quantity, b: Quantity): -1 | 0 | 1 {
  return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
}

/** Exact; the result has the left format, unless left is zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return computed(a.nanos + b.nanos, a.nanos === 0n ? b.format : a.format);
}

/** Exact; the result has the left format, unless left is zero. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return computed(a.nanos - b.nanos, a.nanos === 0n ? b.format : a.format);
}

/** Rounded away from zero to a whole number. Exact up to 2⁵³. */
export function quantityValue(q: Quantity): number {
  return Number(divideAway(q.nanos, ONE));
}

/** Rounded away from zero to whole thousandths. Exact up to 2⁵³. */
export function quantityMilliValue(q: Quantity): number {
  return Number(divideAway(q.nanos, MILLI));
}

/**
 * The text that the API server stores for an entry of requests, limits, capacity or allocatable: read as JSON
 * would give it (text, number or null), then rounded up to milli. A value of milli or coarser keeps its text.
 * Source: pkg/apis/core/v1/defaults.go SetDefaults_ResourceList
 */
export function storedResourceText(written: unknown): { readonly text: string } | QuantityError {
  if (written === null || written === undefined) return { text: "0" };
  if (typeof written !== "string" && typeof written !== "number") return { error: FORMAT_ERROR };
  const parsed = parseQuantity(String(written).trim());
  if (!isQuantity(parsed)) return parsed;
  if (parsed.nanos % MILLI === 0n) return { text: parsed.text };
  return { text: canonicalText(divideAway(parsed.nanos, MILLI) * MILLI, parsed.format) };
}

/**
 * CPU in thousandths of a core, rounded up. `undefined` and text that is no quantity count as 0: objects in the
 * store have been validated. The usual forms (`50m`, `2`) do not touch BigInt, as schedulers ask this for every pod.
 */
export function cpuMillis(text: string | undefined): number {
  if (!text) return 0;
  const end = digitsEnd(text);
  if (end > 0 && end === text.length) return Number(text) * 1000;
  if (end > 0 && end === text.length - 1 && text.charCodeAt(end) === 109) return Number(text.slice(0, end));
  const parsed = parseQuantity(text);
  return isQuantity(parsed) ? quantityMilliValue(parsed) : 0;
}

/** Whole bytes (or pieces, for a count such as `pods`), rounded up. Same promises as `cpuMillis`. */
export function bytes(text: string | undefined): number {
  if (!text) return 0;
  const end = digitsEnd(text);
  if (end > 0 && end === text.length) return Number(text);
  if (end > 0 && end === text.length - 2 && text.charCodeAt(end + 1) === 105) {
    const power = BINARY_SUFFIXES.indexOf(text.slice(end));
    const product = Number(text.slice(0, end)) * (BINARY_FACTORS[power] ?? 0);
    if (power > 0 && product <= Number.MAX_SAFE_INTEGER) return product;
  }
  const parsed = parseQuantity(text);
  return isQuantity(parsed) ? quantityValue(parsed) : 0;
}

interface Suffix { readonly format: QuantityFormat; readonly exponent: number }

function readSuffix(suffix: string): Suffix | undefined {
  const decimal = DECIMAL_SUFFIXES.indexOf(suffix);
  if (decimal >= 0) return { format: "DecimalSI", exponent: decimal * 3 - 9 };
  const binary = BINARY_SUFFIXES.indexOf(suffix);
  if (binary > 0) return { format: "BinarySI", exponent: binary * 10 };
  const exponent = /^[eE]([+-]?\d+)$/.exec(suffix)?.[1];
  // Departure: upstream reads any exponent; one beyond four digits would only burn memory here.
  if (exponent === undefined || exponent.length > 5 || Math.abs(Number(exponent)) > 9999) return undefined;
  return { format: "DecimalExponent", exponent: Number(exponent) };
}

/** digits × 10^-decimals × suffix, in nanos; finer than a nano is rounded up. */
function scaled(digits: bigint, decimals: number, suffix: Suffix): bigint {
  const isBinary = suffix.format === "BinarySI";
  const exponent = 9 - decimals + (isBinary ? 0 : suffix.exponent);
  const value = isBinary ? digits << BigInt(suffix.exponent) : digits;
  return exponent >= 0 ? value * 10n ** BigInt(exponent) : divideAway(value, 10n ** BigInt(-exponent));
}

/** Upstream's fast path keeps the written text when it looks canonical enough; the slow path never does. */
function keepsText(whole: string, decimals: string, suffix: Suffix): boolean {
  const digits = whole + decimals;
  if (suffix.format === "BinarySI") {
    const precision = 14 - whole.length - Math.floor((suffix.exponent * 3) / 10);
    return decimals === "" && precision >= 0 && Number(whole) % 8 !== 0;
  }
  const scale = suffix.exponent - decimals.length;
  return digits.length <= 18 && scale >= -9 && scale % 3 === 0 && !digits.endsWith("000") && !digits.startsWith("0");
}

function computed(nanos: bigint, format: QuantityFormat): Quantity {
  return { nanos, format, text: canonicalText(nanos, format) };
}

/** Largest power of `base` that divides `value` (not zero), and what is left. */
function factorOut(value: bigint, base: bigint): [mantissa: bigint, power: number] {
  let mantissa = value;
  let power = 0;
  while (mantissa % base === 0n) {
    mantissa /= base;
    power += 1;
  }
  return [mantissa, power];
}

function divideAway(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return quotient * divisor === value ? quotient : value < 0n ? quotient - 1n : quotient + 1n;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Index after the leading digits, or -1 if they are too many to be exact as a number. */
function digitsEnd(text: string): number {
  let end = 0;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code < 48 || code > 57) break;
    end += 1;
  }
  return end <= 12 ? end : -1;
}
