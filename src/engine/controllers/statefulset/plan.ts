import { isPodAvailable } from "../../../api/rollout.ts";
import type { Evidence } from "../../../api/decision.ts";
import type { ControllerRevision } from "../../../api/types/controllerrevision.ts";
import type { OwnerReference } from "../../../api/types/meta.ts";
import type { PersistentVolumeClaim } from "../../../api/types/persistentvolumeclaim.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { StatefulSet } from "../../../api/types/statefulset.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import { isTerminal, isTerminating } from "../pod-state.ts";
import { claimsWithWrongOwners, staleClaim, type FindClaim } from "./claims.ts";
import { hasIdentity, hasStorage, revisionOf } from "./identity.ts";
import { isWanted, ordinalOf, podName, startOrdinal } from "./ordinals.ts";
import { isRunningAndReady } from "./status.ts";

/** Why a write happens: its rule and a clause that ends the sentence "… because …". */
export interface Reason { readonly rule: string; readonly because: string; readonly evidence?: readonly Evidence[] }

export type Write =
  | { readonly kind: "create"; readonly ordinal: number; readonly revision: ControllerRevision; readonly reason: Reason }
  | { readonly kind: "delete"; readonly pod: Pod; readonly reason: Reason }
  /** Claims of a pod that exists; those that are there already stay. */
  | { readonly kind: "claims"; readonly pod: Pod }
  /** Labels and volumes of a pod put right. */
  | { readonly kind: "repair"; readonly pod: Pod }
  | { readonly kind: "owners"; readonly claim: PersistentVolumeClaim; readonly owners: readonly OwnerReference[] };

/** Something is left to do, and who holds it up. Clauses: "waits for `db-0`, which …, before it …". */
export interface Wait { readonly pod: Pod | undefined; readonly what: string; readonly state: string; readonly before: string; readonly hint?: string }

export interface Plan {
  readonly writes: readonly Write[];
  readonly wait?: Wait;
  /** Pods of the status: all that the set wants or is about to delete. */
  readonly counted: readonly Pod[];
  /** Pods deleted because they are of an old revision: 0 or 1. */
  readonly deletedForUpdate: number;
}

export interface PlanInput {
  readonly set: StatefulSet;
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  /** The set's pods, in any order. */
  readonly pods: readonly Pod[];
  readonly find: FindClaim;
  readonly nowMs: number;
}

interface Slot { readonly ordinal: number; readonly pod: Pod | undefined }
/** One step of the sync: what to write, and whether an ordered set has to stop here. */
interface Step { readonly writes: readonly Write[]; readonly stops: boolean; readonly wait?: Wait | undefined }

const GOES_ON: Step = { writes: [], stops: false };

/**
 * What one sync does: wanted ordinals upwards, then surplus pods from the highest down, then the update from the
 * highest down. OrderedReady stops at the first thing that is not finished; Parallel goes on. Pure.
 * Source: pkg/controller/statefulset/stateful_set_control.go updateStatefulSet (1.36)
 */
export function plan(input: PlanInput): Plan {
  const { set, pods } = input;
  const slots = slotsOf(set, pods);
  const surplus = pods.filter((p) => ordinalOf(set, p) >= 0 && !isWanted(set, ordinalOf(set, p))).sort((a, b) => ordinalOf(set, b) - ordinalOf(set, a));
  const counted = [...slots.flatMap((s) => s.pod ?? []), ...surplus];
  if (isTerminating(set)) return { writes: [], counted, deletedForUpdate: 0 };

  const isOrdered = set.spec.podManagementPolicy !== "Parallel";
  const firstUnhealthy = [...slots.flatMap((s) => s.pod ?? []), ...[...surplus].reverse()].find((p) => !isHealthy(input, p));
  const steps = [
    ...slots.map((slot) => () => fill(input, slot, slots, surplus)),
    ...surplus.map((pod) => () => ownersOf(input, pod)),
    ...surplus.map((pod) => () => shrink(input, pod, firstUnhealthy)),
  ];
  const writes: Write[] = [];
  let wait: Wait | undefined;
  for (const step of steps) {
    const done = step();
    writes.push(...done.writes);
    wait ??= done.wait;
    if (done.stops && isOrdered) return { writes, counted, deletedForUpdate: 0, ...(wait && writes.every(isSilent) ? { wait } : {}) };
  }
  const updated = updateOne(input, slots, writes);
  wait ??= updated.wait;
  const all = [...writes, ...updated.writes];
  return { writes: all, counted, deletedForUpdate: updated.writes.length, ...(wait && all.every(isSilent) ? { wait } : {}) };
}

