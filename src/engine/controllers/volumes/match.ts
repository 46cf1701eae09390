import { matchesRequiredNodeAffinity } from "../../../api/node-matching.ts";
import { bytes } from "../../../api/quantity.ts";
import { matchesLabels } from "../../../api/selector.ts";
import { classNameOf } from "../../../api/storage.ts";
import type { Node } from "../../../api/types/node.ts";
import type { PersistentVolume } from "../../../api/types/persistentvolume.ts";
import type { PersistentVolumeClaim } from "../../../api/types/persistentvolumeclaim.ts";

/** Where a volume may be: on any node, on this one, or (`nowhere yet`) only one that is kept for the claim. */
export type Place = "anywhere" | "not-yet" | Node;

/**
 * The volume that a claim gets: the one that is kept for it, else of those that are free and suit it the one with the
 * fewest access modes, then the smallest. Pure.
 * Source: component-helpers storage/volume/pv_helpers.go FindMatchingVolume (1.36)
 */
export function findMatchingVolume(claim: PersistentVolumeClaim, volumes: Iterable<PersistentVolume>, place: Place): PersistentVolume | undefined {
  const wanted = bytes(claim.spec.resources?.requests?.["storage"]);
  const large = [...volumes].filter((v) => sizeOf(v) >= wanted && !v.metadata.deletionTimestamp && modeOf(v.spec) === modeOf(claim.spec) && hasModes(v, claim));
  const kept = large.find((v) => isKeptFor(v, claim));
  if (kept) return kept;
  if (place === "not-yet") return undefined;
  const free = large.filter((v) => v.status?.phase === "Available" && !v.spec.claimRef && (v.spec.storageClassName ?? "") === (classNameOf(claim) ?? "")
    && (claim.spec.selector === undefined || matchesLabels(claim.spec.selector, v.metadata.labels ?? {})) && (place === "anywhere" || isReachable(v, place)));
  const modes = (v: PersistentVolume) => v.spec.accessModes?.length ?? 0;
  return free.sort((a, b) => modes(a) - modes(b) || sizeOf(a) - sizeOf(b))[0];
}

/** Whether a volume is for a claim: it names it, and not an earlier one of its name. Source: pv_helpers.go IsVolumeBoundToClaim */
export function isKeptFor({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const { claimRef } = spec;
  return claimRef !== undefined && claimRef.name === metadata.name && claimRef.namespace === metadata.namespace && (!claimRef.uid || claimRef.uid === metadata.uid);
}

/** Source: component-helpers storage/volume CheckNodeAffinity */
export function isReachable({ spec }: PersistentVolume, node: Node): boolean {
  const required = spec.nodeAffinity?.required;
  return !required || matchesRequiredNodeAffinity({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } }, node).matches;
}

function sizeOf({ spec }: PersistentVolume): number {
  return bytes(spec.capacity?.["storage"]);
}

function modeOf({ volumeMode }: { readonly volumeMode?: string }): string {
  return volumeMode ?? "Filesystem";
}

function hasModes(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (claim.spec.accessModes ?? []).every((mode) => volume.spec.accessModes?.includes(mode));
}
