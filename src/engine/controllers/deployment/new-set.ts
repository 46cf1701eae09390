import { create, update } from "../../../api/request.ts";
import { REPLICASETS } from "../../../api/resources.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { Status } from "../../../api/status.ts";
import type { Deployment } from "../../../api/types/deployment.ts";
import type { LabelSelector } from "../../../api/types/meta.ts";
import type { ReplicaSet } from "../../../api/types/replicaset.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { reserveRequest } from "../api-client.ts";
import { controllerReference, isControlledBy } from "../controller-reference.ts";
import { templateHash } from "../name-hash.ts";
import { newSetAnnotations, REVISION, revisionOf, sizeAnnotations } from "./annotations.ts";
import { withCondition } from "./conditions.ts";
import { hasDeadline, newProgressing, progressing } from "./progress.ts";
import { isSameTemplate, specReplicas, TEMPLATE_HASH_LABEL, type Sets } from "./replica-sets.ts";
import { newSetReplicas, numberOf, surgeRoom } from "./rolling.ts";
import { tell } from "./scaling.ts";
import type { DeploymentState } from "./state.ts";
import { writeStatus } from "./write-status.ts";

type World = ActorWorld<DeploymentState>;

/** The Deployment as it is by now, with its ReplicaSets; or an error text when the sync has to be retried. */
export type Resolved = { readonly d: Deployment; readonly sets: Sets } | { readonly error: string };

const MAX_NAME = 253;

/**
 * Keeps revision, annotations and minReadySeconds of the new ReplicaSet, if there is one, in step with the Deployment.
 * Source: pkg/controller/deployment/sync.go getNewReplicaSet, the first half
 */
export function syncRevision(world: World, d: Deployment, sets: Sets): Resolved {
  const { newSet, old } = sets;
  if (!newSet) return { d, sets };
  const annotations = newSetAnnotations(d, newSet.metadata.annotations, nextRevision(old));
  const minReadySeconds = d.spec.minReadySeconds ?? 0;
  if (!deepEqual(annotations, newSet.metadata.annotations ?? {}) || (newSet.spec.minReadySeconds ?? 0) !== minReadySeconds) {
    const { minReadySeconds: _, ...spec } = newSet.spec;
    const next: ReplicaSet = { ...newSet, metadata: { ...newSet.metadata, annotations }, spec: { ...spec, ...(minReadySeconds > 0 ? { minReadySeconds } : {}) } };
    return updateNewSet(world, d, sets, next);
  }
  const isFound = hasDeadline(d) && !progressing(d.status);
  if (newSet.metadata.annotations?.[REVISION] === d.metadata.annotations?.[REVISION] && !isFound) return { d, sets };
  const found = newProgressing("True", "FoundNewReplicaSet", `Found new replica set "${newSet.metadata.name}"`, world.nowMs);
  const conditions = d.status.conditions ?? [];
  return { d: withRevision(world, d, revisionOf(newSet), isFound ? withCondition(conditions, found) : conditions), sets };
}

function updateNewSet(world: World, d: Deployment, sets: Sets, next: ReplicaSet): Resolved {
  const before = revisionOf(sets.newSet!);
  const revision = revisionOf(next);
  reserveRequest(world.state, world.nowMs);
  const response = world.handle<ReplicaSet>(update(REPLICASETS, next), before === 0 || before === revision ? undefined : (stored) => ({
    object: referenceTo(d),
    subject: referenceTo(stored),
    verdict: "renumbered",
    rule: "deployment/reused-replicaset",
    evidence: [{ object: referenceTo(d), path: "spec.template" }],
    text: `went back to ReplicaSet \`${stored.metadata.name}\`: the template is that of revision ${before}, which becomes revision ${revision}.`,
    source: "pkg/controller/deployment/sync.go getNewReplicaSet",
  }));
  return response.ok ? { d, sets: { ...sets, newSet: response.body } } : { error: response.status.message ?? "" };
}

/**
 * Makes the ReplicaSet of the present template. Its name holds a hash of the template; if another template has it, the
 * hash gets another salt and the sync is retried.
 * Source: pkg/controller/deployment/sync.go getNewReplicaSet, the second half
 */
