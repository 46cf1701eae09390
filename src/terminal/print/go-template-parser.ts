/** A Go template, parsed. */
export type TemplateNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "print"; readonly pipe: Pipe }
  | { readonly kind: "if" | "with" | "range"; readonly pipe: Pipe; readonly body: readonly TemplateNode[]; readonly otherwise: readonly TemplateNode[] }
  | { readonly kind: "break" | "continue" };

/** `$i, $c := first | second`. */
export interface Pipe {
  readonly variables: readonly string[];
  readonly isAssignment: boolean;
  readonly commands: readonly Command[];
}

export interface Command {
  readonly words: readonly [Operand, ...Operand[]];
}

/** A place in the template: offset, and the text as errors show it. */
interface Placed {
  readonly at: number;
  readonly text: string;
}

export type Operand = Placed & (
  | { readonly kind: "dot" | "nil" }
  | { readonly kind: "constant"; readonly value: string | number | boolean }
  | { readonly kind: "function"; readonly name: string }
  /** Fields of what stands before them; of the dot where nothing does. */
  | { readonly kind: "fields"; readonly of?: Operand; readonly names: readonly string[] }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "pipe"; readonly pipe: Pipe });

/** Go's text about a template that cannot be read. */
export class GoTemplateError extends Error {}

/**
 * Reads a template such as `{{range .items}}{{.metadata.name}}{{"\n"}}{{end}}`.
 * Departure: no templates inside of templates (`define`, `block`, `template`).
 * Errors: GoTemplateError
 * @param functions names of the functions that there are
 * Source: Go text/template/parse lex.go, parse.go
 */
export function parseGoTemplate(template: string, functions: ReadonlySet<string>): readonly TemplateNode[] {
  return new Parser(template, functions).all();
}

interface Token {
  readonly kind: "string" | "number" | "variable" | "field" | "dot" | "word" | "mark" | "end";
  readonly text: string;
  readonly at: number;
  readonly isAfterBlank: boolean;
}

const TOKEN = /(\s+)|("(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\])+')|([+-]?(?:0[xX][\da-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))|(\$\w*)|(\.[A-Za-z_]\w*)|(\.)|([A-Za-z_]\w*)|(:=|[=,|()])/y;
const KINDS = ["blank", "string", "number", "variable", "field", "dot", "word", "mark"] as const;
/** What may follow a name. */
const ENDS_NAME = /^(?:[\s.,|:()=]|-?\}\}|$)/;

class Parser {
  readonly #source: string;
  readonly #functions: ReadonlySet<string>;
  #at = 0;
  #tokens: Token[] = [];
  #variables: string[] = ["$"];
  #loops = 0;

  constructor(source: string, functions: ReadonlySet<string>) {
    this.#source = source;
    this.#functions = functions;
  }

  all(): readonly TemplateNode[] {
    const { nodes, ending } = this.#list();
    if (ending) this.#fail(`unexpected {{${ending}}}`);
    return nodes;
  }

