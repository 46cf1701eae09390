import { isMembers } from "../api/semantic.ts";

/** What lessons are made of. Content is data: writers need no TypeScript, and a page can load foreign lessons. */
export interface Lesson {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly goals: readonly string[];
  readonly steps: readonly LessonStep[];
}

export interface LessonStep {
  /** Stable name for links; unique in its lesson. */
  readonly id: string;
  readonly title: string;
  /** Markdown, with ```mermaid blocks. */
  readonly text: string;
  /** Id of the command that the step is about; the page points at its button. */
  readonly action?: string;
  readonly kubectl: readonly string[];
  /** All must be met. */
  readonly expect: readonly Expectation[];
}

/** So many objects of a kind must be such. */
export interface Expectation {
  /** kubectl's `resource.group`, as in requests. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Labels, as in `kubectl -l`. */
  readonly selector?: string;
  /** API path to what must stand there: `status.numberReady`, `spec.containers[0].image`, `spec.taints[*].key`, `metadata.labels['a.b/c']`. */
  readonly fields: Readonly<Record<string, Matcher>>;
  /** Absent: at least one. */
  readonly count?: Matcher;
  /** Virtual seconds that a patient reader gives it. */
  readonly withinSeconds?: number;
}

export type Scalar = string | number | boolean;

/** A scalar stands for itself. `sameAs` is a path of the same object; `contains` wants a list with such an element. */
export type Matcher =
  | Scalar
  | { readonly not: Scalar }
  | { readonly oneOf: readonly Scalar[] }
  | { readonly atLeast: number }
  | { readonly atMost: number }
  | { readonly sameAs: string }
  | { readonly exists: boolean }
  | { readonly contains: Readonly<Record<string, Scalar>> };

export interface ScenarioHeader {
  readonly name: string;
  readonly title: string;
  readonly seed: number;
  readonly files: readonly string[];
  readonly note?: SceneNote;
}

/** What stands above the picture of a scene whose point is a node that joins; names in backquotes. */
export interface SceneNote {
  readonly text: string;
  /** In its place once there are more nodes than at the start. */
  readonly onNewNode: string;
}

/** Something wrong in content: where, and in words. */
export interface ContentError {
  readonly file: string;
  /** From 1; 0 if it is about the whole file. */
  readonly line: number;
  readonly message: string;
}

/** A value read from untrusted content, or what is wrong with it, with the path in front. */
type Checked<T> = { readonly value: T } | { readonly problem: string };

/** The front matter of a lesson. */
export function checkLessonHeader(raw: unknown): Checked<Pick<Lesson, "id" | "title" | "minutes" | "goals">> {
  if (!isMembers(raw)) return { problem: "the front matter must be a map with id and title" };
  const unknown = unknownKey(raw, ["id", "title", "minutes", "goals"]);
  if (unknown) return { problem: unknown };
  const { id, title, minutes = 5, goals = [] } = raw;
  if (!isText(id)) return { problem: "id: must be a text" };
  if (!isText(title)) return { problem: "title: must be a text" };
  if (typeof minutes !== "number") return { problem: "minutes: must be a number" };
  if (!isTexts(goals)) return { problem: "goals: must be a list of texts" };
  return { value: { id, title, minutes, goals } };
}

/** The ```step block of a step. */
export function checkStep(raw: unknown): Checked<Pick<LessonStep, "action" | "kubectl" | "expect">> {
  if (!isMembers(raw)) return { problem: "a step block must be a map" };
  const unknown = unknownKey(raw, ["action", "kubectl", "expect"]);
  if (unknown) return { problem: unknown };
  const { action, kubectl = [], expect = [] } = raw;
  if (action !== undefined && !isText(action)) return { problem: "action: must be the id of a command" };
  if (!isTexts(kubectl)) return { problem: "kubectl: must be a list of lines" };
  if (!Array.isArray(expect)) return { problem: "expect: must be a list" };
  const checked: Expectation[] = [];
  for (const [i, item] of expect.entries()) {
    const expectation = checkExpectationShape(item);
    if ("problem" in expectation) return { problem: `expect[${i}]${expectation.problem}` };
    checked.push(expectation.value);
  }
  return { value: { kubectl, expect: checked, ...(action ? { action } : {}) } };
}

