import { isMembers } from "../../api/semantic.ts";
import { FUNCTIONS, isTrue } from "./go-template-functions.ts";
import { GoTemplateError, parseGoTemplate, type Command, type Operand, type Pipe, type TemplateNode } from "./go-template-parser.ts";
import { goText } from "./go-text.ts";

const NAMES: ReadonlySet<string> = new Set([...Object.keys(FUNCTIONS), "and", "or"]);
/** So many turns a template may take: `range` knows numbers. */
const MOST_TURNS = 100_000;

/** A template that is ready to be filled in. */
export interface GoTemplate {
  /** What it makes of an object; where it breaks off, what it had made by then, and Go's text about why. */
  fill(object: unknown): { readonly text: string; readonly error?: string };
}

/**
 * Errors: GoTemplateError if it cannot be read
 * @param isStrict `--allow-missing-template-keys=false`: a field that is not there is an error
 * Source: Go text/template exec.go, cli-runtime pkg/printers/template.go (1.36)
 */
export function goTemplate(template: string, { isStrict = false } = {}): GoTemplate {
  const nodes = parseGoTemplate(template, NAMES);
  return {
    fill(object) {
      const run = new Run(template, isStrict, object);
      try {
        run.list(nodes, object);
        return { text: run.text };
      } catch (error) {
        if (!(error instanceof GoTemplateError)) throw error;
        return { text: run.text, error: error.message };
      }
    },
  };
}

type Flow = "break" | "continue" | undefined;

class Run {
  text = "";
  readonly #source: string;
  readonly #isStrict: boolean;
  readonly #variables: { readonly name: string; value: unknown }[];
  #turns = 0;

  constructor(source: string, isStrict: boolean, object: unknown) {
    this.#source = source;
    this.#isStrict = isStrict;
    this.#variables = [{ name: "$", value: object }];
  }

  list(nodes: readonly TemplateNode[], dot: unknown): Flow {
    for (const node of nodes) {
      const flow = this.#node(node, dot);
      if (flow) return flow;
    }
    return undefined;
  }

