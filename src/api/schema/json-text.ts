/** JSON read as Go's decoder reads it: the value and the paths of duplicate fields, or Go's error text. */
export type JsonText =
  | { readonly ok: true; readonly value: unknown; readonly duplicates: readonly string[] }
  | { readonly ok: false; readonly error: string };

/** The last of duplicate fields wins. Source: sigs.k8s.io/json, Go encoding/json/scanner.go */
export function parseJson(text: string): JsonText {
  const reader = new JsonReader(text);
  try {
    const value = reader.value("", "looking for beginning of value");
    reader.end();
    return { ok: true, value, duplicates: reader.duplicates };
  } catch (error) {
    if (error instanceof JsonSyntaxError) return { ok: false, error: error.message };
    throw error;
  }
}

class JsonSyntaxError extends Error {}

class JsonReader {
  readonly duplicates: string[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(path: string, expected: string): unknown {
    const char = this.#skipSpace();
    switch (char) {
      case "{":
        return this.#object(path);
      case "[":
        return this.#list(path);
      case '"':
        return this.#string();
      default:
        return this.#literal(char, expected);
    }
  }

  end(): void {
    const char = this.#skipSpace();
    if (char !== undefined) this.#fail(char, "after top-level value");
  }

  #object(path: string): Record<string, unknown> {
    const members = new Map<string, unknown>();
    this.#at += 1;
    if (this.#skipSpace() === "}") return this.#closed({});
    for (;;) {
      const quote = this.#skipSpace();
      if (quote !== '"') this.#fail(quote, "looking for beginning of object key string");
      const key = this.#string();
      const field = path === "" ? key : `${path}.${key}`;
      this.#expect(":", "after object key");
      if (members.has(key)) this.duplicates.push(field);
      members.set(key, this.value(field, "looking for beginning of value"));
      const next = this.#skipSpace();
      if (next === "}") return this.#closed(Object.fromEntries(members));
      this.#expect(",", "after object key:value pair");
    }
  }

  #list(path: string): unknown[] {
    const items: unknown[] = [];
    this.#at += 1;
    if (this.#skipSpace() === "]") return this.#closed(items);
    for (;;) {
      items.push(this.value(`${path}[${items.length}]`, "looking for beginning of value"));
      if (this.#skipSpace() === "]") return this.#closed(items);
      this.#expect(",", "after array element");
    }
  }

  #string(): string {
    const from = this.#at;
    this.#at += 1;
    while (this.#text[this.#at] !== '"') this.#character();
    this.#at += 1;
    return JSON.parse(this.#text.slice(from, this.#at)) as string;
  }

  /** Goes over one character of a string, or fails on it. */
  #character(): void {
    const char = this.#text[this.#at];
    if (char === undefined || char < " ") this.#fail(char, "in string literal");
    this.#at += 1;
    if (char === "\\") this.#escape();
  }

  #escape(): void {
    const char = this.#text[this.#at];
    if (char === undefined || !'"\\/bfnrtu'.includes(char)) this.#fail(char, "in string escape code");
    this.#at += 1;
    if (char !== "u") return;
    for (let digits = 0; digits < 4; digits++) {
      const digit = this.#text[this.#at];
      if (digit === undefined || !/[0-9a-fA-F]/.test(digit)) this.#fail(digit, "in \\u hexadecimal character escape");
      this.#at += 1;
    }
  }

  #literal(char: string | undefined, expected: string): unknown {
    const match = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    match.lastIndex = this.#at;
    const found = match.exec(this.#text)?.[0];
    if (found === undefined) return this.#fail(char, expected);
    this.#at += found.length;
    return JSON.parse(found) as unknown;
  }

  #expect(wanted: string, where: string): void {
    const char = this.#skipSpace();
    if (char !== wanted) this.#fail(char, where);
    this.#at += 1;
  }

  #closed<T>(value: T): T {
    this.#at += 1;
    return value;
  }

  #skipSpace(): string | undefined {
    while (" \t\r\n".includes(this.#text[this.#at] ?? "x")) this.#at += 1;
    return this.#text[this.#at];
  }

  #fail(char: string | undefined, where: string): never {
    throw new JsonSyntaxError(char === undefined ? "unexpected end of JSON input" : `invalid character ${quoted(char)} ${where}`);
  }
}

function quoted(char: string): string {
  if (char === "'") return "'\\''";
  return char === '"' ? "'\"'" : `'${JSON.stringify(char).slice(1, -1)}'`;
}
