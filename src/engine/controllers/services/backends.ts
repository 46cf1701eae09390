import { PODS, SERVICES } from "../../../api/resources.ts";
import { matchesLabels } from "../../../api/selector.ts";
import type { EndpointPort } from "../../../api/types/endpointslice.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { Service, ServicePort } from "../../../api/types/service.ts";
import type { Store } from "../../apiserver/store.ts";
import type { Change, Wake } from "../../sim/actor.ts";
import { isReady, isTerminal, isTerminating } from "../pod-state.ts";

/** Pods of one Service for which its ports mean the same numbers. */
export interface Backends {
  readonly ports: readonly EndpointPort[];
  readonly pods: readonly Pod[];
}

/** Whether controllers look for pods behind it. Source: pkg/controller/endpointslice/endpointslice_controller.go syncService */
export function hasSelector({ spec }: Service): boolean {
  return spec.type !== "ExternalName" && Object.keys(spec.selector ?? {}).length > 0;
}

export function isHeadless({ spec }: Service): boolean {
  return spec.clusterIP === "None";
}

/** Keys of the Services that a change concerns: the Service's own, or those that select the pod now or did so before. */
export function* serviceWakes({ resource, key, before, after }: Change, store: Store): Iterable<Wake> {
  if (resource === SERVICES.key) yield { key };
  if (resource !== PODS.key || store.count(SERVICES) === 0 || !isOfInterest(before as Pod | undefined, after as Pod | undefined)) return;
  const { namespace } = (after ?? before)!.metadata;
  for (const service of store.all<Service>(SERVICES)) {
    if (service.metadata.namespace !== namespace || !hasSelector(service)) continue;
    if ((before && isSelected(service, before as Pod)) || (after && isSelected(service, after as Pod))) yield { key: `${namespace}/${service.metadata.name}` };
  }
}

/** What endpoints tell of a pod; most changes of pods are about something else. */
function isOfInterest(before: Pod | undefined, after: Pod | undefined): boolean {
  if (!before?.status.podIP && !after?.status.podIP) return false;
  if (!before || !after) return true;
  return before.status.podIP !== after.status.podIP || before.metadata.labels !== after.metadata.labels || isReady(before) !== isReady(after)
    || isTerminal(before) !== isTerminal(after) || isTerminating(before) !== isTerminating(after);
}

function isSelected({ spec }: Service, pod: Pod): boolean {
  return matchesLabels({ matchLabels: spec.selector ?? {} }, pod.metadata.labels);
}

/**
 * The pods behind a Service that have an address and have not finished, those that are going included, by the numbers
 * of their ports: the same name may be another number in each pod. Oldest pods first.
 * Source: staging/src/k8s.io/endpointslice/util/controller_utils.go ShouldPodBeInEndpoints, utils.go getEndpointPorts (1.36)
 */
export function backendsOf(store: Store, service: Service): Backends[] {
  const byPorts = new Map<string, { ports: readonly EndpointPort[]; pods: Pod[] }>();
  for (const pod of store.all<Pod>(PODS)) {
    if (pod.metadata.namespace !== service.metadata.namespace || !pod.status.podIP || isTerminal(pod) || !isSelected(service, pod)) continue;
    const ports = (service.spec.ports ?? []).flatMap((port) => endpointPort(port, pod) ?? []);
    const key = JSON.stringify(ports);
    const known = byPorts.get(key);
    if (known) known.pods.push(pod);
    else byPorts.set(key, { ports, pods: [pod] });
  }
  return [...byPorts.values()];
}

/** undefined: the pod has no port of that name. Source: pkg/api/v1/pod/util.go FindPort */
function endpointPort({ name = "", port, protocol = "TCP", targetPort = port, appProtocol }: ServicePort, pod: Pod): EndpointPort | undefined {
  const number = typeof targetPort === "number" ? targetPort : namedPort(pod, targetPort, protocol);
  if (number === undefined) return undefined;
  return { name, protocol, port: number, ...(appProtocol === undefined ? {} : { appProtocol }) };
}

function namedPort({ spec }: Pod, name: string, protocol: string): number | undefined {
  const sidecars = (spec.initContainers ?? []).filter((c) => c.restartPolicy === "Always");
  const ports = [...spec.containers, ...sidecars].flatMap((c) => c.ports ?? []);
  return ports.find((p) => p.name === name && (p.protocol ?? "TCP") === protocol)?.containerPort;
}

/** The name by which a pod is found below the Service that governs it: `db-0.db`. */
export function hostnameOf({ spec, metadata }: Pod, service: Service): string | undefined {
  const { hostname, subdomain } = spec as { readonly hostname?: string; readonly subdomain?: string };
  return hostname && subdomain === service.metadata.name && metadata.namespace === service.metadata.namespace ? hostname : undefined;
}

/**
 * When what endpoints are written for happened: the first turn of one of these pods. undefined if none of them has turned.
 * Source: endpointslice/trigger_time_tracker.go; without its memory, so only of the pods that changed.
 */
export function triggerTime(pods: readonly Pod[]): string | undefined {
  const times = pods.flatMap((pod) => pod.status.conditions?.find((c) => c.type === "Ready")?.lastTransitionTime ?? []);
  return times.sort()[0];
}
