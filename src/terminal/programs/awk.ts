import { lineMatcher } from "../../api/shell/line-pattern.ts";
import { printf } from "../../api/shell/printf.ts";
import { chomp, err, out, splitOptions, sourcesOf, type ReadFile, type TextSteps } from "../../api/shell/text-tool.ts";
import { AwkError, parseAwk, type AwkExpression, type AwkRule, type AwkStatement } from "./awk-syntax.ts";

type Value = string | number;

/** `awk [-F SEPARATOR] [-v NAME=VALUE] PROGRAM [FILE]…`: columns, conditions and sums. Departure: no functions, `if` or loops. */
export function* awk(args: readonly string[], readFile: ReadFile): TextSteps {
  const { values, rest: [program, ...names] } = splitOptions(args, "Fv");
  if (program === undefined) {
    yield* err("usage: awk [-F fs][-v var=value] 'prog' [file ...]\n");
    return 2;
  }
  let rules: readonly AwkRule[];
  try {
    rules = parseAwk(program);
  } catch (error) {
    if (!(error instanceof AwkError)) throw error;
    yield* err(`awk: ${error.message}\n`);
    return 2;
  }
  const run = new Run(values["F"]);
  const [, name, value] = /^(\w+)=(.*)$/s.exec(values["v"] ?? "") ?? [];
  if (name !== undefined) run.set(name, value!);
  yield* out(run.rules(rules, "BEGIN"));
  const { sources, isFailed } = yield* sourcesOf("awk", names, readFile);
  if (rules.some(({ when }) => when !== "BEGIN")) {
    for (const { next } of sources) {
      for (let line = yield* next(); line !== undefined; line = yield* next()) yield* out(run.line(rules, chomp(line)));
    }
  }
  yield* out(run.rules(rules, "END"));
  return Number(isFailed) * 2;
}

class Run {
  readonly #variables = new Map<string, Value>([["NR", 0], ["NF", 0], ["OFS", " "], ["ORS", "\n"], ["FS", " "]]);
  readonly #patterns = new Map<string, ReturnType<typeof lineMatcher>>();
  #fields: string[] = [];
  #text = "";

  constructor(separator: string | undefined) {
    if (separator !== undefined) this.#variables.set("FS", separator === "\\t" ? "\t" : separator);
  }

  set(name: string, value: Value): void {
    this.#variables.set(name, value);
  }

