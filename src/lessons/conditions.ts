import { Environment, EvaluationError, ParseError, TypeError as CelTypeError, type ParseResult } from "@marcbachmann/cel-js";
import { isMembers } from "../api/semantic.ts";
import type { KubeObject } from "../api/types/meta.ts";
import { available, conditionStatus, isReady, labelsOf, LISTS, MAPS, podsOf, podsOn, taintsOf, type Facts, type Lists } from "./facts.ts";

/** Whether a condition holds. `absent`: it names something that is not there, so it does not hold. `problem`: it is wrong in itself. */
export interface Answer {
  readonly holds: boolean;
  readonly absent?: string;
  readonly problem?: string;
}

/** Whom a condition is asked of, one after the other: within it `node` or `pod` is that object. */
export type Subject = "node" | "pod";

/**
 * Reads conditions in CEL, Kubernetes' expression language, over the facts of a moment. Each expression is read once.
 *
 * What is not there: a condition that needs a missing object, field or list element does not hold, it does not fail:
 * `ds["gone"].status.numberReady == 0` is false. CEL's own rules come first (`false && missing`, `true || missing`,
 * `exists` that finds one), `has(a.b.c)` is false wherever the path ends, and `a.?b.orValue(0)` names a default.
 * So the opposite, `!(ds["gone"].status.numberReady == 0)`, is false as well.
 */
export class Conditions {
  readonly #environments: Readonly<Record<Subject | "none", Environment>>;
  readonly #read = new Map<string, ParseResult | string>();
  /** What the functions of an expression look at while it is evaluated. */
  #lists: Lists | undefined;
  readonly #values = new WeakMap<object, unknown>();

  constructor() {
    this.#environments = { none: this.#environment(), node: this.#environment("node"), pod: this.#environment("pod") };
  }

  /** What is wrong with an expression, with its place in it; undefined if nothing is. */
  problemOf(expression: string, subject?: Subject): string | undefined {
    const read = this.#reading(expression, subject);
    return typeof read === "string" ? read : undefined;
  }

