import { create, remove, update } from "../../../api/request.ts";
import { ENDPOINTSLICES, NODES, SERVICES } from "../../../api/resources.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { Endpoint, EndpointSlice } from "../../../api/types/endpointslice.ts";
import type { ObjectMeta, StringMap } from "../../../api/types/meta.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { Service } from "../../../api/types/service.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { Store } from "../../apiserver/store.ts";
import type { Actor, ActorWorld, Change, Wake } from "../../sim/actor.ts";
import { isReady, isTerminating } from "../pod-state.ts";
import { backendsOf, hasSelector, hostnameOf, isHeadless, serviceWakes, triggerTime } from "./backends.ts";
import { planSlices, type WantedSlice } from "./slices.ts";

const SERVICE_NAME = "kubernetes.io/service-name";
const MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
const HEADLESS = "service.kubernetes.io/headless";
const MANAGER = "endpointslice-controller.k8s.io";
const TRIGGER_TIME = "endpoints.kubernetes.io/last-change-trigger-time";
const ZONE = "topology.kubernetes.io/zone";

/**
 * Keeps the EndpointSlices of each Service that selects pods. Key: the Service's `<ns>/<name>`. The slices of a Service
 * that is gone are its dependents: the garbage collector takes them.
 * Source: pkg/controller/endpointslice/endpointslice_controller.go, staging/src/k8s.io/endpointslice/reconciler.go (1.36).
 */
export const endpointSliceController: Actor = {
  name: "endpointslice",
  who: "endpointslice-controller",
  ids: "endpointslices",
  lagMs: [5, 20],
  initial: () => ({}),
  wakes,
  reconcile(world, key) {
    const service = world.store.getByKey<Service>(SERVICES.key, key);
    if (!service || service.metadata.deletionTimestamp || !hasSelector(service)) return;
    const existing = slicesOf(world.store, service);
    const pods = new Map<string, Pod>();
    const groups = backendsOf(world.store, service).map((backends) => {
      for (const pod of backends.pods) pods.set(pod.metadata.uid, pod);
      return { ports: backends.ports, endpoints: backends.pods.map((pod) => endpointOf(world.store, service, pod)) };
    });
    const { wanted, surplus } = planSlices(groups, existing);
    for (const slice of wanted) writeSlice(world, service, slice, pods);
    for (const slice of surplus) world.handle(remove(ENDPOINTSLICES, slice.metadata));
  },
};

/** Somebody else's change of a slice is put right as well. */
function* wakes(change: Change, store: Store): Iterable<Wake> {
  yield* serviceWakes(change, store);
  if (change.resource !== ENDPOINTSLICES.key || change.actor === "endpointslice-controller" || !change.before) return;
  const { namespace, labels } = change.before.metadata;
  if (labels?.[MANAGED_BY] === MANAGER && labels[SERVICE_NAME]) yield { key: `${namespace}/${labels[SERVICE_NAME]}` };
}

function slicesOf(store: Store, { metadata }: Service): EndpointSlice[] {
  const isOurs = ({ namespace, labels }: ObjectMeta) => namespace === metadata.namespace && labels?.[SERVICE_NAME] === metadata.name && labels[MANAGED_BY] === MANAGER;
  return [...store.all<EndpointSlice>(ENDPOINTSLICES)].filter((slice) => isOurs(slice.metadata));
}

/** Source: staging/src/k8s.io/endpointslice/utils.go podToEndpoint */
function endpointOf(store: Store, service: Service, pod: Pod): Endpoint {
  const { namespace, name, uid } = pod.metadata;
  const { nodeName } = pod.spec;
  const serving = isReady(pod);
  const terminating = isTerminating(pod);
  const hostname = hostnameOf(pod, service);
  const zone = nodeName ? store.get<Node>(NODES, undefined, nodeName)?.metadata.labels?.[ZONE] : undefined;
  return {
    addresses: [pod.status.podIP!],
    conditions: { ready: service.spec["publishNotReadyAddresses"] === true || (serving && !terminating), serving, terminating },
    ...(hostname ? { hostname } : {}),
    targetRef: { kind: "Pod", ...(namespace ? { namespace } : {}), name, uid },
    ...(nodeName ? { nodeName } : {}),
    ...(zone ? { zone } : {}),
  };
}

function writeSlice(world: ActorWorld, service: Service, { slice, ports, endpoints }: WantedSlice, pods: ReadonlyMap<string, Pod>): void {
  const labels = labelsOf(service);
  const isSame = slice && deepEqual(slice.endpoints ?? [], endpoints) && deepEqual(slice.ports ?? [], ports) && deepEqual(slice.metadata.labels, labels);
  if (isSame) return;
  const changed = endpoints.filter((e) => !slice?.endpoints?.some((old) => deepEqual(old, e)));
  const time = triggerTime(changed.flatMap((e) => pods.get(e.targetRef?.uid ?? "") ?? [])) ?? (slice ? undefined : service.metadata.creationTimestamp);
  const body = { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice", metadata: metadataOf(service, slice, labels, time), addressType: "IPv4", endpoints, ports };
  world.handle(slice ? update(ENDPOINTSLICES, body as EndpointSlice) : create(ENDPOINTSLICES, body), (stored) => ({
    object: referenceTo(stored),
    verdict: slice ? "updated" : "created",
    rule: "endpointslice/sync",
    evidence: [{ object: referenceTo(service), path: "spec.selector", value: service.spec.selector }],
    text: `wrote ${countText(endpoints)} behind Service \`${service.metadata.name}\` into \`${stored.metadata.name}\`.`,
    quiet: true,
    source: "staging/src/k8s.io/endpointslice/reconciler.go reconcileByPortMapping",
  }));
}

function metadataOf(service: Service, slice: EndpointSlice | undefined, labels: StringMap, time: string | undefined) {
  const { namespace, name, uid } = service.metadata;
  const { [TRIGGER_TIME]: _, ...others } = slice?.metadata.annotations ?? {};
  const annotations = time === undefined ? others : { ...others, [TRIGGER_TIME]: time };
  const owner = { apiVersion: "v1", kind: "Service", name, uid, controller: true, blockOwnerDeletion: true };
  const base: Partial<ObjectMeta> = slice?.metadata ?? { generateName: `${name}-`, ...(namespace ? { namespace } : {}), ownerReferences: [owner] };
  const { annotations: _a, ...old } = base;
  return { ...old, labels, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) };
}

/** The Service's own labels, but for those that mean something here. Source: utils.go setEndpointSliceLabels */
function labelsOf(service: Service): StringMap {
  const { [SERVICE_NAME]: _s, [MANAGED_BY]: _m, [HEADLESS]: _h, ...own } = service.metadata.labels ?? {};
  return { ...own, ...(isHeadless(service) ? { [HEADLESS]: "" } : {}), [MANAGED_BY]: MANAGER, [SERVICE_NAME]: service.metadata.name };
}

function countText(endpoints: readonly Endpoint[]): string {
  const ready = endpoints.filter((e) => e.conditions?.ready).length;
  return `${endpoints.length} ${endpoints.length === 1 ? "address" : "addresses"} (${ready} ready)`;
}
