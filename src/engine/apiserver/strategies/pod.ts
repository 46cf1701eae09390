import { qosClass } from "../../../api/resource-requests.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { FieldError } from "../../../api/status.ts";
import type { Pod, PodSpec, PodStatus } from "../../../api/types/pod.ts";
import { defaultPodOnly, defaultPodSpec } from "../defaults-pod.ts";
import type { Strategy, StrategyContext } from "./contract.ts";
import { withDefaultTolerations } from "./default-tolerations.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate, withGeneration, withStatusOf } from "./metadata.ts";
import { validatePodSpec } from "./pod-spec.ts";
import { validatePodSpecUpdate } from "./pod-update.ts";
import { priorityForbids, withPriority } from "./priority.ts";
import { accountForbids } from "./service-account.ts";

/**
 * Source: pkg/registry/core/pod/strategy.go, pkg/apis/core/v1/defaults.go SetDefaults_Pod, admission plugins
 * ServiceAccount, Priority and DefaultTolerationSeconds (1.36).
 * Departure: no `kube-api-access` volume is mounted; nothing here would read the token.
 */
export const podStrategy: Strategy<Pod> = {
  prepareForCreate(object, ctx) {
    const spec = admitted(withPriority(defaultPodOnly(defaultPodSpec(object.spec)), ctx));
    return withGeneration({ ...object, spec, status: newStatus(spec) }, 1);
  },
  prepareForUpdate(next, old, ctx) {
    const sent: Pod = { ...carryMetadata(next, old), spec: updatedSpec(next.spec, old.spec, ctx), status: old.status };
    const isSpecChanged = !deepEqual(sent.spec, old.spec);
    return reuseUnchanged(isSpecChanged ? withGeneration(sent, (old.metadata.generation ?? 0) + 1) : sent, old);
  },
  prepareForStatusUpdate: (next, old) => withStatusOf(next, old),
  validate: (object) => [...validateMetadata(object.metadata), ...validatePodSpec(object.spec, "spec")],
  validateUpdate: (next, old): FieldError[] => [
    ...validateMetadataUpdate(next.metadata, old.metadata),
    ...validatePodSpecUpdate(next.spec, old.spec),
  ],
  forbids: (sent, ctx) => accountForbids(sent, ctx) ?? priorityForbids(sent.spec, ctx),
};

function admitted(spec: PodSpec): PodSpec {
  const account = spec["serviceAccountName"] ?? "default";
  return { ...spec, serviceAccountName: account, serviceAccount: account, tolerations: withDefaultTolerations(spec.tolerations) };
}

/** A class that has gone, or changed its number, does not touch a pod that exists. */
function updatedSpec(next: PodSpec, old: PodSpec, ctx: StrategyContext): PodSpec {
  const spec = admitted(defaultPodOnly(defaultPodSpec(next)));
  if (old.priority === undefined) return withPriority(spec, ctx);
  const kept = { priority: old.priority, ...(old.preemptionPolicy ? { preemptionPolicy: old.preemptionPolicy } : {}) };
  return { ...kept, ...spec };
}

function newStatus(spec: PodSpec): PodStatus {
  const isGated = Array.isArray(spec["schedulingGates"]) && spec["schedulingGates"].length > 0;
  return { phase: "Pending", ...(isGated ? { conditions: [SCHEDULING_GATED] } : {}), qosClass: qosClass(spec) };
}

const SCHEDULING_GATED = {
  type: "PodScheduled",
  status: "False",
  reason: "SchedulingGated",
  message: "Scheduling is blocked due to non-empty scheduling gates",
  lastProbeTime: null,
  lastTransitionTime: null,
} as const;
