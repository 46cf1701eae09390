import { create, update, type KubeRequest } from "../../api/request.ts";
import { ENDPOINTS, ENDPOINTSLICES, SERVICES, type Resource } from "../../api/resources.ts";
import { deepEqual } from "../../api/semantic.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { machineAddress } from "../kubelet/network.ts";
import type { Actor, ActorWorld, Change, Wake } from "../sim/actor.ts";
import { referenceTo } from "./describe.ts";

const NAME = "kubernetes";
/** --service-cluster-ip-range 10.96.0.0/12: its first address. */
const API_SERVER_IP = "10.96.0.1";
const TICK_MS = 10_000;
const KEY = `default/${NAME}`;

/** Where the API server itself listens: --advertise-address, --secure-port. */
const ADDRESS = machineAddress(0);
const PORT = { name: "https", port: 6443, protocol: "TCP" };

const SERVICE = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: NAME, namespace: "default", labels: { component: "apiserver", provider: "kubernetes" } },
  spec: {
    type: "ClusterIP",
    clusterIP: API_SERVER_IP,
    ports: [{ name: "https", protocol: "TCP", port: 443, targetPort: 6443 }],
  },
};

/** The API server's own address inside the cluster. */
export function kubernetesService(): KubeRequest {
  return create(SERVICES, SERVICE as { metadata: object }, { fieldManager: "kube-apiserver" });
}

/**
 * The API server sees to it that the cluster has the Service by which it is found, and its endpoints: at the start, and
 * every 10 s. Keys: the Service, and `endpoints`.
 * Source: pkg/controlplane/controller/kubernetesservice/controller.go, pkg/controlplane/reconcilers/lease.go (1.36)
 */
export const kubernetesServiceKeeper: Actor = {
  name: "kubernetes-service",
  who: "kube-apiserver",
  ids: "kubernetes-service",
  lagMs: [0, 0],
  initial: () => ({}),
  *wakes({ resource, key, before, after, actor }: Change): Iterable<Wake> {
    if (key !== KEY) return;
    if (resource === SERVICES.key && !after) yield { key };
    if (resource === SERVICES.key && !before) yield { key: "endpoints" };
    if ((resource === ENDPOINTS.key || resource === ENDPOINTSLICES.key) && actor !== "kube-apiserver") yield { key: "endpoints" };
  },
  reconcile(world, key) {
    const isFirst = key === "endpoints" && !world.store.getByKey(ENDPOINTS.key, KEY) && !world.store.getByKey(ENDPOINTSLICES.key, KEY);
    if (!isFirst && world.nowMs % TICK_MS !== 0) return [{ key, afterMs: TICK_MS - (world.nowMs % TICK_MS) }];
    if (key === "endpoints") for (const wanted of endpoints()) keep(world, wanted);
    else if (!world.store.getByKey(SERVICES.key, KEY)) world.handle(kubernetesService());
    return [];
  },
};

interface Wanted { readonly resource: Resource; readonly body: KubeObject }

/** What stands behind the Service, in both forms. The mirroring controller is told to leave it alone. */
function endpoints(): readonly Wanted[] {
  const metadata = (labels: object) => ({ name: NAME, namespace: "default", labels });
  const bodies = [
    { apiVersion: "v1", kind: "Endpoints", metadata: metadata({ "endpointslice.kubernetes.io/skip-mirror": "true" }), subsets: [{ addresses: [{ ip: ADDRESS }], ports: [PORT] }] },
    {
      apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice", metadata: metadata({ "kubernetes.io/service-name": NAME }), addressType: "IPv4",
      endpoints: [{ addresses: [ADDRESS], conditions: { ready: true } }], ports: [PORT],
    },
  ];
  return bodies.map((body, i) => ({ resource: i === 0 ? ENDPOINTS : ENDPOINTSLICES, body: body as unknown as KubeObject }));
}

function keep(world: ActorWorld, { resource, body }: Wanted): void {
  const old = world.store.getByKey(resource.key, KEY);
  const next = { ...old, ...body, metadata: { ...old?.metadata, ...body.metadata } };
  if (old && deepEqual(old, next)) return;
  world.handle(old ? update(resource, next) : create(resource, next), (stored) => ({
    object: referenceTo(stored),
    verdict: old ? "updated" : "created",
    rule: "kubernetes-service/endpoints",
    evidence: [],
    text: `wrote its own address behind Service \`${NAME}\`.`,
    quiet: true,
    source: "pkg/controlplane/reconcilers/lease.go ReconcileEndpoints",
  }));
}
