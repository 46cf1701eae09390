import { hostPorts, hostPortsConflict, type HostPort } from "../../../api/resource-requests.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { podEvidence, type FilterPlugin } from "./plugin.ts";

/**
 * Two pods of one node cannot have the same host port (per protocol and address).
 * Source: kubernetes pkg/scheduler/framework/plugins/nodeports (1.36)
 */
export const nodePorts: FilterPlugin = {
  name: "NodePorts",
  filter(pod, { node, pods }) {
    const wanted = hostPorts(pod.spec);
    if (wanted.length === 0) return undefined;
    for (const other of pods) {
      const port = firstConflict(wanted, hostPorts(other.spec));
      if (port) return rejection(pod, node.metadata.name, other, port);
    }
    return undefined;
  },
  hint(pod, event) {
    return event.kind === "freed" && firstConflict(hostPorts(pod.spec), event.hostPorts) !== undefined;
  },
};

function firstConflict(wanted: readonly HostPort[], taken: readonly HostPort[]): HostPort | undefined {
  return wanted.find((w) => taken.some((t) => hostPortsConflict(w, t)));
}

function rejection(pod: Pod, nodeName: string, holder: Pod, port: HostPort) {
  return {
    plugin: "NodePorts",
    isResolvable: true,
    reasons: ["node(s) didn't have free ports for the requested pod ports"],
    text: `host port ${port.hostPort} on \`${nodeName}\` is taken by \`${holder.metadata.name}\``,
    evidence: [podEvidence(pod, "spec.containers[*].ports", hostPorts(pod.spec)), podEvidence(holder, "spec.containers[*].ports", hostPorts(holder.spec))],
  };
}
