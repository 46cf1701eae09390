/**
 * Writes src/api/schema/schema.generated.ts: which fields the API server knows, and of which types, for the kinds
 * that it decodes strictly. The source are the models of the npm package @kubernetes/client-node, which are
 * themselves generated from the OpenAPI document of a Kubernetes release. Run it again for a new release:
 *
 *   npm pack @kubernetes/client-node && tar xzf kubernetes-client-node-*.tgz
 *   node scripts/schema.mjs package
 *
 * Form of the result, one string a struct: fields separated by spaces, each `name=type`.
 *   s string · b bool · i int32 · l int64 · d float64 · q Quantity · Q ResourceList · x IntOrString · y []byte
 *   t Time · T Time that may be null · u MicroTime that may be null · * anything · Name another struct
 *   []T a list · {}T a map with string keys
 * A type that ends with `?` is left out of the stored object when it is "", false or 0 (Go's omitempty on a field
 * that is no pointer). A name without `=` is such a string, the most frequent case.
 */
import { writeFileSync } from "node:fs";
import { clientModels, elementOf, isResourceList, scalarCode } from "./client-models.mjs";

const ROOTS = [
  "V1DaemonSet", "V1Pod", "V1Node", "V1Namespace", "V1ControllerRevision", "CoreV1Event", "V1Deployment", "V1StatefulSet",
  "V1ReplicaSet", "V1Service", "V1ConfigMap", "V1Secret", "V1ServiceAccount", "V1PriorityClass", "V1PersistentVolumeClaim",
  "V1PersistentVolume", "V1ReplicationController", "V1Endpoints", "V1LimitRange", "V1ResourceQuota", "V1PodDisruptionBudget",
  "V1PodTemplate", "V1CertificateSigningRequest",
  "V1Job", "V1CronJob", "V2HorizontalPodAutoscaler", "V1Role", "V1RoleBinding", "V1ClusterRole", "V1ClusterRoleBinding",
  "V1Lease", "V1NetworkPolicy", "V1Ingress", "V1EndpointSlice", "V1StorageClass", "V1CSIDriver", "V1Scale",
  "V1MutatingWebhookConfiguration", "V1ValidatingWebhookConfiguration", "V1APIService", "V1CustomResourceDefinition",
  "V1SelfSubjectAccessReview", "V1SelfSubjectRulesReview", "V1SelfSubjectReview",
];

/** Structs of our own API group. */
const OURS = {
  Fault: "apiVersion kind metadata=ObjectMeta spec=FaultSpec",
  FaultSpec: "afterSeconds=d containerName error everySeconds=d exitCode=i image namespace nodeName podName seconds=d times=i type",
  Image: "apiVersion kind metadata=ObjectMeta spec=ImageSpec",
  ImageSpec: "image memoryBytes=l memoryGrowthBytesPerSecond=l preloaded=b probes=ImageProbes pull=ImagePull run=ImageRun sizeBytes=l start=ImageStart stop=ImageStop",
  ImageProbes: "httpStatus=i tcpRefused=b",
  ImagePull: "error seconds=d",
  ImageRun: "exitAfterSeconds=d exitCode=i times=i",
  ImageStart: "seconds=d",
  ImageStop: "afterSeconds=d exitCode=i ignoresSigterm=b",
};

/** Go prints these times even when they are not set. */
const NULLABLE_TIMES = new Set([
  "PodCondition.lastProbeTime", "PodCondition.lastTransitionTime", "NodeCondition.lastHeartbeatTime",
  "NodeCondition.lastTransitionTime", "Event.firstTimestamp", "Event.lastTimestamp",
]);

