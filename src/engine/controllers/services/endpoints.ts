import { create, remove, update } from "../../../api/request.ts";
import { ENDPOINTS, SERVICES } from "../../../api/resources.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { EndpointAddress, Endpoints, EndpointSubset } from "../../../api/types/endpoints.ts";
import type { ObjectMeta, StringMap } from "../../../api/types/meta.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { Service } from "../../../api/types/service.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { Store } from "../../apiserver/store.ts";
import type { Actor, ActorWorld, Change, Wake } from "../../sim/actor.ts";
import { isReady, isTerminating } from "../pod-state.ts";
import { backendsOf, hasSelector, hostnameOf, isHeadless, serviceWakes, triggerTime, type Backends } from "./backends.ts";

const MANAGED_BY = "endpoints.kubernetes.io/managed-by";
const HEADLESS = "service.kubernetes.io/headless";
const TRIGGER_TIME = "endpoints.kubernetes.io/last-change-trigger-time";
const OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";
const MAX_ADDRESSES = 1000;

/**
 * Keeps the Endpoints of each Service that selects pods: the deprecated form of the EndpointSlices, one object with
 * everything in it. Key: the Service's `<ns>/<name>`.
 * Source: pkg/controller/endpoint/endpoints_controller.go (1.36).
 */
export const endpointsController: Actor = {
  name: "endpoints",
  who: "endpoints-controller",
  ids: "endpoints",
  lagMs: [5, 20],
  initial: () => ({}),
  *wakes(change: Change, store: Store): Iterable<Wake> {
    yield* serviceWakes(change, store);
    if (change.resource === ENDPOINTS.key && change.actor !== "endpoints-controller" && change.before) yield { key: change.key };
  },
  reconcile(world, key) {
    const service = world.store.getByKey<Service>(SERVICES.key, key);
    const old = world.store.getByKey<Endpoints>(ENDPOINTS.key, key);
    if (!service) {
      if (old?.metadata.labels?.[MANAGED_BY]) world.handle(remove(ENDPOINTS, old.metadata));
    } else if (!service.metadata.deletionTimestamp && hasSelector(service)) sync(world, service, old);
  },
};

function sync(world: ActorWorld, service: Service, old: Endpoints | undefined): void {
  const backends = backendsOf(world.store, service);
  const subsets = truncated(backends.flatMap((b) => subsetOf(service, b) ?? []));
  const labels = labelsOf(service);
  if (old && deepEqual(old.subsets ?? [], subsets) && deepEqual(old.metadata.labels, labels)) return;
  const { namespace, name } = service.metadata;
  const base: Partial<ObjectMeta> = old?.metadata ?? { name, ...(namespace ? { namespace } : {}) };
  const { annotations: _, ...kept } = base;
  const annotations = annotationsOf(service, old, subsets, backends);
  const metadata = { ...kept, labels, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) };
  const body = { apiVersion: "v1", kind: "Endpoints", metadata, ...(subsets.length > 0 ? { subsets } : {}) };
  world.handle(old ? update(ENDPOINTS, body as Endpoints) : create(ENDPOINTS, body), (stored) => ({
    object: referenceTo(stored),
    verdict: old ? "updated" : "created",
    rule: "endpoints/sync",
    evidence: [{ object: referenceTo(service), path: "spec.selector", value: service.spec.selector }],
    text: `wrote ${subsets.reduce((sum, s) => sum + (s.addresses?.length ?? 0), 0)} ready addresses behind Service \`${name}\`.`,
    quiet: true,
    source: "pkg/controller/endpoint/endpoints_controller.go syncService",
  }));
}

/** Without those that are going, in the order of their addresses; undefined if nobody is left. Source: endpoints.RepackSubsets */
function subsetOf(service: Service, { ports, pods }: Backends): EndpointSubset | undefined {
  const publishesAll = service.spec["publishNotReadyAddresses"] === true;
  const shown = pods.filter((pod) => publishesAll || !isTerminating(pod)).sort((a, b) => (a.status.podIP! < b.status.podIP! ? -1 : 1));
  if (shown.length === 0 || (ports.length === 0 && !isHeadless(service))) return undefined;
  const addresses = shown.filter((pod) => publishesAll || isReady(pod)).map((pod) => addressOf(service, pod));
  const notReadyAddresses = shown.filter((pod) => !publishesAll && !isReady(pod)).map((pod) => addressOf(service, pod));
  return {
    ...(addresses.length > 0 ? { addresses } : {}),
    ...(notReadyAddresses.length > 0 ? { notReadyAddresses } : {}),
    // Here a port without a name says nothing about it.
    ...(ports.length > 0 ? { ports: ports.map(({ name, ...port }) => ({ ...(name ? { name } : {}), ...port })) } : {}),
  };
}

function addressOf(service: Service, pod: Pod): EndpointAddress {
  const { namespace, name, uid } = pod.metadata;
  const hostname = hostnameOf(pod, service);
  return {
    ip: pod.status.podIP!,
    ...(hostname ? { hostname } : {}),
    ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    targetRef: { kind: "Pod", ...(namespace ? { namespace } : {}), name, uid },
  };
}

/** At most 1,000 addresses, the ready ones first. Departure: upstream takes a share of each subset. */
function truncated(subsets: readonly EndpointSubset[]): EndpointSubset[] {
  let left = MAX_ADDRESSES;
  const take = (list: readonly EndpointAddress[] = []) => {
    const taken = list.slice(0, left);
    left -= taken.length;
    return taken;
  };
  return subsets.map(({ addresses, notReadyAddresses, ...rest }) => {
    const [ready, others] = [take(addresses), take(notReadyAddresses)];
    return { ...(ready.length > 0 ? { addresses: ready } : {}), ...(others.length > 0 ? { notReadyAddresses: others } : {}), ...rest };
  });
}

function annotationsOf({ metadata }: Service, old: Endpoints | undefined, subsets: readonly EndpointSubset[], backends: readonly Backends[]): StringMap {
  const known = new Set(uidsOf(old?.subsets ?? []));
  const turned = backends.flatMap((b) => b.pods).filter((pod) => !known.has(turnOf(pod.metadata.uid, isReady(pod))));
  const time = triggerTime(turned) ?? (old ? undefined : metadata.creationTimestamp);
  const isFull = uidsOf(subsets).length >= MAX_ADDRESSES && backends.reduce((sum, b) => sum + b.pods.length, 0) > MAX_ADDRESSES;
  const { [TRIGGER_TIME]: _t, [OVER_CAPACITY]: _o, ...others } = old?.metadata.annotations ?? {};
  return { ...others, ...(time === undefined ? {} : { [TRIGGER_TIME]: time }), ...(isFull ? { [OVER_CAPACITY]: "truncated" } : {}) };
}

function uidsOf(subsets: readonly EndpointSubset[]): string[] {
  return subsets.flatMap(({ addresses = [], notReadyAddresses = [] }) => [
    ...addresses.map((a) => turnOf(a.targetRef?.uid ?? "", true)), ...notReadyAddresses.map((a) => turnOf(a.targetRef?.uid ?? "", false)),
  ]);
}

function turnOf(uid: string, ready: boolean): string {
  return `${uid} ${ready}`;
}

function labelsOf(service: Service): StringMap {
  const { [HEADLESS]: _, ...own } = service.metadata.labels ?? {};
  return { ...own, ...(isHeadless(service) ? { [HEADLESS]: "" } : {}), [MANAGED_BY]: "endpoint-controller" };
}
