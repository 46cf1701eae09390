import { bytes, canonicalText } from "../../api/quantity.ts";
import type { Node } from "../../api/types/node.ts";
import { PODS } from "../../api/resources.ts";
import type { Pod } from "../../api/types/pod.ts";
import { controllerOf } from "../apiserver/store.ts";
import type { Wake } from "../sim/actor.ts";
import { hash32 } from "../sim/random.ts";
import { isFinished } from "../scheduler/node-info.ts";
import { podDecision, podField, podOnNode } from "./decisions.ts";
import { faultEvidence, nodeFault } from "./faults.ts";
import { declaredImage } from "./images.ts";
import type { KubeletWorld } from "./pull.ts";
import { specOf, type ContainerRecord, type PodRecord, type Pressure } from "./state.ts";
import { STOP_MS, stopOf } from "./stop.ts";
import { killContainers } from "./termination.ts";

/** The eviction manager looks each 10 s and evicts at most one pod. */
const ROUND_MS = 10_000;
/** Evictions of one owner's pods from the node that are still news. */
const NOTABLE_EVICTIONS = 3;
/** A container that is evicted gets a second. */
const GRACE_MS = 1000;
const KIBI = 1024;
const THRESHOLD_KIBI = 100 * KIBI;
/** What a container uses that asks for nothing and whose Image object says nothing: the scheduler reckons with the same. */
const UNSAID_BYTES = 200 * KIBI * KIBI;
const CRITICAL_PRIORITY = 2_000_000_000;

/** Pods that the kubelet never evicts and takes on even under pressure. Source: pkg/kubelet/types IsCriticalPod (1.36) */
export function isCritical(pod: Pod): boolean {
  return (pod.spec.priority ?? 0) >= CRITICAL_PRIORITY;
}

/**
 * One look of the eviction manager at a node whose memory is low: evicts the pod that comes first and says when it
 * looks again.
 * Source: kubernetes pkg/kubelet/eviction/eviction_manager.go synchronize, evictPod (1.36)
 */
export function runEvictionRound(world: KubeletWorld, node: Node, pressure: Pressure): { readonly wakes: readonly Wake[]; readonly next: Pressure } {
  const { name } = node.metadata;
  const nextRoundMs = world.nowMs + ROUND_MS;
  const ranked = rankForEviction(evictable(world, name));
  const first = ranked[0];
  const again = (next: Pressure, isRoutine: boolean): Wake => ({ key: `node:${name}`, afterMs: next.nextRoundMs! - world.nowMs, ...(isRoutine ? { routine: true } : {}) });
  world.event(node, "Warning", "EvictionThresholdMet", "Attempting to reclaim memory");
  if (!first) {
    const next = { ...pressure, nextRoundMs };
    return { wakes: [again(next, true)], next };
  }
  const owner = controllerOf(first.pod)?.uid ?? first.pod.metadata.uid;
  const count = (pressure.evictions[owner] ?? 0) + 1;
  evict(world, first, ranked.length, count > NOTABLE_EVICTIONS);
  const next: Pressure = { ...pressure, nextRoundMs, evictions: { ...pressure.evictions, [owner]: count } };
  return { wakes: [{ key: `pod:${first.key}`, afterMs: GRACE_MS }, again(next, ranked.length === 1 || count > NOTABLE_EVICTIONS)], next };
}

/** A pod with the memory that it uses and asks for, in bytes. */
export interface MemoryUse {
  readonly pod: Pod;
  readonly usedBytes: number;
  readonly requestedBytes: number;
}

interface Candidate extends MemoryUse { readonly key: string; readonly record: PodRecord }

/** Pods that run on the node and are not critical. */
function evictable(world: KubeletWorld, nodeName: string): Candidate[] {
  const out: Candidate[] = [];
  for (const [key, record] of world.state.pods) {
    const pod = record.nodeName === nodeName && record.stage.kind === "running" ? world.store.getByKey<Pod>(PODS.key, key) : undefined;
    if (!pod || pod.metadata.uid !== record.pod.metadata.uid || isFinished(pod) || pod.metadata.deletionTimestamp || isCritical(pod)) continue;
    const uses = record.containers.map((c) => memoryOf(world, pod, c));
    const sum = (of: (use: ContainerUse) => number) => uses.reduce((total, use) => total + of(use), 0);
    out.push({ key, record, pod, usedBytes: sum((u) => u.usedBytes), requestedBytes: sum((u) => u.requestedBytes) });
  }
  return out;
}

