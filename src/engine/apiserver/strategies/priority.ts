import type { KubeObject } from "../../../api/types/meta.ts";
import type { PodSpec } from "../../../api/types/pod.ts";
import type { StrategyContext } from "./contract.ts";

interface PriorityClass extends KubeObject {
  readonly value?: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
}

type Chosen = { readonly name?: string; readonly value: number; readonly preemptionPolicy: string };

/** Every cluster has these two. */
const BUILT_IN: ReadonlyMap<string, number> = new Map([
  ["system-node-critical", 2000001000],
  ["system-cluster-critical", 2000000000],
]);
const PREEMPTS = "PreemptLowerPriority";

/**
 * The pod's priority out of its class. An unknown class leaves the spec alone: see `priorityForbids`.
 * Source: plugin/pkg/admission/priority/admission.go (1.36)
 */
export function withPriority(spec: PodSpec, ctx: StrategyContext): PodSpec {
  const chosen = classOf(spec, ctx);
  if (!chosen) return spec;
  return {
    preemptionPolicy: chosen.preemptionPolicy,
    ...spec,
    ...(chosen.name === undefined ? {} : { priorityClassName: chosen.name }),
    priority: chosen.value,
  };
}

/** Why a pod of this spec is refused (the text after `is forbidden: `). */
export function priorityForbids(spec: PodSpec | undefined, ctx: StrategyContext): string | undefined {
  if (!spec) return undefined;
  const chosen = classOf(spec, ctx);
  if (!chosen) return `no PriorityClass with name ${spec.priorityClassName} was found`;
  if (spec.priority !== undefined && spec.priority !== chosen.value) {
    return `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${chosen.value} from the given PriorityClass name`;
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== chosen.preemptionPolicy) {
    return `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${chosen.preemptionPolicy} from the given PriorityClass name`;
  }
  return undefined;
}

function classOf(spec: PodSpec, ctx: StrategyContext): Chosen | undefined {
  const classes = [...(ctx.priorityClasses ?? [])] as readonly PriorityClass[];
  const name = spec.priorityClassName;
  if (!name) {
    const global = lowest(classes.filter((c) => c.globalDefault));
    return global ? chosenFrom(global) : { value: 0, preemptionPolicy: PREEMPTS };
  }
  const stored = classes.find((c) => c.metadata.name === name);
  if (stored) return chosenFrom(stored);
  const value = BUILT_IN.get(name);
  return value === undefined ? undefined : { name, value, preemptionPolicy: PREEMPTS };
}

/** Two global defaults should not be; the lower one wins. */
function lowest(classes: readonly PriorityClass[]): PriorityClass | undefined {
  return [...classes].sort((a, b) => (a.value ?? 0) - (b.value ?? 0))[0];
}

function chosenFrom(c: PriorityClass): Chosen {
  return { name: c.metadata.name, value: c.value ?? 0, preemptionPolicy: c.preemptionPolicy ?? PREEMPTS };
}
