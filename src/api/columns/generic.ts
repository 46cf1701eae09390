import type { ControllerRevision } from "../types/controllerrevision.ts";
import type { Fault, FaultSpec } from "../types/fault.ts";
import type { Image } from "../types/image.ts";
import type { KubeObject } from "../types/meta.ts";
import type { Namespace } from "../types/namespace.ts";
import {
  CONTROLLERREVISIONS, DAEMONSETS, DEPLOYMENTS, EVENTS, FAULTS, IMAGES, LEASES, NAMESPACES, NODES, PERSISTENTVOLUMECLAIMS, PODDISRUPTIONBUDGETS, PODS,
  REPLICASETS, SERVICES, STATEFULSETS,
} from "../resources.ts";
import type { Resource } from "../resources.ts";
import { ageColumn, column, nameColumn, orNone } from "./column.ts";
import type { Column } from "./column.ts";
import { certificateSigningRequestColumns, componentStatusColumns, podTemplateColumns } from "./cluster.ts";
import { daemonSetColumns } from "./daemonset.ts";
import { deploymentColumns } from "./deployment.ts";
import { endpointSliceColumns, endpointsColumns } from "./endpointslice.ts";
import { eventColumns } from "./event.ts";
import { inertColumnsOf } from "./inert.ts";
import { leaseColumns } from "./lease.ts";
import { nodeColumns } from "./node.ts";
import { persistentVolumeClaimColumns } from "./persistentvolumeclaim.ts";
import { podColumns } from "./pod.ts";
import { podDisruptionBudgetColumns } from "./poddisruptionbudget.ts";
import { replicaSetColumns } from "./replicaset.ts";
import { serviceColumns } from "./service.ts";
import { statefulSetColumns } from "./statefulset.ts";
import { persistentVolumeColumns, storageClassColumns } from "./storage.ts";

/**
 * The printed columns of any resource: its own, or for a kind without a printer the name and the time of creation.
 * Kinds of a CustomResourceDefinition without own columns show their age instead, as the real server does.
 */
export function columnsOf(resource: Resource): readonly Column<KubeObject>[] {
  const own = COLUMNS.get(resource.key) ?? inertColumnsOf(resource.key);
  if (own) return own;
  // Groups of Kubernetes itself have no dot or end in k8s.io; all others come from a CustomResourceDefinition.
  const isBuiltIn = !resource.group.includes(".") || resource.group.endsWith(".k8s.io");
  return isBuiltIn ? createdAtColumns : [nameColumn(), ageColumn()];
}

const namespaceColumns: readonly Column<Namespace>[] = [
  nameColumn(),
  column("Status", (namespace) => namespace.status.phase ?? ""),
  ageColumn(),
];

const controllerRevisionColumns: readonly Column<ControllerRevision>[] = [
  nameColumn(),
  column("Controller", (revision) => orNone(controllerText(revision))),
  column("Revision", (revision) => revision.revision),
  ageColumn(),
];

/** Ours, so no upstream printer to follow: what goes wrong, and where. */
const faultColumns: readonly Column<Fault>[] = [
  nameColumn(),
  column("Type", (fault) => fault.spec.type),
  column("Target", ({ spec }) => targetText(spec)),
  ageColumn(),
];

/** A pull failure may hold for every node: then nothing is named. */
function targetText(spec: FaultSpec): string {
  if ("podName" in spec) return `pod/${spec.podName}`;
  return spec.nodeName === undefined ? "all nodes" : `node/${spec.nodeName}`;
}

/** Ours as well: which image it speaks for. */
const imageColumns: readonly Column<Image>[] = [
  nameColumn(),
  column("Image", (image) => image.spec.image),
  ageColumn(),
];

const createdAtColumns: readonly Column<KubeObject>[] = [
  nameColumn(),
  column("Created At", (object) => object.metadata.creationTimestamp || "<unknown>"),
];

const COLUMNS: ReadonlyMap<string, readonly Column<KubeObject>[]> = new Map<string, readonly Column<KubeObject>[]>([
  [PODS.key, podColumns],
  [NODES.key, nodeColumns],
  [DAEMONSETS.key, daemonSetColumns],
  [DEPLOYMENTS.key, deploymentColumns],
  [REPLICASETS.key, replicaSetColumns],
  [STATEFULSETS.key, statefulSetColumns],
  [PODDISRUPTIONBUDGETS.key, podDisruptionBudgetColumns],
  [PERSISTENTVOLUMECLAIMS.key, persistentVolumeClaimColumns],
  ["persistentvolumes", persistentVolumeColumns],
  ["storageclasses.storage.k8s.io", storageClassColumns],
  [SERVICES.key, serviceColumns],
  ["endpoints", endpointsColumns],
  ["endpointslices.discovery.k8s.io", endpointSliceColumns],
  [LEASES.key, leaseColumns],
  ["componentstatuses", componentStatusColumns],
  ["podtemplates", podTemplateColumns],
  ["certificatesigningrequests.certificates.k8s.io", certificateSigningRequestColumns],
  [EVENTS.key, eventColumns],
  [NAMESPACES.key, namespaceColumns],
  [CONTROLLERREVISIONS.key, controllerRevisionColumns],
  [FAULTS.key, faultColumns],
  [IMAGES.key, imageColumns],
]);

/** `daemonset.apps/log-agent`. */
function controllerText(revision: ControllerRevision): string {
  const owner = revision.metadata.ownerReferences?.find((ref) => ref.controller);
  if (!owner) return "";
  const [group, version] = owner.apiVersion.split("/");
  return `${owner.kind.toLowerCase()}${version ? `.${group}` : ""}/${owner.name}`;
}
