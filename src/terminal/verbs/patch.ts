import { applyJsonPatch, applyMergePatch, applyStrategicMergePatch } from "../../api/patch.ts";
import { get, patch as patchRequest, type RequestOptions } from "../../api/request.ts";
import { SCALES, type Subresource } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { parseJson } from "../../api/schema/json-text.ts";
import { badRequest } from "../../api/status.ts";
import { parseYamlValue } from "../../api/yaml-value.ts";
import { resolvePath } from "../files.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, Flag, KubectlContext, Verb } from "../kubectl/verb.ts";
import { FILE_FLAGS } from "../manifest-files.ts";
import { throwProblems, type Problem } from "../problems.ts";
import { send, type Steps } from "../process.ts";
import { NO_RESOURCES, type Found } from "./objects.ts";
import { changeOptions, OUTCOME_FLAGS, outcomeOf, tell, type Outcome } from "./outcome.ts";
import { selectionOf, type Selected } from "./selection.ts";

type PatchType = "json" | "merge" | "strategic";
const TYPES: readonly string[] = ["json", "merge", "strategic"] satisfies readonly PatchType[];

const FLAGS: readonly Flag[] = [
  ...FILE_FLAGS, ...OUTCOME_FLAGS,
  { name: "patch", short: "p", type: "string" },
  ...["patch-file", "type", "subresource"].map((name): Flag => ({ name, type: "string" })),
  { name: "local", type: "bool" },
];

interface Patching {
  readonly body: unknown;
  /** Of a body that is no JSON: the server finds out. */
  readonly bodyError?: string;
  readonly type: PatchType;
  readonly subresource?: Subresource;
  readonly outcome: Outcome;
  readonly options: RequestOptions;
  readonly isLocal: boolean;
}

/** `kubectl patch`. Source: kubectl pkg/cmd/patch/patch.go (1.36) */
export const patch: Verb = {
  name: "patch",
  flags: FLAGS,
  places: ["type", "name"],
  *run(args, context) {
    const text = patchText(args, context);
    const type = args.text("type") ?? "strategic";
    if (!TYPES.includes(type)) fail(`--type must be one of [${TYPES.join(" ")}], not ${JSON.stringify(type)}`);
    const body = parsedBody(text);
    const outcome = yield* outcomeOf(args);
    const subresource = args.text("subresource") as Subresource | undefined;
    const patching: Patching = {
      ...body, type: type as PatchType, outcome,
      options: changeOptions(outcome, { fieldManager: args.text("field-manager") || "kubectl-patch" }),
      isLocal: args.is("local"),
      ...(subresource ? { subresource } : {}),
    };
    const selection = yield* selectionOf(args, context, { takesAll: false });
    if (!selection) return fail(NO_RESOURCES);
    const problems: Problem[] = [...selection.problems];
    for (const visit of selection.visits) {
      const problem = yield* patchOne(visit, patching);
      if (problem) problems.push(problem);
    }
    throwProblems(problems);
    return 0;
  },
};

function patchText(args: Arguments, context: KubectlContext): string {
  const [text, file] = [args.text("patch"), args.text("patch-file")];
  if (text && file) fail("cannot specify --patch and --patch-file together");
  if (!file) return text || fail("must specify --patch or --patch-file containing the contents of the patch");
  return context.files.read(resolvePath(context.cwd, file)) ?? fail(`unable to read patch file: open ${file}: no such file or directory`);
}

/** What begins like JSON is sent as it stands; else it is YAML. */
function parsedBody(text: string): Pick<Patching, "body" | "bodyError"> {
  if (text.trimStart().startsWith("{")) {
    const json = parseJson(text);
    return json.ok ? { body: json.value } : { body: undefined, bodyError: json.error };
  }
  const parsed = parseYamlValue(text);
  return "problem" in parsed ? fail(`unable to parse ${JSON.stringify(text)}: ${parsed.problem}`) : { body: parsed.value };
}

/** Where nothing is sent, the object is patched here: with `--local`, and with `--dry-run=client`. */
function* patchOne(visit: Selected, patching: Patching): Steps<Problem | undefined> {
  const { name = "", namespace, resource } = visit;
  const { subresource, outcome, isLocal } = patching;
  const key = { name, namespace };
  const below = subresource ? { subresource } : {};
  if (isLocal) return yield* patchHere({ resource, object: visit.draft as unknown as KubeObject }, patching);
  // kubectl takes an object of a file for what it is and does not look.
  const before = visit.draft ? undefined : yield* send({ ...get(resource, key), ...below });
  if (before && !before.ok) return { status: before.status };
  if (patching.bodyError !== undefined) return { status: badRequest(patching.bodyError) };
  if (outcome.dryRun === "client" && before) return yield* patchHere({ resource, object: before.body }, patching);
  const response = yield* send({ ...patchRequest(resource, key, patching.body, { ...patching.options, patchType: patching.type }), ...below });
  if (!response.ok) return { status: response.status };
  const isSame = before !== undefined && before.body.metadata.resourceVersion === response.body.metadata.resourceVersion && outcome.dryRun === "none";
  const shown = subresource === "scale" ? SCALES : resource;
  yield* tellPatched({ resource: shown, object: response.body }, isSame, outcome);
  return undefined;
}

function* patchHere(found: Found, { body, type, outcome }: Patching): Steps<Problem | undefined> {
  const { object, resource } = found;
  const result = type === "merge" ? { value: applyMergePatch(object, body) } : type === "json" ? applyJsonPatch(object, body) : applyStrategicMergePatch(object, body, resource.kind);
  if ("error" in result) return { text: result.error };
  yield* tellPatched({ resource, object: result.value as KubeObject }, result.value === object, outcome);
  return undefined;
}

/** kubectl says nothing of a dry run here. */
function* tellPatched(found: Found, isSame: boolean, outcome: Outcome): Steps<void> {
  yield* tell(found, isSame ? "patched (no change)" : "patched", { ...outcome, dryRun: "none" });
}
