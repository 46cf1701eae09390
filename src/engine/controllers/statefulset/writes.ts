import { create, remove, update } from "../../../api/request.ts";
import { PERSISTENTVOLUMECLAIMS, PODS } from "../../../api/resources.ts";
import type { PersistentVolumeClaim } from "../../../api/types/persistentvolumeclaim.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { StatefulSet } from "../../../api/types/statefulset.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import { writeOwners } from "../../apiserver/owners.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { noteEvent, reserveRequest } from "../api-client.ts";
import { claimsOf } from "./claims.ts";
import { newPod, repaired } from "./identity.ts";
import { ordinalOf, podName } from "./ordinals.ts";
import type { Write } from "./plan.ts";
import type { StatefulSetState } from "./state.ts";

type World = ActorWorld<StatefulSetState>;
const SOURCE = "pkg/controller/statefulset/stateful_pod_control.go";

/**
 * Does one write of a sync, with its decision and its Event.
 * @returns why it failed; undefined when it worked
 * Source: pkg/controller/statefulset/stateful_pod_control.go.
 */
export function carryOut(world: World, set: StatefulSet, write: Write): string | undefined {
  switch (write.kind) {
    case "create": return createPod(world, set, write);
    case "delete": return deletePod(world, set, write);
    case "claims": return createClaims(world, set, ordinalOf(set, write.pod));
    case "repair": return repairPod(world, set, write.pod);
    case "owners": writeOwners(world, write.claim, write.owners); return undefined;
  }
}

/** Claims first, so that the pod never waits for one that nobody makes. */
function createPod(world: World, set: StatefulSet, { ordinal, revision, reason }: Extract<Write, { kind: "create" }>): string | undefined {
  const name = podName(set, ordinal);
  const error = createClaims(world, set, ordinal);
  if (error !== undefined) return failed(world, set, "Create", name, error);
  const response = world.handle<Pod>(create(PODS, newPod(set, revision, ordinal)), (pod) => ({
    object: referenceTo(set),
    subject: referenceTo(pod),
    verdict: "created",
    rule: reason.rule,
    evidence: reason.evidence ?? [],
    text: `created \`${name}\` because ${reason.because}.`,
    source: `${SOURCE} CreateStatefulPod`,
  }));
  if (response.ok) return succeeded(world, set, "Create", name);
  const message = response.status.message ?? "";
  if (response.status.reason === "AlreadyExists") return message;
  world.decide({
    object: referenceTo(set), verdict: "failed", rule: "statefulset/create-failed", evidence: [],
    text: `could not create \`${name}\`: ${message}.`,
    source: `${SOURCE} CreateStatefulPod`,
  });
  return failed(world, set, "Create", name, message);
}

/** Makes the claims of an ordinal that are not there. One that is being deleted is an error: the pod must not use it. */
function createClaims(world: World, set: StatefulSet, ordinal: number): string | undefined {
  const errors: string[] = [];
  for (const draft of claimsOf(set, ordinal)) {
    const { name, namespace } = draft.metadata;
    const claim = world.store.get<PersistentVolumeClaim>(PERSISTENTVOLUMECLAIMS, namespace, name);
    if (claim?.metadata.deletionTimestamp) errors.push(`pvc ${name} is being deleted`);
    if (claim) continue;
    const error = createClaim(world, set, ordinal, draft);
    if (error !== undefined) errors.push(`failed to create PVC ${name}: ${error}`);
  }
  return errors.length === 0 ? undefined : errors.length === 1 ? errors[0] : `[${errors.join(", ")}]`;
}

function createClaim(world: World, set: StatefulSet, ordinal: number, draft: ReturnType<typeof claimsOf>[number]): string | undefined {
  const name = draft.metadata.name;
  const pod = podName(set, ordinal);
  reserveRequest(world.state, world.nowMs);
  const response = world.handle<PersistentVolumeClaim>(create(PERSISTENTVOLUMECLAIMS, draft), (claim) => ({
    object: referenceTo(set),
    subject: referenceTo(claim),
    verdict: "created",
    rule: "statefulset/claim",
    evidence: [{ object: referenceTo(set), path: "spec.volumeClaimTemplates" }],
    text: `created claim \`${name}\` for \`${pod}\`: it stays with that name when the pod is replaced.`,
    source: `${SOURCE} createPersistentVolumeClaims`,
  }));
  const subject = `Claim ${name} Pod ${pod} in StatefulSet ${set.metadata.name}`;
  if (response.ok) {
    noteEvent(world.state, world.event(set, "Normal", "SuccessfulCreate", `Create ${subject} success`));
    return undefined;
  }
  const message = response.status.message ?? "";
  noteEvent(world.state, world.event(set, "Warning", "FailedCreate", `Create Claim ${name} for Pod ${pod} in StatefulSet ${set.metadata.name} failed error: ${message}`));
  return message;
}

function deletePod(world: World, set: StatefulSet, { pod, reason }: Extract<Write, { kind: "delete" }>): string | undefined {
  const { name } = pod.metadata;
  world.decide({
    object: referenceTo(set),
    subject: referenceTo(pod),
    verdict: "deleted",
    rule: reason.rule,
    evidence: reason.evidence ?? [],
    text: `deleted \`${name}\` because ${reason.because}.`,
    source: `${SOURCE} DeleteStatefulPod`,
  });
  const response = world.handle(remove(PODS, pod.metadata, { preconditions: { uid: pod.metadata.uid } }));
  if (response.ok) return succeeded(world, set, "Delete", name);
  if (response.status.code === 404) return undefined;
  return failed(world, set, "Delete", name, response.status.message ?? "");
}

/** Labels of its name, volumes of its claims. Source: stateful_pod_control.go UpdateStatefulPod. */
function repairPod(world: World, set: StatefulSet, pod: Pod): string | undefined {
  const { name } = pod.metadata;
  const error = createClaims(world, set, ordinalOf(set, pod));
  if (error !== undefined) return failed(world, set, "Update", name, error);
  const live = world.store.get<Pod>(PODS, pod.metadata.namespace, name) ?? pod;
  const response = world.handle<Pod>(update(PODS, repaired(set, live)), (stored) => ({
    object: referenceTo(set),
    subject: referenceTo(stored),
    verdict: "repaired",
    rule: "statefulset/identity",
    evidence: [{ object: referenceTo(pod), path: "metadata.labels", value: pod.metadata.labels }],
    text: `put the identity of \`${name}\` right: its labels or volumes did not say which ordinal it is.`,
    source: `${SOURCE} UpdateStatefulPod`,
  }));
  return response.ok ? succeeded(world, set, "Update", name) : failed(world, set, "Update", name, response.status.message ?? "");
}

type Verb = "Create" | "Delete" | "Update";

function succeeded(world: World, set: StatefulSet, verb: Verb, pod: string): undefined {
  noteEvent(world.state, world.event(set, "Normal", `Successful${verb}`, `${verb} Pod ${pod} in StatefulSet ${set.metadata.name} successful`));
}

function failed(world: World, set: StatefulSet, verb: Verb, pod: string, error: string): string {
  noteEvent(world.state, world.event(set, "Warning", `Failed${verb}`, `${verb} Pod ${pod} in StatefulSet ${set.metadata.name} failed error: ${error}`));
  return error;
}
