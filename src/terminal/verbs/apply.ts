import { get, type KubeRequest, type KubeResponse, type RequestOptions } from "../../api/request.ts";
import type { Status } from "../../api/status.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { applyRequest, CLIENT_SIDE_MANAGER, SERVER_SIDE_MANAGER, serverSideRequest } from "../apply/apply-request.ts";
import { LAST_APPLIED, lastAppliedText } from "../apply/last-applied.ts";
import { migrateManagers } from "../apply/migrate-managers.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, Flag, Verb } from "../kubectl/verb.ts";
import { FILE_FLAGS, readFiles, requireFiles, VALIDATE_FLAG, validationOf, type FileObject } from "../manifest-files.ts";
import { goJson } from "../print/go-text.ts";
import { aboutFile, throwProblems, type Problem } from "../problems.ts";
import { complain, print, send, type Steps } from "../process.ts";
import { refuseWords } from "./no-words.ts";
import type { Found } from "./objects.ts";
import { changeOptions, OUTCOME_FLAGS, outcomeOf, tell, type Outcome } from "./outcome.ts";

const FLAGS: readonly Flag[] = [
  ...FILE_FLAGS, VALIDATE_FLAG, ...OUTCOME_FLAGS, COMMON_FLAGS.selector, COMMON_FLAGS.all, COMMON_FLAGS.timeout,
  ...["server-side", "force-conflicts", "overwrite", "force", "wait", "prune", "openapi-patch"].map((name): Flag => ({ name, type: "bool" })),
  { name: "grace-period", type: "int" },
  { name: "cascade", type: "optional", alone: "background" },
  { name: "prune-allowlist", type: "strings" },
];

/** What applying one object needs to know of the command. */
interface Applying {
  readonly outcome: Outcome;
  readonly options: RequestOptions;
  readonly isForced: boolean;
  readonly isDefaultManager: boolean;
  /** With `-o`, objects are printed together at the end. */
  readonly printed: KubeObject[];
}

/** `kubectl apply`. Source: kubectl pkg/cmd/apply/apply.go (1.36) */
export const apply: Verb = {
  name: "apply",
  flags: FLAGS,
  places: ["file"],
  *run(args, context) {
    refuseWords(args, "apply");
    requireFiles(args);
    const outcome = yield* outcomeOf(args);
    refuseCombinations(args, outcome);
    const fieldValidation = validationOf(args);
    const isServerSide = args.is("server-side");
    const manager = args.text("field-manager") || (isServerSide ? SERVER_SIDE_MANAGER : CLIENT_SIDE_MANAGER);
    const applying: Applying = {
      outcome, printed: [],
      options: changeOptions(outcome, { fieldManager: manager, fieldValidation }),
      isForced: args.is("force-conflicts"),
      isDefaultManager: manager === SERVER_SIDE_MANAGER,
    };
    const { objects, problems } = yield* readFiles(args, context);
    if (objects.length === 0 && problems.length === 0) fail("no objects passed to apply");
    const all: Problem[] = problems.length > 0 ? [{ all: problems }] : [];
    for (const file of objects) {
      const problem = isServerSide ? yield* applyOnServer(file, applying) : yield* applyFromClient(file, applying);
      if (problem) all.push(problem);
    }
    const [only, ...others] = applying.printed;
    if (only && outcome.printer) yield* print(outcome.printer(others.length === 0 ? only : { apiVersion: "v1", items: applying.printed, kind: "List", metadata: {} }));
    throwProblems(all);
    return 0;
  },
};

