import { matchesLabels } from "../../../api/selector.ts";
import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import { writeOwners } from "../../apiserver/owners.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { controllerReference } from "./daemon-pod.ts";
import { isTerminating } from "./pods-by-node.ts";

/**
 * The pods of a DaemonSet: its own that match the selector, and matching orphans, which it adopts. Own pods that no
 * longer match are released. Only ownerReferences change.
 * Source: pkg/controller/controller_ref_manager.go ClaimPods.
 */
export function claimPods(world: ActorWorld, ds: DaemonSet): Pod[] {
  const claimed: Pod[] = [];
  for (const pod of world.store.podsOwnedBy(ds.metadata.uid)) {
    if (!isControlledBy(pod, ds)) continue;
    if (matchesLabels(ds.spec.selector, pod.metadata.labels)) claimed.push(pod);
    else release(world, ds, pod);
  }
  for (const pod of Array.from(world.store.orphanPods())) {
    if (pod.metadata.namespace !== ds.metadata.namespace || isTerminating(pod)) continue;
    if (matchesLabels(ds.spec.selector, pod.metadata.labels)) claimed.push(adopt(world, ds, pod));
  }
  return claimed;
}

function isControlledBy(pod: Pod, ds: DaemonSet): boolean {
  return pod.metadata.ownerReferences?.some((r) => r.controller === true && r.uid === ds.metadata.uid) ?? false;
}

function adopt(world: ActorWorld, ds: DaemonSet, pod: Pod): Pod {
  decide(world, ds, pod, "adopted", "it matches the selector and has no controller", "AdoptPod");
  return writeOwners(world, pod, [...(pod.metadata.ownerReferences ?? []), controllerReference(ds)]);
}

function release(world: ActorWorld, ds: DaemonSet, pod: Pod): void {
  decide(world, ds, pod, "released", "its labels no longer match the selector", "ReleasePod");
  writeOwners(world, pod, (pod.metadata.ownerReferences ?? []).filter((r) => r.uid !== ds.metadata.uid));
}

function decide(world: ActorWorld, ds: DaemonSet, pod: Pod, verdict: "adopted" | "released", because: string, source: string): void {
  world.decide({
    object: referenceTo(ds),
    subject: referenceTo(pod),
    verdict,
    rule: `daemonset/${verdict}`,
    evidence: [
      { object: referenceTo(ds), path: "spec.selector", value: ds.spec.selector },
      { object: referenceTo(pod), path: "metadata.labels", value: pod.metadata.labels },
    ],
    text: `${verdict} pod \`${pod.metadata.name}\`: ${because}.`,
    source: `pkg/controller/controller_ref_manager.go ${source}`,
  });
}
