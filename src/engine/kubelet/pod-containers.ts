import { PODS, NODES } from "../../api/resources.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { isFinished } from "../scheduler/node-info.ts";
import { withNotedFaults } from "./acting-faults.ts";
import { stepContainer } from "./containers.ts";
import { isCutOff } from "./cut-off.ts";
import { hostIP, takePodIP } from "./network.ts";
import { mountVolumes } from "./mounts.ts";
import { beginContainer, type PodContext } from "./pull.ts";
import { withPlannedExits } from "./planned-exit.ts";
import { withFailingProbes } from "./probes.ts";
import { withFlaps } from "./readiness-flap.ts";
import { withoutOldDelays } from "./slow-start.ts";
import { containerDueMs, fieldPathOf, specOf, type ContainerRecord, type PodRecord } from "./state.ts";
import { STOP_MS } from "./stop.ts";
import { podStatus, writeStatus } from "./status.ts";

/** Everything that is due for the containers, in order of time, and then one status write. */
export function runContainers(ctx: PodContext, record: PodRecord): PodRecord {
  let current = withImageChanges(ctx, withPlans(ctx, withoutOldDelays(ctx, record)));
  let isNews = false;
  for (let index = nextDue(ctx, current); index >= 0; index = nextDue(ctx, current)) {
    const before = current.containers[index]!;
    const step = stepContainer({ ...ctx, podIP: current.podIP }, before);
    current = { ...replaceAt(current, index, step.container), crashes: countCrash(current, before, step.container) };
    isNews ||= step.isNews;
  }
  if (isNews) writeRecord(ctx, current);
  // Cut off, the kubelet learns nothing of what the API server has.
  const stored = isCutOff(ctx.world.state, record.nodeName) ? undefined : ctx.world.store.get<Pod>(PODS, ctx.pod.metadata.namespace, ctx.pod.metadata.name);
  if (stored && isFinished(stored)) return { ...current, pod: stored, stage: { kind: "finished" } };
  // Once more: what has just started may be under a fault too.
  return beginNext(ctx, withPlans(ctx, current));
}

function nextDue({ world }: PodContext, record: PodRecord): number {
  let best = -1;
  let bestMs = Infinity;
  for (const [i, c] of record.containers.entries()) {
    const dueMs = containerDueMs(c);
    if (dueMs === undefined || dueMs > world.nowMs || dueMs >= bestMs) continue;
    [best, bestMs] = [i, dueMs];
  }
  return best;
}

function replaceAt(record: PodRecord, index: number, container: ContainerRecord): PodRecord {
  return { ...record, containers: record.containers.with(index, container) };
}

function countCrash(record: PodRecord, before: ContainerRecord, after: ContainerRecord): PodRecord["crashes"] {
  const uid = before.phase.kind === "running" && after.phase.kind === "terminated" ? before.phase.exit?.faultUid : undefined;
  return uid ? { ...record.crashes, [uid]: (record.crashes[uid] ?? 0) + 1 } : record.crashes;
}

/** What faults and images have in store for the containers that run. */
function withPlans(ctx: PodContext, record: PodRecord): PodRecord {
  return withNotedFaults(ctx, withFlaps(ctx, withFailingProbes(ctx, withPlannedExits(ctx, record))));
}

/** A container whose image was changed in the spec of the running pod is replaced. Source: kuberuntime computePodActions (1.36) */
function withImageChanges(ctx: PodContext, record: PodRecord): PodRecord {
  const { world, pod } = ctx;
  const containers = record.containers.map((c): ContainerRecord => {
    const { image } = specOf(pod, c);
    if (image === c.image) return c;
    const { pullBackoff: _, crashBackoff: _c, ...rest } = { ...c, image, pullFailures: 0 };
    if (c.phase.kind === "running") {
      world.event(pod, "Normal", "Killing", `Container ${c.name} definition changed, will be restarted`, fieldPathOf(c));
      return { ...rest, phase: { ...c.phase, exit: { atMs: world.nowMs + world.random.int(...STOP_MS), code: 0, isStopping: true } } };
    }
    return c.phase.kind === "pulling" || c.phase.kind === "pull-failed" || c.phase.kind === "starting" ? { ...rest, phase: { kind: "waiting" } } : rest;
  });
  return { ...record, containers };
}

/** Begins with the next container whose turn it is; the first one brings the sandbox and its address. */
export function beginNext(ctx: PodContext, record: PodRecord): PodRecord {
  let current = record.podIP === undefined ? mountVolumes(ctx, record) : record;
  if (current.mounting) return current;
  for (let index = nextToBegin(current); index >= 0; index = nextToBegin(current)) {
    if (current.podIP === undefined) current = { ...current, podIP: sandboxIP(ctx) };
    const step = beginContainer({ ...ctx, podIP: current.podIP }, current.containers[index]!);
    current = replaceAt(current, index, step.container);
    if (step.isNews) writeRecord(ctx, current);
  }
  return current;
}

function sandboxIP(ctx: PodContext): string {
  const { world, pod } = ctx;
  const nodeName = pod.spec.nodeName!;
  return pod.spec.hostNetwork ? hostIP(nodeOf(ctx), world.state.nodes.get(nodeName)!.machine) : takePodIP(world.store, world.state, nodeName, nodeOf(ctx));
}

/**
 * Init containers one at a time to their end, sidecars until they have started, then apps in order, each as soon as
 * the one before has started (or failed to). -1: nobody's turn.
 */
function nextToBegin({ containers }: PodRecord): number {
  for (const [i, c] of containers.entries()) {
    const { phase } = c;
    if (phase.kind === "waiting") return i;
    if (c.role === "init" && !(phase.kind === "terminated" && phase.state.exitCode === 0)) return -1;
    if (c.role === "sidecar" && !(phase.kind === "running" && phase.isStarted)) return -1;
    if (phase.kind === "pulling" || phase.kind === "starting") return -1;
  }
  return -1;
}

export function nodeOf({ world, pod }: PodContext): Node | undefined {
  return world.store.get<Node>(NODES, undefined, pod.spec.nodeName!);
}

/** The record as the pod's status, in one write if anything changed. */
export function writeRecord(ctx: PodContext, record: PodRecord): void {
  const machine = ctx.world.state.nodes.get(record.nodeName)!.machine;
  writeStatus(ctx.world, ctx.pod, podStatus(ctx.pod, record, hostIP(nodeOf(ctx), machine), ctx.world.nowMs));
}
