import { isMembers } from "../api/semantic.ts";
import { JsonPathError, parseTemplate, type PathNode } from "./jsonpath-parser.ts";
import { goJson, goText } from "./print/go-text.ts";

/** Results of a template, one list for each of its parts: texts between the braces count as parts. */
export type JsonPathResults = readonly (readonly unknown[])[];

/** A template ready to be used on many objects. */
export interface JsonPath {
  readonly nodes: readonly PathNode[];
}

/**
 * Reads a JSONPath template as `kubectl -o jsonpath=` takes it.
 * Errors: JsonPathError with Go's text, without `error parsing jsonpath TEMPLATE, ` in front.
 */
export function parseJsonPath(template: string): JsonPath {
  return { nodes: parseTemplate(template) };
}

/**
 * `x.y`, `.x.y` and `{.x.y}` are the same where kubectl takes a single path (`--sort-by`, `custom-columns`, `wait`).
 * Errors: JsonPathError
 * Source: kubectl pkg/cmd/get/customcolumn.go RelaxedJSONPathExpression (1.36)
 */
export function relaxedPath(path: string): string {
  if (path === "") return path;
  const inner = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(path);
  if (!inner) throw new JsonPathError("unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'");
  return `{.${inner[1] ?? inner[2]}}`;
}

/**
 * What a template finds in an object. Missing fields find nothing.
 * Errors: JsonPathError, such as an index out of bounds.
 * Source: client-go util/jsonpath/jsonpath.go FindResults (1.36)
 */
export function findResults(path: JsonPath, data: unknown): JsonPathResults {
  return new Evaluation(path.nodes).results(0, data).found;
}

/** The results as text, as `-o jsonpath` prints them: objects as JSON, several results of one part with blanks between. */
export function resultsText(results: JsonPathResults): string {
  return results.map((part) => part.map(resultText).join(" ")).join("");
}

/** One result as text. */
function resultText(value: unknown): string {
  return isMembers(value) || Array.isArray(value) ? goJson(value) : goText(value);
}

interface Block {
  readonly found: JsonPathResults;
  /** The node at which the block ended: `{end}`, or the end of the template. */
  readonly end: number;
}

class Evaluation {
  readonly #nodes: readonly PathNode[];
  #begins = 0;
  #ends = 0;
  #depth = 0;

  constructor(nodes: readonly PathNode[]) {
    this.#nodes = nodes;
  }

  /** From a node on, up to the end of the range that it stands in. */
  results(start: number, data: unknown): Block {
    const found: (readonly unknown[])[] = [];
    for (let i = start; i < this.#nodes.length; i++) {
      const values = this.#walk([data], this.#nodes[i]!);
      if (this.#ends > 0 && this.#ends <= this.#depth) {
        this.#ends--;
        return { found, end: i };
      }
      if (this.#begins === 0) {
        found.push(values);
        continue;
      }
      this.#begins--;
      this.#depth++;
      let end = this.#nodes.length;
      for (const value of values.length > 0 ? values : [undefined]) {
        const block = this.results(i + 1, value);
        if (values.length > 0) found.push(...block.found);
        end = block.end;
      }
      this.#depth--;
      // A range that is never ended has taken the rest with it; kubectl then goes on behind its beginning.
      i = end < this.#nodes.length ? end : i;
    }
    return { found, end: this.#nodes.length };
  }

  #path(values: readonly unknown[], nodes: readonly PathNode[]): readonly unknown[] {
    return nodes.reduce((found, node) => this.#walk(found, node), values);
  }

  #walk(values: readonly unknown[], node: PathNode): readonly unknown[] {
    switch (node.kind) {
      case "list": return this.#path(values, node.nodes);
      case "text": return [node.text];
      case "constant": return [node.value];
      case "identifier": return this.#identifier(values, node.name);
      case "field": return values.flatMap((value) => (isMembers(value) && Object.hasOwn(value, node.name) && value[node.name] !== undefined ? [value[node.name]] : []));
      case "wildcard": return values.flatMap(membersOf);
      case "recursive": return values.flatMap(withDescendants);
      case "array": return values.flatMap((value) => sliceOf(value, node));
      case "union": return node.paths.flatMap((path) => this.#path(values, path));
      case "filter": return values.flatMap((value) => this.#filtered(value, node));
    }
  }

  #identifier(values: readonly unknown[], name: string): readonly unknown[] {
    if (name === "range") {
      this.#begins++;
      return values;
    }
    if (name !== "end") throw new JsonPathError(`unrecognized identifier ${name}`);
    if (this.#depth === 0) throw new JsonPathError("not in range, nothing to end");
    this.#ends++;
    return [];
  }

  #filtered(list: unknown, { left, operator, right }: Extract<PathNode, { readonly kind: "filter" }>): readonly unknown[] {
    if (!Array.isArray(list)) {
      if (list === undefined || list === null) return [];
      throw new JsonPathError(`${goText(list)} is not array or slice and cannot be filtered`);
    }
    return list.filter((item: unknown) => {
      const lefts = this.#path([item], left);
      if (operator === "exists") return lefts.length > 0;
      const rights = this.#path([item], right);
      if (lefts.length > 1 || rights.length > 1) throw new JsonPathError("can only compare one element at a time");
      return lefts.length === 1 && rights.length === 1 && holds(lefts[0], operator, rights[0]);
    });
  }
}

function holds(left: unknown, operator: string, right: unknown): boolean {
  if (typeof left !== typeof right || isMembers(left) || Array.isArray(left)) throw new JsonPathError("incompatible types for comparison");
  const [a, b] = [left as string | number, right as string | number];
  switch (operator) {
    case "==": return a === b;
    case "!=": return a !== b;
    case "<": return a < b;
    case "<=": return a <= b;
    case ">": return a > b;
    case ">=": return a >= b;
    default: throw new JsonPathError(`unrecognized filter operator ${operator}`);
  }
}

function membersOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  return isMembers(value) ? Object.keys(value).sort().map((key) => value[key]) : [];
}

/** Everything below that holds something itself, outermost first. */
function withDescendants(value: unknown): readonly unknown[] {
  const members = membersOf(value);
  return members.length === 0 ? [] : [value, ...members.flatMap(withDescendants)];
}

function sliceOf(list: unknown, { from, to, step = 1, isOne }: Extract<PathNode, { readonly kind: "array" }>): readonly unknown[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw new JsonPathError(`${goType(list)} is not array or slice`);
  const { length } = list;
  const start = (from ?? 0) < 0 ? (from ?? 0) + length : (from ?? 0);
  const end = isOne ? start + 1 : to === undefined ? length : to < 0 ? to + length : to;
  if (start === end) return [];
  for (const index of [start, end - 1]) {
    if (index < 0 || index >= length) throw new JsonPathError(`array index out of bounds: index ${index}, length ${length}`);
  }
  if (start > end) throw new JsonPathError(`starting index ${start} is greater than ending index ${end}`);
  return list.slice(start, end).filter((_, i) => i % step === 0) as readonly unknown[];
}

function goType(value: unknown): string {
  if (isMembers(value)) return "map[string]interface {}";
  return typeof value === "number" ? (Number.isInteger(value) ? "int64" : "float64") : typeof value === "boolean" ? "bool" : "string";
}
