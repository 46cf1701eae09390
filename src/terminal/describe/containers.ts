import { bytes, cpuMillis } from "../../api/quantity.ts";
import type { StringMap } from "../../api/types/meta.ts";
import type { Container, ContainerPort, ContainerState, ContainerStatus, EnvVar, Pod, ResourceRequirements } from "../../api/types/pod.ts";
import type { Description } from "./description.ts";
import { sortedEntries } from "./head.ts";
import { probeText } from "./probe.ts";
import { longTime } from "./times.ts";

/** Fields of a container that only descriptions read. */
interface Described extends Container {
  readonly envFrom?: readonly { readonly prefix?: string; readonly configMapRef?: EnvSource; readonly secretRef?: EnvSource }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean; readonly subPath?: string }[];
  readonly volumeDevices?: readonly { readonly name: string; readonly devicePath: string }[];
  readonly securityContext?: { readonly seccompProfile?: SeccompProfile };
}

interface EnvSource { readonly name?: string; readonly optional?: boolean }
interface SeccompProfile { readonly type: string; readonly localhostProfile?: string }

export interface ContainersOptions {
  /** In a pod template: all one level in, and names one blank more. */
  readonly isTemplate?: boolean;
  readonly statuses?: readonly ContainerStatus[];
  /** The pod they run in, for the values of its own fields. */
  readonly pod?: Pod;
}

/** Source: kubectl pkg/describe describeContainers (1.36) */
export function writeContainers(out: Description, title: string, containers: readonly Container[], { isTemplate, statuses, pod }: ContainersOptions): void {
  out.line(isTemplate ? 1 : 0, `${title}:${containers.length === 0 ? " <none>" : ""}`);
  for (const container of containers as readonly Described[]) {
    const status = statuses?.find((s) => s.name === container.name);
    out.line(1, `${isTemplate ? " " : ""}${container.name}:`);
    writeBasics(out, container, status);
    writeWords(out, "Command", container.command);
    writeWords(out, "Args", container.args);
    if (status) writeState(out, status);
    writeResources(out, 2, container.resources);
    for (const [name, probe] of [["Liveness", container.livenessProbe], ["Readiness", container.readinessProbe], ["Startup", container.startupProbe]] as const) {
      if (probe) out.line(2, `${name}:`, probeText(probe));
    }
    writeEnvFrom(out, container);
    writeEnv(out, container, pod);
    writeMounts(out, container);
  }
}

/** Limits and Requests, where there are any. */
export function writeResources(out: Description, level: number, resources: ResourceRequirements | undefined): void {
  for (const [title, amounts] of [["Limits", resources?.limits], ["Requests", resources?.requests]] as const) {
    if (!amounts || Object.keys(amounts).length === 0) continue;
    out.line(level, `${title}:`);
    for (const [name, amount] of sortedEntries(amounts)) out.line(level + 1, `${name}:`, amount);
  }
}

function writeBasics(out: Description, container: Described, status: ContainerStatus | undefined): void {
  if (status) out.line(2, "Container ID:", status.containerID ?? "");
  out.line(2, "Image:", container.image);
  if (status) out.line(2, "Image ID:", status.imageID);
  writePorts(out, "Port", container.ports, (port) => port.containerPort);
  writePorts(out, "Host Port", container.ports, (port) => port.hostPort ?? 0);
  writeSeccomp(out, 2, container.securityContext?.seccompProfile);
}

export function writeSeccomp(out: Description, level: number, profile: SeccompProfile | undefined): void {
  if (!profile) return;
  out.line(level, "SeccompProfile:", profile.type);
  if (profile.type === "Localhost") out.line(level + 1, "LocalhostProfile:", profile.localhostProfile ?? "");
}

function writePorts(out: Description, title: string, ports: readonly ContainerPort[] = [], numberOf: (port: ContainerPort) => number): void {
  const text = ports.map((port) => `${numberOf(port)}/${port.protocol ?? "TCP"}${port.name ? ` (${port.name})` : ""}`).join(", ");
  out.line(2, `${title}${ports.length > 1 ? "s" : ""}:`, text || "<none>");
}

function writeWords(out: Description, title: string, words: readonly string[] = []): void {
  if (words.length === 0) return;
  out.line(2, `${title}:`);
  for (const line of words.flatMap((word) => word.split("\n"))) out.line(3, line);
}

function writeState(out: Description, status: ContainerStatus): void {
  writeOneState(out, "State", status.state);
  if (status.lastState?.terminated) writeOneState(out, "Last State", status.lastState);
  out.line(2, "Ready:", status.ready ? "True" : "False");
  out.line(2, "Restart Count:", String(status.restartCount));
}