  line(rules: readonly AwkRule[], text: string): string {
    this.#text = text;
    this.#fields = this.#split(text);
    this.set("NR", numberOf(this.#variables.get("NR")!) + 1);
    this.set("NF", this.#fields.length);
    return this.rules(rules, undefined);
  }

  /** @param when undefined: those for lines */
  rules(rules: readonly AwkRule[], when: "BEGIN" | "END" | undefined): string {
    let written = "";
    for (const rule of rules) {
      const isDue = typeof rule.when === "string" || when !== undefined ? rule.when === when : rule.when === undefined || isTrue(this.#value(rule.when));
      if (!isDue) continue;
      for (const statement of rule.does ?? [{ kind: "print", values: [] } as const]) {
        if (statement.kind === "next") return written;
        written += this.#does(statement);
      }
    }
    return written;
  }

  #does(statement: Exclude<AwkStatement, { kind: "next" }>): string {
    if (statement.kind === "evaluate") {
      this.#value(statement.value);
      return "";
    }
    const values = statement.values.map((value) => textOf(this.#value(value)));
    if (statement.kind === "printf") return printf(values[0] ?? "", values.slice(1));
    return (values.length > 0 ? values.join(textOf(this.#variables.get("OFS")!)) : this.#text) + textOf(this.#variables.get("ORS")!);
  }

  #value(e: AwkExpression): Value {
    switch (e.kind) {
      case "text": return e.text;
      case "number": return e.number;
      case "pattern": return Number(this.#matches(this.#text, e.pattern));
      case "field": return this.#field(numberOf(this.#value(e.of)));
      case "name": return this.#variables.get(this.#nameOf(e)) ?? "";
      case "not": return Number(!isTrue(this.#value(e.of)));
      case "minus": return -numberOf(this.#value(e.of));
      case "assign": return this.#assign(e);
      case "binary": return this.#binary(e);
    }
  }

  #binary({ operator, left, right }: Extract<AwkExpression, { kind: "binary" }>): Value {
    const a = this.#value(left);
    if (operator === "&&" || operator === "||") return Number(isTrue(a) === (operator === "&&") ? isTrue(this.#value(right)) : operator === "||");
    if (operator === "~" || operator === "!~") {
      const pattern = right.kind === "pattern" ? right.pattern : textOf(this.#value(right));
      return Number(this.#matches(textOf(a), pattern) === (operator === "~"));
    }
    return calculated(operator, a, this.#value(right));
  }

  #assign({ to, operator, value }: Extract<AwkExpression, { kind: "assign" }>): Value {
    const old = operator === "=" ? "" : this.#value(to);
    const result = operator === "=" ? this.#value(value) : calculated(operator.slice(0, -1), old, this.#value(value));
    if (to.kind === "name") this.set(this.#nameOf(to), result);
    else if (to.kind === "field") this.#setField(numberOf(this.#value(to.of)), textOf(result));
    return result;
  }

  #nameOf({ name, key }: Extract<AwkExpression, { kind: "name" }>): string {
    return key ? `${name}[${textOf(this.#value(key))}` : name;
  }

  #field(n: number): string {
    return n === 0 ? this.#text : (this.#fields[n - 1] ?? "");
  }

  #setField(n: number, text: string): void {
    if (n === 0) [this.#text, this.#fields] = [text, this.#split(text)];
    else {
      while (this.#fields.length < n && n < 1_000) this.#fields.push("");
      this.#fields[n - 1] = text;
      this.#text = this.#fields.join(textOf(this.#variables.get("OFS")!));
    }
    this.set("NF", this.#fields.length);
  }

  #split(text: string): string[] {
    const separator = textOf(this.#variables.get("FS")!);
    if (separator === " ") return text.split(/[ \t\n]+/).filter((field) => field !== "");
    if (text === "") return [];
    if (separator.length === 1) return text.split(separator);
    const fields: string[] = [];
    let at = 0;
    for (let match = this.#find(separator)(text, 0); match && match.end > match.start; match = this.#find(separator)(text, at)) {
      fields.push(text.slice(at, match.start));
      at = match.end;
    }
    return [...fields, text.slice(at)];
  }

  #matches(text: string, pattern: string): boolean {
    return this.#find(pattern)(text, 0) !== undefined;
  }

  #find(pattern: string): ReturnType<typeof lineMatcher> {
    const find = this.#patterns.get(pattern) ?? lineMatcher(pattern, { isExtended: true, ignoresCase: false, isFixed: false });
    this.#patterns.set(pattern, find);
    return find;
  }
}

function calculated(operator: string, a: Value, b: Value): Value {
  const [x, y] = [numberOf(a), numberOf(b)];
  switch (operator) {
    case "": return textOf(a) + textOf(b);
    case "+": return x + y;
    case "-": return x - y;
    case "*": return x * y;
    case "/": return x / y;
    case "%": return x % y;
  }
  const areNumbers = looksNumeric(a) && looksNumeric(b);
  const [left, right] = areNumbers ? [x, y] : [textOf(a), textOf(b)];
  switch (operator) {
    case "<": return Number(left < right);
    case "<=": return Number(left <= right);
    case "==": return Number(left === right);
    case "!=": return Number(left !== right);
    case ">": return Number(left > right);
    default: return Number(left >= right);
  }
}

function looksNumeric(value: Value): boolean {
  return typeof value === "number" || /^\s*[-+]?(?:\d+\.?\d*|\.\d+)\s*$/.test(value);
}

/** The number that a text begins with: `250m` is 250. */
function numberOf(value: Value): number {
  return typeof value === "number" ? value : Number(/^\s*([-+]?(?:\d+\.?\d*|\.\d+))/.exec(value)?.[1] ?? 0);
}

function textOf(value: Value): string {
  return typeof value === "string" ? value : Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

function isTrue(value: Value): boolean {
  return typeof value === "number" ? value !== 0 : value !== "" && !(looksNumeric(value) && Number(value) === 0);
}
