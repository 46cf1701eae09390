import { create, patch, remove, type KubeRequest } from "../../api/request.ts";
import { apiVersionOf, FAULTS, NODES, type Resource } from "../../api/resources.ts";
import type { ObjectDraft } from "../../api/types/meta.ts";
import type { Container } from "../../api/types/pod.ts";
import type { Fault } from "../../api/types/fault.ts";
import { patchLine } from "../../terminal/lines.ts";
import type { WorkloadKind } from "../../api/frame.ts";
import type { Plan, WorkloadObject } from "./command.ts";
import { WORKLOADS } from "./targets.ts";

interface Key { readonly namespace?: string; readonly name: string }

/** `kubectl create -f`: the server refuses unknown fields. */
export function createRequest(resource: Resource, object: ObjectDraft): KubeRequest {
  return create(resource, object, { fieldManager: "kubectl-create", fieldValidation: "Strict" });
}

/** `kubectl delete`, in the background unless said otherwise. */
export function deleteRequest(resource: Resource, key: Key): KubeRequest {
  return remove(resource, key, { propagationPolicy: "Background" });
}

/** A strategic merge patch of a Node, in the name of one of kubectl's commands. */
export function patchNode(name: string, body: unknown, manager?: "kubectl-taint"): KubeRequest {
  return patch(NODES, { name }, body, { patchType: "strategic", ...(manager ? { fieldManager: manager, fieldValidation: "Strict" as const } : {}) });
}

/** A strategic merge patch of a workload, in the name of one of kubectl's commands. */
export function patchWorkload(kind: WorkloadKind, key: Key, body: unknown, manager: "kubectl-set" | "kubectl-rollout" | "kubectl-patch"): KubeRequest {
  return patch(WORKLOADS[kind].resource, key, body, { patchType: "strategic", fieldManager: manager });
}

/** One patch of the DaemonSet and the `kubectl patch` that sends the same. */
export function patchPlan(key: Key, body: unknown): Plan {
  return {
    requests: [patchWorkload("DaemonSet", key, body, "kubectl-patch")],
    kubectl: [patchLine(`ds/${key.name}`, body, key.namespace)],
  };
}

/** A patch of one container of the template, as `kubectl set` sends it: with the order of all containers. */
export function containerPatch(workload: WorkloadObject, container: Pick<Container, "name"> & Readonly<Record<string, unknown>>): unknown {
  const order = workload.spec.template.spec.containers.map(({ name }) => ({ name }));
  return { spec: { template: { spec: { "$setElementOrder/containers": order, containers: [container] } } } };
}

/** What stands above the kubectl line of a fault: no real cluster has this kind. */
export function onlyHere(really: string): string {
  return `# Only in this playground: on a real cluster ${really}.`;
}

export function faultDraft(name: string, spec: Fault["spec"]): ObjectDraft {
  return { apiVersion: apiVersionOf(FAULTS), kind: FAULTS.kind, metadata: { name }, spec };
}