/**
 * Who is evicted first: pods that use more than they request, then lower priority, then the more over the request.
 * Source: kubernetes pkg/kubelet/eviction/helpers.go rankMemoryPressure (1.36)
 */
export function rankForEviction<T extends MemoryUse>(pods: readonly T[]): T[] {
  const over = (p: T) => p.usedBytes - p.requestedBytes;
  return [...pods].sort((a, b) =>
    Number(over(b) > 0) - Number(over(a) > 0)
    || (a.pod.spec.priority ?? 0) - (b.pod.spec.priority ?? 0)
    || over(b) - over(a));
}

interface ContainerUse { readonly usedBytes: number; readonly requestedBytes: number }

/** What a container uses: what its Image object says, else what it requests. One that does not run uses nothing. */
function memoryOf(world: KubeletWorld, pod: Pod, c: ContainerRecord): ContainerUse {
  const requestedBytes = bytes(specOf(pod, c).resources?.requests?.["memory"]);
  if (c.phase.kind !== "running") return { usedBytes: 0, requestedBytes: c.role === "init" ? 0 : requestedBytes };
  const declared = declaredImage(world.store, c.image);
  const grown = Math.floor(((world.nowMs - c.phase.sinceMs) / 1000) * (declared?.memoryGrowthBytesPerSecond ?? 0));
  const base = declared?.memoryBytes ?? (requestedBytes > 0 ? requestedBytes : UNSAID_BYTES);
  return { usedBytes: base + grown, requestedBytes };
}

function evict(world: KubeletWorld, candidate: Candidate, ofHowMany: number, isQuiet: boolean): void {
  const { key, record, pod, usedBytes, requestedBytes } = candidate;
  const fault = nodeFault(world.store, "MemoryPressure", record.nodeName);
  const message = evictionMessage(world, candidate, fault?.metadata.uid ?? "");
  const isOver = usedBytes > requestedBytes;
  const use = `uses ${amount(usedBytes)} of memory and requests ${amount(requestedBytes)}`;
  const rank = ofHowMany === 1 ? "it is the only pod there that may be evicted" : isOver ? `of ${ofHowMany} pods it comes first among those that use more than they request` : `none of ${ofHowMany} pods uses more than it requests, and it comes first by priority`;
  world.decide(podDecision(pod, "kubelet/evicted", {
    verdict: "evicted",
    text: `evicted ${podOnNode(pod)} because the node is low on memory: it ${use}, and ${rank}.`,
    evidence: [...(fault ? [faultEvidence(fault)] : []), podField(pod, "spec.containers[*].resources.requests['memory']", amount(requestedBytes)), podField(pod, "spec.priority", pod.spec.priority ?? 0)],
    source: "pkg/kubelet/eviction/eviction_manager.go evictPod",
    isQuiet,
  }));
  world.event(pod, "Warning", "Evicted", message);
  killContainers({ world, pod }, record);
  const wantedMs = world.random.int(...STOP_MS);
  const afterMs = record.containers.map((c) => (c.phase.kind === "running" ? stopOf({ world }, c, { wantedMs, graceMs: GRACE_MS }).afterMs : 0));
  world.state.pods.set(key, { ...record, stage: { kind: "evicting", sinceMs: world.nowMs, stopsAtMs: world.nowMs + Math.max(...afterMs), message } });
}

/** Source: kubernetes pkg/kubelet/eviction/helpers.go evictionMessage (1.36) */
function evictionMessage(world: KubeletWorld, { pod, record }: Candidate, seed: string): string {
  const available = `${THRESHOLD_KIBI - 1 - (hash32(`available/${seed}`) % (THRESHOLD_KIBI / 2))}Ki`;
  const greedy = record.containers.flatMap((c) => {
    const { usedBytes, requestedBytes } = memoryOf(world, pod, c);
    return usedBytes > requestedBytes ? [`Container ${c.name} was using ${amount(usedBytes)}, request is ${amount(requestedBytes)}, has larger consumption of memory. `] : [];
  });
  return `The node was low on resource: memory. Threshold quantity: ${amount(THRESHOLD_KIBI * KIBI)}, available: ${available}. ${greedy.join("")}`;
}

const NANOS = 1_000_000_000n;

function amount(value: number): string {
  return canonicalText(BigInt(value) * NANOS, "BinarySI");
}
