import type { Evidence } from "../../../api/decision.ts";
import type { HostPort } from "../../../api/resource-requests.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod, PodSpec } from "../../../api/types/pod.ts";
import type { StringMap } from "../../../api/types/meta.ts";
import type { Store } from "../../apiserver/store.ts";
import { podReference } from "../../sim/references.ts";
import type { NodeInfo } from "../node-info.ts";

/** Why a plugin rejects a node for a pod. */
export interface Rejection {
  readonly plugin: string;
  /** False: no eviction of other pods could help (upstream's UnschedulableAndUnresolvable). */
  readonly isResolvable: boolean;
  /** Exact texts, as they are counted in the FailedScheduling message. */
  readonly reasons: readonly string[];
  /** One clause about this pod and this node, for people. */
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

/** Something that may help a waiting pod. A plugin is asked only if it rejected the pod. */
export type ClusterEvent =
  /** A node is new (`before` absent) or changed. */
  | { readonly kind: "node"; readonly before: Node | undefined; readonly after: Node }
  | { readonly kind: "node-gone"; readonly before: Node }
  /** A pod that took room on a node is gone; these host ports with it. */
  | { readonly kind: "freed"; readonly hostPorts: readonly HostPort[]; readonly namespace: string; readonly labels: StringMap }
  /** A pod has come to a node (`before` absent), or has other labels there. */
  | { readonly kind: "neighbour"; readonly namespace: string; readonly before?: StringMap; readonly after: StringMap }
  /** A claim is new or changed. */
  | { readonly kind: "claim"; readonly namespace: string; readonly name: string }
  /** A volume or a storage class is new or changed. */
  | { readonly kind: "storage" }
  /** The waiting pod itself was changed. */
  | { readonly kind: "pod"; readonly before: PodSpec; readonly after: PodSpec };

/** One rule of the default profile. */
export interface FilterPlugin {
  /** Upstream's plugin name. */
  readonly name: string;
  /** Undefined: the node passes. */
  filter(pod: Pod, info: NodeInfo): Rejection | undefined;
  /** Whether the event may make a pod that this plugin rejected schedulable. */
  hint(pod: Pod, event: ClusterEvent): boolean;
}

/** What a rule may look at that asks about more than one node. */
export interface ClusterView {
  readonly store: Store;
  /** Pods on nodes that do not want others near them (required anti-affinity). */
  readonly loners: readonly Pod[];
}

/** Undefined: the node passes. `info.pods` may differ from what the store has on the node: that is what is asked about. */
export type NodeFilter = (info: NodeInfo) => Rejection | undefined;

/** A rule that looks at all nodes and their pods: it counts once an attempt, and is then asked for each node. */
export interface ClusterPlugin {
  readonly name: string;
  /** Undefined: it has nothing to say about this pod. */
  begin(view: ClusterView, pod: Pod): NodeFilter | undefined;
  hint(pod: Pod, event: ClusterEvent): boolean;
}

/** Evidence about a field of a node. */
export function nodeEvidence(node: Node, path: string, value?: unknown): Evidence {
  const object = { kind: "Node", name: node.metadata.name, uid: node.metadata.uid };
  return value === undefined ? { object, path } : { object, path, value };
}

/** Evidence about a field of a pod. */
export function podEvidence(pod: Pod, path: string, value?: unknown): Evidence {
  const object = podReference(pod);
  return value === undefined ? { object, path } : { object, path, value };
}
