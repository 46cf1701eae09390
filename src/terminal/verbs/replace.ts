import { create, get, update, type RequestOptions } from "../../api/request.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { lastAppliedText, withLastApplied } from "../apply/last-applied.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { fail } from "../kubectl/errors.ts";
import { scopeOf } from "../kubectl/resources.ts";
import type { Arguments, Flag, Verb } from "../kubectl/verb.ts";
import { FILE_FLAGS, readFiles, requireFiles, VALIDATE_FLAG, validationOf, type FileObject } from "../manifest-files.ts";
import { aboutFile, throwProblems, type Problem } from "../problems.ts";
import { send, type Steps } from "../process.ts";
import { cascadeOf, deleteAll, type Deletion } from "./delete.ts";
import { changeOptions, OUTCOME_FLAGS, outcomeOf, tell, type Outcome } from "./outcome.ts";
import { RAW_FLAG, sendRawFile } from "./raw.ts";

const FLAGS: readonly Flag[] = [
  ...FILE_FLAGS, VALIDATE_FLAG, ...OUTCOME_FLAGS, COMMON_FLAGS.timeout,
  ...["force", "save-config", "wait"].map((name): Flag => ({ name, type: "bool" })),
  { name: "grace-period", type: "int" },
  { name: "cascade", type: "optional", alone: "background" },
  { name: "subresource", type: "string" },
  RAW_FLAG,
];

const REPLACE_MANAGER = "kubectl-replace";

interface Replacing {
  readonly outcome: Outcome;
  readonly options: RequestOptions;
  readonly savesConfig: boolean;
  readonly isForced: boolean;
}

/** `kubectl replace -f`. Source: kubectl pkg/cmd/replace/replace.go (1.36) */
export const replace: Verb = {
  name: "replace",
  flags: FLAGS,
  places: ["file"],
  *run(args, context) {
    if (args.text("raw")) return yield* sendRawFile("PUT", args, context);
    requireFiles(args);
    const outcome = yield* outcomeOf(args);
    const isForced = args.is("force");
    refuseCombinations(args, outcome);
    const replacing: Replacing = {
      outcome, isForced, savesConfig: args.is("save-config"),
      options: changeOptions(outcome, { fieldManager: args.text("field-manager") || REPLACE_MANAGER, fieldValidation: validationOf(args) }),
    };
    const { objects, problems } = yield* readFiles(args, context);
    if (isForced) throwProblems(yield* deleteAll(objects.map((file) => ({ ...file, ...scopeOf(file.resource, file.object.metadata.namespace), isSingle: true })), yield* deletionOf(args)));
    const all: Problem[] = [...problems];
    for (const file of objects) {
      const problem = yield* replaceOne(file, replacing);
      if (problem) all.push(problem);
    }
    throwProblems(all);
    return 0;
  },
};

function refuseCombinations(args: Arguments, { dryRun }: Outcome): void {
  if (args.is("force") && dryRun !== "none") fail("--dry-run can not be used when --force is set");
  if (!args.is("force") && (args.number("grace-period") ?? -1) >= 0) fail("--grace-period must have --force specified");
  if (!args.is("force") && args.number("timeout")) fail("--timeout must have --force specified");
}

/** `--force` deletes first; what is not there need not be deleted. */
function* deletionOf(args: Arguments): Steps<Deletion> {
  const [seconds, timeoutMs] = [args.number("grace-period"), args.number("timeout")];
  const grace = seconds === 0 ? 1 : seconds;
  return {
    options: { propagationPolicy: yield* cascadeOf(args), ...(grace !== undefined && grace >= 0 ? { gracePeriodSeconds: grace } : {}) },
    dryRun: "none", waits: true, ignoresNotFound: true, isForced: false, printsNames: args.text("output") === "name",
    ...(timeoutMs ? { timeoutMs } : {}),
  };
}

function* replaceOne({ resource, object: written, name, source }: FileObject, { outcome, options, savesConfig, isForced }: Replacing): Steps<Problem | undefined> {
  const draft = savesConfig || lastAppliedText(written as unknown as KubeObject) !== undefined ? withLastApplied(written) : written;
  if (outcome.dryRun === "client") {
    yield* tell({ resource, object: draft as unknown as KubeObject }, "replaced", outcome);
    return undefined;
  }
  if (isForced) {
    const created = yield* send(create(resource, draft as { metadata: { namespace?: string } }, options));
    if (!created.ok) return { status: created.status };
    yield* tell({ resource, object: created.body }, "replaced", outcome);
    return undefined;
  }
  if (!name) return { text: `error when replacing ${JSON.stringify(source)}: resource name may not be empty` };
  // Whoever names no version means the present one, whatever it is.
  const current = draft.metadata.resourceVersion ? undefined : yield* send(get(resource, { name, namespace: draft.metadata.namespace }));
  // What is not there is sent all the same: the server first says what is wrong with it.
  if (current && !current.ok && current.status.reason !== "NotFound") return aboutFile(current.status, "replacing", source);
  const next = current?.ok ? { ...draft, metadata: { ...draft.metadata, resourceVersion: current.body.metadata.resourceVersion } } : draft;
  const replaced = yield* send({ ...update(resource, next as unknown as KubeObject), options });
  if (!replaced.ok) return aboutFile(replaced.status, "replacing", source);
  yield* tell({ resource, object: replaced.body }, "replaced", outcome);
  return undefined;
}