/** Scalars that are pointers in Go: "", false and 0 mean something and stay. OpenAPI does not tell. */
const POINTERS = new Set([
  // bool
  "automountServiceAccountToken", "enableServiceLinks", "setHostnameAsFQDN", "shareProcessNamespace", "hostUsers", "privileged",
  "allowPrivilegeEscalation", "readOnlyRootFilesystem", "runAsNonRoot", "optional", "hostProcess", "controller",
  "blockOwnerDeletion", "immutable", "started", "allocateLoadBalancerNodePorts", "suspend", "manualSelector", "allowVolumeExpansion",
  "attachRequired", "podInfoOnMount", "storageCapacity", "requiresRepublish", "seLinuxMount", "EndpointConditions.ready",
  "EndpointConditions.serving", "EndpointConditions.terminating", "JSONSchemaProps.x-kubernetes-preserve-unknown-fields",
  // int32, int64
  "terminationGracePeriodSeconds", "activeDeadlineSeconds", "priority", "replicas", "revisionHistoryLimit",
  "progressDeadlineSeconds", "partition", "tolerationSeconds", "runAsUser", "runAsGroup", "fsGroup", "defaultMode", "mode",
  "expirationSeconds", "collisionCount", "minDomains", "deletionGracePeriodSeconds", "terminatingReplicas", "parallelism",
  "completions", "backoffLimit", "backoffLimitPerIndex", "maxFailedIndexes", "ttlSecondsAfterFinished", "startingDeadlineSeconds",
  "successfulJobsHistoryLimit", "failedJobsHistoryLimit", "minReplicas", "averageUtilization", "stabilizationWindowSeconds",
  "leaseDurationSeconds", "leaseTransitions", "endPort", "JobStatus.ready", "JobStatus.terminating", "ClientIPConfig.timeoutSeconds",
  "MutatingWebhook.timeoutSeconds", "ValidatingWebhook.timeoutSeconds", "maximum", "minimum", "maxLength", "minLength", "maxItems",
  "minItems", "multipleOf", "maxProperties", "minProperties",
  // string
  "storageClassName", "volumeMode", "volumeAttributesClassName", "runtimeClassName", "preemptionPolicy", "localhostProfile",
  "appProtocol", "service", "hostnameOverride", "apiGroup", "gmsaCredentialSpec", "gmsaCredentialSpecName", "runAsUserName",
  "HostPathVolumeSource.type", "PodDNSConfigOption.value",
  // no pointers, but without omitempty
  "Event.reportingComponent", "Event.reportingInstance", "PodDisruptionBudgetStatus.disruptionsAllowed",
  "PodDisruptionBudgetStatus.currentHealthy", "PodDisruptionBudgetStatus.desiredHealthy", "PodDisruptionBudgetStatus.expectedPods",
]);

const { release, declarationOf, attributesOf } = clientModels(process.argv[2] ?? "package");
const structs = new Map();

for (const model of ROOTS) addStruct(model);
for (const [name, fields] of Object.entries(OURS)) structs.set(name, fields);

const lines = [...structs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, fields]) => `  ${name}: ${JSON.stringify(fields)},`);
writeFileSync("src/api/schema/schema.generated.ts", [
  `/** Fields of the API of Kubernetes ${release}. Written by scripts/schema.mjs, which explains the form. Do not edit. */`,
  "export const STRUCTS: Readonly<Record<string, string>> = {",
  ...lines,
  "};",
  "",
].join("\n"));

function addStruct(model) {
  const name = structName(model);
  if (structs.has(name)) return;
  structs.set(name, ""); // a struct may reach itself
  const required = new Set([...declarationOf(model).matchAll(/^ {4}'?(\w+|\$\w+)'?: /gm)].map((m) => m[1]));
  const fields = attributesOf(model).map((attribute) => fieldText(name, attribute, required));
  structs.set(name, fields.join(" "));
}

function fieldText(struct, { name, baseName, type, format }, required) {
  const code = typeCode(struct, baseName, type, format);
  const isScalar = /^[sbild]$/.test(code);
  const isKept = required.has(name) || POINTERS.has(baseName) || POINTERS.has(`${struct}.${baseName}`);
  if (!isScalar || isKept) return `${baseName}=${code}`;
  return code === "s" ? baseName : `${baseName}=${code}?`;
}

function typeCode(struct, field, type, format) {
  if (isResourceList(field, type)) return "Q";
  const element = elementOf(type);
  if (element) return element.prefix + typeCode(struct, field, element.type, format);
  const code = scalarCode(struct, field, type, format);
  if (code === "t" && NULLABLE_TIMES.has(`${struct}.${field}`)) return "T";
  if (code) return code;
  addStruct(type);
  return structName(type);
}

/** Go's name of a struct: `V1PodSpec` is PodSpec, `CoreV1Event` is Event. Where two groups have one of the same name, the second keeps its group. */
function structName(model) {
  return model.replace(/^(Core|Rbac)?V[12]/, "");
}
