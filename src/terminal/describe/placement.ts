import { formatLabelSelector } from "../../api/selector.ts";
import type { LabelSelector } from "../../api/types/meta.ts";
import type { Taint } from "../../api/types/node.ts";
import type { PodSpec, Toleration } from "../../api/types/pod.ts";
import type { Description } from "./description.ts";

interface SpreadConstraint {
  readonly topologyKey: string;
  readonly whenUnsatisfiable: string;
  readonly maxSkew: number;
  readonly labelSelector?: LabelSelector;
}

/** Source: kubectl pkg/describe printPodTolerationsMultiline (1.36) */
export function writeTolerations(out: Description, level: number, tolerations: readonly Toleration[] = []): void {
  const sorted = [...tolerations].sort((a, b) => compare(a.key ?? "", b.key ?? ""));
  out.column(level, "Tolerations:", sorted.map(tolerationText));
}

function tolerationText({ key = "", value = "", effect, operator, tolerationSeconds }: Toleration): string {
  const what = `${key}${value ? `=${value}` : ""}${effect ? `:${effect}` : ""}`;
  const exists = operator === "Exists" && !value ? `${what ? " " : ""}op=Exists` : "";
  return `${what}${exists}${tolerationSeconds === undefined ? "" : ` for ${tolerationSeconds}s`}`;
}

/** By effect, then key. Source: kubectl pkg/describe printTaintsMultiline (1.36) */
export function writeTaints(out: Description, taints: readonly Taint[] = []): void {
  const sorted = [...taints].sort((a, b) => compare(`${a.effect},${a.key}`, `${b.effect},${b.key}`));
  out.column(0, "Taints:", sorted.map(({ key, value, effect }) => `${key}${value ? `=${value}` : ""}${effect ? `:${effect}` : ""}`));
}

/** Nothing is written where there are none. Source: kubectl pkg/describe describeTopologySpreadConstraints (1.36) */
export function writeSpreadConstraints(out: Description, level: number, spec: PodSpec): void {
  const constraints = (spec["topologySpreadConstraints"] ?? []) as readonly SpreadConstraint[];
  if (constraints.length === 0) return;
  const sorted = [...constraints].sort((a, b) => compare(a.topologyKey, b.topologyKey));
  out.column(level, "Topology Spread Constraints:", sorted.map(({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }) =>
    `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${labelSelector ? ` for selector ${formatLabelSelector(labelSelector)}` : ""}`));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
