import { CONFIGMAPS, NODES, SECRETS, type Resource } from "../../api/resources.ts";
import type { KubeObject, StringMap } from "../../api/types/meta.ts";
import type { Node } from "../../api/types/node.ts";
import type { Container, EnvVar, Pod, ResourceRequirements } from "../../api/types/pod.ts";
import type { Store } from "../apiserver/store.ts";
import { envFieldValue, resourceFieldValue, type Resolved } from "./downward.ts";
import { buildEnvironment, type EnvEntry, type EnvFromData, type Environment } from "./env.ts";
import { textOfBase64 } from "../../api/base64.ts";

/** `error`: the container cannot be created, in the words of its waiting state (CreateContainerConfigError). */
export type ContainerEnvironment = { readonly env: Environment } | { readonly error: string };

interface KeyRef { readonly name?: string; readonly key: string; readonly optional?: boolean }
interface EnvFromSource { readonly prefix?: string; readonly configMapRef?: Omit<KeyRef, "key">; readonly secretRef?: Omit<KeyRef, "key"> }

/** The API server's Service, which every container knows of. */
const SERVICES: Environment = { KUBERNETES_SERVICE_HOST: "10.96.0.1", KUBERNETES_SERVICE_PORT: "443", KUBERNETES_SERVICE_PORT_HTTPS: "443" };

/**
 * The variables that a container is created with: fields of its pod, resources, ConfigMaps and Secrets as they are at
 * this moment. They never change in a container that runs.
 * @param podIP the address of the sandbox, which the status may not show yet
 * Departure: of the variables of Services only those of the API server are known.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go makeEnvironmentVariables (1.36)
 */
export function containerEnvironment(store: Store, pod: Pod, container: Container, podIP: string | undefined): ContainerEnvironment {
  const placed: Pod = podIP && !pod.status.podIP ? { ...pod, status: { ...pod.status, podIP, podIPs: [{ ip: podIP }] } } : pod;
  const envFrom: EnvFromData[] = [];
  for (const source of (container["envFrom"] ?? []) as readonly EnvFromSource[]) {
    const read = readWhole(store, placed, source);
    if ("error" in read) return read;
    envFrom.push({ ...(source.prefix ? { prefix: source.prefix } : {}), data: read.data });
  }
  const env: EnvEntry[] = [];
  for (const entry of container.env ?? []) {
    const read = readEntry(store, placed, container, entry);
    if (read && "error" in read) return read;
    if (read) env.push(read);
  }
  return { env: buildEnvironment(envFrom, env, SERVICES) };
}

/** Whether there is anything to look up. */
export function hasEnvironment(container: Container): boolean {
  return (container.env?.length ?? 0) > 0 || container["envFrom"] !== undefined;
}

/** Undefined: an optional source that is not there; the variable does not exist. */
function readEntry(store: Store, pod: Pod, container: Container, { name, value, valueFrom }: EnvVar): EnvEntry | { readonly error: string } | undefined {
  if (!valueFrom) return { name, ...(value === undefined ? {} : { value }) };
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  if (fieldRef) return resolved(name, envFieldValue(pod, fieldRef.fieldPath));
  if (resourceFieldRef) return resolved(name, resourceValue(store, pod, container, resourceFieldRef));
  const keyRef = configMapKeyRef ?? secretKeyRef;
  if (!keyRef) return undefined;
  const kind = configMapKeyRef ? CONFIGMAPS : SECRETS;
  const data = dataOf(store, kind, pod, keyRef.name);
  if (!data) return keyRef.optional ? undefined : { error: missing(kind, keyRef.name) };
  const text = Object.hasOwn(data, keyRef.key) ? data[keyRef.key] : undefined;
  if (text !== undefined) return { name, resolved: text };
  return keyRef.optional ? undefined : { error: `couldn't find key ${keyRef.key} in ${kind.kind} ${pod.metadata.namespace ?? "default"}/${keyRef.name ?? ""}` };
}

function resolved(name: string, result: Resolved): EnvEntry | { readonly error: string } {
  return "error" in result ? result : { name, resolved: result.value };
}

/** A resource of the container that is named, else of `own`, in the unit that is asked for. */
export function resourceValue(store: Store, pod: Pod, own: Container, ref: { readonly containerName?: string; readonly resource: string; readonly divisor?: string }): Resolved {
  const named = ref.containerName ? [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find((c) => c.name === ref.containerName) : own;
  if (!named) return { error: `container ${ref.containerName ?? ""} not found` };
  const node = store.get<Node>(NODES, undefined, pod.spec.nodeName ?? "");
  return resourceFieldValue(named, node?.status.allocatable, ref, pod.spec["resources"] as ResourceRequirements | undefined);
}

function readWhole(store: Store, pod: Pod, source: EnvFromSource): { readonly data: StringMap } | { readonly error: string } {
  const ref = source.configMapRef ?? source.secretRef;
  if (!ref) return { data: {} };
  const kind = source.configMapRef ? CONFIGMAPS : SECRETS;
  const data = dataOf(store, kind, pod, ref.name);
  if (data) return { data };
  return ref.optional ? { data: {} } : { error: missing(kind, ref.name) };
}

/** The kubelet's text for an object that is not there. */
export function missing(kind: Resource, name: string | undefined): string {
  return `${kind.singular} "${name ?? ""}" not found`;
}

type Keyed = KubeObject & { readonly data?: StringMap; readonly stringData?: StringMap };

/** The entries as text: those of a Secret are kept in base64. */
export function dataOf(store: Store, kind: Resource, pod: Pod, name: string | undefined): StringMap | undefined {
  const object = store.get<Keyed>(kind, pod.metadata.namespace ?? "default", name ?? "");
  if (!object) return undefined;
  if (kind === CONFIGMAPS) return object.data ?? {};
  const decoded = Object.entries(object.data ?? {}).map(([key, text]) => [key, textOfBase64(text)] as const);
  return { ...Object.fromEntries(decoded), ...object.stringData };
}
