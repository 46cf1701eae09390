import { get, list, type KubeList, type KubeRequest } from "../../api/request.ts";
import { isMembers } from "../../api/semantic.ts";
import type { Condition, KubeObject } from "../../api/types/meta.ts";
import { JsonPathError } from "../jsonpath-parser.ts";
import { findResults, parseJsonPath, relaxedPath, type JsonPath } from "../jsonpath.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { ask, fail, failure, serverErrorText } from "../kubectl/errors.ts";
import { KubectlError, type Arguments, type KubectlContext, type Process, type Verb } from "../kubectl/verb.ts";
import { FILE_FLAGS } from "../manifest-files.ts";
import { goText } from "../print/go-text.ts";
import { changes, now, send, sleep, type Steps } from "../process.ts";
import { allObjects, attempt, gathered, type Found } from "./objects.ts";
import { outcomeOf, OUTCOME_FLAGS, tell, type Outcome } from "./outcome.ts";

/** `kubectl wait TYPE/NAME --for=`. Source: kubectl pkg/cmd/wait/{wait,condition,json,create,delete}.go (1.36) */
export const wait: Verb = {
  name: "wait",
  interruptedStatus: 1,
  flags: [
    ...OUTCOME_FLAGS.filter(({ name }) => name !== "dry-run" && name !== "field-manager"), ...FILE_FLAGS,
    COMMON_FLAGS.all, COMMON_FLAGS.allNamespaces, COMMON_FLAGS.selector, COMMON_FLAGS.fieldSelector, COMMON_FLAGS.timeout,
    { name: "for", type: "array" },
  ],
  places: ["type/name"],
  run,
};

const DEFAULT_TIMEOUT_MS = 30_000;
/** What a negative timeout means. */
const WEEK_MS = 168 * 3_600_000;
const CREATE_POLL_MS = 500;
const TIMED_OUT = "timed out waiting for the condition";

/** What is waited for: gone, there, or something that is true of the object. */
type Goal = { readonly kind: "delete" } | { readonly kind: "create" } | { readonly kind: "state"; readonly holds: (object: KubeObject) => boolean };

interface Waiting {
  readonly args: Arguments;
  readonly context: KubectlContext;
  readonly outcome: Outcome;
  /** 0: looks once and does not wait. */
  readonly timeoutMs: number;
  readonly untilMs: number;
}

function* run(args: Arguments, context: KubectlContext): Process {
  const outcome = yield* outcomeOf(args);
  const goals = goalsOf(args.texts("for"));
  const given = args.number("timeout") ?? DEFAULT_TIMEOUT_MS;
  const timeoutMs = given < 0 ? WEEK_MS : given;
  const waiting: Waiting = { args, context, outcome, timeoutMs, untilMs: (yield* now()) + timeoutMs };
  for (const goal of goals) yield* waitForAll(goal, waiting);
  return 0;
}

function goalsOf(texts: readonly string[]): readonly Goal[] {
  if (texts.length === 0) fail("unrecognized condition: []");
  return texts.map(goalOf);
}

function goalOf(text: string): Goal {
  const lower = text.toLowerCase();
  if (lower === "delete" || lower === "create") return { kind: lower };
  if (text.startsWith("condition=")) return { kind: "state", holds: conditionOf(text.slice("condition=".length)) };
  if (text.startsWith("jsonpath=")) return { kind: "state", holds: jsonPathOf(text.slice("jsonpath=".length)) };
  return fail(`unrecognized condition: ${JSON.stringify(text)}`);
}

/** `Ready`, `Ready=false`; in any case of letters. One that is about an older generation does not count. */
function conditionOf(text: string): (object: KubeObject) => boolean {
  const [type = "", ...rest] = text.split("=");
  const wanted = rest.length > 0 ? rest.join("=") : "true";
  return ({ metadata, ...object }) => {
    const { conditions = [], observedGeneration } = (object as { readonly status?: { readonly conditions?: readonly Condition[]; readonly observedGeneration?: number } }).status ?? {};
    const condition = conditions.find((c) => c.type.toLowerCase() === type.toLowerCase());
    if (!condition) return false;
    const observed = condition.observedGeneration ?? observedGeneration;
    if (metadata.generation !== undefined && observed !== undefined && observed < metadata.generation) return false;
    return condition.status.toLowerCase() === wanted.toLowerCase();
  };
}

