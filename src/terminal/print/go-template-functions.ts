import { textOfBase64 } from "../../api/base64.ts";
import { isMembers } from "../../api/semantic.ts";
import { utf8Bytes } from "../../api/utf8.ts";
import { goText } from "./go-text.ts";

type Result = { readonly value: unknown } | { readonly error: string };

interface TemplateFunction {
  readonly least: number;
  /** Absent: as many as one likes. */
  readonly most?: number;
  /** @param types Go's names of the arguments' types */
  run(values: readonly unknown[], types: readonly string[]): Result;
}

/** What a template can call, `and` and `or` apart, which need not look at all that they are given. Source: Go text/template funcs.go; kubectl adds `exists`, `base64decode` */
export const FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  not: { least: 1, most: 1, run: ([value]) => ({ value: !isTrue(value) }) },
  len: { least: 1, most: 1, run: ([value], [type]) => lengthOf(value, type!) },
  index: { least: 1, run: ([value, ...keys]) => indexed(value, keys) },
  slice: { least: 1, most: 3, run: ([value, from = 0, to]) => ({ value: (value as string | unknown[]).slice(Number(from), to === undefined ? undefined : Number(to)) }) },
  print: { least: 0, run: (values) => ({ value: printed(values) }) },
  println: { least: 0, run: (values) => ({ value: `${values.map(goText).join(" ")}\n` }) },
  printf: { least: 1, run: ([format, ...values], [, ...types]) => ({ value: formatted(String(format), values, types) }) },
  eq: { least: 1, run: equal },
  ne: { least: 2, most: 2, run: (values, types) => negated(equal(values, types)) },
  lt: { least: 2, most: 2, run: (values, types) => compared(values, types, (order) => order < 0) },
  le: { least: 2, most: 2, run: (values, types) => compared(values, types, (order) => order <= 0) },
  gt: { least: 2, most: 2, run: (values, types) => compared(values, types, (order) => order > 0) },
  ge: { least: 2, most: 2, run: (values, types) => compared(values, types, (order) => order >= 0) },
  html: { least: 0, run: (values) => ({ value: printed(values).replace(/["'&<>]/g, (char) => HTML[char]!) }) },
  js: { least: 0, run: (values) => ({ value: printed(values).replace(/[\\'"<>&=]/g, (char) => (/[<>&=]/.test(char) ? `\\u00${char.charCodeAt(0).toString(16).toUpperCase()}` : `\\${char}`)).replaceAll("\n", "\\u000A") }) },
  urlquery: { least: 0, run: (values) => ({ value: encodeURIComponent(printed(values)).replaceAll("%20", "+") }) },
  exists: { least: 1, run: ([value, ...keys]) => ({ value: keys.reduce((at: unknown, key) => (isMembers(at) ? at[String(key)] : Array.isArray(at) ? (at[Number(key)] as unknown) : undefined), value) !== undefined }) },
  base64decode: { least: 1, most: 1, run: ([value]) => ({ value: textOfBase64(String(value)) }) },
};

const HTML: Readonly<Record<string, string>> = { '"': "&#34;", "'": "&#39;", "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** What `if` takes for true: everything but what is empty. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isMembers(value) ? Object.keys(value).length > 0 : Boolean(value);
}

function lengthOf(value: unknown, type: string): Result {
  if (typeof value === "string") return { value: [...utf8Bytes(value)].length };
  if (Array.isArray(value)) return { value: value.length };
  if (isMembers(value)) return { value: Object.keys(value).length };
  return { error: type === "nil" ? "reflect: call of reflect.Value.Type on zero Value" : `len of type ${type}` };
}

function indexed(value: unknown, keys: readonly unknown[]): Result {
  let at = value;
  for (const key of keys) {
    if (at === undefined || at === null) return { error: "index of untyped nil" };
    if (Array.isArray(at)) {
      if (typeof key !== "number") return { error: `cannot index slice/array with type ${typeof key}` };
      if (key < 0 || key >= at.length) return { error: `index out of range: ${key}` };
      at = at[key];
    } else if (isMembers(at)) {
      if (typeof key !== "string") return { error: "value has type int; should be string" };
      at = at[key];
    } else return { error: `can't index item of type ${typeof at === "string" ? "string" : "int64"}` };
  }
  return { value: at };
}

/** Source: Go fmt.Sprint: a blank between two operands of which none is a string */
function printed(values: readonly unknown[]): string {
  return values.map((value, i) => (i > 0 && typeof value !== "string" && typeof values[i - 1] !== "string" ? " " : "") + goText(value)).join("");
}

const BASIC = ["string", "bool", "int", "int64", "float64"];

function kindOf(type: string): string {
  return type === "int64" ? "int" : type;
}

function equal([first, ...others]: readonly unknown[], [type, ...types]: readonly string[]): Result {
  if (others.length === 0) return { error: "missing argument for comparison" };
  for (const [i, other] of others.entries()) {
    const otherType = types[i]!;
    if (type === "nil" || otherType === "nil") {
      if (type === otherType) return { value: true };
      continue;
    }
    if (!BASIC.includes(type!) || !BASIC.includes(otherType)) return { error: `non-comparable type ${goText(BASIC.includes(type!) ? other : first)}: ${BASIC.includes(type!) ? otherType : type}` };
    if (kindOf(type!) !== kindOf(otherType)) return { error: `incompatible types for comparison: ${type} and ${otherType}` };
    if (first === other) return { value: true };
  }
  return { value: false };
}

function negated(result: Result): Result {
  return "value" in result ? { value: !result.value } : result;
}

function compared([a, b]: readonly unknown[], [type = "", other = ""]: readonly string[], holds: (order: number) => boolean): Result {
  if (!BASIC.includes(type) || !BASIC.includes(other) || type === "bool") return { error: "invalid type for comparison" };
  if (kindOf(type) !== kindOf(other)) return { error: `incompatible types for comparison: ${type} and ${other}` };
  return { value: holds((a as string) < (b as string) ? -1 : Number(a !== b)) };
}

/** Source: Go fmt.Sprintf, for texts, numbers and booleans */
function formatted(format: string, values: readonly unknown[], types: readonly string[]): string {
  let at = 0;
  const text = format.replace(/%([-+ 0#]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g, (_, flags: string, width: string, precision: string | undefined, verb: string) => {
    if (verb === "%") return "%";
    if (at >= values.length) return `%!${verb}(MISSING)`;
    const value = values[at];
    const type = types[at++]!;
    const body = verbText(verb, value, precision) ?? `%!${verb}(${value === undefined || value === null ? "<nil>" : `${type}=${goText(value)}`})`;
    const isZero = flags.includes("0") && !flags.includes("-") && typeof value === "number";
    return flags.includes("-") ? body.padEnd(Number(width)) : body.padStart(Number(width), isZero ? "0" : " ");
  });
  const extra = values.slice(at).map((value, i) => `${types[at + i]}=${goText(value)}`);
  return extra.length > 0 ? `${text}%!(EXTRA ${extra.join(", ")})` : text;
}

function verbText(verb: string, value: unknown, precision: string | undefined): string | undefined {
  switch (verb) {
    case "v": return goText(value);
    case "s": return typeof value === "string" ? value.slice(0, precision === undefined ? undefined : Number(precision)) : undefined;
    case "q": return typeof value === "string" ? JSON.stringify(value) : undefined;
    case "d": return Number.isInteger(value) ? String(value as number) : undefined;
    case "x": return Number.isInteger(value) ? (value as number).toString(16) : undefined;
    case "f": return typeof value === "number" ? value.toFixed(Number(precision ?? 6)) : undefined;
    case "t": return typeof value === "boolean" ? String(value) : undefined;
    default: return undefined;
  }
}