function refuseCombinations(args: Arguments, { dryRun }: Outcome): void {
  const isServerSide = args.is("server-side");
  if (args.is("force") && isServerSide) fail("--force cannot be used with --server-side");
  if (args.is("force-conflicts") && !isServerSide) fail("--force-conflicts only works with --server-side");
  if (dryRun === "client" && isServerSide) fail("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  if (args.is("prune") && !args.text("selector") && !args.is("all")) fail("all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector");
  if (args.is("prune")) fail("--prune is not part of this page's kubectl: delete what the files no longer hold with kubectl delete");
  if (args.has("overwrite") && !args.is("overwrite")) fail("--overwrite=false is not part of this page's kubectl");
}

function* applyFromClient(file: FileObject, applying: Applying): Steps<Problem | undefined> {
  const { resource, object: draft, name, source } = file;
  const { outcome, options } = applying;
  if (!name && draft.metadata.generateName) return { text: `from ${draft.metadata.generateName}: cannot use generate name with apply` };
  if (!name) return { text: `error when ${retrieving(file)} ${JSON.stringify(source)}: resource name may not be empty` };
  const found = yield* send(get(resource, { name, namespace: draft.metadata.namespace }));
  if (!found.ok && found.status.reason !== "NotFound") return aboutFile(found.status, retrieving(file), source);
  const current = found.ok ? found.body : undefined;
  const request = applyRequest(resource, draft, current, options);
  if (outcome.dryRun === "client") {
    yield* done({ resource, object: current ?? (request!.body as KubeObject) }, current ? "configured" : "created", applying);
    return undefined;
  }
  if (current && lastAppliedText(current) === undefined) yield* complain(missingAnnotation(file));
  const response: KubeResponse<KubeObject> = request ? yield* send(request) : { ok: true, code: 200, body: current! };
  if (!response.ok) return current ? refusedPatch(response.status, request!, file) : aboutFile(response.status, "creating", source);
  if (current) yield* warnIfDeleting(response.body);
  yield* done({ resource, object: response.body }, !current ? "created" : request ? "configured" : "unchanged", applying);
  return undefined;
}

function* applyOnServer(file: FileObject, applying: Applying): Steps<Problem | undefined> {
  const { resource, object: draft, name } = file;
  const { options, isForced, isDefaultManager } = applying;
  if (!name) return { text: draft.metadata.generateName ? `from ${draft.metadata.generateName}: cannot use generate name with apply` : "resource name may not be empty" };
  const request = serverSideRequest(resource, draft, { ...options, ...(isForced ? { force: true } : {}) });
  let response = yield* send(request);
  if (!response.ok) return response.status.reason === "Conflict" ? { text: `${response.status.message ?? ""}\n${HOW_TO_RESOLVE}` } : { status: response.status };
  if (isDefaultManager) {
    const migration = yield* migrateManagers(resource, response.body, options);
    if ("warning" in migration) yield* complain(migration.warning);
    else if (migration.isMoved) {
      // What is no longer in the file can go only now that nobody else owns it.
      const again = yield* send(request);
      if (again.ok) response = again;
    }
  }
  yield* warnIfDeleting(response.body);
  yield* done({ resource, object: response.body }, "serverside-applied", applying);
  return undefined;
}

function* done(found: Found, word: string, { outcome, printed }: Applying): Steps<void> {
  if (outcome.printer) printed.push(found.object);
  else yield* tell(found, word, outcome);
}

const HOW_TO_RESOLVE = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

function missingAnnotation({ resource, name }: FileObject): string {
  return `Warning: resource ${resource.plural}/${name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`;
}

function* warnIfDeleting({ metadata }: KubeObject): Steps<void> {
  if (metadata.deletionTimestamp) yield* complain(`Warning: Detected changes to resource ${metadata.name} which is currently being deleted.\n`);
}

function retrieving(file: FileObject): string {
  return `retrieving current configuration of:\n${infoText(file)}\nfrom server for:`;
}

function refusedPatch(status: Status, request: KubeRequest, file: FileObject): Problem {
  const patching = aboutFile(status, "patching", file.source);
  return "status" in patching ? aboutFile(patching.status, `applying patch:\n${goJson(request.body)}\nto:\n${infoText(file)}\nfor:`, file.source) : patching;
}

/** An object as kubectl's errors describe it. Source: cli-runtime pkg/resource Info.String */
function infoText({ resource, object, name }: FileObject): string {
  const version = `${resource.group}/${resource.version}`;
  return `Resource: "${version}, Resource=${resource.plural}", GroupVersionKind: "${version}, Kind=${resource.kind}"\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(object.metadata.namespace ?? "")}`;
}
