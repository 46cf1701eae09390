import { create, type KubeRequest } from "../../api/request.ts";
import { SERVICES } from "../../api/resources.ts";
import type { Actor, Change, Wake } from "../sim/actor.ts";

const NAME = "kubernetes";
/** --service-cluster-ip-range 10.96.0.0/12: its first address. */
const API_SERVER_IP = "10.96.0.1";
const TICK_MS = 10_000;

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
 * The API server sees every 10 s to it that the cluster has the Service by which it is found. Key: the Service.
 * Source: pkg/controlplane/controller/kubernetesservice/controller.go (1.36)
 */
export const kubernetesServiceKeeper: Actor = {
  name: "kubernetes-service",
  who: "kube-apiserver",
  lagMs: [0, 0],
  initial: () => ({}),
  *wakes({ resource, key, after }: Change): Iterable<Wake> {
    if (resource === SERVICES.key && !after && key === `default/${NAME}`) yield { key };
  },
  reconcile(world, key) {
    if (world.nowMs % TICK_MS !== 0) return [{ key, afterMs: TICK_MS - (world.nowMs % TICK_MS) }];
    if (!world.store.get(SERVICES, "default", NAME)) world.handle(kubernetesService());
    return [];
  },
};
