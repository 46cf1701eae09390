import { SECTIONS } from "./sections.ts";
import { flag, list, object, oneOf, optional, text, wholeNumber, withDefault, type Shaped } from "./shape.ts";

/** Something wrong in content: where, and in words. */
export interface ContentError {
  readonly file: string;
  /** From 1; 0 if it is about the whole file. */
  readonly line: number;
  readonly message: string;
}

export const GENERATORS = ["taint-mix", "selector-mix", "full-node", "mixed"] as const;
export type GeneratorName = (typeof GENERATORS)[number];

/** How many steps a lesson of a kind has. */
export const STEP_LIMITS = { lesson: { least: 5, most: 9 }, repair: { least: 2, most: 5 } } as const;

const name = text(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "a name such as two-kinds-of-no");
const lessonId = text(/^[a-z0-9-]+\/[a-z0-9-]+$/, "an id such as taints/two-kinds-of-no");
/** An expression of conditions.ts. */
const condition = text(undefined, "a CEL expression in quotes");
const conditions = withDefault(list(condition), []);
/** Lines for the terminal, as a person would type them. */
const lines = withDefault(list(text(undefined, "a command line in quotes")), []);

/** One wrong turn that is worth trying: when it has been taken, and lines that take it. The reply is `### Wrong {#id}`. */
const wrongTurn = object({ id: name, when: condition, by: list(text(), { least: 1 }) });

const step = object({
  /** Stable, for links; unique in its lesson. */
  id: name,
  /** What stays bright: `node/cp-1`, `ds/node-logger`, `pod/node-logger-*`, `ds/node-logger.status.desiredNumberScheduled`. */
  focus: withDefault(list(text(/^(?:node|ds|deploy|rs|sts|pod|svc|pdb|pvc)\/[a-z0-9*-]+(?:\.[A-Za-z][A-Za-z0-9.]*)?$/, "a thing such as node/cp-1 or ds/agent.status.numberReady"), { most: 3 }), []),
  /** What the step does when it is played; with a `goal`, what happens as it begins. A line of `refused` does not end it. */
  do: lines,
  /** Id of the page's command that does the same. */
  action: optional(name),
  /** Whether time then runs until nothing more happens. */
  settle: withDefault(flag, true),
  /** In place of `settle`: time runs until this holds. Without `do` it is time that has to pass. */
  until: optional(condition),
  /** What is to be marked before it is played. `answer` is asked of each: `node` or `pod` is then that object. */
  predict: optional(object({ mark: oneOf(["nodes", "pods"]), of: text(), answer: condition })),
  /** What the text says; true once the step is done. */
  claims: conditions,
  /** What the learner must reach, by any route. `never` is looked at after everything that happens on the way. */
  goal: optional(object({ all: list(condition, { least: 1 }), never: conditions })),
  wrong: withDefault(list(wrongTurn), []),
  solution: lines,
  /** Lines of this step, here or in its words, that kubectl or the API refuses: that is the lesson. */
  refused: lines,
  /** Which nodes and edges (`DS->P1`) of the step's diagram are lit, and when. Without any edge, those between lit ends are. */
  diagram: optional(object({ lights: list(object({ id: text(), when: condition }), { least: 1 }) })),
});

/** lesson.yaml: all of a lesson but its words. */
export const LESSON = object({
  id: lessonId,
  /** A repair shows symptoms only and is shorter. */
  kind: withDefault(oneOf(["lesson", "repair"]), "lesson"),
  minutes: wholeNumber(1, 20),
  misconceptions: withDefault(list(text(/^M\d+[a-e]?$/, "an id such as M3")), []),
  section: oneOf(SECTIONS),
  prerequisites: withDefault(list(lessonId), []),
  steps: list(step, { least: 1 }),
  /** A last prediction, on a cluster that nobody has seen before. */
  transfer: optional(object({ generate: oneOf(GENERATORS), seed: wholeNumber(0, 999_999_999) })),
  refs: withDefault(list(text(/^https:\/\/\S+$/, "an address that begins with https://")), []),
});

export type Lesson = Shaped<typeof LESSON>;
export type LessonStep = Lesson["steps"][number];

/** `spec` of a Scenario document. */
export const SCENARIO = object({
  /** Another lesson, whose cluster comes first. */
  extends: optional(lessonId),
  title: optional(text()),
  seed: optional(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
  /** Manifests beside the scenario that are in the cluster from the start. */
  files: withDefault(list(text(undefined, "a file name")), []),
  /** Above the picture of a scene whose point is a node that joins; names in backquotes. */
  note: optional(object({
    text: text(),
    /** In its place once there are more nodes than at the start. */
    onNewNode: text(),
  })),
});

export type ScenarioHeader = Shaped<typeof SCENARIO>;
export type SceneNote = NonNullable<ScenarioHeader["note"]>;

/** The front matter of lesson.md. */
export const FRONT_MATTER = object({
  title: optional(text()),
  goals: withDefault(list(text()), []),
  /** In a translation: which English its steps were made from, as `npm run lessons` prints it. */
  from: withDefault(list(text(/^[a-z0-9-]+ [0-9a-f]{8}$/, "a step and its checksum such as hook 1a2b3c4d")), []),
});
