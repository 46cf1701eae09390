import type { DeploymentRow, ReplicaSetCount, ReplicaSetRow, RevisionMark, StatefulSetRow } from "../api/frame.ts";
import { scaledUp } from "../api/rollout.ts";
import type { ControllerRevision } from "../api/types/controllerrevision.ts";
import type { Deployment } from "../api/types/deployment.ts";
import type { Condition, IntOrString, KubeObject } from "../api/types/meta.ts";
import type { ReplicaSet } from "../api/types/replicaset.ts";
import type { StatefulSet } from "../api/types/statefulset.ts";
import { createdMsOf, firstImage, letterMarks, newestOf, revisionMarks, type RevisionDraft } from "./revision-marks.ts";

/** Label with the hash of the template that a ReplicaSet's pods were made from. */
export const POD_TEMPLATE_HASH_LABEL = "pod-template-hash";
/** On a ReplicaSet: the number of its revision, a decimal string. */
const REVISION_ANNOTATION = "deployment.kubernetes.io/revision";
const DEFAULT_ROLLING: IntOrString = "25%";

export interface LettersContext {
  /** Numbers of the letters given so far, by hash; changed in place. Without it they are given anew each time. */
  readonly letters?: Map<string, number>;
}

export interface DeploymentContext extends LettersContext {
  /** All ReplicaSets it owns. */
  readonly replicaSets: readonly ReplicaSet[];
}

/** A Deployment as the picture needs it. Which of its ReplicaSets is the new one, their revision numbers say. */
export function deploymentRow(deployment: Deployment, context: DeploymentContext): DeploymentRow {
  const { spec, status } = deployment;
  const rolling = spec.strategy.rollingUpdate;
  const strategy = spec.strategy.type ?? "RollingUpdate";
  const isRolling = strategy === "RollingUpdate";
  const maxUnavailable = isRolling ? (rolling?.maxUnavailable ?? DEFAULT_ROLLING) : 0;
  const maxSurge = isRolling ? (rolling?.maxSurge ?? DEFAULT_ROLLING) : 0;
  const limits = deploymentLimits({ maxUnavailable, maxSurge }, spec.replicas);
  const revisions = letterMarks(context.replicaSets.map(draftOf), context.letters);
  const newest = newestOf(revisions);
  const stalled = status.conditions?.find((c) => c.type === "Progressing" && c.status === "False")?.reason;
  return {
    kind: "Deployment",
    ...identityOf(deployment),
    replicas: spec.replicas,
    current: status.replicas ?? 0,
    ready: status.readyReplicas ?? 0,
    upToDate: status.updatedReplicas ?? 0,
    available: status.availableReplicas ?? 0,
    paused: spec.paused ?? false,
    strategy, maxUnavailable, maxSurge,
    maxUnavailablePods: isRolling ? limits.maxUnavailable : 0,
    maxSurgePods: isRolling ? limits.maxSurge : 0,
    minReadySeconds: spec.minReadySeconds ?? 0,
    image: firstImage(spec.template),
    ...(newest ? { currentRevision: newest.hash } : {}),
    revisions,
    replicaSets: countsOf(context.replicaSets, revisions, newest),
    ...(stalled !== undefined ? { stalled } : {}),
    ...refusedOf(status.conditions),
  };
}

export interface StatefulSetContext extends LettersContext {
  /** All ControllerRevisions it owns. */
  readonly revisions: readonly ControllerRevision[];
}

export function statefulSetRow(set: StatefulSet, context: StatefulSetContext): StatefulSetRow {
  const { spec, status } = set;
  // Its pods carry the whole name of their ControllerRevision.
  const revisions = revisionMarks(context.revisions, undefined, context.letters);
  const strategy = spec.updateStrategy.type ?? "RollingUpdate";
  return {
    kind: "StatefulSet",
    ...identityOf(set),
    replicas: spec.replicas,
    current: status.replicas,
    ready: status.readyReplicas ?? 0,
    upToDate: status.updatedReplicas ?? 0,
    available: status.availableReplicas,
    strategy,
    podManagementPolicy: spec.podManagementPolicy,
    partition: strategy === "RollingUpdate" ? (spec.updateStrategy.rollingUpdate?.partition ?? 0) : 0,
    firstOrdinal: spec.ordinals?.start ?? 0,
    minReadySeconds: spec.minReadySeconds ?? 0,
    image: firstImage(spec.template),
    ...(status.currentRevision !== undefined ? { formerRevision: status.currentRevision } : {}),
    ...(status.updateRevision !== undefined ? { currentRevision: status.updateRevision } : {}),
    revisions,
    claims: (spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata.name),
  };
}

