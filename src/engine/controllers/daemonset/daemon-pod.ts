import { HASH_LABEL, TEMPLATE_GENERATION_ANNOTATION, TEMPLATE_GENERATION_LABEL } from "../../../api/rollout.ts";
import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { PodSpec } from "../../../api/types/pod.ts";
import { controllerReference } from "../controller-reference.ts";
import { daemonPodTolerations } from "./tolerations.ts";

/**
 * The pod for one node, as it is sent to the API server: pinned to the node by a matchField that replaces the
 * required terms of the template (the node has passed them already), never by spec.nodeName.
 * Source: pkg/controller/daemon/util ReplaceDaemonSetPodNodeNameNodeAffinity, CreatePodTemplate.
 */
export function daemonPod(ds: DaemonSet, hash: string, nodeName: string) {
  const template = ds.spec.template;
  const generation = ds.metadata.annotations?.[TEMPLATE_GENERATION_ANNOTATION];
  const labels = { ...template.metadata?.labels, ...(generation ? { [TEMPLATE_GENERATION_LABEL]: generation } : {}), [HASH_LABEL]: hash };
  const { annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      generateName: `${ds.metadata.name}-`,
      namespace: ds.metadata.namespace ?? "default",
      labels,
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: [controllerReference(ds)],
    },
    spec: { ...template.spec, affinity: pinned(template.spec, nodeName), tolerations: daemonPodTolerations(template.spec) },
  };
}

function pinned(spec: PodSpec, nodeName: string) {
  const term = { matchFields: [{ key: "metadata.name", operator: "In" as const, values: [nodeName] }] };
  return {
    ...spec.affinity,
    nodeAffinity: { ...spec.affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } },
  };
}
