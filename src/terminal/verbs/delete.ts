import { get, list, remove, type KubeRequest, type RequestOptions } from "../../api/request.ts";
import type { Resource } from "../../api/resources.ts";
import type { Status } from "../../api/status.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { fail } from "../kubectl/errors.ts";
import { objectName } from "../kubectl/resources.ts";
import { KubectlError, type Arguments, type Flag, type KubectlContext, type Verb } from "../kubectl/verb.ts";
import { FILE_FLAGS } from "../manifest-files.ts";
import { aboutFile, throwProblems, type Problem } from "../problems.ts";
import { changes, complain, now, print, readLine, send, sendList, type Steps } from "../process.ts";
import { NO_RESOURCES } from "./objects.ts";
import { outcomeOf, SUFFIX, type DryRun } from "./outcome.ts";
import { deleteRaw, RAW_FLAG } from "./raw.ts";
import { requestOf, selectionOf, selectionProblem, type Selected } from "./selection.ts";

const FLAGS: readonly Flag[] = [
  ...FILE_FLAGS, COMMON_FLAGS.selector, COMMON_FLAGS.fieldSelector, COMMON_FLAGS.allNamespaces, COMMON_FLAGS.all, COMMON_FLAGS.dryRun, COMMON_FLAGS.output, COMMON_FLAGS.timeout,
  { name: "interactive", short: "i", type: "bool" },
  ...["ignore-not-found", "now", "force", "wait"].map((name): Flag => ({ name, type: "bool" })),
  { name: "grace-period", type: "int" },
  { name: "cascade", type: "optional", alone: "background" },
  RAW_FLAG,
];

/** How to delete, as the flags say. */
export interface Deletion {
  readonly options: RequestOptions;
  readonly dryRun: DryRun;
  readonly waits: boolean;
  /** Absent: a week, which is kubectl's for ever. */
  readonly timeoutMs?: number;
  readonly ignoresNotFound: boolean;
  readonly isForced: boolean;
  readonly printsNames: boolean;
}

/** `kubectl delete`. Source: kubectl pkg/cmd/delete/delete.go (1.36) */
export const deleteVerb: Verb = {
  name: "delete",
  interruptedStatus: 1,
  flags: FLAGS,
  places: ["type", "name"],
  *run(args, context) {
    if (args.text("raw")) return yield* deleteRaw(args);
    const deletion = yield* deletionOf(args);
    const selected = yield* doomed(args, context);
    if (deletion.isForced) yield* complain(IMMEDIATE);
    const isAsked = args.is("interactive") && deletion.dryRun === "none";
    if (isAsked && !(yield* isConfirmed(selected.visits))) return 0;
    const all = [...selected.problems, ...(yield* deleteAll(selected.visits, deletion))];
    if (selected.visits.length === 0 && all.length === 0) yield* print("No resources found\n");
    throwProblems(all);
    return 0;
  },
};

const IMMEDIATE = "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n";

/** Deletes one after the other and, in the end, waits until they are really gone. */
export function* deleteAll(visits: readonly Selected[], deletion: Deletion): Steps<readonly Problem[]> {
  const problems: Problem[] = [];
  const gone: Gone[] = [];
  for (const visit of visits) {
    const deleted = yield* deleteOne(visit, deletion);
    if ("status" in deleted) {
      if (deleted.status.reason === "NotFound" && deletion.ignoresNotFound) continue;
      problems.push(visit.source ? aboutFile(deleted.status, "deleting", visit.source) : { status: deleted.status });
      continue;
    }
    if (deleted.uid !== undefined) gone.push({ visit, uid: deleted.uid });
    yield* print(deletedText(visit, deletion));
  }
  if (deletion.waits && problems.length === 0) yield* awaitGone(gone, deletion);
  return problems;
}

function* deletionOf(args: Arguments): Steps<Deletion> {
  const { dryRun } = yield* outcomeOf(args.text("output") ? withoutOutput(args) : args);
  const output = args.text("output");
  if (output && output !== "name") fail(`unexpected -o output mode: ${output}. We only support '-o name'`);
  const seconds = args.number("grace-period");
  if (args.is("now") && seconds !== undefined && seconds >= 0) fail("--now and --grace-period cannot be specified together");
  const graceSeconds = args.is("now") ? 1 : seconds === 0 && !args.is("force") ? 1 : seconds;
  if (args.is("force") && graceSeconds !== undefined && graceSeconds > 0) fail("--force and --grace-period greater than 0 cannot be specified together");
  const timeoutMs = args.number("timeout");
  const grace = args.is("force") ? 0 : graceSeconds;
  return {
    options: { propagationPolicy: yield* cascadeOf(args), ...(grace !== undefined && grace >= 0 ? { gracePeriodSeconds: grace } : {}), ...(dryRun === "server" ? { dryRun: true } : {}) },
    dryRun,
    waits: dryRun === "none" && (!args.has("wait") || args.is("wait")),
    ...(timeoutMs ? { timeoutMs } : {}),
    ignoresNotFound: args.is("ignore-not-found") || args.is("all") || Boolean(args.text("selector")),
    isForced: args.is("force"),
    printsNames: output === "name",
  };
}

/** `-o` has another meaning here than where objects are printed. */
function withoutOutput(args: Arguments): Arguments {
  return { ...args, text: (flag) => (flag === "output" ? undefined : args.text(flag)) };
}

