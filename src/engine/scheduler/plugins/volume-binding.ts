import { PERSISTENTVOLUMECLAIMS, PERSISTENTVOLUMES, STORAGECLASSES } from "../../../api/resources.ts";
import { classNameOf, isBound, NO_PROVISIONER } from "../../../api/storage.ts";
import type { PersistentVolume } from "../../../api/types/persistentvolume.ts";
import type { PersistentVolumeClaim } from "../../../api/types/persistentvolumeclaim.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { StorageClass } from "../../../api/types/storageclass.ts";
import type { Store } from "../../apiserver/store.ts";
import { claimNamesOf } from "../../controllers/pod-claims.ts";
import { findMatchingVolume, isReachable } from "../../controllers/volumes/match.ts";
import { podEvidence, type ClusterPlugin, type NodeFilter, type Rejection } from "./plugin.ts";

const NAME = "VolumeBinding";

/** The claims of a pod, or why it cannot be scheduled anywhere for now (upstream's PreFilter). */
export type PodClaims = { readonly refusal: string } | { readonly bound: readonly PersistentVolumeClaim[]; readonly delayed: readonly PersistentVolumeClaim[] };

/**
 * Looks at the claims of a pod. Those of a class that waits for its first consumer may be unbound (`delayed`).
 * @returns undefined for the many pods without claims
 * Source: kubernetes pkg/scheduler/framework/plugins/volumebinding/volume_binding.go PreFilter, podHasPVCs (1.36)
 */
export function podClaims(store: Store, pod: Pod): PodClaims | undefined {
  const names = claimNamesOf(pod);
  if (names.length === 0) return undefined;
  const claims: PersistentVolumeClaim[] = [];
  for (const name of names) {
    const claim = store.get<PersistentVolumeClaim>(PERSISTENTVOLUMECLAIMS, pod.metadata.namespace, name);
    if (!claim) return { refusal: `persistentvolumeclaim "${name}" not found` };
    if (claim.status.phase === "Lost") return { refusal: `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName ?? ""}"` };
    if (claim.metadata.deletionTimestamp) return { refusal: `persistentvolumeclaim "${name}" is being deleted` };
    claims.push(claim);
  }
  const unbound = claims.filter((claim) => !isBound(claim));
  const delayed = unbound.filter((claim) => !claim.spec.volumeName && classOf(store, claim)?.volumeBindingMode === "WaitForFirstConsumer");
  if (delayed.length < unbound.length) return { refusal: "pod has unbound immediate PersistentVolumeClaims" };
  return { bound: claims.filter(isBound), delayed };
}

function classOf(store: Store, claim: PersistentVolumeClaim): StorageClass | undefined {
  const name = classNameOf(claim);
  return name ? store.get<StorageClass>(STORAGECLASSES, undefined, name) : undefined;
}

/**
 * A pod fits where its volumes can be reached, and where volumes can be found or made for its other claims.
 * Departure: topologies that a class allows, and how much room its driver has, are not asked.
 * Source: volumebinding/volume_binding.go, binder.go FindPodVolumes (1.36)
 */
export const volumeBinding: ClusterPlugin = {
  name: NAME,
  begin({ store }, pod) {
    const claims = podClaims(store, pod);
    return claims && !("refusal" in claims) ? filterOf(store, pod, claims) : undefined;
  },
  hint(pod, event) {
    switch (event.kind) {
      case "claim": return event.namespace === pod.metadata.namespace && claimNamesOf(pod).includes(event.name);
      case "storage": case "pod": return true;
      case "node": return !event.before || event.before.metadata.labels !== event.after.metadata.labels;
      case "freed": case "neighbour": case "node-gone": return false;
    }
  },
};

function filterOf(store: Store, pod: Pod, { bound, delayed }: Exclude<PodClaims, { readonly refusal: string }>): NodeFilter {
  const volumes = bound.flatMap((claim) => store.get<PersistentVolume>(PERSISTENTVOLUMES, undefined, claim.spec.volumeName!) ?? []);
  const byHand = delayed.filter((claim) => classOf(store, claim)?.provisioner === NO_PROVISIONER);
  return ({ node }) => {
    const away = volumes.find((volume) => !isReachable(volume, node));
    if (away) return rejection(pod, "node(s) didn't match PersistentVolume's node affinity", `its volume \`${away.metadata.name}\` cannot be reached from \`${node.metadata.name}\``);
    const homeless = byHand.find((claim) => !findMatchingVolume(claim, store.all<PersistentVolume>(PERSISTENTVOLUMES), node));
    return homeless && rejection(pod, "node(s) didn't find available persistent volumes to bind", `no free volume on \`${node.metadata.name}\` suits its claim \`${homeless.metadata.name}\``);
  };
}

function rejection(pod: Pod, reason: string, text: string): Rejection {
  return { plugin: NAME, isResolvable: false, reasons: [reason], text, evidence: [podEvidence(pod, "spec.volumes", pod.spec["volumes"])] };
}
