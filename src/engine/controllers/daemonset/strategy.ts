import { rolloutLimits, scaledUp } from "../../../api/rollout.ts";
import type { DaemonSet } from "../../../api/types/daemonset.ts";

function rolling(ds: DaemonSet) {
  return ds.spec.updateStrategy.type === "OnDelete" ? undefined : ds.spec.updateStrategy.rollingUpdate;
}

/** The limits of the set's rolling update for so many desired nodes. */
export function limitsOf(ds: DaemonSet, desired: number): { readonly maxUnavailable: number; readonly maxSurge: number } {
  return rolloutLimits(rolling(ds), desired);
}

/** Surge counts as allowed if it comes to more than 0 for a single node. Source: util.AllowsSurge. */
export function allowsSurge(ds: DaemonSet): boolean {
  return scaledUp(rolling(ds)?.maxSurge, 1) > 0;
}
