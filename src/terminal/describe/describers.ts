import { CONFIGMAPS, DAEMONSETS, DEPLOYMENTS, NAMESPACES, NODES, PERSISTENTVOLUMECLAIMS, PODDISRUPTIONBUDGETS, PODS, PRIORITYCLASSES, REPLICASETS, RESOURCEQUOTAS, SECRETS, SERVICEACCOUNTS, SERVICES, STATEFULSETS, type Resource } from "../../api/resources.ts";
import { describeConfigMap, describeSecret } from "./configmap.ts";
import { describeDaemonSet } from "./daemonset.ts";
import { describeDeployment } from "./deployment.ts";
import type { Describer } from "./describer.ts";
import { describeEndpoints, describeEndpointSlice } from "./endpoints.ts";
import { describeGeneric } from "./generic.ts";
import { describeHorizontalPodAutoscaler } from "./horizontalpodautoscaler.ts";
import { describeIngress } from "./ingress.ts";
import { describeCronJob, describeJob } from "./job.ts";
import { describeLimitRange } from "./limitrange.ts";
import { describeNamespace } from "./namespace.ts";
import { describeNetworkPolicy } from "./networkpolicy.ts";
import { describeNode } from "./node.ts";
import { describePersistentVolume } from "./persistentvolume.ts";
import { describePersistentVolumeClaim } from "./persistentvolumeclaim.ts";
import { describePod } from "./pod.ts";
import { describePodDisruptionBudget } from "./poddisruptionbudget.ts";
import { describePriorityClass } from "./priorityclass.ts";
import { describeReplicaSet } from "./replicaset.ts";
import { describeReplicationController } from "./replicationcontroller.ts";
import { describeResourceQuota } from "./resourcequota.ts";
import { describeRole, describeRoleBinding } from "./role.ts";
import { describeService } from "./service.ts";
import { describeServiceAccount } from "./serviceaccount.ts";
import { describeStatefulSet } from "./statefulset.ts";
import { describeStorageClass } from "./storageclass.ts";

/** Kinds that kubectl knows, by the key of their resource. */
const DESCRIBERS: Readonly<Record<string, Describer<never>>> = {
  [DAEMONSETS.key]: describeDaemonSet,
  [DEPLOYMENTS.key]: describeDeployment,
  [REPLICASETS.key]: describeReplicaSet,
  [STATEFULSETS.key]: describeStatefulSet,
  [PODS.key]: describePod,
  [NODES.key]: describeNode,
  [NAMESPACES.key]: describeNamespace,
  [SERVICES.key]: describeService,
  [SERVICEACCOUNTS.key]: describeServiceAccount,
  [CONFIGMAPS.key]: describeConfigMap,
  [SECRETS.key]: describeSecret,
  [PERSISTENTVOLUMECLAIMS.key]: describePersistentVolumeClaim,
  persistentvolumes: describePersistentVolume,
  [PODDISRUPTIONBUDGETS.key]: describePodDisruptionBudget,
  [PRIORITYCLASSES.key]: describePriorityClass,
  [RESOURCEQUOTAS.key]: describeResourceQuota,
  limitranges: describeLimitRange,
  "jobs.batch": describeJob,
  "cronjobs.batch": describeCronJob,
  "storageclasses.storage.k8s.io": describeStorageClass,
  replicationcontrollers: describeReplicationController,
  endpoints: describeEndpoints,
  "endpointslices.discovery.k8s.io": describeEndpointSlice,
  "ingresses.networking.k8s.io": describeIngress,
  "networkpolicies.networking.k8s.io": describeNetworkPolicy,
  "horizontalpodautoscalers.autoscaling": describeHorizontalPodAutoscaler,
  "roles.rbac.authorization.k8s.io": describeRole,
  "clusterroles.rbac.authorization.k8s.io": describeRole,
  "rolebindings.rbac.authorization.k8s.io": describeRoleBinding,
  "clusterrolebindings.rbac.authorization.k8s.io": describeRoleBinding,
};

/** How to describe the objects of a resource; kinds without a description of their own are told field by field. */
export function describerOf(resource: Resource): Describer {
  return (DESCRIBERS[resource.key] ?? describeGeneric) as Describer;
}
