import { updateStatus, patch } from "../../../api/request.ts";
import { NODES, PODS } from "../../../api/resources.ts";
import { formatTime } from "../../../api/time.ts";
import type { Condition } from "../../../api/types/meta.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { ActorWorld } from "../../sim/actor.ts";

const POSTED_BY_KUBELET = ["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"];

/** Gives a silent node up: its conditions become Unknown. Source: node_lifecycle_controller.go tryUpdateNodeHealth. */
export function markUnknown(world: ActorWorld, node: Node): void {
  world.decide({
    object: referenceTo(node),
    verdict: "unknown",
    rule: "node/lease-expired",
    evidence: [{ object: { kind: "Lease", namespace: "kube-node-lease", name: node.metadata.name }, path: "spec.renewTime" }],
    text: `gave up on \`${node.metadata.name}\`: its kubelet has not renewed its lease for 50 s, so its state is Unknown.`,
    source: "pkg/controller/nodelifecycle/node_lifecycle_controller.go tryUpdateNodeHealth",
  });
  const wasReady = node.status.conditions?.some((c) => c.type === "Ready" && c.status === "True");
  world.handle(updateStatus(NODES, { ...node, status: { ...node.status, conditions: unknownConditions(node, formatTime(world.nowMs)) } } as Node));
  if (wasReady) world.event(node, "Normal", "NodeNotReady", `Node ${node.metadata.name} status is now: NodeNotReady`);
}

/** Each pod of a lost node is no longer Ready; the pods stay. Source: pkg/controller/util/node MarkPodsNotReady. */
export function markPodsNotReady(world: ActorWorld, nodeName: string): [] {
  const pods = [...world.store.podsOnNode(nodeName)].filter((p) => p.status.conditions?.some((c) => c.type === "Ready" && c.status !== "False"));
  if (pods.length === 0) return [];
  const node = { kind: "Node", name: nodeName };
  world.decide({
    object: node,
    verdict: "not-ready",
    rule: "node/pods-not-ready",
    evidence: [{ object: node, path: "status.conditions", value: "Ready: Unknown" }],
    text: `marked ${pods.length === 1 ? `\`${pods[0]!.metadata.name}\`` : `all ${pods.length} pods`} on \`${nodeName}\` as not Ready: nobody knows how ${pods.length === 1 ? "it is" : "they are"}.`,
    source: "pkg/controller/util/node/controller_utils.go MarkPodsNotReady",
  });
  for (const pod of pods) markPodNotReady(world, pod);
  return [];
}

function unknownConditions(node: Node, now: string): Condition[] {
  const posted = node.status.conditions ?? [];
  const others = posted.filter((c) => !POSTED_BY_KUBELET.includes(c.type));
  const ours = POSTED_BY_KUBELET.map((type): Condition => {
    const before = posted.find((c) => c.type === type);
    const texts = before
      ? { reason: "NodeStatusUnknown", message: "Kubelet stopped posting node status." }
      : { reason: "NodeStatusNeverUpdated", message: "Kubelet never posted node status." };
    return { ...before, type, status: "Unknown", ...texts, lastTransitionTime: now };
  });
  return [...others, ...ours];
}

function markPodNotReady(world: ActorWorld, pod: Pod): void {
  const ready = pod.status.conditions?.find((c) => c.type === "Ready");
  if (!ready || ready.status === "False") return;
  const conditions = pod.status.conditions!.map((c) => (c.type === "Ready" ? { ...c, status: "False", lastTransitionTime: formatTime(world.nowMs) } : c));
  world.handle({ ...patch(PODS, pod.metadata, { status: { conditions } }, { patchType: "merge" }), subresource: "status" });
  world.event(pod, "Warning", "NodeNotReady", "Node is not ready");
}
