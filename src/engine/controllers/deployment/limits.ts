import { scaledUp } from "../../../api/rollout.ts";
import type { Deployment } from "../../../api/types/deployment.ts";
import type { IntOrString } from "../../../api/types/meta.ts";

export interface Limits {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/**
 * Both limits of a rolling update as numbers: a percentage of the surge rounded up, of the unavailable rounded down, so
 * that both may come to 0; then one pod may be unavailable.
 * @returns undefined if one of them is neither a number nor a percentage
 * Source: pkg/controller/deployment/util/deployment_util.go ResolveFenceposts
 */
export function resolveFenceposts(rolling: { readonly maxSurge?: IntOrString; readonly maxUnavailable?: IntOrString }, replicas: number): Limits | undefined {
  const given = [rolling.maxSurge ?? 0, rolling.maxUnavailable ?? 0] as const;
  if (!given.every((value) => typeof value === "number" || /^\d+%$/.test(value))) return undefined;
  const maxSurge = scaledUp(given[0], replicas);
  const maxUnavailable = scaledDown(given[1], replicas);
  return { maxSurge, maxUnavailable: maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable };
}

/** What they come to for this Deployment: nothing with Recreate, and never more unavailable than there are replicas. */
export function limitsOf({ spec }: Pick<Deployment, "spec">): Limits {
  if (!isRolling({ spec })) return { maxSurge: 0, maxUnavailable: 0 };
  const { maxSurge, maxUnavailable } = resolveFenceposts(spec.strategy.rollingUpdate ?? {}, spec.replicas) ?? { maxSurge: 0, maxUnavailable: 1 };
  return { maxSurge, maxUnavailable: Math.min(maxUnavailable, spec.replicas) };
}

export function isRolling({ spec }: Pick<Deployment, "spec">): boolean {
  return spec.strategy.type !== "Recreate";
}

function scaledDown(value: IntOrString, total: number): number {
  return typeof value === "number" ? value : Math.floor((Number(value.slice(0, -1)) * total) / 100);
}
