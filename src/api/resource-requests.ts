import { bytes, compareQuantities, cpuMillis, isQuantity, parseQuantity } from "./quantity.ts";
import type { StringMap } from "./types/meta.ts";
import type { Container, ContainerPort, PodSpec, PodStatus, ResourceRequirements } from "./types/pod.ts";

/** What a pod asks of a node. `extended` holds every other resource, also hugepages, in whole pieces. */
export interface ResourceAmounts {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly ephemeralStorageBytes: number;
  readonly extended: Readonly<Record<string, number>>;
}

export interface HostPort { readonly hostIP: string; readonly protocol: string; readonly hostPort: number }

/** For scoring only, a container that says nothing counts as this much. */
const UNSET_CPU_MILLIS = 100;
const UNSET_MEMORY_BYTES = 209_715_200;
const NOTHING: ResourceAmounts = { cpuMillis: 0, memoryBytes: 0, ephemeralStorageBytes: 0, extended: {} };

/**
 * What the scheduler and the kubelet count against a node: the larger of the running sum (containers and sidecars)
 * and the peak while starting (an init container with the sidecars before it), plus overhead. Pod-level requests
 * replace cpu, memory and hugepages. Expects defaulted specs, where a limit without a request has become one.
 * Departure: amounts finer than a milli-cpu or a byte are rounded up for each container, upstream rounds the sum.
 * Source: kubernetes component-helpers resource/helpers.go PodRequests (1.36)
 */
export function podRequests(spec: PodSpec): ResourceAmounts {
  return total(spec, (container) => resourceAmounts(container.resources?.requests));
}

/**
 * As podRequests, but a container without a cpu (memory) request counts 100m (200Mi). An explicit 0 stays 0.
 * Source: kubernetes pkg/scheduler/util/pod_resources.go GetNonzeroRequests (1.36)
 */
export function nonZeroPodRequests(spec: PodSpec): ResourceAmounts {
  return total(spec, (container) => {
    const requests = container.resources?.requests;
    const amounts = resourceAmounts(requests);
    return {
      ...amounts,
      cpuMillis: requests?.["cpu"] === undefined ? UNSET_CPU_MILLIS : amounts.cpuMillis,
      memoryBytes: requests?.["memory"] === undefined ? UNSET_MEMORY_BYTES : amounts.memoryBytes,
    };
  });
}

/** Reads a resource list (requests, capacity, allocatable) into numbers. `pods` is left out: it is a count of pods. */
export function resourceAmounts(list: StringMap | undefined): ResourceAmounts {
  if (!list) return NOTHING;
  const extended: Record<string, number> = {};
  for (const name in list) {
    if (name !== "cpu" && name !== "memory" && name !== "ephemeral-storage" && name !== "pods") extended[name] = bytes(list[name]);
  }
  return {
    cpuMillis: cpuMillis(list["cpu"]),
    memoryBytes: bytes(list["memory"]),
    ephemeralStorageBytes: bytes(list["ephemeral-storage"]),
    extended,
  };
}

export function addAmounts(a: ResourceAmounts, b: ResourceAmounts): ResourceAmounts {
  return combine(a, b, (x, y) => x + y);
}

/**
 * Guaranteed: every container has cpu and memory limits, and requests equal to them. BestEffort: nothing asked of
 * cpu or memory anywhere. Otherwise Burstable. With pod-level resources only those count.
 * Source: kubernetes pkg/apis/core/v1/helper/qos/qos.go ComputePodQOS (1.36)
 */
export function qosClass(spec: PodSpec): NonNullable<PodStatus["qosClass"]> {
  const podLevel = podLevelResources(spec);
  const all = podLevel ? [podLevel] : [...spec.containers, ...(spec.initContainers ?? [])].map((c) => c.resources ?? {});
  const asksNothing = all.every((r) => ["cpu", "memory"].every((name) => !isPositive(r.requests?.[name]) && !isPositive(r.limits?.[name])));
  if (asksNothing) return "BestEffort";
  const isGuaranteed = all.every((r) => ["cpu", "memory"].every((name) => {
    const limit = r.limits?.[name];
    return isPositive(limit) && isSameAmount(r.requests?.[name] ?? limit, limit);
  }));
  return isGuaranteed ? "Guaranteed" : "Burstable";
}

