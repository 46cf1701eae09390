/** A JSONPath template, parsed. Text stands between the braces, everything else within. */
export type PathNode =
  | { readonly kind: "list"; readonly nodes: readonly PathNode[] }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "wildcard" }
  | { readonly kind: "recursive" }
  | { readonly kind: "identifier"; readonly name: string }
  | { readonly kind: "constant"; readonly value: number | boolean }
  /** `[1:5:2]`; an index that is not said is undefined. `isOne`: `[1]`. */
  | { readonly kind: "array"; readonly from: number | undefined; readonly to: number | undefined; readonly step: number | undefined; readonly isOne: boolean }
  | { readonly kind: "union"; readonly paths: readonly (readonly PathNode[])[] }
  | { readonly kind: "filter"; readonly left: readonly PathNode[]; readonly operator: string; readonly right: readonly PathNode[] };

/** A template or an expression that cannot be read: Go's text about it. */
export class JsonPathError extends Error {}

/**
 * Reads a template such as `{range .items[*]}{.metadata.name}{"\n"}{end}`.
 * Errors: JsonPathError
 * Source: client-go util/jsonpath/parser.go (1.36)
 */
export function parseTemplate(template: string): readonly PathNode[] {
  return new Parser(template).template();
}

const END = "";
/** What ends a name. */
const TERMINATOR = /^[\s.,[\]$@{}]?$/;

class Parser {
  readonly #input: string;
  #at = 0;

  constructor(input: string) {
    this.#input = input;
  }

  template(): readonly PathNode[] {
    const nodes: PathNode[] = [];
    while (this.#at < this.#input.length) {
      const brace = this.#input.indexOf("{", this.#at);
      const end = brace < 0 ? this.#input.length : brace;
      if (end > this.#at) nodes.push({ kind: "text", text: this.#input.slice(this.#at, end) });
      this.#at = end + 1;
      if (brace >= 0) nodes.push({ kind: "list", nodes: this.#action() });
    }
    return nodes;
  }

  /** What stands between the braces; ends behind the closing one. */
  #action(): readonly PathNode[] {
    const nodes: PathNode[] = [];
    for (;;) {
      const char = this.#input.charAt(this.#at);
      if (char === END || char === "\n") throw new JsonPathError("unclosed action");
      if (char === "}") {
        this.#at++;
        return nodes;
      }
      if (char === " " || char === "@" || char === "$") this.#at++;
      else if (this.#starts("[?(")) nodes.push(this.#filter());
      else if (this.#starts("..")) nodes.push(...this.#recursive(nodes.at(-1)));
      else if (char === "[") nodes.push(...this.#array());
      else if (char === '"' || char === "'") nodes.push(this.#quote(char));
      else if (char === ".") nodes.push(this.#field(1));
      else if (/[-+\d]/.test(char)) nodes.push(this.#number());
      else if (/[\p{L}\p{N}_]/u.test(char)) nodes.push(this.#identifier());
      else throw new JsonPathError(`unrecognized character in action: ${codePoint(char)}`);
    }
  }

  #starts(text: string): boolean {
    return this.#input.startsWith(text, this.#at);
  }

  #identifier(): PathNode {
    const name = this.#word();
    if (name === "true" || name === "false") return { kind: "constant", value: name === "true" };
    return { kind: "identifier", name };
  }

  #recursive(last: PathNode | undefined): readonly PathNode[] {
    if (last?.kind === "recursive") throw new JsonPathError("invalid multiple recursive descent");
    this.#at += 2;
    return /[\p{L}\p{N}_]/u.test(this.#input.charAt(this.#at)) ? [{ kind: "recursive" }, this.#field(0)] : [{ kind: "recursive" }];
  }

  #number(): PathNode {
    const text = /^[-+]?[\d.]*/.exec(this.#input.slice(this.#at))![0];
    this.#at += text.length;
    const value = Number(text);
    if (text === "" || Number.isNaN(value)) throw new JsonPathError(`cannot parse number ${text}`);
    return { kind: "constant", value };
  }

  #field(dots: number): PathNode {
    this.#at += dots;
    const name = this.#word();
    return name === "*" ? { kind: "wildcard" } : { kind: "field", name: name.replaceAll("\\", "") };
  }

  /** Up to what ends a name; a backslash takes the end away from the next character. */
  #word(): string {
    const start = this.#at;
    while (!TERMINATOR.test(this.#input.charAt(this.#at))) this.#at += this.#input[this.#at] === "\\" ? 2 : 1;
    return this.#input.slice(start, this.#at);
  }

  #quote(mark: string): PathNode {
    const start = this.#at++;
    for (; this.#at < this.#input.length; this.#at++) {
      if (this.#input[this.#at] === "\\") this.#at++;
      else if (this.#input[this.#at] === mark) {
        this.#at++;
        return { kind: "text", text: unquoted(this.#input.slice(start + 1, this.#at - 1)) };
      }
    }
    throw new JsonPathError("unterminated quoted string");
  }

  #array(): readonly PathNode[] {
    const end = this.#input.slice(this.#at).search(/[\]\n]/);
    if (end < 0 || this.#input[this.#at + end] === "\n") throw new JsonPathError("unterminated array");
    const text = this.#input.slice(this.#at + 1, this.#at + end);
    this.#at += end + 1;
    return arrayNodes(text);
  }

  #filter(): PathNode {
    const start = this.#at + 3;
    let mark: string | undefined;
    for (this.#at = start; ; this.#at++) {
      const char = this.#input.charAt(this.#at);
      if (char === END || char === "\n") throw new JsonPathError("unterminated filter");
      if (mark !== undefined) mark = char === mark && this.#input[this.#at - 1] !== "\\" ? undefined : mark;
      else if (char === '"' || char === "'") mark = char;
      else if (char === ")") break;
    }
    const text = this.#input.slice(start, this.#at++);
    if (this.#input[this.#at++] !== "]") throw new JsonPathError("unclosed array expect ]");
    const [, left, operator, right] = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(text) ?? [];
    if (left === undefined || operator === undefined || right === undefined) return { kind: "filter", left: expression(text), operator: "exists", right: [] };
    return { kind: "filter", left: expression(left), operator, right: expression(right) };
  }
}

function expression(text: string): readonly PathNode[] {
  const [first] = parseTemplate(`{${text}}`);
  return first?.kind === "list" ? first.nodes : [];
}

/** What stands in square brackets. */
function arrayNodes(text: string): readonly PathNode[] {
  const range = text === "*" ? ":" : text;
  const parts = range.split(",");
  if (parts.length > 1) return [{ kind: "union", paths: parts.map((part) => arrayNodes(part.trim())) }];
  const key = /^'([^']*)'$/.exec(range)?.[1];
  if (key !== undefined) return expression(`.${key}`);
  const slice = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(range);
  if (!slice) throw new JsonPathError(`invalid array index ${range}`);
  const [from, to, step] = [slice[1], slice[2]?.slice(1), slice[3]?.slice(1)].map((digits) => (digits ? Number(digits) : undefined));
  return [{ kind: "array", from, to, step, isOne: slice[2] === undefined }];
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\u0007", b: "\b", f: "\f", v: "\v" };

function unquoted(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, char: string | undefined) =>
    code === undefined ? (ESCAPES[char ?? ""] ?? char ?? "") : String.fromCharCode(parseInt(code, 16)));
}

function codePoint(char: string): string {
  return `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")} '${char}'`;
}
