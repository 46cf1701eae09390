import { daemonSetController } from "./controllers/daemonset/controller.ts";
import { garbageCollector } from "./controllers/garbage-collector.ts";
import { namespaceController } from "./controllers/namespace.ts";
import { nodeController } from "./controllers/node/controller.ts";
import { podGarbageCollector } from "./controllers/pod-gc.ts";
import { taintEvictionController } from "./controllers/taint-eviction.ts";
import { kubelets } from "./kubelet/kubelet.ts";
import { scheduler } from "./scheduler/scheduler.ts";
import type { Actor } from "./sim/actor.ts";

/** Everyone who acts in a cluster. A new controller is a file and a line here. */
export const ACTORS: readonly Actor[] = [
  nodeController,
  daemonSetController,
  scheduler as Actor,
  kubelets as Actor,
  taintEvictionController,
  podGarbageCollector,
  garbageCollector,
  namespaceController,
] as readonly Actor[];
