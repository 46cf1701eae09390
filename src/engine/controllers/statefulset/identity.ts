import { HASH_LABEL } from "../../../api/rollout.ts";
import type { ControllerRevision } from "../../../api/types/controllerrevision.ts";
import type { StringMap } from "../../../api/types/meta.ts";
import type { Pod, PodTemplateSpec } from "../../../api/types/pod.ts";
import type { StatefulSet } from "../../../api/types/statefulset.ts";
import { controllerReference } from "../controller-reference.ts";
import { claimName, claimVolumes } from "./claims.ts";
import { ordinalOf, podName } from "./ordinals.ts";

const POD_NAME_LABEL = "statefulset.kubernetes.io/pod-name";
const POD_INDEX_LABEL = "apps.kubernetes.io/pod-index";

/** Name of the ControllerRevision that the pod was made from. */
export function revisionOf(pod: Pod): string {
  return pod.metadata.labels?.[HASH_LABEL] ?? "";
}

/**
 * The pod of an ordinal, as it is sent to the API server: the revision's template under a name, a host name and claims
 * of its own. Source: pkg/controller/statefulset/stateful_set_utils.go newStatefulSetPod (1.36)
 */
export function newPod(set: StatefulSet, revision: ControllerRevision, ordinal: number) {
  const template = revision.data.spec.template as PodTemplateSpec;
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const name = podName(set, ordinal);
  const spec = { ...template.spec, hostname: name, ...(set.spec.serviceName ? { subdomain: set.spec.serviceName } : {}) };
  const volumes = claimVolumes(set, ordinal, template.spec["volumes"]);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      generateName: `${set.metadata.name}-`,
      namespace: set.metadata.namespace ?? "default",
      labels: { ...labels, ...identityLabels(set, ordinal), [HASH_LABEL]: revision.metadata.name },
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: [controllerReference(set)],
    },
    spec: volumes.length > 0 ? { ...spec, volumes } : spec,
  };
}

function identityLabels(set: StatefulSet, ordinal: number): StringMap {
  return { [POD_NAME_LABEL]: podName(set, ordinal), [POD_INDEX_LABEL]: String(ordinal) };
}

/** It carries the labels of its name. Source: stateful_set_utils.go identityMatches. */
export function hasIdentity(set: StatefulSet, pod: Pod): boolean {
  return Object.entries(identityLabels(set, ordinalOf(set, pod))).every(([key, value]) => pod.metadata.labels?.[key] === value);
}

/** Its volumes name its claims. Source: stateful_set_utils.go storageMatches. */
export function hasStorage(set: StatefulSet, pod: Pod): boolean {
  const ordinal = ordinalOf(set, pod);
  const volumes = (pod.spec["volumes"] ?? []) as readonly { name?: string; persistentVolumeClaim?: { claimName?: string } }[];
  return (set.spec.volumeClaimTemplates ?? []).every(({ metadata }) =>
    volumes.some((v) => v.name === metadata.name && v.persistentVolumeClaim?.claimName === claimName(set, metadata.name, ordinal)));
}

/** The pod with its labels and volumes put right. Source: stateful_set_utils.go updateIdentity, updateStorage. */
export function repaired(set: StatefulSet, pod: Pod): Pod {
  const ordinal = ordinalOf(set, pod);
  const labelled = { ...pod, metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, ...identityLabels(set, ordinal) } } };
  return hasStorage(set, pod) ? labelled : { ...labelled, spec: { ...pod.spec, volumes: claimVolumes(set, ordinal, pod.spec["volumes"]) } };
}
