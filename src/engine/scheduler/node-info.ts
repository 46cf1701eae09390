import { bytes } from "../../api/quantity.ts";
import { addAmounts, podRequests, resourceAmounts, type ResourceAmounts } from "../../api/resource-requests.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { Store } from "../apiserver/store.ts";

/** A node as the filters see it. */
export interface NodeInfo {
  readonly node: Node;
  /** Pods that take room: bound here and not finished. A terminating pod counts until it is gone. */
  readonly pods: readonly Pod[];
  /** Sum of their requests. */
  readonly requested: ResourceAmounts;
  readonly allocatable: ResourceAmounts;
  /** `status.allocatable.pods`; absent means 0. */
  readonly allowedPods: number;
}

/** The node with the pods that are on it now. Source: kubernetes pkg/scheduler/framework/types.go NodeInfo (1.36) */
export function nodeInfo(store: Store, node: Node): NodeInfo {
  return nodeInfoOf(node, [...store.podsOnNode(node.metadata.name)]);
}

/** The node with the given pods on it; finished ones are left out. */
export function nodeInfoOf(node: Node, pods: readonly Pod[]): NodeInfo {
  const active = pods.filter((p) => !isFinished(p));
  return {
    node,
    pods: active,
    requested: active.reduce((sum, p) => addAmounts(sum, podRequests(p.spec)), resourceAmounts(undefined)),
    allocatable: resourceAmounts(node.status.allocatable),
    allowedPods: bytes(node.status.allocatable?.["pods"]),
  };
}

/** Phase Succeeded or Failed: the pod needs its node no more. */
export function isFinished(pod: Pod): boolean {
  return pod.status.phase === "Succeeded" || pod.status.phase === "Failed";
}
