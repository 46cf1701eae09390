import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import { isMembers } from "../../api/semantic.ts";
import { badRequest, conflict, invalid, type FieldError } from "../../api/status.ts";
import { formatTime } from "../../api/time.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { ApiContext } from "./context.ts";
import { done, fail } from "./respond.ts";
import { notSupported, required } from "./strategies/field-error.ts";
import { store } from "./write.ts";

const TOPOLOGY_LABELS = ["topology.kubernetes.io/zone", "topology.kubernetes.io/region"];

/**
 * Gives a pod its node, once and for ever.
 * Source: pkg/registry/core/pod/storage/storage.go BindingREST, and the PodTopologyLabels admission (1.35).
 */
export function bind(ctx: ApiContext, pod: Pod, request: KubeRequest): KubeResponse {
  const { name } = pod.metadata;
  const binding = isMembers(request.body) ? request.body : {};
  const target = isMembers(binding["target"]) ? binding["target"] : {};
  const metadata = isMembers(binding["metadata"]) ? binding["metadata"] : {};
  if (metadata["name"] !== undefined && metadata["name"] !== name) return fail(badRequest("name in URL does not match name in Binding object"));
  const errors = targetErrors(target);
  if (errors.length > 0) return fail(invalid({ kind: "Binding", group: "", name }, errors));

  const nodeName = String(target["name"]);
  const subject = { resource: "pods/binding", group: "", name };
  if (pod.metadata.deletionTimestamp) return fail(conflict(subject, `pod ${name} is being deleted, cannot be assigned to a host`));
  if (pod.spec.nodeName) return fail(conflict(subject, `pod ${name} is already assigned to node "${pod.spec.nodeName}"`));
  if (!request.options?.dryRun) store(ctx, PODS, bound(ctx, pod, nodeName), pod);
  return done();
}

function targetErrors(target: Readonly<Record<string, unknown>>): FieldError[] {
  const kind = target["kind"];
  return [
    ...(kind !== undefined && kind !== "" && kind !== "Node" ? [notSupported("target.kind", kind, ["Node"])] : []),
    ...(typeof target["name"] === "string" && target["name"] !== "" ? [] : [required("target.name")]),
  ];
}

function bound(ctx: ApiContext, pod: Pod, nodeName: string): Pod {
  const nodeLabels = ctx.store.getByKey<Node>("nodes", nodeName)?.metadata.labels ?? {};
  const copied = Object.fromEntries(TOPOLOGY_LABELS.filter((l) => nodeLabels[l] !== undefined).map((l) => [l, nodeLabels[l]!]));
  const labels = { ...pod.metadata.labels, ...copied };
  const scheduled = { type: "PodScheduled", status: "True" as const, lastProbeTime: null, lastTransitionTime: formatTime(ctx.nowMs) };
  const { nominatedNodeName: _, ...status } = pod.status;
  return {
    ...pod,
    metadata: Object.keys(labels).length > 0 ? { ...pod.metadata, labels } : pod.metadata,
    spec: { ...pod.spec, nodeName },
    status: { ...status, conditions: [...(status.conditions ?? []).filter((c) => c.type !== "PodScheduled"), scheduled] },
  };
}
