import type { PodSpec } from "../../../api/types/pod.ts";
import { unifiedDiff } from "./unified-diff.ts";

/**
 * The difference of two pod specs as the API server prints it: Go's internal structs as JSON, changed lines with
 * three lines around. The structs below are in Go's order with Go's names, as the text shows all of them, set or not.
 * Departure: structs that are not listed show only the fields that are set.
 * Source: apimachinery pkg/util/diff/diff.go, pkg/apis/core/types.go (1.36)
 */
export function podSpecDiff(old: PodSpec, next: PodSpec): string {
  return unifiedDiff(lines(old), lines(next));
}

/**
 * Fields of a struct. What stands behind a name says what it is when unset, or made of:
 * nothing: null; `"`: empty string; `!`: false; `#`: 0; `{T}`: struct T; `*T`: struct T or null; `[T]`: list of T or null.
 */
const STRUCTS: Readonly<Record<string, string>> = {
  PodSpec:
    'Volumes[Volume] InitContainers[Container] Containers[Container] EphemeralContainers[Container] RestartPolicy" TerminationGracePeriodSeconds ActiveDeadlineSeconds DNSPolicy" NodeSelector ServiceAccountName" AutomountServiceAccountToken NodeName" SecurityContext*PodSecurityContext ImagePullSecrets[Name] Hostname" Subdomain" SetHostnameAsFQDN Affinity*Affinity SchedulerName" Tolerations[Toleration] HostAliases[HostAlias] PriorityClassName" Priority PreemptionPolicy DNSConfig*Other ReadinessGates[Other] RuntimeClassName Overhead EnableServiceLinks TopologySpreadConstraints[TopologySpreadConstraint] OS*Name SchedulingGates[Name] ResourceClaims[Other] Resources*Resources HostnameOverride',
  PodSecurityContext:
    "HostNetwork! HostPID! HostIPC! ShareProcessNamespace HostUsers SELinuxOptions*Other WindowsOptions*Other RunAsUser RunAsGroup RunAsNonRoot SupplementalGroups SupplementalGroupsPolicy FSGroup FSGroupChangePolicy Sysctls[Other] SeccompProfile*Other AppArmorProfile*Other SELinuxChangePolicy",
  Container:
    'Name" Image" Command Args WorkingDir" Ports[Port] EnvFrom[Other] Env[EnvVar] Resources{Resources} ResizePolicy[Other] RestartPolicy RestartPolicyRules[Other] VolumeMounts[VolumeMount] VolumeDevices[Other] LivenessProbe*Probe ReadinessProbe*Probe StartupProbe*Probe Lifecycle*Lifecycle TerminationMessagePath" TerminationMessagePolicy" ImagePullPolicy" SecurityContext*SecurityContext Stdin! StdinOnce! TTY!',
  Port: 'Name" HostPort# ContainerPort# Protocol" HostIP"',
  EnvVar: 'Name" Value" ValueFrom*ValueFrom',
  ValueFrom: "FieldRef*FieldRef ResourceFieldRef*ResourceFieldRef ConfigMapKeyRef*KeyRef SecretKeyRef*KeyRef FileKeyRef*Other",
  FieldRef: 'APIVersion" FieldPath"',
  ResourceFieldRef: 'ContainerName" Resource" Divisor"',
  KeyRef: 'Name" Key" Optional',
  Resources: "Limits Requests Claims[Other]",
  VolumeMount: 'Name" ReadOnly! RecursiveReadOnly MountPath" SubPath" MountPropagation SubPathExpr"',
  Probe: "Exec*Exec HTTPGet*HTTPGet TCPSocket*TCPSocket GRPC*Other InitialDelaySeconds# TimeoutSeconds# PeriodSeconds# SuccessThreshold# FailureThreshold# TerminationGracePeriodSeconds",
  Exec: "Command",
  HTTPGet: 'Path" Port Host" Scheme" HTTPHeaders[Other]',
  TCPSocket: 'Port Host"',
  Lifecycle: "PostStart*Handler PreStop*Handler StopSignal",
  Handler: "Exec*Exec HTTPGet*HTTPGet TCPSocket*TCPSocket Sleep*Other",
  SecurityContext:
    "Capabilities*Capabilities Privileged SELinuxOptions*Other WindowsOptions*Other RunAsUser RunAsGroup RunAsNonRoot ReadOnlyRootFilesystem AllowPrivilegeEscalation ProcMount SeccompProfile*Other AppArmorProfile*Other",
  Capabilities: "Add Drop",
  Volume:
    'Name" HostPath*HostPath EmptyDir*EmptyDir GCEPersistentDisk*Other AWSElasticBlockStore*Other GitRepo*Other Secret*Secret NFS*Other ISCSI*Other Glusterfs*Other PersistentVolumeClaim*Claim RBD*Other Quobyte*Other FlexVolume*Other Cinder*Other CephFS*Other Flocker*Other DownwardAPI*DownwardVolume FC*Other AzureFile*Other ConfigMap*ConfigMapVolume VsphereVolume*Other AzureDisk*Other PhotonPersistentDisk*Other Projected*Projected PortworxVolume*Other ScaleIO*Other StorageOS*Other CSI*Other Ephemeral*Other Image*Other',
  HostPath: 'Path" Type',
  EmptyDir: 'Medium" SizeLimit',
  Secret: 'SecretName" Items[KeyToPath] DefaultMode Optional',
  Claim: 'ClaimName" ReadOnly!',
  ConfigMapVolume: 'Name" Items[KeyToPath] DefaultMode Optional',
  DownwardVolume: "Items[DownwardFile] DefaultMode",
  DownwardFile: 'Path" FieldRef*FieldRef ResourceFieldRef*ResourceFieldRef Mode',
  KeyToPath: 'Key" Path" Mode',
  Projected: "Sources[Projection] DefaultMode",
  Projection: "Secret*KeyedProjection DownwardAPI*DownwardProjection ConfigMap*KeyedProjection ServiceAccountToken*Token ClusterTrustBundle*Other PodCertificate*Other",
  KeyedProjection: 'Name" Items[KeyToPath] Optional',
  DownwardProjection: "Items[DownwardFile]",
  Token: 'Audience" ExpirationSeconds# Path"',
  Toleration: 'Key" Operator" Value" Effect" TolerationSeconds',
  Affinity: "NodeAffinity*NodeAffinity PodAffinity*Other PodAntiAffinity*Other",
  NodeAffinity: "RequiredDuringSchedulingIgnoredDuringExecution*NodeSelector PreferredDuringSchedulingIgnoredDuringExecution[Preferred]",
  NodeSelector: "NodeSelectorTerms[Term]",
  Preferred: "Weight# Preference{Term}",
  Term: "MatchExpressions[Requirement] MatchFields[Requirement]",
  Requirement: 'Key" Operator" Values',
  HostAlias: 'IP" Hostnames',
  TopologySpreadConstraint: 'MaxSkew# TopologyKey" WhenUnsatisfiable" LabelSelector MinDomains NodeAffinityPolicy NodeTaintsPolicy MatchLabelKeys',
  Name: 'Name"',
};

