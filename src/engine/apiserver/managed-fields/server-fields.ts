import { DAEMONSETS, NAMESPACES, NODES, PERSISTENTVOLUMECLAIMS, PODS, SERVICES, type Resource, type Subresource } from "../../../api/resources.ts";
import { TEMPLATE_GENERATION_ANNOTATION } from "../../../api/rollout.ts";
import { fieldSet, member, without, type FieldSet, type Path } from "./field-set.ts";

const path = (...names: readonly string[]): Path => names.map(member);

/** What the server says of every object; nobody owns it. Source: managedfields/internal/stripmeta.go */
export const IDENTITY: FieldSet = fieldSet(
  path("apiVersion"), path("kind"), path("metadata"), path("metadata", "name"), path("metadata", "namespace"), path("metadata", "creationTimestamp"),
  path("metadata", "selfLink"), path("metadata", "uid"), path("metadata", "generation"), path("metadata", "managedFields"), path("metadata", "resourceVersion"),
);

/** Filled in by admission or by the strategy of a kind when an object is created: not the creator's, unless he said it. */
const ADMITTED: ReadonlyMap<string, readonly Path[]> = new Map([
  [PODS.key, ["priority", "preemptionPolicy", "priorityClassName", "serviceAccount", "serviceAccountName", "tolerations"].map((f) => path("spec", f))],
  [NODES.key, [path("spec", "taints")]],
  [SERVICES.key, ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"].map((f) => path("spec", f))],
  [NAMESPACES.key, [path("spec", "finalizers")]],
  [PERSISTENTVOLUMECLAIMS.key, [path("metadata", "finalizers"), path("spec", "storageClassName")]],
]);

/** Written by the strategy with every change of a template. */
const COUNTED: Path = path("metadata", "annotations", TEMPLATE_GENERATION_ANNOTATION);

/** Of what a new object has, what its creator does not own: `sent` is the object as he wrote it. */
export function withoutAdmitted(fields: FieldSet, resource: Resource, sent: unknown): FieldSet {
  const admitted = (ADMITTED.get(resource.key) ?? []).filter((p) => !isSaid(sent, p));
  return without(fields, ...admitted);
}

/** Of what a write changed, what its writer does not own. */
export function withoutCounted(fields: FieldSet, resource: Resource): FieldSet {
  return resource === DAEMONSETS ? without(fields, COUNTED) : fields;
}

/**
 * Of what somebody writes or claims, what can be owned that way: the main resource has no say about a status, `status`
 * none about a spec. Source: GetResetFields of each strategy in kubernetes pkg/registry (1.36)
 */
export function ownable(fields: FieldSet, resource: Resource, subresource: Subresource | undefined): FieldSet {
  if (subresource === "status") return without(fields, path("spec"), path("metadata", "ownerReferences"), path("metadata", "deletionTimestamp"), ...(resource.kind === "Deployment" ? [path("metadata", "labels")] : []));
  return resource.subresources.includes("status") ? without(fields, path("status")) : fields;
}

function isSaid(sent: unknown, steps: Path): boolean {
  let at = sent;
  for (const step of steps) at = typeof at === "object" && at !== null ? (at as Readonly<Record<string, unknown>>)[step.slice(2)] : undefined;
  return at !== undefined && at !== null;
}

