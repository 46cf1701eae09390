import { PODS } from "../../api/resources.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { Wake } from "../sim/actor.ts";
import { PLUGINS } from "./filter.ts";
import { activate, type SchedulerWorld } from "./moves.ts";
import type { ClusterEvent } from "./plugins/plugin.ts";
import type { QueuedPod } from "./queue.ts";

/** Wakes the unschedulable pods that the event may help. Source: pkg/scheduler/backend/queue isPodWorthRequeuing (1.36) */
export function wakeHelped(world: SchedulerWorld, event: ClusterEvent): readonly Wake[] {
  const wakes: Wake[] = [];
  for (const [key, queued] of world.state.pods) {
    if (queued.place !== "unschedulable") continue;
    const pod = world.store.getByKey<Pod>(PODS.key, key);
    if (pod && isHelped(pod, queued, event)) wakes.push(...activate(world, key, { isRepetition: false }));
  }
  return wakes;
}

/** The same for a pod that has come to a node: only those are asked that wait because of other pods. */
export function wakeByNeighbour(world: SchedulerWorld, event: Extract<ClusterEvent, { kind: "neighbour" }>): readonly Wake[] {
  const { state, store } = world;
  if (state.waitingForOthers.size === 0) return [];
  return [...state.waitingForOthers.keys()].flatMap((key) => {
    const queued = state.pods.get(key);
    const pod = queued?.place === "unschedulable" ? store.getByKey<Pod>(PODS.key, key) : undefined;
    if (!queued || !pod) {
      state.waitingForOthers.delete(key);
      return [];
    }
    return isHelped(pod, queued, event) ? activate(world, key, { isRepetition: false }) : [];
  });
}

/** Whether a plugin that rejected the pod expects something of the event. */
export function isHelped(pod: Pod, queued: QueuedPod, event: ClusterEvent): boolean {
  return PLUGINS.some((plugin) => queued.plugins.includes(plugin.name) && plugin.hint(pod, event));
}