  /** Nodes up to `{{end}}`, `{{else}}` or the end of the template. */
  #list(): { readonly nodes: readonly TemplateNode[]; readonly ending?: "end" | "else" } {
    const nodes: TemplateNode[] = [];
    for (;;) {
      const isTrimmed = this.#source.slice(0, this.#at).endsWith("-}}");
      const brace = this.#source.indexOf("{{", this.#at);
      let text = this.#source.slice(this.#at, brace < 0 ? undefined : brace);
      if (isTrimmed) text = text.trimStart();
      if (brace >= 0 && /^\{\{-\s/.test(this.#source.slice(brace))) text = text.trimEnd();
      if (text !== "") nodes.push({ kind: "text", text });
      if (brace < 0) {
        this.#at = this.#source.length;
        return { nodes };
      }
      this.#at = brace + 2 + (/^\{\{-\s/.test(this.#source.slice(brace)) ? 1 : 0);
      if (this.#skipComment()) continue;
      this.#lex();
      const [first] = this.#tokens;
      if (first?.text === "end" || first?.text === "else") {
        this.#tokens.shift();
        return { nodes, ending: first.text };
      }
      nodes.push(this.#action());
    }
  }

  #skipComment(): boolean {
    const [comment] = /^\s*\/\*[^]*?\*\/(?:\s-)?\}\}/.exec(this.#source.slice(this.#at)) ?? [];
    this.#at += comment?.length ?? 0;
    return comment !== undefined;
  }

  #action(): TemplateNode {
    const keyword = this.#tokens[0]!.text;
    switch (keyword) {
      case "if": case "with": case "range":
        this.#tokens.shift();
        return this.#control(keyword);
      case "break": case "continue":
        if (this.#loops === 0) this.#fail(`{{${keyword}}} outside {{range}}`);
        return { kind: keyword };
      default: {
        const pipe = this.#pipe("command");
        this.#close();
        return { kind: "print", pipe };
      }
    }
  }

  #control(kind: "if" | "with" | "range"): TemplateNode {
    const known = this.#variables.length;
    const pipe = this.#pipe(kind);
    this.#close();
    if (kind === "range") this.#loops++;
    const { nodes, ending } = this.#list();
    if (kind === "range") this.#loops--;
    const otherwise = ending === "else" ? this.#otherwise() : [];
    if (!ending) this.#fail("unexpected EOF");
    this.#variables.length = known;
    return { kind, pipe, body: nodes, otherwise };
  }

  #otherwise(): readonly TemplateNode[] {
    const chained = this.#tokens[0]?.text;
    if (chained === "if" || chained === "with") {
      this.#tokens.shift();
      return [this.#control(chained)];
    }
    const { nodes, ending } = this.#list();
    if (ending !== "end") this.#fail(ending ? "expected end; found {{else}}" : "unexpected EOF");
    return nodes;
  }

  #pipe(context: string): Pipe {
    const variables = this.#declarations();
    const commands: Command[] = [];
    for (;;) {
      const next = this.#tokens[0]!;
      if (next.kind === "end" || next.text === ")") break;
      if (next.text === "|" && commands.length === 0) this.#fail('unexpected "|" in command');
      commands.push(this.#command());
      if (this.#tokens[0]!.text === "|") this.#tokens.shift();
    }
    if (commands.length === 0) this.#fail(`missing value for ${context}`);
    const isAssignment = variables.operator === "=";
    if (!isAssignment) this.#variables.push(...variables.names);
    return { variables: variables.names, isAssignment, commands };
  }

  #declarations(): { readonly names: readonly string[]; readonly operator?: string } {
    const names: string[] = [];
    for (let i = 0; this.#tokens[i]?.kind === "variable"; i += 2) {
      names.push(this.#tokens[i]!.text);
      const operator = this.#tokens[i + 1]?.text;
      if (operator === ":=" || operator === "=") {
        this.#tokens.splice(0, i + 2);
        return { names, operator };
      }
      if (operator !== ",") break;
    }
    return { names: [] };
  }

  #command(): Command {
    const words: Operand[] = [];
    for (;;) {
      const next = this.#tokens[0]!;
      if (next.kind === "end" || next.text === "|" || next.text === ")") break;
      words.push(this.#operand());
    }
    return { words: words as [Operand, ...Operand[]] };
  }

  #operand(): Operand {
    let operand = this.#term();
    const fields: Token[] = [];
    while (this.#tokens[0]?.kind === "field" && !this.#tokens[0].isAfterBlank) fields.push(this.#tokens.shift()!);
    if (fields.length === 0) return operand;
    const names = fields.map(({ text }) => text.slice(1));
    const text = operand.text + fields.map((field) => field.text).join("");
    // Errors about a chain point to its second part.
    const at = fields[0]!.at;
    if (operand.kind === "fields" && !operand.of) return { kind: "fields", names: [...operand.names, ...names], at, text };
    return { kind: "fields", of: operand, names, at, text };
  }

  #term(): Operand {
    const token = this.#tokens.shift()!;
    const { kind, text, at } = token;
    switch (kind) {
      case "dot": return { kind: "dot", at, text };
      case "field": return { kind: "fields", names: [text.slice(1)], at, text };
      case "variable":
        if (!this.#variables.includes(text)) this.#fail(`undefined variable ${JSON.stringify(text)}`, at);
        return { kind: "variable", name: text, at, text };
      case "string": return { kind: "constant", value: stringValue(text), at, text };
      case "number": return { kind: "constant", value: Number(text), at, text };
      case "word":
        if (text === "true" || text === "false") return { kind: "constant", value: text === "true", at, text };
        if (text === "nil") return { kind: "nil", at, text };
        return this.#functions.has(text) ? { kind: "function", name: text, at, text } : this.#fail(`function ${JSON.stringify(text)} not defined`, at);
      case "mark": case "end": {
        if (text !== "(") this.#fail(`unexpected ${JSON.stringify(text)} in operand`, at);
        const pipe = this.#pipe("parenthesized pipeline");
        const closing = this.#tokens.shift()!;
        if (closing.text !== ")") this.#fail("unclosed left paren", at);
        return { kind: "pipe", pipe, at, text: this.#source.slice(at, closing.at + 1) };
      }
    }
  }

  #close(): void {
    const [next] = this.#tokens;
    if (next && next.kind !== "end") this.#fail(`unexpected ${JSON.stringify(next.text)} in command`, next.at);
  }

  /** Cuts what stands up to the closing braces into tokens, and goes behind them. */
  #lex(): void {
    this.#tokens = [];
    let isAfterBlank = false;
    for (;;) {
      const rest = this.#source.slice(this.#at);
      const [closing] = /^(?:\s-)?\}\}/.exec(rest) ?? [];
      if (closing) {
        this.#tokens.push({ kind: "end", text: "", at: this.#at, isAfterBlank });
        this.#at += closing.length;
        return;
      }
      TOKEN.lastIndex = this.#at;
      const found = TOKEN.exec(this.#source);
      if (!found) this.#fail(unreadable(rest));
      const kind = KINDS[found.slice(1).findIndex((group) => group !== undefined)]!;
      if (kind !== "blank") this.#tokens.push({ kind, text: found[0], at: this.#at, isAfterBlank });
      isAfterBlank = kind === "blank";
      this.#at = TOKEN.lastIndex;
      const after = this.#source.slice(this.#at);
      if ((kind === "field" || kind === "dot" || kind === "variable" || kind === "word") && !ENDS_NAME.test(after)) this.#fail(badCharacter(after));
    }
  }

  #fail(text: string, at = this.#at): never {
    throw new GoTemplateError(`template: output:${this.#source.slice(0, at).split("\n").length}: ${text}`);
  }
}

function unreadable(rest: string): string {
  if (rest === "") return "unclosed action";
  if (/^["'`]/.test(rest)) return rest.startsWith("'") ? "unterminated character constant" : rest.startsWith("`") ? "unterminated raw quoted string" : "unterminated quoted string";
  return `unrecognized character in action: ${codePoint(rest)}`;
}

function badCharacter(rest: string): string {
  return `bad character ${codePoint(rest)}`;
}

function codePoint(text: string): string {
  const [char = ""] = text;
  return `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")} '${char}'`;
}

/** Source: Go strconv.Unquote, as far as JSON knows the same escapes */
function stringValue(text: string): string | number {
  const inner = text.slice(1, -1);
  if (text.startsWith("`")) return inner;
  const value = inner.replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|(.))/g, (_, hex?: string, unicode?: string, char?: string) =>
    hex ?? unicode ? String.fromCharCode(parseInt((hex ?? unicode)!, 16)) : (ESCAPES[char!] ?? char!));
  return text.startsWith("'") ? value.codePointAt(0)! : value;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\u0007", b: "\b", f: "\f", v: "\v", 0: "\0" };
