/** A program of the small awk: what `kubectl … | awk` is used for, columns, sums and conditions on columns. */
export interface AwkRule {
  readonly when: "BEGIN" | "END" | AwkExpression | undefined;
  /** Absent: the line is printed. */
  readonly does?: readonly AwkStatement[];
}

export type AwkStatement =
  | { readonly kind: "print"; readonly values: readonly AwkExpression[] }
  | { readonly kind: "printf"; readonly values: readonly AwkExpression[] }
  | { readonly kind: "next" }
  | { readonly kind: "evaluate"; readonly value: AwkExpression };

export type AwkExpression =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "field"; readonly of: AwkExpression }
  | { readonly kind: "name"; readonly name: string; readonly key?: AwkExpression }
  | { readonly kind: "not" | "minus"; readonly of: AwkExpression }
  | { readonly kind: "assign"; readonly to: AwkExpression; readonly operator: string; readonly value: AwkExpression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: AwkExpression; readonly right: AwkExpression };

/** Why a program cannot be read. */
export class AwkError extends Error {}

const TOKEN = /\s*(?:(\/\/|#[^\n]*)|("(?:[^"\\]|\\[^])*")|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(\+\+|--|&&|\|\||[-+*/%]=|[=!<>]=|!~|[-+*/%=<>~!$(){},;?:[\]\n]))/y;
/** From weak to strong; what stands beside each other is joined between comparisons and sums. */
const LEVELS: readonly (readonly string[])[] = [["||"], ["&&"], ["~", "!~"], ["<", "<=", "==", "!=", ">", ">="], [""], ["+", "-"], ["*", "/", "%"]];
const JOIN_LEVEL = 4;
const ASSIGNS = ["=", "+=", "-=", "*=", "/=", "%="];
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", '"': '"', "\\": "\\", "/": "/" };

/** Errors: AwkError for what is no program, or one of the real awk that this one does not know. */
export function parseAwk(text: string): readonly AwkRule[] {
  let at = 0;
  let token = "";
  const next = (): string => {
    const before = token;
    for (;;) {
      TOKEN.lastIndex = at;
      const found = TOKEN.exec(text);
      if (!found) {
        if (text.slice(at).trim() !== "") throw new AwkError(`syntax error at ${text.slice(at).trim()}`);
        [token, at] = ["", text.length];
        return before;
      }
      at = TOKEN.lastIndex;
      token = (found[2] ?? found[3] ?? found[4] ?? found[5])!;
      if (found[1]?.startsWith("#")) continue;
      return before;
    }
  };
  const take = (wanted: string): boolean => token === wanted && (next(), true);
  const expect = (wanted: string) => { if (!take(wanted)) throw new AwkError(`syntax error${token === "" ? " at the end" : ` at ${token}`}, expected ${wanted}`); };
  const skipEnds = () => { while (token === ";" || token === "\n") next(); };

  const primary = (): AwkExpression => {
    const first = token;
    if (first === "/") {
      const [whole = "", pattern = ""] = /^((?:[^\\/\n]|\\.)*)\//.exec(text.slice(at)) ?? [];
      if (whole === "") throw new AwkError("non-terminated regular expression");
      at += whole.length;
      next();
      return { kind: "pattern", pattern: pattern.replaceAll("\\/", "/") };
    }
    next();
    if (first === "(") {
      const inner = expression();
      expect(")");
      return inner;
    }
    if (first === "$") return { kind: "field", of: primary() };
    if (first === "!") return { kind: "not", of: primary() };
    if (first === "-") return { kind: "minus", of: primary() };
    if (first.startsWith('"')) return { kind: "text", text: first.slice(1, -1).replace(/\\([^])/g, (_, c: string) => ESCAPES[c] ?? c) };
    if (/^\d/.test(first)) return { kind: "number", number: Number(first) };
    if (!/^[A-Za-z_]/.test(first)) throw new AwkError(`syntax error${first === "" ? " at the end" : ` at ${first}`}`);
    if (token === "(") throw new AwkError(`function ${first} is not part of this page`);
    if (!take("[")) return { kind: "name", name: first };
    const key = expression();
    expect("]");
    return { kind: "name", name: first, key };
  };
  const postfix = (): AwkExpression => {
    const value = primary();
    for (const operator of ["++", "--"]) if (take(operator)) return { kind: "assign", to: value, operator: `${operator[0]!}=`, value: { kind: "number", number: 1 } };
    return value;
  };
  const startsValue = () => token !== "" && /^["\w$(]/.test(token) && token !== "in";
  const level = (depth: number): AwkExpression => {
    if (depth === LEVELS.length) return postfix();
    let left = level(depth + 1);
    while (depth === JOIN_LEVEL ? startsValue() : LEVELS[depth]!.includes(token)) {
      const operator = depth === JOIN_LEVEL ? "" : next();
      left = { kind: "binary", operator, left, right: level(depth + 1) };
    }
    return left;
  };
  const expression = (): AwkExpression => {
    const left = level(0);
    if (!ASSIGNS.includes(token)) return left;
    const operator = next();
    return { kind: "assign", to: left, operator, value: expression() };
  };
  const list = (): readonly AwkExpression[] => {
    const values: AwkExpression[] = [];
    while (token !== "" && !["}", ";", "\n"].includes(token)) {
      values.push(expression());
      if (!take(",")) break;
    }
    return values;
  };
  const statement = (): AwkStatement => {
    if (take("print")) return { kind: "print", values: list() };
    if (take("printf")) return { kind: "printf", values: list() };
    if (take("next")) return { kind: "next" };
    if (["if", "for", "while", "do", "delete", "getline", "function"].includes(token)) throw new AwkError(`${token} is not part of this page`);
    return { kind: "evaluate", value: expression() };
  };

  const rules: AwkRule[] = [];
  next();
  for (skipEnds(); token !== ""; skipEnds()) {
    const when = token === "{" ? undefined : take("BEGIN") ? "BEGIN" : take("END") ? "END" : expression();
    if (!take("{")) {
      rules.push({ when });
      continue;
    }
    const does: AwkStatement[] = [];
    for (skipEnds(); token !== "}"; skipEnds()) {
      if (token === "") throw new AwkError("syntax error at the end, expected }");
      does.push(statement());
    }
    next();
    rules.push({ when, does });
  }
  return rules;
}
