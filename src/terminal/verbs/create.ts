import { create as createRequest, type RequestOptions } from "../../api/request.ts";
import { apiVersionOf, type Resource } from "../../api/resources.ts";
import type { KubeObject, ObjectDraft } from "../../api/types/meta.ts";
import { withLastApplied } from "../apply/last-applied.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, Flag, KubectlContext, Verb } from "../kubectl/verb.ts";
import { FILE_FLAGS, readFiles, requireFiles, VALIDATE_FLAG, validationOf } from "../manifest-files.ts";
import { aboutFile, throwProblems, type Problem } from "../problems.ts";
import { send, type Process, type Steps } from "../process.ts";
import { refuseWords } from "./no-words.ts";
import { changeOptions, OUTCOME_FLAGS, outcomeOf, tell } from "./outcome.ts";
import { RAW_FLAG, sendRawFile } from "./raw.ts";

const CREATE_MANAGER = "kubectl-create";

/** Flags of `create` itself and of everything below it. */
export const CREATE_FLAGS: readonly Flag[] = [...OUTCOME_FLAGS, VALIDATE_FLAG, { name: "save-config", type: "bool" }];

/** `kubectl create -f`. Source: kubectl pkg/cmd/create/create.go (1.36) */
export const create: Verb = {
  name: "create",
  flags: [...FILE_FLAGS, ...CREATE_FLAGS, COMMON_FLAGS.selector, RAW_FLAG],
  places: ["file"],
  *run(args, context) {
    if (args.text("raw")) return yield* sendRawFile("POST", args, context);
    if (args.words.length === 0) requireFiles(args);
    refuseWords(args, "create");
    const outcome = yield* outcomeOf(args);
    const options = optionsOf(args);
    const { objects, problems } = yield* readFiles(args, context);
    const refused: Problem[] = [];
    for (const { resource, object: draft, source } of objects) {
      const object = args.is("save-config") ? withLastApplied(draft) : draft;
      if (outcome.dryRun === "client") {
        yield* tell({ resource, object: object as unknown as KubeObject }, "created", outcome);
        continue;
      }
      const response = yield* send(createRequest(resource, object as { metadata: { namespace?: string } }, changeOptions(outcome, options)));
      if (response.ok) yield* tell({ resource, object: response.body }, "created", outcome);
      else refused.push(aboutFile(response.status, "creating", source));
    }
    if (objects.length === 0 && problems.length === 0) fail("no objects passed to create");
    throwProblems([...refused, ...problems]);
    return 0;
  },
};

function optionsOf(args: Arguments): RequestOptions {
  return { fieldManager: args.text("field-manager") || CREATE_MANAGER, fieldValidation: validationOf(args) };
}

/** An object without apiVersion and kind. */
export type Draft = Omit<ObjectDraft, "apiVersion" | "kind">;

/** A kind that can be made out of flags: `kubectl create deployment`. */
export interface Creator {
  readonly resource: Resource;
  /** In front of the server's refusal, `failed to create deployment:`; absent: the refusal stands by itself. */
  readonly failed?: string;
  /** The object, still without its namespace. */
  draft(name: string, args: Arguments, context: KubectlContext): Draft | Steps<Draft>;
}

/**
 * Makes the one object that the words and flags describe.
 * @param command as it stands in `See 'kubectl COMMAND -h' for help and examples`
 */
export function* createOne(creator: Creator, command: string, args: Arguments, context: KubectlContext): Process {
  const outcome = yield* outcomeOf(args);
  const { resource } = creator;
  const [name, ...others] = args.words;
  if (name === undefined || others.length > 0) fail(`exactly one NAME is required, got ${args.words.length}\nSee 'kubectl ${command} -h' for help and examples`);
  const drafted = creator.draft(name, args, context);
  const described = { apiVersion: apiVersionOf(resource), kind: resource.kind, ...(isSteps(drafted) ? yield* drafted : drafted) } as ObjectDraft;
  const placed = resource.namespaced && args.text("namespace") ? inNamespace(described, args.text("namespace")!) : described;
  const draft = args.is("save-config") ? withLastApplied(placed) : placed;
  const object = outcome.dryRun === "client" ? (draft as unknown as KubeObject) : yield* created(creator, inNamespaceOf(draft, resource, context), changeOptions(outcome, optionsOf(args)));
  yield* tell({ resource, object }, "created", outcome);
  return 0;
}

/** Some kinds must ask the server before they know what to make. */
function isSteps(drafted: Draft | Steps<Draft>): drafted is Steps<Draft> {
  return Symbol.iterator in drafted;
}

function* created({ resource, failed }: Creator, draft: ObjectDraft, options: RequestOptions): Steps<KubeObject> {
  const response = yield* send(createRequest(resource, draft as { metadata: { namespace?: string } }, options));
  if (response.ok) return response.body;
  if (failed !== undefined) fail(`${failed} ${response.status.message ?? ""}`);
  throwProblems([{ status: response.status }]);
  return fail("nothing was created");
}

function inNamespaceOf(draft: ObjectDraft, resource: Resource, context: KubectlContext): ObjectDraft {
  return resource.namespaced && !draft.metadata.namespace ? inNamespace(draft, context.namespace) : draft;
}

function inNamespace(draft: ObjectDraft, namespace: string): ObjectDraft {
  return { ...draft, metadata: { ...draft.metadata, namespace } };
}