function isSilent(write: Write): boolean {
  return write.kind !== "create" && write.kind !== "delete";
}

function slotsOf(set: StatefulSet, pods: readonly Pod[]): Slot[] {
  const byOrdinal = new Map(pods.map((p) => [ordinalOf(set, p), p]));
  return Array.from({ length: set.spec.replicas }, (_, i) => ({ ordinal: startOrdinal(set) + i, pod: byOrdinal.get(startOrdinal(set) + i) }));
}

function isAvailable({ set, nowMs }: PlanInput, pod: Pod): boolean {
  return isPodAvailable(pod, set.spec.minReadySeconds ?? 0, nowMs);
}

function isHealthy(input: PlanInput, pod: Pod): boolean {
  return isRunningAndReady(pod) && !isTerminating(pod) && isAvailable(input, pod);
}

/** One wanted ordinal. Source: stateful_set_control.go processReplica. */
function fill(input: PlanInput, slot: Slot, slots: readonly Slot[], surplus: readonly Pod[]): Step {
  const { set } = input;
  const { pod } = slot;
  if (!pod) return create(input, slot);
  if (isTerminal(pod)) {
    if (isTerminating(pod)) return { writes: [], stops: true, wait: waitFor(input, pod, slots, surplus) };
    const why = pod.status.reason ? ` (${pod.status.reason})` : "";
    const reason: Reason = {
      rule: "statefulset/ended-pod",
      because: `it has ${pod.status.phase === "Failed" ? "failed" : "ended"}${why}; a new one takes its name when it is gone`,
      evidence: [{ object: referenceTo(pod), path: "status.phase", value: pod.status.phase }],
    };
    return { writes: [{ kind: "delete", pod, reason }], stops: true };
  }
  const claims: readonly Write[] = pod.status.phase === "Pending" && set.spec.volumeClaimTemplates?.length ? [{ kind: "claims", pod }] : [];
  const isOrdered = set.spec.podManagementPolicy !== "Parallel";
  if (isOrdered && !isHealthy(input, pod)) return { writes: claims, stops: true, wait: waitFor(input, pod, slots, surplus) };
  const isConsistent = hasIdentity(set, pod) && hasStorage(set, pod);
  const repair: readonly Write[] = isConsistent ? [] : [{ kind: "repair", pod }];
  return { writes: [...claims, ...ownersOf(input, pod).writes, ...repair], stops: false };
}

function create(input: PlanInput, { ordinal }: Slot): Step {
  const { set } = input;
  const name = podName(set, ordinal);
  const stale = staleClaim(set, ordinal, input.find);
  if (stale) {
    const wait: Wait = { pod: undefined, what: `claim \`${stale.metadata.name}\``, state: `belongs to an earlier \`${name}\` and is being deleted`, before: `it creates \`${name}\`` };
    return { writes: [], stops: true, wait };
  }
  const revision = isOfCurrent(set, ordinal) ? input.current : input.update;
  const isOrdered = set.spec.podManagementPolicy !== "Parallel";
  const order = !isOrdered || ordinal === startOrdinal(set) ? "" : `, and \`${podName(set, ordinal - 1)}\` is ready`;
  const reason: Reason = {
    rule: "statefulset/missing-pod",
    because: `ordinal ${ordinal} has no pod${order}`,
    evidence: [{ object: referenceTo(set), path: "spec.replicas", value: set.spec.replicas }],
  };
  return { writes: [{ kind: "create", ordinal, revision, reason }], stops: true };
}

/** Below the partition a missing pod is made of the revision it had. Source: stateful_set_utils.go newVersionedStatefulSetPod. */
function isOfCurrent(set: StatefulSet, ordinal: number): boolean {
  const { type, rollingUpdate } = set.spec.updateStrategy;
  if (rollingUpdate) return ordinal < startOrdinal(set) + (rollingUpdate.partition ?? 0);
  return type === "RollingUpdate" && ordinal < startOrdinal(set) + (set.status.currentReplicas ?? 0);
}

function ownersOf({ set, find }: PlanInput, pod: Pod): Step {
  return { writes: claimsWithWrongOwners(set, pod, find).map((c) => ({ kind: "owners", ...c })), stops: false };
}

