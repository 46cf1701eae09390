import { FAULTS } from "../../api/resources.ts";
import type { Fault } from "../../api/types/fault.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { Store } from "../apiserver/store.ts";

/** Whether a NodeDown fault stands for the node: its machine has no power. */
export function isNodeDown(store: Store, nodeName: string): boolean {
  if (store.count(FAULTS) === 0) return false;
  for (const { spec } of store.all<Fault>(FAULTS)) if (spec.type === "NodeDown" && spec.nodeName === nodeName) return true;
  return false;
}

/** A crash that stands for one container of a pod. `times` absent: as long as the fault exists. */
export interface CrashOrder { readonly faultUid: string; readonly exitCode: number; readonly times?: number }

/** The crash ordered for a container, if any; without a container name, for the first app container. */
export function crashOrder(store: Store, pod: Pod, containerName: string): CrashOrder | undefined {
  if (store.count(FAULTS) === 0) return undefined;
  for (const { metadata, spec } of store.all<Fault>(FAULTS)) {
    if (spec.type !== "ContainerCrash" || spec.podName !== pod.metadata.name || spec.namespace !== pod.metadata.namespace) continue;
    if ((spec.containerName ?? pod.spec.containers[0]?.name) !== containerName) continue;
    return { faultUid: metadata.uid, exitCode: spec.exitCode ?? 1, ...(spec.times === undefined ? {} : { times: spec.times }) };
  }
  return undefined;
}
