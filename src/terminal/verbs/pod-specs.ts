import { applyStrategicMergePatch } from "../../api/patch.ts";
import { patch } from "../../api/request.ts";
import { isMembers } from "../../api/semantic.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Container, PodSpec } from "../../api/types/pod.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, KubectlContext, Verb } from "../kubectl/verb.ts";
import { FILE_FLAGS, hasFiles } from "../manifest-files.ts";
import { send, type Steps } from "../process.ts";
import { withGoZeros } from "./go-zeros.ts";
import { allObjects, gathered, NO_RESOURCES, objectsOfFiles, type Found } from "./objects.ts";
import { changeOptions, OUTCOME_FLAGS, tell, type Outcome } from "./outcome.ts";

/** A strategic merge patch of a pod spec. */
export type SpecPatch = Readonly<Record<string, unknown>>;

/** Flags of every `kubectl set`. */
export const SET_FLAGS: Verb["flags"] = [...OUTCOME_FLAGS, ...FILE_FLAGS, COMMON_FLAGS.all, COMMON_FLAGS.selector, COMMON_FLAGS.local, { name: "record", type: "bool" }];

const LOCAL_NEEDS_FILES = `you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`;

/** The objects that a `kubectl set` names, with `--local` those of its files; ends the verb where one of them cannot be got. */
export function* objectsToSet(words: readonly string[], args: Arguments, context: KubectlContext): Steps<readonly Found[]> {
  if (args.is("local") && !hasFiles(args)) fail(words.length > 0 ? LOCAL_NEEDS_FILES : NO_RESOURCES);
  const { found, failures } = args.is("local") ? yield* localObjects(args, context) : yield* allObjects({ words }, args, context);
  if (failures.length > 0) throw gathered(failures);
  return found;
}

function* localObjects(args: Arguments, context: KubectlContext): ReturnType<typeof objectsOfFiles> {
  const { found, failures } = yield* objectsOfFiles(args, context, { isPlaced: false });
  return { failures, found: found.map(({ resource, object }) => ({ resource, object: withGoZeros(object) })) };
}

/** What `change` makes of a pod spec: a patch, nothing, or kubectl's words about what is wrong (there may be both). */
export interface SpecChange {
  readonly patch?: SpecPatch;
  readonly problems?: readonly string[];
  /** Why nothing can be done with the object. */
  readonly refusal?: string;
}

export interface SetOptions {
  readonly outcome: Outcome;
  /** What is told of an object that was changed: `image updated`. */
  readonly word: string;
  /** In front of the server's message where it refuses. */
  readonly failed: string;
  readonly fieldManager: string;
  /** Nothing is sent: the object is only printed. */
  readonly isLocal: boolean;
}

/**
 * Changes the pod specs of objects: of pods, and of whatever has a template of them. All are worked out before the
 * first is sent.
 * Errors: ends the verb with everything that went wrong, when all are done.
 * Source: kubectl pkg/cmd/set/helper.go CalculatePatches, pkg/polymorphichelpers/updatepodspec.go (1.36)
 */
export function* setPodSpecs(objects: readonly Found[], change: (spec: PodSpec) => SpecChange, options: SetOptions): Steps<void> {
  const changes = objects.map((found) => ({ found, change: changeOf(found, change) }));
  const problems = changes.flatMap(({ change: { problems: own = [] } }) => own.map((text) => `error: ${text}`));
  for (const { found, change: { patch: body, refusal } } of changes) {
    if (refusal !== undefined) problems.push(`error: ${found.resource.plural}/${found.object.metadata.name} ${refusal}`);
    else if (body) yield* patchObject(found, inObject(found, body), options, problems);
  }
  if (problems.length > 0) throw gathered(problems);
}

/** Sends one patch and tells it; what the server says against it goes to `problems`. */
export function* patchObject(found: Found, body: SpecPatch, { outcome, word, failed, fieldManager, isLocal }: SetOptions, problems: string[]): Steps<void> {
  const { resource, object } = found;
  if (isLocal || outcome.dryRun === "client") return yield* tell({ resource, object: patched(object, body) }, word, outcome);
  const response = yield* send<KubeObject>(patch(resource, object.metadata, body, changeOptions(outcome, { patchType: "strategic", fieldManager })));
  if (response.ok) yield* tell({ resource, object: response.body }, word, outcome);
  else problems.push(`${failed} ${response.status.message ?? ""}`);
}

/** An object with a strategic merge patch, worked out here. */
export function patched<T extends KubeObject>(object: T, body: SpecPatch): T {
  const result = applyStrategicMergePatch(object, body, object.kind);
  return "value" in result ? (result.value as T) : object;
}

/** Names of containers by `*` and other patterns. Source: kubectl pkg/cmd/set/helper.go selectContainers */
export function matchingContainers(containers: readonly Container[] = [], pattern: string): readonly Container[] {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(`^${parts.join(".*")}$`);
  return containers.filter(({ name }) => expression.test(name));
}

/** The patch of both lists of containers, from a patch for each that changes. */
export function containersPatch(spec: PodSpec, patchOf: (container: Container) => SpecPatch | undefined): SpecPatch | undefined {
  const lists = (["containers", "initContainers"] as const).flatMap((list) => {
    const changes = (spec[list] ?? []).flatMap((container) => {
      const own = patchOf(container);
      return own ? [{ name: container.name, ...own }] : [];
    });
    return changes.length > 0 ? [[list, changes] as const] : [];
  });
  return lists.length > 0 ? Object.fromEntries(lists) : undefined;
}

/** The pod spec of a pod, or of a template of pods; undefined: the kind has none. */
export function podSpecOf(found: Found): PodSpec | undefined {
  const spec = specPath(found)?.reduce<unknown>((at, name) => (isMembers(at) ? at[name] : undefined), found.object);
  return isMembers(spec) ? (spec as unknown as PodSpec) : undefined;
}

function changeOf(found: Found, change: (spec: PodSpec) => SpecChange): SpecChange {
  const spec = podSpecOf(found);
  if (spec) return change(spec);
  return { refusal: `the object is not a pod or does not have a pod template: *${found.resource.version}.${found.resource.kind}` };
}

const TEMPLATE = ["spec", "template", "spec"];
const SPEC_PATHS: Readonly<Record<string, readonly string[]>> = {
  pods: ["spec"],
  "daemonsets.apps": TEMPLATE, "deployments.apps": TEMPLATE, "replicasets.apps": TEMPLATE, "statefulsets.apps": TEMPLATE,
  replicationcontrollers: TEMPLATE, "jobs.batch": TEMPLATE,
  "cronjobs.batch": ["spec", "jobTemplate", ...TEMPLATE],
};

function specPath({ resource }: Found): readonly string[] | undefined {
  return SPEC_PATHS[resource.key];
}

function inObject(found: Found, body: SpecPatch): SpecPatch {
  return (specPath(found) ?? []).reduceRight<SpecPatch>((inner, name) => ({ [name]: inner }), body);
}