/** Source: kubectl pkg/describe describeStatus (1.36) */
function writeOneState(out: Description, title: string, { running, waiting, terminated }: ContainerState): void {
  out.line(2, `${title}:`, running ? "Running" : waiting || !terminated ? "Waiting" : "Terminated");
  if (running) out.line(3, "Started:", longTime(running.startedAt));
  else if (waiting?.reason) out.line(3, "Reason:", waiting.reason);
  if (running || waiting || !terminated) return;
  const { reason, message, exitCode, startedAt, finishedAt } = terminated;
  const { signal = 0 } = terminated as { readonly signal?: number };
  if (reason) out.line(3, "Reason:", reason);
  if (message) out.line(3, "Message:", message);
  out.line(3, "Exit Code:", String(exitCode));
  if (signal > 0) out.line(3, "Signal:", String(signal));
  out.line(3, "Started:", longTime(startedAt));
  out.line(3, "Finished:", longTime(finishedAt));
}

function writeEnvFrom(out: Description, { envFrom = [] }: Described): void {
  if (envFrom.length === 0) return;
  out.line(2, "Environment Variables from:");
  for (const { prefix, configMapRef, secretRef } of envFrom) {
    const source = configMapRef ?? secretRef;
    const kind = configMapRef ? "ConfigMap" : "Secret";
    out.line(3, source?.name ?? "", prefix ? `${kind} with prefix '${prefix}'` : kind, `Optional: ${source?.optional ?? false}`);
  }
}

function writeEnv(out: Description, container: Described, pod: Pod | undefined): void {
  const { env = [] } = container;
  if (env.length === 0) return out.line(2, "Environment:", "<none>");
  out.line(2, "Environment:");
  for (const variable of env) {
    if (variable.valueFrom) out.line(3, `${variable.name}:`, ...referenceCells(variable.valueFrom, container, pod));
    else for (const [i, line] of (variable.value ?? "").split("\n").entries()) out.line(3, i === 0 ? `${variable.name}:` : "", line);
  }
}

/** Source: kubectl pkg/describe describeContainerEnvVars (1.36) */
function referenceCells({ fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef }: NonNullable<EnvVar["valueFrom"]>, container: Container, pod: Pod | undefined): readonly string[] {
  if (fieldRef) return [`${fieldValue(fieldRef.fieldPath, pod)} (${fieldRef.apiVersion ?? "v1"}:${fieldRef.fieldPath})`];
  if (resourceFieldRef) {
    const { resource } = resourceFieldRef;
    const value = resourceValue(resource, resourceFieldRef.divisor, container.resources);
    return [`${value === "0" && /^limits\.(?:cpu|memory)$/.test(resource) ? "node allocatable" : value} (${resource})`];
  }
  if (secretKeyRef) return [`<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name ?? ""}'>`, `Optional: ${secretKeyRef.optional ?? false}`];
  return [`<set to the key '${configMapKeyRef?.key ?? ""}' of config map '${configMapKeyRef?.name ?? ""}'>`, `Optional: ${configMapKeyRef?.optional ?? false}`];
}

/** kubectl works out only what it can convert without knowing pods: name and namespace. */
function fieldValue(path: string, pod: Pod | undefined): string {
  if (path === "metadata.name") return pod?.metadata.name ?? "";
  return path === "metadata.namespace" ? (pod?.metadata.namespace ?? "") : "";
}

/** In whole divisors, rounded up. Source: component-helpers ExtractContainerResourceValue */
function resourceValue(resource: string, divisor: string | undefined, resources: ResourceRequirements | undefined): string {
  const [, list = "", name = ""] = /^(limits|requests)\.(.*)$/.exec(resource) ?? [];
  const amount = (resources as Readonly<Record<string, StringMap | undefined>> | undefined)?.[list]?.[name];
  const sizeOf = name === "cpu" ? cpuMillis : bytes;
  const unit = divisor && divisor !== "0" ? sizeOf(divisor) : name === "cpu" ? 1000 : 1;
  return String(Math.ceil(sizeOf(amount) / unit));
}

function writeMounts(out: Description, { volumeMounts = [], volumeDevices = [] }: Described): void {
  if (volumeMounts.length === 0) out.line(2, "Mounts:", "<none>");
  else out.line(2, "Mounts:");
  for (const { mountPath, name, readOnly, subPath } of sortedBy(volumeMounts, (mount) => mount.mountPath)) {
    out.line(3, `${mountPath} from ${name} (${readOnly ? "ro" : "rw"}${subPath ? `,path=${JSON.stringify(subPath)}` : ""})`);
  }
  if (volumeDevices.length === 0) return;
  out.line(2, "Devices:");
  for (const { devicePath, name } of sortedBy(volumeDevices, (device) => device.devicePath)) out.line(3, `${devicePath} from ${name}`);
}

function sortedBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