/** `{.path}=value`, or a path alone: then any value will do. */
function jsonPathOf(text: string): (object: KubeObject) => boolean {
  const parts = splitAtEquals(text);
  if (parts.length > 2) fail("jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'");
  const path = parsed(parts[0] ?? "");
  const wanted = parts[1]?.replace(/^['"]+|['"]+$/g, "");
  if (wanted === "") fail("jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3");
  return (object) => {
    const [first = [], second] = findResults(path, object);
    if (first.length === 0) return false;
    if (second) fail("given jsonpath expression matches more than one list");
    if (first.length > 1) fail("given jsonpath expression matches more than one value");
    if (wanted === undefined) return true;
    const [value] = first;
    if (isMembers(value) || Array.isArray(value)) fail("jsonpath leads to a nested object or list which is not supported");
    return goText(value).trim() === wanted.trim();
  };
}

function parsed(text: string): JsonPath {
  try {
    const relaxed = relaxedPath(text);
    if (relaxed === "") fail("jsonpath expression cannot be empty");
    return parseJsonPath(relaxed);
  } catch (error) {
    throw error instanceof JsonPathError ? failure(error.message) : error;
  }
}

/** At single equals signs; `==` belongs to the path. */
function splitAtEquals(text: string): readonly string[] {
  const parts = [""];
  for (const [piece] of text.matchAll(/==|=|[^=]+/g)) {
    if (piece === "=") parts.push("");
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

function* waitForAll(goal: Goal, waiting: Waiting): Steps<void> {
  const { args, context, outcome } = waiting;
  if (goal.kind === "create") yield* waitUntilThere(waiting);
  const { found, failures: early } = yield* allObjects({ words: args.words }, args, context);
  const failures = goal.kind === "delete" ? early.filter((error) => !isNotFound(error)) : [...early];
  if (found.length === 0 && failures.length === 0 && goal.kind !== "delete") fail("no matching resources found");
  for (const one of found) {
    const object = yield* attempt(waitForOne(one, goal, waiting), failures);
    if (object) yield* tell({ ...one, object }, "condition met", outcome);
  }
  if (failures.length > 0) throw gathered(failures);
}

/** Looks again and again until the words name something. */
function* waitUntilThere({ args, context, untilMs }: Waiting): Steps<void> {
  for (;;) {
    const { found, failures } = yield* allObjects({ words: args.words }, args, context);
    const other = failures.filter((error) => !isNotFound(error));
    if (other.length > 0) throw gathered(other);
    if (found.length > 0 && failures.length === 0) return;
    const leftMs = untilMs - (yield* now());
    if (leftMs <= 0) fail(TIMED_OUT);
    yield* sleep(Math.min(CREATE_POLL_MS, leftMs));
  }
}

function isNotFound({ message }: KubectlError): boolean {
  return message.startsWith("Error from server (NotFound)");
}

/** The object as it was when the goal was reached. */
function* waitForOne(found: Found, goal: Goal, waiting: Waiting): Steps<KubeObject> {
  if (goal.kind === "create") return found.object;
  const { resource, object } = found;
  const { name, namespace } = object.metadata;
  if (waiting.timeoutMs === 0) return yield* lookOnce(found, goal);
  const one: KubeRequest = list(resource, namespace, { fieldSelector: `metadata.name=${name}` });
  const timedOut = `${TIMED_OUT} on ${resource.plural}/${name}`;
  for (;;) {
    // The time is that of the whole command: once it is over, nothing is looked at any more.
    if ((yield* now()) >= waiting.untilMs) fail(timedOut);
    const { items, metadata } = yield* ask<KubeList>(one);
    const [first] = items;
    if (goal.kind === "delete" && !first) return object;
    if (!first) throw new KubectlError(`Error from server (NotFound): ${resource.key} ${JSON.stringify(name)} not found`);
    if (goal.kind === "state" && goal.holds(first)) return first;
    const reached = yield* watchFor(one, metadata.resourceVersion, goal, { ...waiting, timedOut });
    if (reached) return reached;
  }
}

/** undefined: the watch has lost its place, and must begin anew. */
function* watchFor(one: KubeRequest, from: string, goal: Goal, { untilMs, timedOut }: Waiting & { readonly timedOut: string }): Steps<KubeObject | undefined> {
  let since = from;
  for (;;) {
    const news = yield* changes(one, since, Math.max(0, untilMs - (yield* now())));
    if (news.isExpired) return undefined;
    for (const { type, object } of news.events) {
      const isReached = goal.kind === "delete" ? type === "DELETED" : goal.kind === "state" && type !== "DELETED" && goal.holds(object);
      if (isReached) return object;
    }
    if ((yield* now()) >= untilMs) fail(timedOut);
    since = news.resourceVersion;
  }
}

function* lookOnce({ resource, object }: Found, goal: Goal): Steps<KubeObject> {
  const response = yield* send<KubeObject>(get(resource, object.metadata));
  if (!response.ok) {
    if (goal.kind === "delete" && response.status.code === 404) return object;
    throw new KubectlError(serverErrorText(response.status));
  }
  if (goal.kind === "state" && goal.holds(response.body)) return response.body;
  return fail(`condition not met for ${resource.plural}/${object.metadata.name}`);
}
