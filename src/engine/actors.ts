import { kubernetesServiceKeeper } from "./apiserver/kubernetes-service.ts";
import { daemonSetController } from "./controllers/daemonset/controller.ts";
import { deploymentController } from "./controllers/deployment/controller.ts";
import { disruptionController } from "./controllers/disruption/controller.ts";
import { garbageCollector } from "./controllers/garbage-collector.ts";
import { namespaceController } from "./controllers/namespace.ts";
import { nodeController } from "./controllers/node/controller.ts";
import { nodeIpamController } from "./controllers/node-ipam.ts";
import { podGarbageCollector } from "./controllers/pod-gc.ts";
import { pvcProtectionController } from "./controllers/pvc-protection.ts";
import { replicaSetController } from "./controllers/replicaset/controller.ts";
import { rootCaPublisher } from "./controllers/root-ca.ts";
import { endpointsController } from "./controllers/services/endpoints.ts";
import { endpointSliceController } from "./controllers/services/endpointslice.ts";
import { serviceAccountController } from "./controllers/serviceaccount.ts";
import { statefulSetController } from "./controllers/statefulset/controller.ts";
import { taintEvictionController } from "./controllers/taint-eviction.ts";
import { ttlController } from "./controllers/ttl.ts";
import { volumeBinder } from "./controllers/volume-binder.ts";
import { kubelets } from "./kubelet/kubelet.ts";
import { scheduler } from "./scheduler/scheduler.ts";
import type { Actor } from "./sim/actor.ts";

/** Everyone who acts in a cluster. A new controller is a file and a line here. */
export const ACTORS: readonly Actor[] = [
  nodeController,
  daemonSetController,
  deploymentController,
  replicaSetController,
  statefulSetController,
  scheduler as Actor,
  kubelets as Actor,
  taintEvictionController,
  podGarbageCollector,
  garbageCollector,
  namespaceController,
  disruptionController,
  volumeBinder,
  pvcProtectionController,
  serviceAccountController,
  rootCaPublisher,
  nodeIpamController,
  ttlController,
  kubernetesServiceKeeper,
  endpointSliceController,
  endpointsController,
] as readonly Actor[];
