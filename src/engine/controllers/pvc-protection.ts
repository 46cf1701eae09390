import { update } from "../../api/request.ts";
import { PERSISTENTVOLUMECLAIMS, PODS } from "../../api/resources.ts";
import type { PersistentVolumeClaim } from "../../api/types/persistentvolumeclaim.ts";
import type { Pod } from "../../api/types/pod.ts";
import { referenceTo } from "../apiserver/describe.ts";
import { keyOf, type Store } from "../apiserver/store.ts";
import { PVC_PROTECTION_FINALIZER } from "../apiserver/strategies/persistentvolumeclaim.ts";
import { CowMap } from "../sim/cow-map.ts";
import type { Actor, Change, Wake } from "../sim/actor.ts";
import { claimNamesOf } from "./pod-claims.ts";

interface ProtectionState {
  /** For whom a claim was said to stay, by its uid. */
  readonly kept: CowMap<string, string>;
}

/**
 * Lets a deleted claim go when no pod uses it any more. Key: the claim's `<ns>/<name>`.
 * Source: pkg/controller/volume/pvcprotection/pvc_protection_controller.go.
 */
export const pvcProtectionController: Actor<ProtectionState> = {
  name: "pvc-protection",
  who: "pvc-protection-controller",
  lagMs: [5, 20],
  initial: () => ({ kept: new CowMap() }),
  wakes,
  reconcile(world, key) {
    const claim = world.store.getByKey<PersistentVolumeClaim>(PERSISTENTVOLUMECLAIMS.key, key);
    if (!claim || !isHeld(claim)) return;
    const user = userOf(world.store, claim);
    if (user) {
      if (world.state.kept.get(claim.metadata.uid) === user.metadata.uid) return;
      world.state.kept.set(claim.metadata.uid, user.metadata.uid);
    } else world.state.kept.delete(claim.metadata.uid);
    world.decide({
      object: referenceTo(claim),
      ...(user ? { subject: referenceTo(user) } : {}),
      verdict: user ? "waits" : "released",
      rule: user ? "pvc-protection/in-use" : "pvc-protection/unused",
      evidence: [{ object: referenceTo(claim), path: "metadata.finalizers", value: claim.metadata.finalizers }],
      text: user
        ? `kept claim \`${claim.metadata.name}\`, which is to be deleted, as long as pod \`${user.metadata.name}\` uses it.`
        : `let claim \`${claim.metadata.name}\` go: no pod uses it any more.`,
      source: "pkg/controller/volume/pvcprotection/pvc_protection_controller.go processPVC",
    });
    if (!user) world.handle(update(PERSISTENTVOLUMECLAIMS, withoutFinalizer(claim)));
  },
};

function* wakes({ resource, key, before, after }: Change, store: Store): Iterable<Wake> {
  if (resource === PERSISTENTVOLUMECLAIMS.key && after && isHeld(after as PersistentVolumeClaim)) yield { key };
  if (resource !== PODS.key || after || store.count(PERSISTENTVOLUMECLAIMS) === 0) return;
  const pod = before as Pod;
  for (const name of claimNamesOf(pod)) yield { key: keyOf(pod.metadata.namespace, name) };
}

function isHeld({ metadata }: PersistentVolumeClaim): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(PVC_PROTECTION_FINALIZER);
}

/** A pod that is on a node counts for as long as it exists, finished or not. */
function userOf(store: Store, { metadata }: PersistentVolumeClaim): Pod | undefined {
  for (const pod of store.all<Pod>(PODS)) {
    if (pod.spec.nodeName && pod.metadata.namespace === metadata.namespace && claimNamesOf(pod).includes(metadata.name)) return pod;
  }
  return undefined;
}

function withoutFinalizer(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const { finalizers = [], ...metadata } = claim.metadata;
  const left = finalizers.filter((f) => f !== PVC_PROTECTION_FINALIZER);
  return { ...claim, metadata: left.length > 0 ? { ...metadata, finalizers: left } : metadata };
}