/** A ReplicaSet on its own. It has one template at a time, and old pods keep what they were made of: no revisions. */
export function replicaSetRow(set: ReplicaSet): ReplicaSetRow {
  const { spec, status } = set;
  return {
    kind: "ReplicaSet",
    ...identityOf(set),
    replicas: spec.replicas,
    current: status.replicas,
    ready: status.readyReplicas ?? 0,
    upToDate: status.replicas,
    available: status.availableReplicas ?? 0,
    minReadySeconds: spec.minReadySeconds ?? 0,
    image: firstImage(spec.template),
    revisions: [],
    ...refusedOf(status.conditions),
  };
}

function refusedOf(conditions: readonly Condition[] | undefined): Pick<DeploymentRow, "refused"> {
  const failure = conditions?.find((c) => c.type === "ReplicaFailure" && c.status === "True" && c.reason === "FailedCreate");
  return failure?.message ? { refused: failure.message } : {};
}

/**
 * What both limits come to for so many replicas: unavailable is rounded down, surge up, and never both are 0.
 * Source: pkg/controller/deployment/util ResolveFenceposts (1.36)
 */
function deploymentLimits(rolling: { readonly maxUnavailable: IntOrString; readonly maxSurge: IntOrString }, replicas: number): { readonly maxUnavailable: number; readonly maxSurge: number } {
  const maxSurge = scaledUp(rolling.maxSurge, replicas);
  const maxUnavailable = Math.min(scaledDown(rolling.maxUnavailable, replicas), replicas);
  return { maxUnavailable: maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable, maxSurge };
}

function scaledDown(value: IntOrString, total: number): number {
  const percent = typeof value === "string" ? /^(\d+)%$/.exec(value) : undefined;
  return percent ? Math.floor((Number(percent[1]) * total) / 100) : scaledUp(value, total);
}

function draftOf(set: ReplicaSet): RevisionDraft {
  return {
    hash: hashOf(set),
    revision: Number(set.metadata.annotations?.[REVISION_ANNOTATION] ?? 0) || 0,
    image: firstImage(set.spec.template),
    ownerUid: set.metadata.ownerReferences?.find((r) => r.controller)?.uid ?? "",
    createdMs: createdMsOf(set),
  };
}

function hashOf(set: ReplicaSet): string {
  return set.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] ?? set.metadata.name;
}

/** Empty old ones are history, which the inspector lists; the card shows who has pods. */
function countsOf(sets: readonly ReplicaSet[], revisions: readonly RevisionMark[], newest: RevisionMark | undefined): ReplicaSetCount[] {
  const order = new Map(revisions.map((r) => [r.hash, r.revision]));
  return sets
    .filter((s) => s.spec.replicas > 0 || s.status.replicas > 0 || hashOf(s) === newest?.hash)
    .sort((a, b) => (order.get(hashOf(a)) ?? 0) - (order.get(hashOf(b)) ?? 0))
    .map((s) => ({
      name: s.metadata.name, uid: s.metadata.uid, hash: hashOf(s),
      replicas: s.spec.replicas, current: s.status.replicas, available: s.status.availableReplicas ?? 0,
    }));
}

function identityOf(object: KubeObject & { readonly status: { readonly observedGeneration?: number } }) {
  return {
    namespace: object.metadata.namespace ?? "default",
    name: object.metadata.name,
    uid: object.metadata.uid,
    deleting: object.metadata.deletionTimestamp !== undefined,
    generation: object.metadata.generation ?? 0,
    observedGeneration: object.status.observedGeneration ?? 0,
  };
}
