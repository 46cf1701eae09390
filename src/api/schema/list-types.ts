/**
 * What OpenAPI's models do not carry: how lists and maps of the API are owned and merged by server-side apply. Keys of
 * all tables are `Struct.field`, or the name of a struct. A list that is not here is atomic: replaced whole, owned whole.
 * Source: kubernetes staging/src/k8s.io/api (listType, listMapKey, structType and mapType tags, 1.36)
 */

const CONDITIONS: readonly string[] = [
  "PodStatus", "NodeStatus", "NamespaceStatus", "ServiceStatus", "PersistentVolumeClaimStatus", "ReplicationControllerStatus",
  "DaemonSetStatus", "DeploymentStatus", "ReplicaSetStatus", "StatefulSetStatus", "PodDisruptionBudgetStatus",
  "HorizontalPodAutoscalerStatus", "APIServiceStatus", "CustomResourceDefinitionStatus",
];

/** Lists inside of a container, whichever sort of container it is. */
const IN_CONTAINER: Readonly<Record<string, readonly string[]>> = {
  ports: ["containerPort", "protocol"], env: ["name"], volumeMounts: ["mountPath"], volumeDevices: ["devicePath"],
};

/** Lists whose elements are told apart by some of their members, with the names of these. */
export const LIST_MAP_KEYS: Readonly<Record<string, readonly string[]>> = {
  "ObjectMeta.ownerReferences": ["uid"],
  "PodSpec.containers": ["name"],
  "PodSpec.initContainers": ["name"],
  "PodSpec.ephemeralContainers": ["name"],
  "PodSpec.volumes": ["name"],
  "PodSpec.imagePullSecrets": ["name"],
  "PodSpec.hostAliases": ["ip"],
  "PodSpec.topologySpreadConstraints": ["topologyKey", "whenUnsatisfiable"],
  "PodSpec.schedulingGates": ["name"],
  "PodSpec.resourceClaims": ["name"],
  ...Object.fromEntries(["Container", "EphemeralContainer"].flatMap((s) => Object.entries(IN_CONTAINER).map(([field, keys]) => [`${s}.${field}`, keys]))),
  "ResourceRequirements.claims": ["name"],
  "PodStatus.podIPs": ["ip"],
  "PodStatus.resourceClaimStatuses": ["name"],
  "ContainerStatus.volumeMounts": ["mountPath"],
  "ContainerStatus.allocatedResourcesStatus": ["name"],
  "NodeStatus.addresses": ["type"],
  "ServiceSpec.ports": ["port", "protocol"],
  "ServiceAccount.secrets": ["name"],
  "MutatingWebhookConfiguration.webhooks": ["name"],
  "ValidatingWebhookConfiguration.webhooks": ["name"],
  "MutatingWebhook.matchConditions": ["name"],
  "ValidatingWebhook.matchConditions": ["name"],
  "JSONSchemaProps.x-kubernetes-validations": ["rule"],
  ...Object.fromEntries(CONDITIONS.map((status) => [`${status}.conditions`, ["type"]])),
};

/** A key that an element may leave out, and what it is then. */
export const KEY_DEFAULTS: Readonly<Record<string, string>> = {
  "ContainerPort.protocol": "TCP",
  "ServicePort.protocol": "TCP",
};

/** Lists of plain values that are sets. */
export const SETS: ReadonlySet<string> = new Set([
  "ObjectMeta.finalizers", "NodeSpec.podCIDRs", "CSIDriverSpec.volumeLifecycleModes", "UncountedTerminatedPods.succeeded",
  "UncountedTerminatedPods.failed", "Endpoint.addresses",
]);

/** Structs that are owned and replaced whole. */
export const ATOMIC_STRUCTS: ReadonlySet<string> = new Set([
  "LabelSelector", "NodeSelector", "NodeSelectorTerm", "ObjectFieldSelector", "ResourceFieldSelector", "ConfigMapKeySelector",
  "SecretKeySelector", "FileKeySelector", "LocalObjectReference", "ObjectReference", "SecretReference", "TypedLocalObjectReference",
  "TopologySelectorTerm", "ScopeSelector", "CrossVersionObjectReference", "RoleRef", "Subject", "EndpointAddress", "EndpointPort",
  "OwnerReference", "DiscoveryV1EndpointPort", "JSONSchemaProps",
]);

/** Maps that are owned and replaced whole. */
export const ATOMIC_MAPS: ReadonlySet<string> = new Set([
  "PodSpec.nodeSelector", "ServiceSpec.selector", "ReplicationControllerSpec.selector", "ControllerRevision.data",
]);

/**
 * Fields that every object has, in Go, once the struct around them is there: structs that are no pointers, and what is
 * printed even when it is empty. Who creates an object does not own these by themselves, only what is in them.
 */
export const ALWAYS_THERE: Readonly<Record<string, unknown>> = {
  "PodTemplateSpec.metadata": {},
  "PodTemplateSpec.spec": {},
  "PodSpec.containers": [],
  "DaemonSetSpec.template": {},
  "DaemonSetSpec.updateStrategy": {},
  "DeploymentSpec.template": {},
  "DeploymentSpec.strategy": {},
  "ReplicaSetSpec.template": {},
  "StatefulSetSpec.template": {},
  "StatefulSetSpec.updateStrategy": {},
  "JobSpec.template": {},
  "CronJobSpec.jobTemplate": {},
  "JobTemplateSpec.metadata": {},
  "JobTemplateSpec.spec": {},
  "Container.resources": {},
  "PersistentVolumeClaimSpec.resources": {},
  "PersistentVolumeClaimTemplate.metadata": {},
  "PersistentVolumeClaimTemplate.spec": {},
  "NodeStatus.daemonEndpoints": {},
  "NodeDaemonEndpoints.kubeletEndpoint": {},
  "NodeStatus.nodeInfo": {},
  "ServiceStatus.loadBalancer": {},
  "IngressStatus.loadBalancer": {},
  "ContainerStatus.state": {},
  "ContainerStatus.lastState": {},
  "Event.source": {},
  "Event.firstTimestamp": null,
  "Event.lastTimestamp": null,
  "Event.eventTime": null,
  "Event.reportingComponent": "",
  "Event.reportingInstance": "",
  "HTTPIngressPath.backend": {},
  "ClusterRole.rules": [],
  "Role.rules": [],
  "LimitRangeSpec.limits": [],
  "HorizontalPodAutoscalerStatus.desiredReplicas": 0,
  "DaemonSetStatus.currentNumberScheduled": 0,
  "DaemonSetStatus.numberMisscheduled": 0,
  "DaemonSetStatus.desiredNumberScheduled": 0,
  "DaemonSetStatus.numberReady": 0,
  "ReplicaSetStatus.replicas": 0,
  "StatefulSetStatus.replicas": 0,
  "StatefulSetStatus.availableReplicas": 0,
  "PodDisruptionBudgetStatus.disruptionsAllowed": 0,
  "PodDisruptionBudgetStatus.currentHealthy": 0,
  "PodDisruptionBudgetStatus.desiredHealthy": 0,
  "PodDisruptionBudgetStatus.expectedPods": 0,
};
