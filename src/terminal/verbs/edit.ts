import { patch, type RequestOptions } from "../../api/request.ts";
import type { Resource, Subresource } from "../../api/resources.ts";
import { deepEqual } from "../../api/semantic.ts";
import type { Status } from "../../api/status.ts";
import type { KubeObject, ObjectDraft } from "../../api/types/meta.ts";
import { withLastApplied } from "../apply/last-applied.ts";
import { twoWayPatch } from "../apply/three-way-patch.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { fail } from "../kubectl/errors.ts";
import { customResources } from "../kubectl/resources.ts";
import { KubectlError, type Arguments, type Flag, type KubectlContext, type Verb } from "../kubectl/verb.ts";
import { FILE_FLAGS, VALIDATE_FLAG, validationOf } from "../manifest-files.ts";
import { goJson } from "../print/go-text.ts";
import { withoutManagedFields } from "../print/without-managed-fields.ts";
import { throwProblems, type Problem } from "../problems.ts";
import { complain, edit as openEditor, now, print, send, type Process, type Steps } from "../process.ts";
import { temporaryDigits } from "../temporary-name.ts";
import { headOf, isBlank, isSameContent, readEdited, textToEdit, withoutComments, type EditedFile, type EditFormat, type Reason } from "./edited-file.ts";
import { NO_RESOURCES, type Found } from "./objects.ts";
import { outcomeOf, tell, type Outcome } from "./outcome.ts";
import { requestOf, selectionOf, selectionProblem } from "./selection.ts";

const FLAGS: readonly Flag[] = [
  ...FILE_FLAGS, VALIDATE_FLAG, COMMON_FLAGS.output, COMMON_FLAGS.fieldManager,
  ...["save-config", "output-patch", "show-managed-fields", "windows-line-endings", "allow-missing-template-keys"].map((name): Flag => ({ name, type: "bool" })),
  ...["subresource", "template"].map((name): Flag => ({ name, type: "string" })),
];

/** `kubectl edit`. Source: kubectl pkg/cmd/util/editor/editoptions.go, normal mode (1.36) */
export const edit: Verb = {
  name: "edit",
  flags: FLAGS,
  places: ["type", "name"],
  *run(args, context) {
    const selection = yield* selectionOf(args, context, { takesAll: true });
    if (!selection) return fail(NO_RESOURCES);
    const outcome = yield* outcomeOf(args);
    const problems: Problem[] = [...selection.problems];
    const found: Found[] = [];
    for (const visit of selection.visits) {
      const response = yield* send<KubeObject | { readonly items: readonly KubeObject[] }>(requestOf(visit, args));
      if (!response.ok) problems.push(selectionProblem(response.status, visit, args));
      else found.push(...("items" in response.body ? response.body.items : [response.body]).map((object) => ({ resource: visit.resource, object })));
    }
    throwProblems(problems);
    if (found.length === 0) return fail("edit cancelled, no objects found");
    return yield* editLoop(found, editingOf(args, outcome, context));
  },
};

/** What one edit needs to know of the command. */
interface Editing {
  readonly format: EditFormat;
  readonly outcome: Outcome;
  readonly options: RequestOptions;
  readonly subresource?: Subresource;
  readonly savesConfig: boolean;
  readonly printsPatch: boolean;
  readonly context: KubectlContext;
}

function editingOf(args: Arguments, outcome: Outcome, context: KubectlContext): Editing {
  const subresource = args.text("subresource") as Subresource | undefined;
  return {
    outcome, context,
    format: args.text("output") === "json" ? "json" : "yaml",
    options: { fieldManager: args.text("field-manager") || "kubectl-edit", fieldValidation: validationOf(args) },
    ...(subresource ? { subresource } : {}),
    savesConfig: args.is("save-config"),
    printsPatch: args.is("output-patch"),
  };
}

