import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Document, type Node, type Tags } from "yaml";
import { jsonWord } from "./schema/go-types.ts";
import { parseJson } from "./schema/json-text.ts";
import { readStruct, type Findings } from "./schema/read-value.ts";
import { isMembers } from "./semantic.ts";
import type { ObjectDraft } from "./types/meta.ts";
import { yamlCycle } from "./yaml-cycle.ts";
import { yamlProblem } from "./yaml-problem.ts";

/** One object of a file, and where its fields stand. */
export interface Manifest {
  readonly object: ObjectDraft;
  /** First line of the object, from 1. */
  readonly line: number;
  /** Line of the field at this path, or of its nearest parent that is written. */
  lineOf(path: readonly (string | number)[]): number;
}

/** `line` and `column` count from 1 in the whole text. */
export interface ManifestError { readonly line: number; readonly column?: number; readonly message: string }

export interface Manifests { readonly documents: readonly Manifest[]; readonly errors: readonly ManifestError[] }

/**
 * The objects of a manifest as kubectl reads them: several documents, JSON, anchors, YAML 1.1 (`yes` is true), the
 * last of duplicate keys wins, lists unpacked. A broken document is one error; the others are read all the same.
 * @param source name of the file, for messages worded as kubectl words them; without it they lack their head
 * @param options.validates false: worded as with kubectl's `--validate=false`
 * Departure: a document is read by another YAML parser than kubectl's, so a rare mistake may get another text.
 */
export function readManifests(text: string, source?: string, { validates = true } = {}): Manifests {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    version: "1.1",
    uniqueKeys: false,
    lineCounter: lines,
    // kubectl keeps times, sexagesimal numbers and binaries as the text they are.
    customTags: (tags) => tags.filter((tag) => typeof tag === "string" || !(TEXT_TAGS.includes(tag.tag) || tag.format === "TIME")).map(withGoFloats),
  });
  const documents: Manifest[] = [];
  const errors: ManifestError[] = [];
  for (const document of Array.isArray(parsed) ? parsed : []) {
    const read = readDocument(document, { text, lines, source, validates });
    documents.push(...read.documents);
    errors.push(...read.errors);
  }
  return { documents, errors };
}

/**
 * Line of an API field path as it stands in errors: `spec.template.spec.containers[0].image`,
 * `spec.containers[0].resources.requests[cpu]`. The nearest parent that is written, if the field is not.
 */
export function locate(document: Manifest, fieldPath: string): number {
  const path = fieldPath.replace(/^(spec\.template)\.(labels|annotations)/, "$1.metadata.$2").replace(/^metadata\.taints/, "spec.taints");
  const steps = [...path.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([step, index]) => {
    if (index === undefined) return step;
    return /^\d+$/.test(index) ? Number(index) : index;
  });
  return document.lineOf(steps);
}

const TEXT_TAGS = ["timestamp", "set", "omap", "pairs", "binary"].map((name) => `tag:yaml.org,2002:${name}`);

const FLOAT_TAG = "tag:yaml.org,2002:float";
/** By the format of the library's tag: with an exponent, and with a point. A digit comes first, other than there. */
const FLOATS: Readonly<Record<string, RegExp>> = {
  EXP: /^[-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*(?:\.[0-9_]*)?)[eE][-+]?[0-9]+$/,
  "": /^[-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*\.[0-9_]*)$/,
};

/** `e2` and `.` are texts to kubectl, numbers to the YAML library. Source: sigs.k8s.io/yaml goyaml.v2 resolve.go yamlStyleFloat */
function withGoFloats(tag: Tags[number]): Tags[number] {
  // Infinity and NaN are a tag of their own.
  if (typeof tag === "string" || tag.tag !== FLOAT_TAG || !("test" in tag) || tag.test?.test(".nan")) return tag;
  return { ...tag, test: FLOATS[tag.format ?? ""]! } as typeof tag;
}

interface Context { readonly text: string; readonly lines: LineCounter; readonly source: string | undefined; readonly validates: boolean }

type Read = Manifests;

function readDocument(document: Document.Parsed | Document, context: Context): Read {
  const [error] = document.errors;
  if (error) return failed(unfinishedJson(context) ?? parsingError(yamlProblem(context.text, document.errors), context));
  const value = toValue(document);
  if ("problem" in value) {
    return failed({ line: lineOfNode(document.contents, context) ?? 1, message: parsing(context, `yaml: ${value.problem}`) });
  }
  if (value.js === null || value.js === undefined) return { documents: [], errors: [] };
  return unpack(value.js, document, [], context);
}

function toValue(document: Document): { readonly js: unknown } | { readonly problem: string } {
  const cycle = yamlCycle(document);
  if (cycle !== undefined) return { problem: cycle };
  try {
    return { js: document.toJS() as unknown };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const anchor = /: ([^:\s]+)$/.exec(error.message)?.[1];
    return { problem: anchor ? `unknown anchor '${anchor}' referenced` : "document contains excessive aliasing" };
  }
}

