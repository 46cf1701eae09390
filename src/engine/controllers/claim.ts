import { matchesLabels } from "../../api/selector.ts";
import type { KubeObject, LabelSelector } from "../../api/types/meta.ts";
import type { Pod } from "../../api/types/pod.ts";
import { referenceTo } from "../apiserver/describe.ts";
import { writeOwners } from "../apiserver/owners.ts";
import { controllerOf } from "../apiserver/store.ts";
import type { ActorWorld } from "../sim/actor.ts";
import { controllerReference, isControlledBy } from "./controller-reference.ts";
import { isTerminating } from "./pod-state.ts";

/** Who owns by selector: a DaemonSet, Deployment, ReplicaSet or StatefulSet. */
export interface Claimer extends KubeObject {
  readonly spec: { readonly selector: LabelSelector };
}

/**
 * The pods of an owner: its own that match the selector, and matching orphans, which it adopts. Own pods that no
 * longer match are released. Only ownerReferences change.
 * @param isMember what a pod must be besides matching, e.g. named as a StatefulSet names its pods
 * Source: pkg/controller/controller_ref_manager.go ClaimPods.
 */
export function claimPods(world: ActorWorld, owner: Claimer, isMember?: (pod: Pod) => boolean): Pod[] {
  return claim(world, owner, world.store.podsOwnedBy(owner.metadata.uid), world.store.orphanPods(), isMember);
}

/**
 * The same for objects of any kind.
 * @param own objects with a reference to the owner
 * @param others candidates for adoption; those with a controller or in other namespaces are passed over
 */
export function claim<T extends KubeObject>(world: ActorWorld, owner: Claimer, own: Iterable<T>, others: Iterable<T>, isMember: (object: T) => boolean = () => true): T[] {
  const isClaimed = (object: T) => matchesLabels(owner.spec.selector, object.metadata.labels) && isMember(object);
  const claimed: T[] = [];
  for (const object of Array.from(own)) {
    if (!isControlledBy(object, owner)) continue;
    if (isClaimed(object)) claimed.push(object);
    else if (!isTerminating(owner)) release(world, owner, object);
  }
  if (isTerminating(owner)) return claimed;
  for (const object of Array.from(others)) {
    if (object.metadata.namespace !== owner.metadata.namespace || isTerminating(object) || controllerOf(object)) continue;
    if (isClaimed(object)) claimed.push(adopt(world, owner, object));
  }
  return claimed;
}

function adopt<T extends KubeObject>(world: ActorWorld, owner: Claimer, object: T): T {
  decide(world, owner, object, "adopted", "it matches the selector and has no controller", "Adopt");
  return writeOwners(world, object, [...(object.metadata.ownerReferences ?? []), controllerReference(owner)]);
}

function release(world: ActorWorld, owner: Claimer, object: KubeObject): void {
  decide(world, owner, object, "released", "its labels no longer match the selector", "Release");
  writeOwners(world, object, (object.metadata.ownerReferences ?? []).filter((r) => r.uid !== owner.metadata.uid));
}

function decide(world: ActorWorld, owner: Claimer, object: KubeObject, verdict: "adopted" | "released", because: string, source: string): void {
  const noun = object.kind === "Pod" ? "pod" : object.kind;
  world.decide({
    object: referenceTo(owner),
    subject: referenceTo(object),
    verdict,
    rule: `${owner.kind.toLowerCase()}/${verdict}`,
    evidence: [
      { object: referenceTo(owner), path: "spec.selector", value: owner.spec.selector },
      { object: referenceTo(object), path: "metadata.labels", value: object.metadata.labels },
    ],
    text: `${verdict} ${noun} \`${object.metadata.name}\`: ${because}.`,
    source: `pkg/controller/controller_ref_manager.go ${source}${object.kind}`,
  });
}