/** Opens the editor until the text is accepted, or the person gives up. */
function* editLoop(found: readonly Found[], editing: Editing): Process {
  const original = textToEdit(found, editing.format);
  const custom = yield* customResources();
  let [text, reasons, hasError]: [string, readonly Reason[], boolean] = [original, [], false];
  let copy: Copy | undefined;
  for (;;) {
    const opened: string = headOf(reasons, editing.format) + (hasError ? withoutComments(text) : original);
    const file: Copy = { path: `/tmp/kubectl-edit-${temporaryDigits(`${yield* now()} ${opened}`)}.${editing.format}` };
    const saved: string = (yield* openEditor(file.path.slice("/tmp/".length), opened)) ?? opened;
    if (hasError && isSameContent(text, saved)) return yield* giveUp("Edit cancelled, no valid changes were saved.", file, saved, editing);
    if (copy) editing.context.files.remove(copy.path);
    text = saved;
    copy = file;
    const edited = readEdited(saved, custom);
    if (edited.kind === "invalid") {
      yield* complain(`${invalidText(found[0]!)}\n`);
      [reasons, hasError] = [[{ head: notValidText(found[0]!), others: [`<nil>: Invalid value: "The edited file failed validation": ${edited.text}`] }], true];
      continue;
    }
    if (isSameContent(original, saved)) return yield* cancelled("Edit cancelled, no changes made.");
    if (isBlank(saved)) return yield* cancelled("Edit cancelled, saved file was empty.");
    if (edited.kind === "unreadable") {
      [reasons, hasError] = [[{ head: `The edited file had a syntax error: ${edited.text}` }], true];
      continue;
    }
    const results: Results = yield* sendAll(found, edited, saved, file, editing);
    if (results.isOver) return results.status;
    [reasons, hasError] = [results.reasons, results.reasons.length > 0];
  }
}

interface Copy { readonly path: string }

function* cancelled(text: string): Process {
  yield* complain(`${text}\n`);
  return 0;
}

/** Ends the verb; the text is kept in a file. */
function* giveUp(text: string, file: Copy, saved: string, { context }: Editing): Steps<never> {
  context.files.write(file.path, saved);
  yield* complain(`A copy of your changes has been stored to ${JSON.stringify(file.path)}\n`);
  return fail(text);
}

type Results = { readonly isOver: true; readonly status: number } | { readonly isOver: false; readonly reasons: readonly Reason[] };

/** Sends what was changed, object by object. What the server finds invalid comes back into the editor. */
function* sendAll(found: readonly Found[], { objects }: Extract<EditedFile, { readonly kind: "objects" }>, saved: string, file: Copy, editing: Editing): Steps<Results> {
  const reasons: Reason[] = [];
  let [retryable, missing] = [0, 0];
  for (const { resource, object } of objects) {
    const before = found.find((f) => f.object.metadata.uid === object.metadata.uid);
    if (!before || !isSameIdentity(before.object, object)) return yield* giveUp("At least one of apiVersion, kind and name was changed", file, saved, editing);
    const status = yield* sendOne(before, resource, object, editing);
    if (!status) continue;
    if (status.reason === "Invalid") {
      reasons.push({ head: notValidText(before), others: (status.details?.causes ?? []).map((cause) => `${cause.field}: ${cause.message}`) });
      yield* complain(`${invalidText(before)}\n`);
    } else if (status.reason === "NotFound") {
      missing += 1;
      yield* complain(`error: ${qualified(before)} could not be found on the server\n`);
    } else {
      retryable += 1;
      yield* complain(`error: ${qualified(before)} could not be patched: ${status.message ?? ""}\n`);
    }
  }
  if (retryable > 0 || missing > 0) {
    editing.context.files.write(file.path, saved);
    yield* complain(retryable > 0 ? `You can run \`kubectl replace -f ${file.path}\` to try this update again.\n` : `The edits you made on deleted resources have been saved to ${JSON.stringify(file.path)}\n`);
    throw new KubectlError("", 1);
  }
  return reasons.length > 0 ? { isOver: false, reasons } : { isOver: true, status: 0 };
}

/** The server's refusal; undefined: it is done, and said. */
function* sendOne(before: Found, resource: Resource, draft: ObjectDraft, { outcome, options, subresource, savesConfig, printsPatch }: Editing): Steps<Status | undefined> {
  const original = withoutManagedFields(before.object);
  const edited = savesConfig ? withLastApplied(draft) : draft;
  if (deepEqual(original, edited)) {
    yield* tell(before, "skipped", outcome);
    return undefined;
  }
  const { body, type } = twoWayPatch(resource, { ...original }, edited);
  if (printsPatch) yield* print(`Patch: ${goJson(body)}\n`);
  const response = yield* send({ ...patch(resource, original.metadata, body, { ...options, patchType: type }), ...(subresource ? { subresource } : {}) });
  if (!response.ok) return response.status;
  yield* tell({ resource, object: response.body }, "edited", outcome);
  return undefined;
}

function isSameIdentity(before: KubeObject, after: ObjectDraft): boolean {
  return before.apiVersion === after.apiVersion && before.kind === after.kind && before.metadata.name === after.metadata.name;
}

function qualified({ resource, object }: Found): string {
  return `${resource.key} ${JSON.stringify(object.metadata.name)}`;
}

function notValidText(found: Found): string {
  return `${qualified(found)} was not valid`;
}

function invalidText(found: Found): string {
  return `error: ${qualified(found)} is invalid`;
}
