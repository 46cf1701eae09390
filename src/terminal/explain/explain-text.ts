import type { Schema as AnySchema } from "../../api/openapi/schemas.ts";
import { wordWrap } from "./word-wrap.ts";

/** What explain reads of a JSON schema. */
interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly string[];
}

/** Schemas by name, which `$ref`s point to. */
export type Schemas = Readonly<Record<string, AnySchema>>;

const WIDTH = 76;
const INDENT = 4;
/** Of a field in a list; its own page has all. */
const MAX_VALUES = 4;

/**
 * What `kubectl explain` says of a kind, or of a field of it, below the head that names the kind.
 * @param path names of fields, from the kind down; lists and maps are passed through
 * @returns undefined: there is no such field
 * Source: kubectl pkg/explain/v2/templates/plaintext.tmpl (1.36)
 */
export function explainText(schemas: Schemas, kind: AnySchema, path: readonly string[], { isRecursive = false } = {}): string | undefined {
  return new Explainer(schemas, isRecursive).field(kind, path, []);
}

class Explainer {
  readonly #schemas: Schemas;
  readonly #isRecursive: boolean;

  constructor(schemas: Schemas, isRecursive: boolean) {
    this.#schemas = schemas;
    this.#isRecursive = isRecursive;
  }

  /** @param seen names of schemas passed since the last field: one that comes again leads nowhere */
  field(schema: Schema, path: readonly string[], seen: readonly string[]): string | undefined {
    const whole = this.#resolved(schema);
    const [name, ...rest] = path;
    if (name === undefined) return this.#page(whole);
    if (schema.$ref && seen.includes(schema.$ref)) return undefined;
    const history = schema.$ref ? [...seen, schema.$ref] : seen;
    const field = whole.properties?.[name];
    if (field) {
      const below = this.field(field, rest, []);
      if (rest.length > 0 || below === undefined) return below;
      return `FIELD: ${name} <${this.#typeOf(field)}>\n${field.enum ? `ENUM:${field.enum.map((value) => `\n    ${shownValue(value)}`).join("")}` : ""}\n\n${below}`;
    }
    const inner = whole.items ?? whole.additionalProperties;
    if (inner) return this.field(inner, path, history);
    for (const part of whole.allOf ?? []) {
      const found = this.field(part, path, history);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #page(schema: Schema): string {
    const fields = this.#fields(schema, 1, []);
    return `DESCRIPTION:\n${block(this.#description(schema, []) || "<empty>", WIDTH, INDENT)}\n${fields ? `FIELDS:\n${fields}` : ""}`;
  }

  #fields(schema: Schema, level: number, seen: readonly string[]): string {
    if (schema.$ref && seen.includes(schema.$ref)) return "";
    const history = schema.$ref ? [...seen, schema.$ref] : seen;
    const whole = this.#resolved(schema);
    const own = Object.keys(whole.properties ?? {}).sort().map((name) => {
      const field = whole.properties![name]!;
      return this.#fieldLine(name, field, level, whole.required?.includes(name) ?? false) + (this.#isRecursive ? this.#fields(field, level + 1, history) : "");
    });
    const inner = [...(whole.allOf ?? []), ...(whole.items ? [whole.items] : []), ...(whole.additionalProperties ? [whole.additionalProperties] : [])];
    return own.join("") + inner.map((part) => this.#fields(part, level, history)).join("");
  }

  #fieldLine(name: string, field: Schema, level: number, isRequired: boolean): string {
    const indent = level * 2;
    const head = `${" ".repeat(indent)}${name}\t<${this.#typeOf(field)}>${isRequired ? " -required-" : ""}`;
    const values = field.enum ? `\n${" ".repeat(indent)}enum: ${valuesText(field.enum)}` : "";
    if (this.#isRecursive) return `${head}${values}\n`;
    return `${head}${values}\n${block(field.description || "<no description>", WIDTH + 2 - indent, indent + 2)}\n\n`;
  }

  /** Its own description and those of what it is made of, a line each. */
  #description(schema: Schema, seen: readonly Schema[]): string {
    const whole = this.#resolved(schema);
    if (seen.includes(whole)) return "";
    const parts = [...(whole.allOf ?? []), whole.items, whole.additionalProperties];
    return (whole.description ? `${whole.description}\n` : "") + parts.map((part) => (part ? this.#description(part, [...seen, whole]) : "")).join("");
  }

  /** `string`, `[]Container`, `map[string]Quantity`. */
  #typeOf(schema: Schema): string {
    const { items, additionalProperties, allOf, properties, $ref, type } = schema;
    if (items) return `[]${this.#typeOf(items)}`;
    if (additionalProperties) return `map[string]${this.#typeOf(additionalProperties)}`;
    if (allOf?.length === 1 && !properties) return this.#typeOf(allOf[0]!);
    if (!$ref) return type === undefined || type === "object" ? "Object" : type;
    const target = this.#resolved(schema);
    return target.type === undefined || target.type === "object" ? $ref.slice($ref.lastIndexOf(".") + 1) : target.type;
  }

  #resolved(schema: Schema): Schema {
    return schema.$ref ? (this.#schemas[schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1)] ?? schema) : schema;
  }
}

function block(text: string, width: number, indent: number): string {
  return wordWrap(text, width).split("\n").map((line) => " ".repeat(indent) + line).join("\n");
}

function valuesText(values: readonly string[]): string {
  return values.slice(0, MAX_VALUES).map(shownValue).join(", ") + (values.length > MAX_VALUES ? ", ...." : "");
}

function shownValue(value: string): string {
  return value === "" ? '""' : value;
}