/**
 * Ports that the pod takes on its node, from containers and sidecars. An empty hostIP is written `0.0.0.0`.
 * Source: kubernetes pkg/scheduler/util/utils.go GetHostPorts (1.36)
 */
export function hostPorts(spec: PodSpec): readonly HostPort[] {
  const holders = [...spec.containers, ...(spec.initContainers ?? []).filter(isSidecar)];
  return holders.flatMap((container) => (container.ports ?? []).filter((p) => p.hostPort).map(toHostPort));
}

/** Two pods cannot both have these on one node. `0.0.0.0` overlaps every address. */
export function hostPortsConflict(a: HostPort, b: HostPort): boolean {
  if (a.hostPort !== b.hostPort || a.protocol !== b.protocol) return false;
  return a.hostIP === b.hostIP || a.hostIP === "0.0.0.0" || b.hostIP === "0.0.0.0";
}

/** An init container that keeps running beside the others. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === "Always";
}

function total(spec: PodSpec, requestsOf: (container: Container) => ResourceAmounts): ResourceAmounts {
  let running = spec.containers.map(requestsOf).reduce(addAmounts, NOTHING);
  if (spec.initContainers?.length) {
    let sidecars = NOTHING;
    let peak = NOTHING;
    for (const container of spec.initContainers) {
      const requests = requestsOf(container);
      if (isSidecar(container)) sidecars = addAmounts(sidecars, requests);
      peak = combine(peak, isSidecar(container) ? sidecars : addAmounts(sidecars, requests), Math.max);
    }
    running = combine(addAmounts(running, sidecars), peak, Math.max);
  }
  const replaced = withPodLevel(running, podLevelResources(spec)?.requests);
  return spec.overhead ? addAmounts(replaced, resourceAmounts(spec.overhead)) : replaced;
}

function withPodLevel(amounts: ResourceAmounts, requests: StringMap | undefined): ResourceAmounts {
  if (!requests) return amounts;
  const podLevel = resourceAmounts(requests);
  const hugepages = Object.entries(podLevel.extended).filter(([name]) => name.startsWith("hugepages-"));
  return {
    ...amounts,
    cpuMillis: requests["cpu"] === undefined ? amounts.cpuMillis : podLevel.cpuMillis,
    memoryBytes: requests["memory"] === undefined ? amounts.memoryBytes : podLevel.memoryBytes,
    extended: { ...amounts.extended, ...Object.fromEntries(hugepages) },
  };
}

function podLevelResources(spec: PodSpec): ResourceRequirements | undefined {
  const resources = spec["resources"] as ResourceRequirements | undefined;
  return resources?.requests || resources?.limits ? resources : undefined;
}

function combine(a: ResourceAmounts, b: ResourceAmounts, pick: (x: number, y: number) => number): ResourceAmounts {
  const extended: Record<string, number> = { ...a.extended };
  for (const name in b.extended) extended[name] = pick(extended[name] ?? 0, b.extended[name] ?? 0);
  return {
    cpuMillis: pick(a.cpuMillis, b.cpuMillis),
    memoryBytes: pick(a.memoryBytes, b.memoryBytes),
    ephemeralStorageBytes: pick(a.ephemeralStorageBytes, b.ephemeralStorageBytes),
    extended,
  };
}

function isPositive(text: string | undefined): boolean {
  const parsed = text === undefined ? undefined : parseQuantity(text);
  return parsed !== undefined && isQuantity(parsed) && parsed.nanos > 0n;
}

function isSameAmount(a: string | undefined, b: string | undefined): boolean {
  const [left, right] = [parseQuantity(a ?? "0"), parseQuantity(b ?? "0")];
  return isQuantity(left) && isQuantity(right) && compareQuantities(left, right) === 0;
}

function toHostPort(port: ContainerPort): HostPort {
  return { hostIP: port.hostIP || "0.0.0.0", protocol: port.protocol ?? "TCP", hostPort: port.hostPort ?? 0 };
}