  /** @param one the object that `node` or `pod` stands for, if the condition is asked of each */
  ask(expression: string, facts: Facts, one?: { readonly as: Subject; readonly object: KubeObject }): Answer {
    const read = this.#reading(expression, one?.as);
    if (typeof read === "string") return { holds: false, problem: read };
    this.#lists = facts.lists;
    try {
      const value: unknown = read(this.#context(facts, one));
      return typeof value === "boolean" ? { holds: value } : { holds: false, problem: `${quoted(expression)} is no condition: it is neither true nor false` };
    } catch (error) {
      if (!isCelError(error)) throw error;
      return ABSENT_CODES.has(error.code) ? { holds: false, absent: error.summary } : { holds: false, problem: described(expression, error) };
    } finally {
      this.#lists = undefined;
    }
  }

  #reading(expression: string, subject: Subject | undefined): ParseResult | string {
    const key = `${subject ?? ""} ${expression}`;
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const read = readExpression(this.#environments[subject ?? "none"], expression);
    this.#read.set(key, read);
    return read;
  }

  #environment(subject?: Subject): Environment {
    const env = new Environment({ homogeneousAggregateLiterals: false, enableOptionalTypes: true });
    for (const list of [...Object.keys(LISTS), "decisions"]) env.registerVariable(list, "list");
    for (const map of Object.keys(MAPS)) env.registerVariable(map, map === subject ? "dyn" : "map");
    env.registerVariable("start", "map").registerVariable("nowSeconds", "int");
    const lists = () => this.#lists!;
    env.registerFunction("podsOn(string): list", (node: string) => this.#value(podsOn(lists(), node)));
    env.registerFunction("podsOf(string): list", (workload: string) => this.#value(podsOf(lists(), workload)));
    env.registerFunction("podsOf(string, string): list", (workload: string, node: string) => {
      const there = new Set(podsOn(lists(), node));
      return this.#value(podsOf(lists(), workload).filter((pod) => there.has(pod)));
    });
    env.registerFunction("available(string): int", (workload: string) => BigInt(available(lists(), workload)));
    env.registerFunction("ready(dyn): bool", isReady);
    env.registerFunction("taints(dyn): list", taintsOf);
    env.registerFunction("labels(dyn): map", labelsOf);
    env.registerFunction("condition(dyn, string): string", conditionStatus);
    env.registerFunction("HAS(ast): bool", hasMacro as never);
    return env;
  }

  /** Names are looked up when an expression asks for them: most need one list of many. */
  #context(facts: Facts, one: { readonly as: Subject; readonly object: KubeObject } | undefined): Record<string, unknown> {
    const context: Record<string, unknown> = { nowSeconds: BigInt(facts.nowSeconds) };
    const lazily = (target: object, name: string, value: () => unknown) => void Object.defineProperty(target, name, { get: value, enumerable: true, configurable: true });
    const addLists = (target: object, lists: Lists, decisions: Facts["decisions"]) => {
      for (const list of Object.keys(LISTS) as (keyof Lists)[]) lazily(target, list, () => this.#value(lists[list]));
      for (const [map, list] of Object.entries(MAPS)) lazily(target, map, () => this.#value(byName(lists[list])));
      lazily(target, "decisions", () => this.#value(decisions));
    };
    addLists(context, facts.lists, facts.decisions);
    const start = { nowSeconds: BigInt(facts.startSeconds) };
    addLists(start, facts.startLists, facts.startDecisions);
    context["start"] = start;
    if (one) lazily(context, one.as, () => this.#value(one.object));
    return context;
  }

  /** API objects as CEL wants them, with whole numbers as integers. Objects never change, so each is converted once. */
  #value(value: unknown): unknown {
    if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
    if (typeof value !== "object" || value === null) return value;
    const known = this.#values.get(value);
    if (known !== undefined) return known;
    const made = Array.isArray(value)
      ? value.map((item) => this.#value(item))
      : Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined).map(([k, v]) => [k, this.#value(v)]));
    this.#values.set(value, made);
    return made;
  }
}

function byName(objects: readonly KubeObject[]): Readonly<Record<string, KubeObject>> {
  return Object.fromEntries(objects.filter((o) => (o.metadata.namespace ?? "default") === "default").map((o) => [o.metadata.name, o]));
}

const ABSENT_CODES = new Set(["no_such_key", "index_out_of_bounds", "optional_value_missing"]);

function readExpression(env: Environment, expression: string): ParseResult | string {
  try {
    // The library's has() takes names only, not ds["node-logger"].status.x, as Kubernetes does: ours has its place.
    const read = env.parse(expression.replace(OUTSIDE_TEXTS, (whole, text?: string) => text ?? whole.toUpperCase()));
    const { valid, type, error } = read.check();
    if (!valid) return error ? described(expression, error) : `${quoted(expression)} cannot be read`;
    return type === "bool" || type === "dyn" ? read : `${quoted(expression)} is no condition: it is of type ${type ?? "unknown"}`;
  } catch (error) {
    if (!isCelError(error)) throw error;
    return described(expression, error);
  }
}

/** Strings as they are, and every `has(` outside of them. The replacement is as long, so that places stay true. */
const OUTSIDE_TEXTS = /("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?<![\w.])has(?=\s*\()/g;

type CelError = ParseError | EvaluationError | CelTypeError;

function isCelError(error: unknown): error is CelError {
  return error instanceof ParseError || error instanceof EvaluationError || error instanceof CelTypeError;
}

function described(expression: string, error: CelError): string {
  const at = error.range?.start;
  return `${quoted(expression)}${at === undefined ? "" : `, character ${at + 1}`}: ${error.summary.replaceAll("HAS(", "has(")}`;
}

function quoted(expression: string): string {
  return `\`${expression}\``;
}

/** As far as a macro needs the library's own types. */
interface AstNode { readonly op: string; readonly args: readonly [AstNode, unknown] }
interface HasMacro { readonly field: AstNode }
interface Checker { check(node: AstNode, context: unknown): unknown; getType(name: string): unknown }
interface Evaluator { run(node: AstNode, context: unknown): unknown }

/** has(a.b["c"].d): whether there is such a member; false as well if `a.b` is not there. */
function hasMacro({ args: [field] }: { args: readonly AstNode[] }) {
  if (!field || field.op !== ".") throw new ParseError({ code: "invalid_macro_argument", message: "has() wants a field, such as has(pod.spec.nodeName)", ...(field ? { node: field as never } : {}) });
  return {
    field,
    async: false,
    typeCheck(checker: Checker, macro: HasMacro, context: unknown) {
      checker.check(macro.field.args[0], context);
      return checker.getType("bool");
    },
    evaluate(evaluator: Evaluator, macro: HasMacro, context: unknown): boolean {
      try {
        const parent = evaluator.run(macro.field.args[0], context);
        return isMembers(parent) && parent[String(macro.field.args[1])] !== undefined;
      } catch (error) {
        if (isCelError(error) && ABSENT_CODES.has(error.code)) return false;
        throw error;
      }
    },
  };
}
