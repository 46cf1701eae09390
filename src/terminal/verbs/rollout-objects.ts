import { list, type KubeList } from "../../api/request.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, DEPLOYMENTS, REPLICASETS, STATEFULSETS } from "../../api/resources.ts";
import { formatLabelSelector } from "../../api/selector.ts";
import type { ControllerRevision } from "../../api/types/controllerrevision.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import type { Deployment } from "../../api/types/deployment.ts";
import type { KubeObject, LabelSelector } from "../../api/types/meta.ts";
import type { PodTemplateSpec } from "../../api/types/pod.ts";
import type { ReplicaSet } from "../../api/types/replicaset.ts";
import type { StatefulSet } from "../../api/types/statefulset.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { ask, fail } from "../kubectl/errors.ts";
import { namespaceOf } from "../kubectl/resources.ts";
import type { Arguments, KubectlContext, Verb } from "../kubectl/verb.ts";
import { FILE_FLAGS, hasFiles } from "../manifest-files.ts";
import { complain, type Steps } from "../process.ts";
import { CHANGE_CAUSE } from "./annotate.ts";
import type { Found } from "./objects.ts";
import { patched, type SpecPatch } from "./pod-specs.ts";

/** Flags of every `kubectl rollout`, besides those that tell of an outcome. */
export const ROLLOUT_FLAGS: Verb["flags"] = [...FILE_FLAGS, COMMON_FLAGS.selector];

/** Source: kubectl pkg/cmd/rollout: every subcommand's Validate */
export function checkNamed(args: Arguments): void {
  if (args.words.length === 0 && !hasFiles(args)) fail("required resource not specified");
}

export function* tellNothingFound(args: Arguments, context: KubectlContext): Steps<void> {
  yield* complain(`No resources found in ${namespaceOf(args, context) ?? ""} namespace.\n`);
}

/** `daemonsets.apps "x"`, as the rollout commands call an object in their own errors. */
export function quotedName({ resource, object }: Found): string {
  return `${resource.key} ${JSON.stringify(object.metadata.name)}`;
}

/** A kind as its errors call it: `ReplicaSet.apps`. */
export function kindName({ kind, group }: Found["resource"]): string {
  return group ? `${kind}.${group}` : kind;
}

/** Kinds that kubectl's workload commands know of, whether or not they can do anything with them. */
const WORKLOADS = ["daemonsets.apps", "deployments.apps", "replicasets.apps", "statefulsets.apps", "jobs.batch", "cronjobs.batch", "pods", "replicationcontrollers"];

/** Ends the verb for a kind without revisions. `what`: `history viewer`; `doing`: `history`. */
export function refuseKind({ resource }: Found, what: string, doing: string): never {
  const kind = JSON.stringify(kindName(resource));
  if (WORKLOADS.includes(resource.key)) fail(`no ${what} has been implemented for ${kind}`);
  return fail(`error retrieving ${doing} for ${kind}, no visitor method exists for {${resource.group} ${resource.kind}}`);
}

/** One version of a workload's template. */
export interface Revision {
  readonly number: number;
  readonly changeCause: string;
  readonly template: PodTemplateSpec;
  /** What keeps it: a ReplicaSet, or the workload as it was. */
  readonly holder: KubeObject;
  /** For workloads with ControllerRevisions: a strategic merge patch that brings it back. */
  readonly data?: SpecPatch;
}

type Workload = DaemonSet | Deployment | StatefulSet;

/** A workload with revisions; undefined: its kind has none. */
export function workloadOf({ resource, object }: Found): Workload | undefined {
  return [DAEMONSETS, DEPLOYMENTS, STATEFULSETS].includes(resource) ? (object as Workload) : undefined;
}

/** The revisions of a workload, oldest first. Source: kubectl pkg/polymorphichelpers/history.go (1.36) */
export function* revisionsOf(workload: Workload): Steps<readonly Revision[]> {
  const revisions = workload.kind === "Deployment" ? (yield* owned<ReplicaSet>(REPLICASETS, workload)).flatMap(fromReplicaSet) : (yield* owned<ControllerRevision>(CONTROLLERREVISIONS, workload)).map((own) => fromControllerRevision(workload, own));
  return [...revisions].sort((a, b) => a.number - b.number);
}

function* owned<T extends KubeObject>(resource: typeof REPLICASETS, { metadata, spec }: Workload): Steps<readonly T[]> {
  const selector: LabelSelector = spec.selector;
  const { items } = yield* ask<KubeList<T>>(list(resource, metadata.namespace, { labelSelector: formatLabelSelector(selector) }));
  return items.filter((item) => item.metadata.ownerReferences?.some((owner) => owner.controller && owner.uid === metadata.uid));
}

const REVISION = "deployment.kubernetes.io/revision";

function fromReplicaSet(set: ReplicaSet): readonly Revision[] {
  const number = Number(set.metadata.annotations?.[REVISION] ?? Number.NaN);
  if (!Number.isInteger(number)) return [];
  const changeCause = set.metadata.annotations?.[CHANGE_CAUSE] ?? "";
  return [{ number, changeCause, template: set.spec.template, holder: set }];
}

function fromControllerRevision(workload: Workload, { metadata, revision, data }: ControllerRevision): Revision {
  const holder = patched(workload, data);
  return { number: revision, changeCause: metadata.annotations?.[CHANGE_CAUSE] ?? "", template: holder.spec.template, holder, data };
}
