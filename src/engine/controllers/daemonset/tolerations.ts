import { lastAnswer } from "../../../api/last-answer.ts";
import type { PodSpec, Toleration } from "../../../api/types/pod.ts";

const DEFAULTS: readonly Toleration[] = [
  { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute" },
  { key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute" },
  { key: "node.kubernetes.io/disk-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/memory-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/pid-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/unschedulable", operator: "Exists", effect: "NoSchedule" },
];
const HOST_NETWORK: Toleration = { key: "node.kubernetes.io/network-unavailable", operator: "Exists", effect: "NoSchedule" };

/**
 * The tolerations of a daemon pod: the template's own, then those that every daemon pod gets. One of the same key,
 * effect, operator and value is overwritten in place, and so loses its tolerationSeconds. All pods of a template
 * share one list.
 * Source: pkg/controller/daemon/util/daemonset_util.go AddOrUpdateDaemonPodTolerations.
 */
export const daemonPodTolerations = lastAnswer(withDaemonTolerations);

function withDaemonTolerations(spec: Pick<PodSpec, "tolerations" | "hostNetwork">): readonly Toleration[] {
  const out = [...(spec.tolerations ?? [])];
  for (const added of spec.hostNetwork ? [...DEFAULTS, HOST_NETWORK] : DEFAULTS) {
    const at = out.findIndex((t) => t.key === added.key && t.effect === added.effect && (t.operator ?? "Equal") === added.operator && (t.value ?? "") === "");
    if (at < 0) out.push(added);
    else out[at] = added;
  }
  return out;
}
