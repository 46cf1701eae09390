import { PODS } from "../../api/resources.ts";
import type { Pod } from "../../api/types/pod.ts";
import { keyOf } from "../apiserver/store.ts";
import type { Wake } from "../sim/actor.ts";
import { terminatedState } from "./containers.ts";
import type { KubeletWorld } from "./pull.ts";
import type { ContainerRecord, PodRecord } from "./state.ts";

/** How a runtime reports a container that was there before the machine went off. */
const LOST_EXIT_CODE = 255;
const LOST_REASON = "Unknown";
const RECOVER_MS = [800, 1200] as const;

/** The machine is off: every container on it is gone, and nobody writes that down. */
export function losePods(world: KubeletWorld, nodeName: string): void {
  for (const [key, record] of recordsOn(world, nodeName)) {
    if (record.stage.kind === "finished" || record.stage.kind === "admitting") continue;
    const { podIP: _, ...rest } = record;
    world.state.pods.set(key, { ...rest, stage: { kind: "lost" }, containers: record.containers.map((c) => lost(c, world.nowMs)) });
  }
}

/** The kubelet is back and goes through its pods, known and new. */
export function recoverPods(world: KubeletWorld, nodeName: string): Wake[] {
  for (const [key, record] of recordsOn(world, nodeName)) {
    if (record.stage.kind !== "lost") continue;
    world.state.pods.set(key, { ...record, stage: { kind: "recovering", atMs: world.nowMs + world.random.int(...RECOVER_MS) } });
  }
  return podWakes(world, nodeName);
}

/** One wake for each pod that is bound to the node. */
export function podWakes(world: KubeletWorld, nodeName: string): Wake[] {
  return [...world.store.podsOnNode(nodeName)].map((p) => ({ key: `pod:${keyOf(p.metadata.namespace, p.metadata.name)}`, afterMs: 0 }));
}

/**
 * One wake for each pod that the kubelet of the node knows, also those that are gone by now; each has its status to
 * write, for others may have written there meanwhile.
 */
export function recordWakes(world: KubeletWorld, nodeName: string): Wake[] {
  const wakes: Wake[] = [];
  for (const [key, record] of world.state.pods) {
    if (record.nodeName !== nodeName) continue;
    world.state.pods.set(key, { ...record, isBehind: true });
    wakes.push({ key: `pod:${key}`, afterMs: 0 });
  }
  return wakes;
}

/** Records of the pods on the node. A pod that was deleted by force meanwhile is forgotten with its containers. */
function recordsOn(world: KubeletWorld, nodeName: string): [string, PodRecord][] {
  const out: [string, PodRecord][] = [];
  for (const [key, record] of world.state.pods) {
    if (record.nodeName !== nodeName) continue;
    const pod = world.store.getByKey<Pod>(PODS.key, key);
    if (pod?.metadata.uid === record.pod.metadata.uid) out.push([key, record]);
    else world.state.pods.delete(key);
  }
  return out;
}

/** As if it had never begun, but with the memory of what was; the back-offs of the kubelet are gone as well. */
function lost(c: ContainerRecord, nowMs: number): ContainerRecord {
  const { crashBackoff: _, pullBackoff: _p, ...rest } = c;
  const fresh: ContainerRecord = { ...rest, pullFailures: 0, phase: { kind: "waiting" } };
  if (c.phase.kind === "running") return { ...fresh, last: terminatedState(c, c.phase.sinceMs, nowMs, LOST_EXIT_CODE, LOST_REASON) };
  return c.phase.kind === "terminated" ? { ...fresh, last: c.phase.state } : fresh;
}