/**
 * An object is itself; a list is its items. `at` is where in the document it stands. Items of a typed list
 * (ConfigMapList) need not say what they are.
 */
function unpack(value: unknown, document: Document, at: readonly (string | number)[], context: Context, itemType?: TypeMeta): Read {
  const line = lineAt(document, at, context);
  if (!isMembers(value)) return failed({ line, message: undecodable(value, context) });
  const typed = itemType ? { ...itemType, ...value } : value;
  const message = typeProblem(typed, context);
  if (message !== undefined) return failed({ line, message });
  const { apiVersion, kind } = typed as unknown as TypeMeta;
  if (kind.endsWith("List") && Array.isArray(value["items"])) {
    const type = kind === "List" ? undefined : { apiVersion, kind: kind.slice(0, -"List".length) };
    const items = value["items"].map((item: unknown, i) => unpack(item, document, [...at, "items", i], context, type));
    return { documents: items.flatMap((i) => i.documents), errors: items.flatMap((i) => i.errors) };
  }
  const wrong = metadataProblem(value["metadata"]);
  if (wrong) return failed({ line: lineAt(document, [...at, "metadata"], context), message: decoding(context, wrong) });
  const object = { apiVersion: "", ...typed, metadata: isMembers(value["metadata"]) ? value["metadata"] : {} } as ObjectDraft;
  return { documents: [{ object, line, lineOf: (path) => lineAt(document, [...at, ...path], context) }], errors: [] };
}

interface TypeMeta { readonly apiVersion: string; readonly kind: string }

/** Without apiVersion and kind nobody knows what it is. */
function typeProblem(value: Readonly<Record<string, unknown>>, context: Context): string | undefined {
  const fields = ["apiVersion", "kind"];
  const missing = fields.filter((field) => value[field] === undefined || value[field] === null || value[field] === "").map((field) => `${field} not set`);
  const wrong = fields.filter((field) => value[field] && typeof value[field] !== "string").map((field) => `${field} isn't string type`);
  const [only, ...others] = [...missing, ...wrong];
  if (only === undefined) return undefined;
  if (context.validates) return invalidData(others.length > 0 ? `[${[only, ...others].join(", ")}]` : only, context);
  // Of no version at all: whoever looks for the kind will say so.
  if (typeof value["kind"] === "string" && value["kind"] && !value["apiVersion"]) return undefined;
  return decoding(context, `Object 'Kind' is missing in '${JSON.stringify(value)}'`);
}

/** What kubectl itself reads of an object has to be of the right type; the rest is left to the server. */
function metadataProblem(metadata: unknown): string | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  if (!isMembers(metadata)) return `json: cannot unmarshal ${jsonWord(metadata)} into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta`;
  const findings: Findings = { unknown: [] };
  readStruct(metadata, "ObjectMeta", findings, "metadata", "metadata");
  return findings.hardError ?? findings.typeError;
}

function failed(error: ManifestError): Read {
  return { documents: [], errors: [error] };
}

function parsingError(problem: ReturnType<typeof yamlProblem>, context: Context): ManifestError {
  return { line: problem.line, column: problem.column, message: parsing(context, `yaml: line ${problem.kubectlLine}: ${problem.text}`) };
}

/** JSON that stops in the middle; what merely begins like JSON may be YAML. */
function unfinishedJson({ text, source }: Context): ManifestError | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  const parsed = parseJson(text);
  if (parsed.ok || !parsed.error.startsWith("unexpected end")) return undefined;
  return { line: text.trimEnd().split("\n").length, message: source === undefined ? "unexpected EOF" : `error parsing ${source}: unexpected EOF` };
}

function parsing({ source }: Context, problem: string): string {
  const message = `error converting YAML to JSON: ${problem}`;
  return source === undefined ? message : `error parsing ${source}: ${message}`;
}

function invalidData(what: string, { source }: Context): string {
  const message = `error validating data: ${what}; if you choose to ignore these errors, turn validation off with --validate=false`;
  return source === undefined ? message : `error validating ${JSON.stringify(source)}: ${message}`;
}

function decoding({ source }: Context, message: string): string {
  return source === undefined ? message : `unable to decode ${JSON.stringify(source)}: ${message}`;
}

function undecodable(value: unknown, context: Context): string {
  if (context.validates) return invalidData("invalid object to validate", context);
  return decoding(context, `json: cannot unmarshal ${jsonWord(value)} into Go value of type unstructured.detector`);
}

function lineAt(document: Document, path: readonly (string | number)[], context: Context): number {
  let node: unknown = document.contents;
  let line = lineOfNode(node, context) ?? 1;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) break;
      line = lineOfNode(pair.key, context) ?? line;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      line = lineOfNode(node, context) ?? line;
    } else break;
    if (node === undefined || node === null) break;
  }
  return line;
}

function lineOfNode(node: unknown, { lines }: Context): number | undefined {
  const start = (node as Node | null | undefined)?.range?.[0];
  return start === undefined ? undefined : lines.linePos(start).line;
}
