import {
  CONFIGMAPS, CONTROLLERREVISIONS, DAEMONSETS, DEPLOYMENTS, EVENTS, FAULTS, IMAGES, LEASES, NAMESPACES, NODES, PERSISTENTVOLUMECLAIMS,
  PERSISTENTVOLUMES, PODDISRUPTIONBUDGETS, PODS, PRIORITYCLASSES, REPLICASETS, SECRETS, SERVICES, STATEFULSETS, STORAGECLASSES, type Resource,
} from "../../../api/resources.ts";
import { configMapStrategy } from "./configmap.ts";
import type { Strategy } from "./contract.ts";
import { controllerRevisionStrategy } from "./controllerrevision.ts";
import { daemonSetStrategy } from "./daemonset.ts";
import { deploymentStrategy } from "./deployment.ts";
import { endpointSliceStrategy } from "./endpointslice.ts";
import { eventStrategy } from "./event.ts";
import { faultStrategy } from "./fault.ts";
import { genericStrategy } from "./generic.ts";
import { imageStrategy } from "./image.ts";
import { leaseStrategy } from "./lease.ts";
import { namespaceStrategy } from "./namespace.ts";
import { nodeStrategy } from "./node.ts";
import { persistentVolumeStrategy } from "./persistentvolume.ts";
import { persistentVolumeClaimStrategy } from "./persistentvolumeclaim.ts";
import { podStrategy } from "./pod.ts";
import { podDisruptionBudgetStrategy } from "./poddisruptionbudget.ts";
import { priorityClassStrategy } from "./priorityclass.ts";
import { replicaSetStrategy } from "./replicaset.ts";
import { secretStrategy } from "./secret.ts";
import { serviceStrategy } from "./service.ts";
import { statefulSetStrategy } from "./statefulset.ts";
import { storageClassStrategy } from "./storageclass.ts";

export type { Strategy };

const STRATEGIES: ReadonlyMap<string, Strategy> = new Map<string, Strategy>([
  [DAEMONSETS.key, daemonSetStrategy],
  [DEPLOYMENTS.key, deploymentStrategy],
  [REPLICASETS.key, replicaSetStrategy],
  [STATEFULSETS.key, statefulSetStrategy],
  [PERSISTENTVOLUMECLAIMS.key, persistentVolumeClaimStrategy],
  [PERSISTENTVOLUMES.key, persistentVolumeStrategy],
  [STORAGECLASSES.key, storageClassStrategy],
  [PODDISRUPTIONBUDGETS.key, podDisruptionBudgetStrategy],
  [SERVICES.key, serviceStrategy],
  [CONFIGMAPS.key, configMapStrategy],
  [SECRETS.key, secretStrategy],
  [LEASES.key, leaseStrategy],
  [PODS.key, podStrategy],
  [NODES.key, nodeStrategy],
  [NAMESPACES.key, namespaceStrategy],
  [CONTROLLERREVISIONS.key, controllerRevisionStrategy],
  [EVENTS.key, eventStrategy],
  [FAULTS.key, faultStrategy],
  [IMAGES.key, imageStrategy],
  [PRIORITYCLASSES.key, priorityClassStrategy],
  ["endpointslices.discovery.k8s.io", endpointSliceStrategy],
]);

/** The rules of a kind. Kinds without rules of their own get those that hold for every object. */
export function strategyOf(resource: Resource): Strategy {
  return STRATEGIES.get(resource.key) ?? genericStrategy;
}
