import type { FieldType, ScalarCode } from "./schema.ts";

const SCALARS: Readonly<Record<ScalarCode, string>> = {
  s: "string", b: "bool", i: "int32", l: "int64", d: "float64", q: "resource.Quantity", x: "intstr.IntOrString", y: "[]uint8",
  t: "v1.Time", T: "v1.Time", u: "v1.MicroTime",
};

/** Strings that have a type of their own in Go, by struct and field. The OpenAPI document does not know them. */
const NAMED_STRINGS: Readonly<Record<string, string>> = {
  "DaemonSetUpdateStrategy.type": "v1.DaemonSetUpdateStrategyType",
  "DeploymentStrategy.type": "v1.DeploymentStrategyType",
  "StatefulSetUpdateStrategy.type": "v1.StatefulSetUpdateStrategyType",
  "StatefulSetSpec.podManagementPolicy": "v1.PodManagementPolicyType",
  "PodSpec.restartPolicy": "v1.RestartPolicy",
  "PodSpec.dnsPolicy": "v1.DNSPolicy",
  "PodSpec.preemptionPolicy": "v1.PreemptionPolicy",
  "PodStatus.phase": "v1.PodPhase",
  "PodStatus.qosClass": "v1.PodQOSClass",
  "Container.imagePullPolicy": "v1.PullPolicy",
  "Container.restartPolicy": "v1.ContainerRestartPolicy",
  "Container.terminationMessagePolicy": "v1.TerminationMessagePolicy",
  "ContainerPort.protocol": "v1.Protocol",
  "ServicePort.protocol": "v1.Protocol",
  "ServiceSpec.type": "v1.ServiceType",
  "Toleration.operator": "v1.TolerationOperator",
  "Toleration.effect": "v1.TaintEffect",
  "Taint.effect": "v1.TaintEffect",
  "NodeSelectorRequirement.operator": "v1.NodeSelectorOperator",
  "LabelSelectorRequirement.operator": "v1.LabelSelectorOperator",
  "HostPathVolumeSource.type": "v1.HostPathType",
  "EmptyDirVolumeSource.medium": "v1.StorageMedium",
  "HTTPGetAction.scheme": "v1.URIScheme",
  "NodeCondition.type": "v1.NodeConditionType",
  "NodeCondition.status": "v1.ConditionStatus",
  "PodCondition.type": "v1.PodConditionType",
  "PodCondition.status": "v1.ConditionStatus",
  "Secret.type": "v1.SecretType",
  "ObjectMeta.uid": "types.UID",
  "OwnerReference.uid": "types.UID",
};

/** Go's name of a field's type, as in `json: cannot unmarshal string into ... of type int32`. */
export function goType(type: FieldType, struct: string, field: string): string {
  switch (type.kind) {
    case "scalar":
      return (type.code === "s" ? NAMED_STRINGS[`${struct}.${field}`] : undefined) ?? SCALARS[type.code];
    case "resources":
      return "v1.ResourceList";
    case "struct":
      return `v1.${type.struct}`;
    case "list":
      return `[]${goType(type.of, "", "")}`;
    case "map":
      return `map[string]${goType(type.of, "", "")}`;
    case "any":
      return "interface {}";
  }
}

/** Go's word for what stands in the JSON. */
export function jsonWord(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}
