import { parseTime } from "../api/time.ts";
import type { Node } from "../api/types/node.ts";
import { nodeController, type NodeState } from "./controllers/node/controller.ts";
import { nodeFault } from "./kubelet/faults.ts";
import { kubelets } from "./kubelet/kubelet.ts";
import { lastLeaseRenewalMs } from "./kubelet/lease.ts";
import type { KubeletState } from "./kubelet/state.ts";
import type { World } from "./sim/world.ts";

/** When the simulated kubelet of a node last renewed its Lease, in virtual ms; undefined where none has started yet. */
export function nodeRenewedMs({ states, store, nowMs }: World, node: Node): number | undefined {
  const { name, uid } = node.metadata;
  if ((states.get(kubelets.name) as KubeletState).nodes.get(name)?.uid !== uid) return undefined;
  const fault = nodeFault(store, "NodeDown", name) ?? nodeFault(store, "NetworkCut", name);
  // A fault knows the second in which it began, the controller the very moment.
  const { silentSince } = states.get(nodeController.name) as NodeState;
  return lastLeaseRenewalMs(uid, nowMs, fault && (silentSince.get(name) ?? parseTime(fault.metadata.creationTimestamp)));
}
