import type { KubeObject } from "../../../api/types/meta.ts";
import type { Strategy } from "./contract.ts";
import { genericStrategy } from "./generic.ts";

type PriorityClass = KubeObject & { readonly preemptionPolicy?: string };

/**
 * As any object, and its default is written down: kubectl reads it without asking whether it is there.
 * Source: pkg/apis/scheduling/v1/defaults.go SetDefaults_PriorityClass (1.36)
 */
export const priorityClassStrategy: Strategy<PriorityClass> = {
  ...(genericStrategy as Strategy<PriorityClass>),
  prepareForCreate: withDefaults,
  prepareForUpdate: (next, old, ctx) => genericStrategy.prepareForUpdate(withDefaults(next), old, ctx),
};

function withDefaults(object: PriorityClass): PriorityClass {
  return object.preemptionPolicy === undefined ? { ...object, preemptionPolicy: "PreemptLowerPriority" } : object;
}