/** `spec` and name of a Scenario document. */
export function checkScenario(raw: { readonly metadata: { readonly name?: string }; readonly [field: string]: unknown }): Checked<ScenarioHeader> {
  const { name } = raw.metadata;
  const spec = raw["spec"];
  if (!isText(name)) return { problem: "metadata.name: must be a text" };
  if (!isMembers(spec)) return { problem: "spec: must be a map" };
  const unknown = unknownKey(spec, ["title", "seed", "files", "note"]);
  if (unknown) return { problem: `spec.${unknown}` };
  const { title, seed, files = [], note } = spec;
  if (!isText(title)) return { problem: "spec.title: must be a text" };
  if (typeof seed !== "number" || !Number.isSafeInteger(seed)) return { problem: "spec.seed: must be a whole number" };
  if (!isTexts(files)) return { problem: "spec.files: must be a list of file names" };
  if (note === undefined) return { value: { name, title, seed, files } };
  return isNote(note) ? { value: { name, title, seed, files, note } } : { problem: "spec.note: must have the texts text and onNewNode, nothing else" };
}

function isNote(raw: unknown): raw is SceneNote {
  return isMembers(raw) && isText(raw["text"]) && isText(raw["onNewNode"]) && !unknownKey(raw, ["text", "onNewNode"]);
}

function checkExpectationShape(raw: unknown): Checked<Expectation> {
  if (!isMembers(raw)) return { problem: ": must be a map" };
  const unknown = unknownKey(raw, ["resource", "namespace", "name", "selector", "fields", "count", "withinSeconds"]);
  if (unknown) return { problem: `.${unknown}` };
  const { resource, fields = {}, count, withinSeconds } = raw;
  if (!isText(resource)) return { problem: ".resource: must be a text such as daemonsets.apps" };
  for (const key of ["namespace", "name", "selector"]) if (raw[key] !== undefined && !isText(raw[key])) return { problem: `.${key}: must be a text` };
  if (!isMembers(fields)) return { problem: ".fields: must be a map of paths" };
  const bad = Object.keys(fields).find((path) => !isMatcher(fields[path]));
  if (bad) return { problem: `.fields.${bad}: must be a value or one of not, oneOf, atLeast, atMost, sameAs, exists, contains` };
  if (count !== undefined && !isMatcher(count)) return { problem: ".count: must be a number, atLeast or atMost" };
  if (withinSeconds !== undefined && typeof withinSeconds !== "number") return { problem: ".withinSeconds: must be a number" };
  return { value: { ...raw, fields } as unknown as Expectation };
}

const MATCHERS: Readonly<Record<string, (operand: unknown) => boolean>> = {
  not: isScalar,
  oneOf: (operand) => Array.isArray(operand) && operand.length > 0 && operand.every(isScalar),
  atLeast: (operand) => typeof operand === "number",
  atMost: (operand) => typeof operand === "number",
  sameAs: isText,
  exists: (operand) => typeof operand === "boolean",
  contains: (operand) => isMembers(operand) && Object.values(operand).every(isScalar),
};

function isMatcher(raw: unknown): raw is Matcher {
  if (isScalar(raw)) return true;
  const entries = isMembers(raw) ? Object.entries(raw) : [];
  return entries.length === 1 && entries.every(([key, operand]) => MATCHERS[key]?.(operand) === true);
}

function unknownKey(raw: Readonly<Record<string, unknown>>, known: readonly string[]): string | undefined {
  const key = Object.keys(raw).find((k) => !known.includes(k));
  return key === undefined ? undefined : `${key}: unknown; known are ${known.join(", ")}`;
}

function isScalar(value: unknown): value is Scalar {
  return ["string", "number", "boolean"].includes(typeof value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}
