/**
 * Writes src/api/openapi/structs.generated.ts: the fields of every kind the API server lists, as the OpenAPI
 * documents need them (kubectl explain). Only the server for kubectl loads it: schema.generated.ts, which scripts/schema.mjs
 * writes for the page, has fewer kinds and says other things about a field. The source is the same:
 *
 *   npm pack @kubernetes/client-node && tar xzf kubernetes-client-node-*.tgz
 *   node scripts/openapi.mjs package
 *
 * Form of the result: a section for each Go package, in it one string a struct: fields separated by spaces, each
 * `name=type`, with `!` behind it if the field is required. A name without `=` is an optional string.
 *   s string · b bool · i int32 · l int64 · d float64 · q Quantity · x IntOrString · y []byte · t Time · u MicroTime ·
 *   * anything · Name a struct of the same section · section:Name of another · []T a list · {}T a map
 */
import { writeFileSync } from "node:fs";
import { clientModels, elementOf, isResourceList, scalarCode } from "./client-models.mjs";

/** Kinds by section. Core comes first: what it reaches is core's, and the others refer to it. */
const ROOTS = {
  core: [
    "V1Pod", "V1Node", "V1Namespace", "CoreV1Event", "V1Service", "V1ConfigMap", "V1Secret", "V1ServiceAccount",
    "V1PersistentVolumeClaim", "V1PersistentVolume", "V1ReplicationController", "V1Endpoints", "V1LimitRange", "V1ResourceQuota",
  ],
  apps: ["V1DaemonSet", "V1Deployment", "V1ReplicaSet", "V1StatefulSet", "V1ControllerRevision"],
  batch: ["V1Job", "V1CronJob"],
  policy: ["V1PodDisruptionBudget"],
  autoscaling: ["V2HorizontalPodAutoscaler"],
  "rbac.authorization.k8s.io": ["V1Role", "V1RoleBinding", "V1ClusterRole", "V1ClusterRoleBinding"],
  "scheduling.k8s.io": ["V1PriorityClass"],
  "coordination.k8s.io": ["V1Lease"],
  "networking.k8s.io": ["V1NetworkPolicy", "V1Ingress"],
  "discovery.k8s.io": ["V1EndpointSlice"],
  "storage.k8s.io": ["V1StorageClass", "V1CSIDriver"],
  "authorization.k8s.io": ["V1SelfSubjectAccessReview", "V1SelfSubjectRulesReview"],
  "authentication.k8s.io": ["V1SelfSubjectReview"],
  "admissionregistration.k8s.io": ["V1MutatingWebhookConfiguration", "V1ValidatingWebhookConfiguration"],
  "apiregistration.k8s.io": ["V1APIService"],
  "apiextensions.k8s.io": ["V1CustomResourceDefinition"],
};

/** Structs of apimachinery that no kind reaches: what requests carry and get besides objects. */
const REQUESTED = ["V1DeleteOptions", "V1Preconditions", "V1ListMeta", "V1Status", "V1StatusDetails", "V1StatusCause"];

/** Structs of apimachinery, which every group shares. */
const META = new Set([
  "V1ObjectMeta", "V1OwnerReference", "V1ManagedFieldsEntry", "V1LabelSelector", "V1LabelSelectorRequirement", "V1Condition",
  "V1FieldSelectorRequirement", ...REQUESTED,
]);

/** Named structs without fields where the models only say "object". */
const OPAQUE = { "ManagedFieldsEntry.fieldsV1": "FieldsV1", "ControllerRevision.data": "meta:RawExtension" };

const { release, declarationOf, attributesOf } = clientModels(process.argv[2] ?? "package");
/** Section of a model, and of each section its structs. */
const home = new Map();
const sections = new Map();

for (const [section, models] of Object.entries(ROOTS)) for (const model of models) addStruct(section, model);
for (const model of REQUESTED) addStruct("meta", model);
for (const name of ["FieldsV1", "RawExtension"]) sections.get("meta").set(name, "");

const byName = ([a], [b]) => (a < b ? -1 : 1);
writeFileSync("src/api/openapi/structs.generated.ts", [
  `/** Structs of the API of Kubernetes ${release}. Written by scripts/openapi.mjs, which explains the form. Do not edit. */`,
  "export const SECTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {",
  ...[...sections].flatMap(([section, structs]) => [
    `  ${JSON.stringify(section)}: {`,
    ...[...structs].sort(byName).map(([name, fields]) => `    ${name}: ${JSON.stringify(fields)},`),
    "  },",
  ]),
  "};",
  "",
].join("\n"));

function addStruct(from, model) {
  if (home.has(model)) return;
  const section = META.has(model) ? "meta" : from;
  home.set(model, section); // before its fields: a struct may reach itself
  const required = new Set([...declarationOf(model).matchAll(/^ {4}'([\w$]+)': /gm)].map((m) => m[1]));
  const fields = attributesOf(model).map(({ name, baseName, type, format }) => {
    const code = typeCode(section, structName(model), baseName, type, format) + (required.has(name) ? "!" : "");
    return code === "s" ? baseName : `${baseName}=${code}`;
  });
  if (!sections.has(section)) sections.set(section, new Map());
  sections.get(section).set(structName(model), fields.join(" "));
}

function typeCode(section, struct, field, type, format) {
  if (isResourceList(field, type)) return "{}q";
  const element = elementOf(type);
  if (element) return element.prefix + typeCode(section, struct, field, element.type, format);
  const code = OPAQUE[`${struct}.${field}`] ?? scalarCode(struct, field, type, format);
  if (code) return code;
  addStruct(section, type);
  return home.get(type) === section ? structName(type) : `${home.get(type)}:${structName(type)}`;
}

/** Go's name of a struct: `V1PodSpec` is PodSpec, `CoreV1Event` is Event. */
function structName(model) {
  return model.replace(/^[A-Z]?[a-z]*V[12]/, "");
}