export function createNewSet(world: World, d: Deployment, sets: Sets): Resolved {
  const hash = templateHash(d.spec.template, d.status.collisionCount);
  const revision = nextRevision(sets.old);
  const replicas = newSetReplicas(d, sets.old, 0);
  reserveRequest(world.state, world.nowMs);
  const response = world.handle<ReplicaSet>(create(REPLICASETS, draft(d, hash, revision, replicas)), (stored) => ({
    object: referenceTo(d),
    subject: referenceTo(stored),
    verdict: "created",
    rule: "deployment/new-replicaset",
    evidence: [{ object: referenceTo(d), path: "spec.template" }, { object: referenceTo(d), path: "spec.strategy", value: d.spec.strategy }],
    text: `created ReplicaSet \`${stored.metadata.name}\` for revision ${revision} of the template, with ${numberOf(replicas, "replica")}${sizeClause(d, sets)}.`,
    source: "pkg/controller/deployment/sync.go getNewReplicaSet",
  }));
  if (!response.ok) return refused(world, d, sets, setName(d, hash), response.status);
  if (replicas > 0) tell(world, d, `Scaled up replica set ${response.body.metadata.name} from 0 to ${replicas}`);
  const created = newProgressing("True", "NewReplicaSetCreated", `Created new replica set "${response.body.metadata.name}"`, world.nowMs);
  const conditions = d.status.conditions ?? [];
  return {
    d: withRevision(world, d, revision, hasDeadline(d) ? withCondition(conditions, created) : conditions),
    sets: { ...sets, newSet: response.body },
  };
}

function sizeClause(d: Deployment, { old }: Sets): string {
  return d.spec.strategy.type === "Recreate" || old.length === 0 ? "" : `: ${surgeRoom(d, specReplicas(old))}`;
}

function draft(d: Deployment, hash: string, revision: number, replicas: number) {
  const { template, minReadySeconds = 0, selector } = d.spec;
  const labels = { ...template.metadata?.labels, [TEMPLATE_HASH_LABEL]: hash };
  const matching: LabelSelector = { ...selector, matchLabels: { ...selector.matchLabels, [TEMPLATE_HASH_LABEL]: hash } };
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: setName(d, hash),
      namespace: d.metadata.namespace ?? "default",
      labels,
      annotations: { ...newSetAnnotations(d, undefined, revision), ...sizeAnnotations(d) },
      ownerReferences: [controllerReference(d)],
    },
    spec: {
      replicas,
      ...(minReadySeconds > 0 ? { minReadySeconds } : {}),
      selector: matching,
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

/** The name of the Deployment is cut so that the whole fits. */
function setName(d: Deployment, hash: string): string {
  return `${d.metadata.name.slice(0, MAX_NAME - hash.length - 1)}-${hash}`;
}

function nextRevision(old: readonly ReplicaSet[]): number {
  return Math.max(0, ...old.map(revisionOf)) + 1;
}

function withRevision(world: World, d: Deployment, revision: number, conditions: NonNullable<Deployment["status"]["conditions"]>): Deployment {
  const annotations = { ...d.metadata.annotations, [REVISION]: String(revision) };
  return writeStatus(world, { ...d, metadata: { ...d.metadata, annotations } }, conditions.length > 0 ? { ...d.status, conditions } : d.status);
}

function refused(world: World, d: Deployment, sets: Sets, name: string, status: Status): Resolved {
  const message = status.message ?? "";
  if (status.reason === "AlreadyExists") {
    const existing = world.store.get<ReplicaSet>(REPLICASETS, d.metadata.namespace, name);
    if (existing && isControlledBy(existing, d) && isSameTemplate(existing.spec.template, d.spec.template)) return { d, sets: { ...sets, newSet: existing } };
    writeStatus(world, d, { ...d.status, collisionCount: (d.status.collisionCount ?? 0) + 1 });
    return { error: message };
  }
  if (status.details?.causes?.some((c) => c.reason === "NamespaceTerminating")) return { error: message };
  const text = `Failed to create new replica set "${name}": ${message}`;
  const failed = newProgressing("False", "ReplicaSetCreateError", text, world.nowMs);
  if (hasDeadline(d)) writeStatus(world, d, { ...d.status, conditions: withCondition(d.status.conditions ?? [], failed) });
  if (world.event(d, "Warning", "ReplicaSetCreateError", text)) reserveRequest(world.state, world.nowMs);
  return { error: message };
}
