const PULL_POLICY = ["Always", "IfNotPresent", "Never"];
const PROTOCOL = ["SCTP", "TCP", "UDP"];
const OPERATOR = ["DoesNotExist", "Exists", "Gt", "In", "Lt", "NotIn"];
const TAINT_EFFECT = ["NoExecute", "NoSchedule", "PreferNoSchedule"];
const TERMINATION_POLICY = ["FallbackToLogsOnError", "File"];

/**
 * The values of fields that have a fixed set of them, by `Struct.field`, sorted as the API server's documents have them.
 * Source: kubernetes staging/src/k8s.io/api (+enum markers, 1.36). Types that lack the marker there have no entry:
 * LabelSelectorRequirement.operator, PersistentVolumeClaimRetentionPolicy.
 */
export const ENUMS: Readonly<Record<string, readonly string[]>> = {
  "PodSpec.restartPolicy": ["Always", "Never", "OnFailure"],
  "PodSpec.dnsPolicy": ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"],
  "PodSpec.preemptionPolicy": ["Never", "PreemptLowerPriority"],
  "PriorityClass.preemptionPolicy": ["Never", "PreemptLowerPriority"],
  "PodStatus.phase": ["Failed", "Pending", "Running", "Succeeded", "Unknown"],
  "PodStatus.qosClass": ["BestEffort", "Burstable", "Guaranteed"],
  "Container.imagePullPolicy": PULL_POLICY,
  "EphemeralContainer.imagePullPolicy": PULL_POLICY,
  "Container.terminationMessagePolicy": TERMINATION_POLICY,
  "EphemeralContainer.terminationMessagePolicy": TERMINATION_POLICY,
  "ContainerPort.protocol": PROTOCOL,
  "ServicePort.protocol": PROTOCOL,
  "HTTPGetAction.scheme": ["HTTP", "HTTPS"],
  "Toleration.effect": TAINT_EFFECT,
  "Taint.effect": TAINT_EFFECT,
  "Toleration.operator": ["Equal", "Exists", "Gt", "Lt"],
  "NodeSelectorRequirement.operator": OPERATOR,
  "TopologySpreadConstraint.whenUnsatisfiable": ["DoNotSchedule", "ScheduleAnyway"],
  "TopologySpreadConstraint.nodeAffinityPolicy": ["Honor", "Ignore"],
  "TopologySpreadConstraint.nodeTaintsPolicy": ["Honor", "Ignore"],
  "NamespaceStatus.phase": ["Active", "Terminating"],
  "NodeStatus.phase": ["Pending", "Running", "Terminated"],
  "ServiceSpec.type": ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"],
  "ServiceSpec.sessionAffinity": ["ClientIP", "None"],
  "ServiceSpec.externalTrafficPolicy": ["Cluster", "Local"],
  "ServiceSpec.internalTrafficPolicy": ["Cluster", "Local"],
  "HostPathVolumeSource.type": ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"],
  "PersistentVolumeClaimSpec.volumeMode": ["Block", "Filesystem"],
  "PersistentVolumeClaimStatus.phase": ["Bound", "Lost", "Pending"],
  "DaemonSetUpdateStrategy.type": ["OnDelete", "RollingUpdate"],
  "DeploymentStrategy.type": ["Recreate", "RollingUpdate"],
  "StatefulSetUpdateStrategy.type": ["OnDelete", "RollingUpdate"],
  "StatefulSetSpec.podManagementPolicy": ["OrderedReady", "Parallel"],
  "PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy": ["AlwaysAllow", "IfHealthyBudget"],
};