/** Reads `--cascade`; its old forms are taken with a warning. Source: pkg/cmd/util/helpers.go GetCascadingStrategy */
export function* cascadeOf(args: Arguments): Steps<"Background" | "Foreground" | "Orphan"> {
  const value = args.text("cascade");
  switch (value) {
    case undefined: case "background": return "Background";
    case "foreground": return "Foreground";
    case "orphan": return "Orphan";
    case "true": case "false": {
      const name = value === "true" ? "background" : "orphan";
      yield* complain(`warning: --cascade=${value} is deprecated (boolean value) and can be replaced with --cascade=${name}.\n`);
      return value === "true" ? "Background" : "Orphan";
    }
    default: return fail(`invalid cascade value (${value}). Must be "background", "foreground", or "orphan"`);
  }
}

/** What is to be deleted: kinds with selectors (or `--all`) become their objects. */
function* doomed(args: Arguments, context: KubectlContext): Steps<{ readonly visits: readonly Selected[]; readonly problems: readonly Problem[] }> {
  if (args.is("all") && (args.text("selector") || args.text("field-selector"))) fail("setting 'all' parameter but found a non empty selector. ");
  const selection = yield* selectionOf(args, context, { takesAll: false });
  if (!selection) return fail(args.is("all") || args.text("selector") || args.text("field-selector") ? "at least one resource must be specified to use a selector" : NO_RESOURCES);
  const visits: Selected[] = [];
  const problems: Problem[] = [...selection.problems];
  for (const visit of selection.visits) {
    if (visit.name !== undefined) {
      visits.push(visit);
      continue;
    }
    const response = yield* sendList(requestOf(visit, args));
    if (!response.ok) problems.push(selectionProblem(response.status, visit, args));
    else visits.push(...response.body.items.map(({ metadata }) => ({ ...visit, name: metadata.name, ...(metadata.namespace ? { namespace: metadata.namespace } : {}) })));
  }
  return { visits, problems };
}

function* isConfirmed(visits: readonly Selected[]): Steps<boolean> {
  if (visits.length === 0) return true;
  const names = visits.map(({ resource, name = "" }) => `${objectName(resource, name)}\n`).join("");
  yield* print(`You are about to delete the following ${visits.length} resource(s):\n${names}Do you want to continue? (y/N): `);
  if (/^y$/i.test((yield* readLine()) ?? "")) return true;
  yield* print("deletion is cancelled\n");
  return false;
}

function* deleteOne(visit: Selected, { options, dryRun }: Deletion): Steps<{ readonly uid?: string } | { readonly status: Status }> {
  if (dryRun === "client") return {};
  const response = yield* send<KubeObject | Status>(deleteRequest(visit, options));
  if (!response.ok) return { status: response.status };
  const uid = "status" in response.body && response.body.kind === "Status" ? (response.body as Status).details?.uid : (response.body as KubeObject).metadata.uid;
  return uid === undefined ? {} : { uid };
}

function deleteRequest({ resource, namespace, name = "" }: Selected, options: RequestOptions): KubeRequest {
  return remove(resource, { namespace, name }, options);
}

function deletedText({ resource, namespace, name = "" }: Selected, { isForced, dryRun, printsNames }: Deletion): string {
  if (printsNames) return `${objectName(resource, name)}\n`;
  const kind = resource.group ? `${resource.singular}.${resource.group}` : resource.singular;
  const where = resource.namespaced && namespace ? ` from ${namespace} namespace` : "";
  return `${kind} ${JSON.stringify(name)} ${isForced ? "force deleted" : "deleted"}${where}${SUFFIX[dryRun]}\n`;
}

interface Gone { readonly visit: Selected; readonly uid: string }

/** Until none of these objects is there any more; one of the same name that came later does not count. */
function* awaitGone(all: readonly Gone[], { timeoutMs }: Deletion): Steps<void> {
  const startMs = yield* now();
  for (const { visit: { resource, namespace, name = "" }, uid } of all) {
    const response = yield* send(get(resource, { namespace, name }));
    if (!response.ok || response.body.metadata.uid !== uid) continue;
    const leftMs = timeoutMs === undefined ? undefined : Math.max(0, startMs + timeoutMs - (yield* now()));
    const isGone = yield* awaitDeletion(resource, namespace, name, response.body, leftMs);
    if (!isGone) throw new KubectlError(`error: timed out waiting for the condition on ${resource.plural}/${name}`);
  }
}

function* awaitDeletion(resource: Resource, namespace: string | undefined, name: string, object: KubeObject, timeoutMs: number | undefined): Steps<boolean> {
  const watched = list(resource, namespace, { fieldSelector: `metadata.name=${name}` });
  const endMs = timeoutMs === undefined ? undefined : (yield* now()) + timeoutMs;
  for (let since = object.metadata.resourceVersion; ; ) {
    const leftMs = endMs === undefined ? undefined : Math.max(0, endMs - (yield* now()));
    const news = yield* changes(watched, since, leftMs);
    if (news.isTimeout && endMs !== undefined) return false;
    if (news.events.some(({ type, object: { metadata } }) => type === "DELETED" && metadata.uid === object.metadata.uid)) return true;
    since = news.resourceVersion;
    if (!news.isExpired) continue;
    const response = yield* send(get(resource, { namespace, name }));
    if (!response.ok || response.body.metadata.uid !== object.metadata.uid) return true;
    since = response.body.metadata.resourceVersion;
  }
}
