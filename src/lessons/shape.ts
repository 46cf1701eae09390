import { isMembers } from "../api/semantic.ts";

export type Path = readonly (string | number)[];

/** What does not fit: the place inside the value, and a sentence that follows it: `must be a text`. */
export interface Misfit {
  readonly path: Path;
  readonly message: string;
}

/** A value of the wanted type, or everything that does not fit. */
export type Fitted<T> = { readonly value: T } | { readonly misfits: readonly Misfit[] };

/** Reads untrusted data as `T`. Types of content are derived from it (`Shaped`), so that they cannot say something else. */
export type Shape<T> = (value: unknown, path: Path) => Fitted<T>;
export type Shaped<S> = S extends Shape<infer T> ? T : never;

/** A member that may be absent; what stands for it then, if anything. */
interface Absentable<T, D> { readonly shape: Shape<T>; readonly absent: D }

type Member = Shape<unknown> | Absentable<unknown, unknown>;
type Members<F> =
  & { readonly [K in keyof F as F[K] extends Absentable<unknown, undefined> ? never : K]: F[K] extends Shape<infer T> ? T : F[K] extends Absentable<infer T, unknown> ? T : never }
  & { readonly [K in keyof F as F[K] extends Absentable<unknown, undefined> ? K : never]?: F[K] extends Absentable<infer T, undefined> ? T : never };

export function text(pattern?: RegExp, wanted = "a text"): Shape<string> {
  return (value, path) => typeof value === "string" && value !== "" && (!pattern || pattern.test(value)) ? { value } : misfit(path, `must be ${wanted}`);
}

export function wholeNumber(from: number, to: number): Shape<number> {
  return (value, path) => typeof value === "number" && Number.isSafeInteger(value) && value >= from && value <= to ? { value } : misfit(path, `must be a whole number from ${from} to ${to}`);
}

export function flag(value: unknown, path: Path): Fitted<boolean> {
  return typeof value === "boolean" ? { value } : misfit(path, "must be true or false");
}

export function oneOf<const T extends string>(values: readonly T[]): Shape<T> {
  return (value, path) => {
    const found = values.find((v) => v === value);
    return found === undefined ? misfit(path, `must be one of ${values.join(", ")}`) : { value: found };
  };
}

export function list<T>(shape: Shape<T>, { least = 0, most = Infinity }: { least?: number; most?: number } = {}): Shape<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return misfit(path, "must be a list");
    if (value.length < least) return misfit(path, `must have at least ${least} entr${least === 1 ? "y" : "ies"}`);
    if (value.length > most) return misfit(path, `must have at most ${most} entries`);
    return gathered(value.map((item: unknown, i) => shape(item, [...path, i])), (items) => items);
  };
}

export function object<const F extends Readonly<Record<string, Member>>>(members: F): Shape<Members<F>> {
  return (value, path) => {
    if (!isMembers(value)) return misfit(path, `must be a map with ${Object.keys(members).join(", ")}`);
    const unknown = Object.keys(value).filter((key) => !Object.hasOwn(members, key));
    if (unknown.length > 0) return { misfits: unknown.map((key) => ({ path: [...path, key], message: `unknown; known are ${Object.keys(members).join(", ")}` })) };
    const read = Object.entries(members).flatMap(([key, member]) => {
      const fitted = readMember(member, value[key], [...path, key]);
      return fitted ? [[key, fitted] as const] : [];
    });
    return gathered(read.map(([, fitted]) => fitted), (values) => Object.fromEntries(read.map(([key], i) => [key, values[i]])) as Members<F>);
  };
}

export function optional<T>(shape: Shape<T>): Absentable<T, undefined> {
  return { shape, absent: undefined };
}

export function withDefault<T, const D extends T>(shape: Shape<T>, absent: D): Absentable<T, D> {
  return { shape, absent };
}

/** undefined: absent, and nothing stands for it. */
function readMember(member: Member, value: unknown, path: Path): Fitted<unknown> | undefined {
  const isAbsent = value === undefined || value === null;
  if (typeof member === "function") return isAbsent ? misfit(path, "is missing") : member(value, path);
  if (!isAbsent) return member.shape(value, path);
  return member.absent === undefined ? undefined : { value: member.absent };
}

function gathered<T, Out>(fitted: readonly Fitted<T>[], build: (values: readonly T[]) => Out): Fitted<Out> {
  const misfits = fitted.flatMap((f) => ("misfits" in f ? f.misfits : []));
  return misfits.length > 0 ? { misfits } : { value: build(fitted.flatMap((f) => ("value" in f ? [f.value] : []))) };
}

function misfit(path: Path, message: string): { readonly misfits: readonly Misfit[] } {
  return { misfits: [{ path, message }] };
}

/** `steps[2].wrong[0].when` */
export function pathText(path: Path): string {
  return path.map((step, i) => (typeof step === "number" ? `[${step}]` : i === 0 ? step : `.${step}`)).join("");
}