  #node(node: TemplateNode, dot: unknown): Flow {
    switch (node.kind) {
      case "text":
        this.text += node.text;
        return undefined;
      case "print": {
        const value = this.#pipe(node.pipe, dot);
        if (node.pipe.variables.length === 0) this.text += value === undefined || value === null ? "<no value>" : goText(value);
        return undefined;
      }
      case "break": case "continue":
        return node.kind;
      case "if": case "with": case "range": {
        const known = this.#variables.length;
        const flow = node.kind === "range" ? this.#range(node, dot) : this.#choose(node, dot);
        this.#variables.length = known;
        return flow;
      }
    }
  }

  #choose({ kind, pipe, body, otherwise }: Extract<TemplateNode, { readonly pipe: Pipe; readonly body: unknown }>, dot: unknown): Flow {
    const value = this.#pipe(pipe, dot);
    return isTrue(value) ? this.list(body, kind === "with" ? value : dot) : this.list(otherwise, dot);
  }

  #range({ pipe, body, otherwise }: Extract<TemplateNode, { readonly body: unknown }>, dot: unknown): Flow {
    const { variables } = pipe;
    const value = this.#pipe({ ...pipe, variables: [] }, dot);
    const entries = entriesOf(value) ?? this.#fail(lastOf(pipe), `range can't iterate over ${goText(value)}`);
    for (const [key, item] of entries) {
      if (++this.#turns > MOST_TURNS) this.#fail(lastOf(pipe), "exceeded maximum template depth");
      const known = this.#variables.length;
      if (variables.length === 2) this.#set(variables[0]!, key, pipe.isAssignment);
      if (variables.length > 0) this.#set(variables.at(-1)!, item, pipe.isAssignment);
      const flow = this.list(body, item);
      this.#variables.length = known;
      if (flow === "break") break;
    }
    return entries.length === 0 ? this.list(otherwise, dot) : undefined;
  }

  #set(name: string, value: unknown, isAssignment: boolean): void {
    const known = isAssignment ? this.#variables.findLast((v) => v.name === name) : undefined;
    if (known) known.value = value;
    else this.#variables.push({ name, value });
  }

  #pipe({ variables, isAssignment, commands }: Pipe, dot: unknown): unknown {
    let value: unknown;
    for (const [i, command] of commands.entries()) value = this.#command(command, dot, i === 0 ? [] : [value]);
    for (const name of variables) this.#set(name, value, isAssignment);
    return value;
  }

  /** @param piped what the command before handed on */
  #command({ words }: Command, dot: unknown, piped: readonly unknown[]): unknown {
    const [first, ...others] = words;
    if (first.kind === "function") return this.#call(first.name, words, dot, piped);
    if (others.length > 0 || piped.length > 0) {
      this.#fail(first, first.kind === "fields" ? `${first.names.at(-1)} is not a method but has arguments` : `can't give argument to non-function ${first.text}`);
    }
    return first.kind === "nil" ? this.#fail(first, "nil is not a command") : this.#value(first, dot);
  }

  #call(name: string, words: Command["words"], dot: unknown, piped: readonly unknown[]): unknown {
    const [first, ...others] = words;
    if (name === "and" || name === "or") return this.#logic(name, first, [...others.map((word) => () => this.#value(word, dot)), ...piped.map((value) => () => value)]);
    const called = FUNCTIONS[name]!;
    const { least, most = Infinity } = called;
    const count = others.length + piped.length;
    if (count < least || count > most) this.#fail(first, `wrong number of args for ${name}: want ${most === Infinity ? "at least " : ""}${least} got ${count}`);
    const values = [...others.map((word) => this.#value(word, dot)), ...piped];
    const result = called.run(values, values.map((value, i) => typeName(value, others[i])));
    if ("value" in result) return result.value;
    return this.#fail({ at: first.at, text: words.map((word) => word.text).join(" ") }, `error calling ${name}: ${result.error}`);
  }

  /** What decides is the last that is looked at. */
  #logic(name: "and" | "or", first: Operand, values: readonly (() => unknown)[]): unknown {
    if (values.length === 0) this.#fail(first, `wrong number of args for ${name}: want at least 1 got 0`);
    let value: unknown;
    for (const next of values) {
      value = next();
      if (isTrue(value) === (name === "or")) break;
    }
    return value;
  }

  #value(operand: Operand, dot: unknown): unknown {
    switch (operand.kind) {
      case "dot": return dot;
      case "nil": return undefined;
      case "constant": return operand.value;
      case "variable": return this.#variables.findLast(({ name }) => name === operand.name)?.value;
      case "function": return this.#call(operand.name, [operand], dot, []);
      case "pipe": return this.#pipe(operand.pipe, dot);
      case "fields": return operand.names.reduce((value, name) => this.#field(value, name, operand), operand.of ? this.#value(operand.of, dot) : dot);
    }
  }

  #field(value: unknown, name: string, operand: Operand): unknown {
    if (value === undefined || value === null) return this.#isStrict ? this.#fail(operand, `nil data; no entry for key ${JSON.stringify(name)}`) : undefined;
    if (!isMembers(value)) return this.#fail(operand, `can't evaluate field ${name} in type interface {}`);
    if (Object.hasOwn(value, name)) return value[name];
    return this.#isStrict ? this.#fail(operand, `map has no entry for key ${JSON.stringify(name)}`) : undefined;
  }

  #fail({ at, text }: { readonly at: number; readonly text: string }, why: string): never {
    const before = this.#source.slice(0, at);
    const column = at - (before.lastIndexOf("\n") + 1);
    throw new GoTemplateError(`template: output:${before.split("\n").length}:${column}: executing "output" at <${text}>: ${why}`);
  }
}

function lastOf({ commands }: Pipe): { readonly at: number; readonly text: string } {
  const [first] = commands[0]!.words;
  return { at: first.at, text: commands.map(({ words }) => words.map(({ text }) => text).join(" ")).join(" | ") };
}

/** What `range` goes through; undefined: it cannot. */
function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] | undefined {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map((item: unknown, i) => [i, item] as const);
  if (isMembers(value)) return Object.keys(value).sort().map((key) => [key, value[key]] as const);
  return typeof value === "number" ? Array.from({ length: Math.min(MOST_TURNS + 1, Math.max(0, value)) }, (_, i) => [i, i] as const) : undefined;
}

/** Numbers of an object are `int64`, those of a template `int`. */
function typeName(value: unknown, operand: Operand | undefined): string {
  switch (typeof value) {
    case "string": return "string";
    case "boolean": return "bool";
    case "number": return Number.isInteger(value) ? (operand?.kind === "constant" ? "int" : "int64") : "float64";
    default: return Array.isArray(value) ? "[]interface {}" : isMembers(value) ? "map[string]interface {}" : "nil";
  }
}