/** One surplus pod. Source: stateful_set_control.go processCondemned. */
function shrink(input: PlanInput, pod: Pod, firstUnhealthy: Pod | undefined): Step {
  const { set } = input;
  const name = `\`${pod.metadata.name}\``;
  const isOrdered = set.spec.podManagementPolicy !== "Parallel";
  if (isTerminating(pod)) return isOrdered ? { writes: [], stops: true, wait: blockedBy(input, pod, "it deletes the next one") } : GOES_ON;
  if (isOrdered && !isHealthy(input, pod) && pod !== firstUnhealthy) return { writes: [], stops: true, wait: blockedBy(input, firstUnhealthy ?? pod, `it deletes ${name}`) };
  const reason: Reason = {
    rule: "statefulset/scale-down",
    because: `\`${set.metadata.name}\` wants ${set.spec.replicas === 1 ? "1 pod" : `${set.spec.replicas} pods`}, and the highest ordinal goes first`,
    evidence: [{ object: referenceTo(set), path: "spec.replicas", value: set.spec.replicas }],
  };
  return { writes: [{ kind: "delete", pod, reason }], stops: true };
}

/** The highest pod of an old revision, if all above it are available. One at a time, whatever the policy. */
function updateOne(input: PlanInput, slots: readonly Slot[], writes: readonly Write[]): { readonly writes: readonly Write[]; readonly wait?: Wait } {
  const { set, update } = input;
  if (set.spec.updateStrategy.type === "OnDelete") return { writes: [] };
  const lowest = startOrdinal(set) + (set.spec.updateStrategy.rollingUpdate?.partition ?? 0);
  for (const { pod } of slots.filter((s) => s.ordinal >= lowest).reverse()) {
    if (!pod || writes.some((w) => w.kind === "delete" && w.pod === pod)) return { writes: [] };
    if (isOld(input, pod) && !isTerminating(pod)) {
      const reason: Reason = {
        rule: "statefulset/rolling-update",
        because: `it is not of revision \`${update.metadata.name}\`, and every pod above it is`,
        evidence: [{ object: referenceTo(set), path: "spec.updateStrategy", value: set.spec.updateStrategy }],
      };
      return { writes: [{ kind: "delete", pod, reason }] };
    }
    if (isHealthy(input, pod)) continue;
    const next = slots.findLast((s) => s.pod && s.ordinal >= lowest && s.ordinal < ordinalOf(set, pod) && isOld(input, s.pod));
    return { writes: [], ...(next ? { wait: blockedBy(input, pod, `it updates \`${next.pod!.metadata.name}\``) } : {}) };
  }
  return { writes: [] };
}

function isOld({ update }: PlanInput, pod: Pod): boolean {
  return revisionOf(pod) !== update.metadata.name;
}

/** What an ordered set would do next if this pod were ready; nothing to do is no wait. */
function waitFor(input: PlanInput, pod: Pod, slots: readonly Slot[], surplus: readonly Pod[]): Wait | undefined {
  const { set } = input;
  const missing = slots.find((s) => !s.pod && s.ordinal > ordinalOf(set, pod));
  if (missing) return blockedBy(input, pod, `it creates \`${podName(set, missing.ordinal)}\``);
  if (surplus[0]) return blockedBy(input, pod, `it deletes \`${surplus[0].metadata.name}\``);
  if (isTerminating(pod)) return blockedBy(input, pod, "it creates it anew");
  if (set.spec.updateStrategy.type === "OnDelete") return undefined;
  const lowest = startOrdinal(set) + (set.spec.updateStrategy.rollingUpdate?.partition ?? 0);
  const old = slots.findLast((s) => s.pod && s.ordinal >= lowest && isOld(input, s.pod));
  if (!old) return undefined;
  if (old.pod !== pod) return blockedBy(input, pod, `it updates \`${old.pod!.metadata.name}\``);
  return { ...blockedBy(input, pod, "it replaces it"), hint: "OrderedReady never replaces a pod that is not ready: it has to be deleted by hand" };
}

function blockedBy(input: PlanInput, pod: Pod, before: string): Wait {
  return { pod, what: `\`${pod.metadata.name}\``, state: stateOf(input, pod), before };
}

function stateOf(input: PlanInput, pod: Pod): string {
  if (isTerminating(pod)) return "is being deleted";
  if (!isRunningAndReady(pod)) return "is not Running and Ready";
  return `has not been Ready for ${input.set.spec.minReadySeconds ?? 0} s (minReadySeconds)`;
}
