/** How a strategic merge patch treats a field: `strategy` as OpenAPI spells it, `key` tells the elements of a list apart. */
interface PatchKey {
  readonly strategy: "merge" | "retainKeys" | "merge,retainKeys" | "replace";
  readonly key?: string;
}

const by = (key: string): PatchKey => ({ strategy: "merge", key });
const SET: PatchKey = { strategy: "merge" };

/** Structs whose `conditions` merge by type. Those of CustomResourceDefinitions are not among them. */
const WITH_CONDITIONS = [
  "PodStatus", "NodeStatus", "NamespaceStatus", "ServiceStatus", "PersistentVolumeClaimStatus", "ReplicationControllerStatus",
  "DaemonSetStatus", "DeploymentStatus", "ReplicaSetStatus", "StatefulSetStatus", "JobStatus", "PodDisruptionBudgetStatus",
  "HorizontalPodAutoscalerStatus", "APIServiceStatus",
];

/** Lists inside of a container, whichever sort of container it is. */
const IN_CONTAINER: Readonly<Record<string, PatchKey>> = {
  ports: by("containerPort"), env: by("name"), volumeMounts: by("mountPath"), volumeDevices: by("devicePath"),
};

/**
 * By `Struct.field`, where a patch merges a list or drops the other keys of a map. kubectl computes its patches by this
 * (apply, edit), so a list without an entry here would be sent whole. The server's own rules are in api/merge-keys.ts.
 * Source: kubernetes staging/src/k8s.io/api (patchStrategy and patchMergeKey tags, 1.36)
 */
export const PATCH_KEYS: Readonly<Record<string, PatchKey>> = {
  "ObjectMeta.ownerReferences": by("uid"),
  "ObjectMeta.finalizers": SET,
  "PodSpec.containers": by("name"),
  "PodSpec.initContainers": by("name"),
  "PodSpec.ephemeralContainers": by("name"),
  "PodSpec.imagePullSecrets": by("name"),
  "PodSpec.hostAliases": by("ip"),
  "PodSpec.schedulingGates": by("name"),
  "PodSpec.topologySpreadConstraints": by("topologyKey"),
  "PodSpec.volumes": { strategy: "merge,retainKeys", key: "name" },
  "PodSpec.resourceClaims": { strategy: "merge,retainKeys", key: "name" },
  ...Object.fromEntries(["Container", "EphemeralContainer"].flatMap((struct) => Object.entries(IN_CONTAINER).map(([field, patch]) => [`${struct}.${field}`, patch]))),
  "PodStatus.podIPs": by("ip"),
  "PodStatus.hostIPs": by("ip"),
  "PodStatus.resourceClaimStatuses": { strategy: "merge,retainKeys", key: "name" },
  "ContainerStatus.volumeMounts": by("mountPath"),
  "ContainerStatus.allocatedResourcesStatus": by("name"),
  "NodeSpec.podCIDRs": SET,
  "NodeStatus.addresses": by("type"),
  "ServiceSpec.ports": by("port"),
  "ServiceAccount.secrets": by("name"),
  "DeploymentSpec.strategy": { strategy: "retainKeys" },
  "PodDisruptionBudgetSpec.selector": { strategy: "replace" },
  "MutatingWebhook.matchConditions": by("name"),
  "ValidatingWebhook.matchConditions": by("name"),
  "MutatingWebhookConfiguration.webhooks": by("name"),
  "ValidatingWebhookConfiguration.webhooks": by("name"),
  ...Object.fromEntries(WITH_CONDITIONS.map((struct) => [`${struct}.conditions`, by("type")])),
};
