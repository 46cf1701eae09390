import type { Evidence } from "../../api/decision.ts";
import { FAULTS } from "../../api/resources.ts";
import type { Fault, FaultSpec, FaultType, ImagePullFailureSpec, NodeFaultSpec, PodFaultSpec } from "../../api/types/fault.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { Store } from "../apiserver/store.ts";

/** A fault whose type is known. */
export type FaultOf<S extends FaultSpec> = Fault & { readonly spec: S };

/** The oldest fault of the type that stands for the node. */
export function nodeFault(store: Store, type: NodeFaultSpec["type"], nodeName: string): FaultOf<NodeFaultSpec> | undefined {
  if (store.count(FAULTS) === 0) return undefined;
  for (const fault of store.all<Fault>(FAULTS)) {
    if (fault.spec.type === type && fault.spec.nodeName === nodeName) return fault as FaultOf<NodeFaultSpec>;
  }
  return undefined;
}

/** Whether a NodeDown fault stands for the node: its machine has no power. */
export function isNodeDown(store: Store, nodeName: string): boolean {
  return nodeFault(store, "NodeDown", nodeName) !== undefined;
}

/** The fault that keeps pulls of the image on the node from succeeding, if any. */
export function pullFault(store: Store, nodeName: string, image: string): FaultOf<ImagePullFailureSpec> | undefined {
  if (store.count(FAULTS) === 0) return undefined;
  for (const fault of store.all<Fault>(FAULTS)) {
    const { spec } = fault;
    if (spec.type !== "ImagePullFailure" || (spec.nodeName ?? nodeName) !== nodeName || (spec.image ?? image) !== image) continue;
    return fault as FaultOf<ImagePullFailureSpec>;
  }
  return undefined;
}

/** Faults of the types that stand for the pod, oldest first. */
export function podFaults(store: Store, pod: Pod): readonly FaultOf<PodFaultSpec>[] {
  if (store.count(FAULTS) === 0) return [];
  const out: FaultOf<PodFaultSpec>[] = [];
  for (const fault of store.all<Fault>(FAULTS)) {
    const { spec } = fault;
    if ("podName" in spec && spec.podName === pod.metadata.name && spec.namespace === pod.metadata.namespace) out.push(fault as FaultOf<PodFaultSpec>);
  }
  return out;
}

/** The oldest fault of the type for a container of the pod; one without a container name means the first app container. */
export function containerFault<T extends PodFaultSpec["type"]>(store: Store, pod: Pod, containerName: string, type: T): FaultOf<Extract<PodFaultSpec, { type: T }>> | undefined {
  const found = podFaults(store, pod).find(({ spec }) => spec.type === type && targetOf(spec, pod) === containerName);
  return found as FaultOf<Extract<PodFaultSpec, { type: T }>> | undefined;
}

/** Name of the container that a fault is about. */
export function targetOf(spec: PodFaultSpec, pod: Pod): string | undefined {
  return spec.containerName ?? pod.spec.containers[0]?.name;
}

/** An end that stands for one container of a pod. `times` absent: as long as the fault exists. */
export interface ExitOrder {
  readonly faultUid: string;
  readonly type: "ContainerCrash" | "OOM";
  readonly exitCode: number;
  readonly times?: number;
  /** From the start of the container; absent: soon. */
  readonly afterMs?: number;
}

const OOM_KILLED = 137;

/** The end that a fault orders for a container, if any; the older of two faults. */
export function exitOrder(store: Store, pod: Pod, containerName: string): ExitOrder | undefined {
  for (const { metadata, spec } of podFaults(store, pod)) {
    if ((spec.type !== "ContainerCrash" && spec.type !== "OOM") || targetOf(spec, pod) !== containerName) continue;
    return {
      faultUid: metadata.uid,
      type: spec.type,
      exitCode: spec.type === "OOM" ? OOM_KILLED : (spec.exitCode ?? 1),
      ...(spec.times === undefined ? {} : { times: spec.times }),
      ...(spec.type === "ContainerCrash" && spec.afterSeconds !== undefined ? { afterMs: Math.round(spec.afterSeconds * 1000) } : {}),
    };
  }
  return undefined;
}

/** A fault as what decided. */
export function faultEvidence(fault: Fault): Evidence {
  return { object: { kind: "Fault", name: fault.metadata.name, uid: fault.metadata.uid }, path: "spec", value: fault.spec };
}

/** Types that a kubelet notices as something about its node. */
export const NODE_FAULTS: readonly FaultType[] = ["NodeDown", "NetworkCut", "MemoryPressure", "DiskPressure", "PIDPressure"];
