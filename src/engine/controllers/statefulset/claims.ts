import type { KubeObject, OwnerReference } from "../../../api/types/meta.ts";
import type { PersistentVolumeClaim } from "../../../api/types/persistentvolumeclaim.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { StatefulSet } from "../../../api/types/statefulset.ts";
import { controllerReference } from "../controller-reference.ts";
import { isWanted, ordinalOf, podName } from "./ordinals.ts";

/** Finds a claim of the set's namespace by its name. */
export type FindClaim = (name: string) => PersistentVolumeClaim | undefined;

export function claimName(set: StatefulSet, template: string, ordinal: number): string {
  return `${template}-${set.metadata.name}-${ordinal}`;
}

/**
 * The claims of one ordinal, as they are sent to the API server: one for each volumeClaimTemplate, with the labels of
 * the set's selector. Source: pkg/controller/statefulset/stateful_set_utils.go getPersistentVolumeClaims.
 */
export function claimsOf(set: StatefulSet, ordinal: number) {
  return (set.spec.volumeClaimTemplates ?? []).map((template) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      ...template.metadata,
      name: claimName(set, template.metadata.name, ordinal),
      namespace: set.metadata.namespace ?? "default",
      labels: { ...template.metadata.labels, ...set.spec.selector.matchLabels },
    },
    spec: template.spec,
  }));
}

/** A volume for each claim, then the others; a claim takes the place of a volume of its name. Source: updateStorage. */
export function claimVolumes(set: StatefulSet, ordinal: number, others: unknown): readonly object[] {
  const names = (set.spec.volumeClaimTemplates ?? []).map((t) => t.metadata.name);
  const claims = names.map((name) => ({ name, persistentVolumeClaim: { claimName: claimName(set, name, ordinal) } }));
  return [...claims, ...((others ?? []) as readonly { name?: string }[]).filter((v) => !names.includes(v.name ?? ""))];
}

/**
 * A claim that still belongs to an earlier pod of the name, and goes with it: the new pod waits until it is gone.
 * Only claims that whenScaled deletes can be that. Source: stateful_pod_control.go PodClaimIsStale.
 */
export function staleClaim(set: StatefulSet, ordinal: number, find: FindClaim): PersistentVolumeClaim | undefined {
  if (set.spec.persistentVolumeClaimRetentionPolicy?.whenScaled !== "Delete") return undefined;
  return existing(set, ordinal, find).find((claim) => (claim.metadata.ownerReferences ?? []).some((o) => o.kind === "Pod" && o.name === podName(set, ordinal)));
}

/**
 * The claims of a pod whose owners are not what the retention policy says, with the owners that they should have.
 * Source: stateful_set_utils.go isClaimOwnerUpToDate, updateClaimOwnerRefForSetAndPod.
 */
export function claimsWithWrongOwners(set: StatefulSet, pod: Pod, find: FindClaim): { readonly claim: PersistentVolumeClaim; readonly owners: readonly OwnerReference[] }[] {
  return existing(set, ordinalOf(set, pod), find).flatMap((claim) => {
    const wanted = wantedOwner(set, pod);
    const present = (claim.metadata.ownerReferences ?? []).filter((o) => isOurs(o, set, pod));
    if (wanted ? present.length === 1 && present[0]!.uid === wanted.metadata.uid : present.length === 0) return [];
    const others = (claim.metadata.ownerReferences ?? []).filter((o) => !isOurs(o, set, pod));
    return [{ claim, owners: wanted ? [...others, controllerReference(wanted)] : others }];
  });
}

/** With whom the claim is to go: the set, a pod that is scaled away, or nobody. */
function wantedOwner(set: StatefulSet, pod: Pod): KubeObject | undefined {
  const { whenDeleted = "Retain", whenScaled = "Retain" } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  const isScaledAway = !isWanted(set, ordinalOf(set, pod));
  if (whenScaled === "Delete" && isScaledAway) return pod;
  return whenDeleted === "Delete" ? set : undefined;
}

function isOurs(reference: OwnerReference, set: StatefulSet, pod: Pod): boolean {
  return (reference.kind === "StatefulSet" && reference.name === set.metadata.name) || (reference.kind === "Pod" && reference.name === pod.metadata.name);
}

function existing(set: StatefulSet, ordinal: number, find: FindClaim): PersistentVolumeClaim[] {
  return (set.spec.volumeClaimTemplates ?? []).flatMap((t) => find(claimName(set, t.metadata.name, ordinal)) ?? []);
}
