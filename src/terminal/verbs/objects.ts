import { get, type KubeList } from "../../api/request.ts";
import { NAMESPACES, type Resource } from "../../api/resources.ts";
import type { Status } from "../../api/status.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { fail, serverErrorText } from "../kubectl/errors.ts";
import { KubectlError, type Arguments, type KubectlContext } from "../kubectl/verb.ts";
import { readFiles } from "../manifest-files.ts";
import { throwProblems, type Problem } from "../problems.ts";
import { send, type Steps } from "../process.ts";
import { requestOf, selectionOf, type Selected } from "./selection.ts";

/** An object that a command is about, and its kind. */
export interface Found<T extends KubeObject = KubeObject> {
  readonly resource: Resource;
  readonly object: T;
}

/** Which objects a command names. The flags `-f`, `-l`, `--field-selector`, `--all`, `-A` and `-n` are read from its arguments. */
export interface Query {
  /** `TYPE NAME …`, `TYPE/NAME …`, or types alone. */
  readonly words: readonly string[];
  /** Types alone stand for all of their objects. */
  readonly takesAll?: boolean;
}

/**
 * Does something to each object that the words name, as kubectl's builder goes through them: one after the other, past
 * those that fail.
 * @returns how many there were
 * Errors: ends the verb with what failed, when all are done; at once where the words make no sense.
 * Source: cli-runtime pkg/resource/builder.go, visitor.go ContinueOnErrorVisitor (1.36)
 */
export function* eachObject(query: Query, args: Arguments, context: KubectlContext, each: (found: Found) => Steps<void>): Steps<number> {
  let count = 0;
  const { visits, failures: early } = yield* visitsOf(query, args, context);
  const failures = [...early];
  for (const selected of visits) {
    for (const one of (yield* attempt(objectsOf(selected, args), failures)) ?? []) {
      count += 1;
      yield* attempt(each(one), failures);
    }
  }
  if (failures.length > 0) throw gathered(failures);
  return count;
}

/**
 * All objects that the words name, and what could not be got. `isSingle`: the words can mean no second one.
 * Source: cli-runtime pkg/resource Result.Infos
 */
export function* allObjects(query: Query, args: Arguments, context: KubectlContext): Steps<{ readonly found: readonly Found[]; readonly failures: readonly KubectlError[]; readonly isSingle: boolean }> {
  const found: Found[] = [];
  const { visits, failures: early } = yield* visitsOf(query, args, context);
  const failures = [...early];
  for (const selected of visits) found.push(...((yield* attempt(objectsOf(selected, args), failures)) ?? []));
  return { found, failures, isSingle: visits.length === 1 && visits[0]!.isSingle };
}

/** The objects of files as they are written there: nobody asks the server for them. `isPlaced`: in the namespace where they would go. */
export function* objectsOfFiles(args: Arguments, context: KubectlContext, { isPlaced }: { readonly isPlaced: boolean }): Steps<{ readonly found: readonly Found[]; readonly failures: readonly KubectlError[] }> {
  const { objects, problems } = yield* readFiles(args, context);
  return {
    found: objects.map(({ resource, object, written }) => ({ resource, object: (isPlaced ? object : written) as unknown as KubeObject })),
    failures: problems.map(failureOf),
  };
}

/** The result of steps; undefined where they end with a KubectlError, which is kept. */
export function* attempt<Out>(steps: Steps<Out>, failures: KubectlError[]): Steps<Out | undefined> {
  try {
    return yield* steps;
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    failures.push(error);
    return undefined;
  }
}

/**
 * Several failures as one: a line each, without kubectl's `error: ` in front; one alone stays as it is. A text is a
 * failure in words of its own, which may begin with `error: ` itself.
 * Source: kubectl pkg/cmd/util/helpers.go checkErr, MultipleErrors (1.36)
 */
export function gathered(failures: readonly (KubectlError | string)[]): KubectlError {
  const [first, second] = failures;
  if (second !== undefined) return new KubectlError(failures.map((f) => (typeof f === "string" ? f : f.message.replace(/^error: /, ""))).join("\n"));
  if (typeof first === "string") return new KubectlError(first.startsWith("error: ") ? first : `error: ${first}`);
  return first ?? new KubectlError("");
}

export const NO_RESOURCES = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

function* visitsOf({ words, takesAll = false }: Query, args: Arguments, context: KubectlContext): Steps<{ readonly visits: readonly Selected[]; readonly failures: readonly KubectlError[] }> {
  const selection = yield* selectionOf({ ...args, words }, context, { takesAll });
  if (selection) return { visits: selection.visits, failures: selection.problems.map(failureOf) };
  if (args.text("selector") || args.text("field-selector") || args.is("all")) fail("at least one resource must be specified to use a selector");
  return fail(NO_RESOURCES);
}

function* objectsOf(selected: Selected, args: Arguments): Steps<readonly Found[]> {
  const { resource, name } = selected;
  const response = yield* send<KubeObject | KubeList>(requestOf(selected, args));
  if (!response.ok) throw new KubectlError(serverErrorText(name === undefined ? response.status : yield* notFoundReason(response.status, selected.namespace)));
  const { body } = response;
  const objects = name === undefined && "items" in body ? (body as KubeList).items : [body as KubeObject];
  return objects.map((object) => ({ resource, object }));
}

/** Where an object is not there, kubectl asks whether its namespace is. Source: cli-runtime pkg/resource/visitor.go Info.Get */
function* notFoundReason(status: Status, namespace: string | undefined): Steps<Status> {
  if (status.code !== 404 || namespace === undefined || namespace === "default") return status;
  const asked = yield* send(get(NAMESPACES, { name: namespace }));
  return !asked.ok && asked.status.code === 404 ? asked.status : status;
}

function failureOf(problem: Problem): KubectlError {
  try {
    throwProblems([problem]);
  } catch (error) {
    if (error instanceof KubectlError) return error;
    throw error;
  }
  return new KubectlError("");
}
