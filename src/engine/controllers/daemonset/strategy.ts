import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { IntOrString } from "../../../api/types/meta.ts";

/** A number, or a percentage of `total`, rounded up: both maxUnavailable and maxSurge are. */
function scaled(value: IntOrString | undefined, total: number): number {
  if (typeof value === "number") return value;
  const percent = /^(\d+)%$/.exec(value ?? "");
  return percent ? Math.ceil((Number(percent[1]) * total) / 100) : 0;
}

/** Source: pkg/controller/daemon/util UnavailableCount, SurgeCount; update.go updatedDesiredNodeCounts. */
export function rolloutLimits(ds: DaemonSet, desired: number): { readonly maxUnavailable: number; readonly maxSurge: number } {
  const rolling = ds.spec.updateStrategy.type === "OnDelete" ? undefined : ds.spec.updateStrategy.rollingUpdate;
  const maxUnavailable = scaled(rolling?.maxUnavailable, desired);
  const maxSurge = scaled(rolling?.maxSurge, desired);
  return { maxUnavailable: desired > 0 && maxUnavailable === 0 && maxSurge === 0 ? 1 : maxUnavailable, maxSurge };
}

/** Surge counts as allowed if it comes to more than 0 for a single node. Source: util.AllowsSurge. */
export function allowsSurge(ds: DaemonSet): boolean {
  return ds.spec.updateStrategy.type !== "OnDelete" && scaled(ds.spec.updateStrategy.rollingUpdate?.maxSurge, 1) > 0;
}