type Members = Readonly<Record<string, unknown>>;

/** Go keeps what concerns the host inside the security context. */
function lines(spec: PodSpec): readonly string[] {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } = spec;
  const host = { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers };
  const internal = { ...spec, securityContext: { ...(spec["securityContext"] as Members | undefined), ...host } };
  return JSON.stringify(asGo(internal, "PodSpec"), null, 1).split("\n");
}

function asGo(value: Members, struct: string): Members {
  const fields = STRUCTS[struct];
  if (!fields) return Object.fromEntries(Object.entries(value).map(([key, v]) => [key[0]!.toUpperCase() + key.slice(1), v]));
  return Object.fromEntries(fields.split(" ").map((field) => goField(field, value)));
}

function goField(field: string, value: Members): readonly [string, unknown] {
  const [, name = "", mark = "", struct = ""] = /^(\w+?)(?:(["!#])|[{*[](\w+)[}\]]?)?$/.exec(field) ?? [];
  const given = value[jsonName(name)];
  if (struct === "") return [name, sortedKeys(given ?? zero(mark))];
  const isValue = field.endsWith("}");
  if (given === undefined) return [name, isValue ? asGo({}, struct) : null];
  if (Array.isArray(given)) return [name, given.map((item) => asGo(item as Members, struct))];
  return [name, asGo(given as Members, struct)];
}

function zero(mark: string): unknown {
  return mark === '"' ? "" : mark === "!" ? false : mark === "#" ? 0 : null;
}

/** `DNSPolicy` is `dnsPolicy`, `OS` is `os`, `NodeName` is `nodeName`. */
function jsonName(goName: string): string {
  return goName.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (capitals) => capitals.toLowerCase());
}

function sortedKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const members = value as Members;
  return Object.fromEntries(Object.keys(members).sort().map((key) => [key, members[key]]));
}
