import { goDuration } from "../../api/duration.ts";
import { NODES } from "../../api/resources.ts";
import type { Node } from "../../api/types/node.ts";
import type { Wake } from "../sim/actor.ts";
import { clockText } from "../sim/clock-text.ts";
import { nodeDecision, writeNodeStatus } from "./node-status.ts";
import { runEvictionRound } from "./eviction.ts";
import { faultEvidence, nodeFault } from "./faults.ts";
import { nodeConditions, PRESSURE_TYPES, turnedPressures } from "./node-conditions.ts";
import type { KubeletWorld } from "./pull.ts";
import type { NodeRecord, Pressure, PressureType } from "./state.ts";

/** A pressure is reported for so long after it was last seen, so that a node does not flicker. */
const TRANSITION_MS = 300_000;
/** From the condition to the first eviction. */
const FIRST_ROUND_MS = 1000;
const SCARCE: Readonly<Record<PressureType, string>> = { MemoryPressure: "memory", DiskPressure: "disk space", PIDPressure: "process ids" };

/**
 * What the node is running out of: begins and ends with the pressure faults, reports it, and evicts for memory.
 * Departure: pods use no disk and one process each here, so only memory makes the kubelet evict; under disk pressure it
 * removes unused images.
 * Source: kubernetes pkg/kubelet/eviction/eviction_manager.go synchronize (1.36)
 */
export function keepPressures(world: KubeletWorld, name: string): readonly Wake[] {
  const node = world.store.get<Node>(NODES, undefined, name)!;
  const wakes: Wake[] = [];
  const ended: PressureType[] = [];
  const before = world.state.nodes.get(name)!.pressures ?? {};
  for (const type of PRESSURE_TYPES) {
    const next = keepPressure(world, node, type, before[type]);
    if (next === undefined && before[type]) ended.push(type);
    setPressure(world, name, type, next);
    if (next?.endsMs !== undefined) wakes.push({ key: `node:${name}`, afterMs: next.endsMs - world.nowMs });
  }
  const after = world.state.nodes.get(name)!.pressures ?? {};
  const begun = PRESSURE_TYPES.filter((type) => after[type] && !before[type]);
  if (begun.length > 0 || ended.length > 0) report(world, node, ended);
  if (begun.includes("DiskPressure")) removeUnusedImages(world, node);
  return [...wakes, ...evictionWakes(world, node)];
}

/** Undefined: there is none, or its transition period is over. */
function keepPressure(world: KubeletWorld, node: Node, type: PressureType, before: Pressure | undefined): Pressure | undefined {
  const { name } = node.metadata;
  const fault = nodeFault(world.store, type, name);
  if (fault && before && before.endsMs === undefined) return before;
  if (fault) {
    world.decide(nodeDecision(node, "kubelet/pressure", "pressure", {
      text: `reported ${type} on \`${name}\` because it is running out of ${SCARCE[type]} (fault \`${fault.metadata.name}\`).`,
      evidence: [faultEvidence(fault)],
    }));
    return { evictions: {}, ...(type === "MemoryPressure" ? { nextRoundMs: world.nowMs + FIRST_ROUND_MS } : {}) };
  }
  if (!before) return undefined;
  if (before.endsMs === undefined) {
    world.decide(nodeDecision(node, "kubelet/pressure-eased", "pressure-eased", {
      text: `found enough ${SCARCE[type]} on \`${name}\` again, and reports ${type} until ${clockText(world.nowMs + TRANSITION_MS)}, ${goDuration(TRANSITION_MS)} from then, so that it does not flicker.`,
    }));
    return { evictions: {}, endsMs: world.nowMs + TRANSITION_MS };
  }
  if (world.nowMs < before.endsMs) return before;
  world.decide(nodeDecision(node, "kubelet/pressure-over", "pressure-over", {
    text: `reported that \`${name}\` is no longer under ${type} because there has been enough ${SCARCE[type]} for ${goDuration(TRANSITION_MS)}.`,
  }));
  return undefined;
}

function setPressure(world: KubeletWorld, name: string, type: PressureType, pressure: Pressure | undefined): void {
  const record = world.state.nodes.get(name)!;
  if (record.pressures?.[type] === pressure) return;
  const { [type]: _, ...others } = record.pressures ?? {};
  const { pressures: _p, ...rest } = record;
  const pressures = pressure ? { ...others, [type]: pressure } : others;
  world.state.nodes.set(name, Object.keys(pressures).length > 0 ? { ...rest, pressures } : rest);
}

/** Writes the conditions and the node events that go with them. */
function report(world: KubeletWorld, node: Node, ended: readonly PressureType[]): void {
  const before = node.status.conditions ?? [];
  const record = world.state.nodes.get(node.metadata.name)!;
  const conditions = nodeConditions(node, world.nowMs, { ready: "keep", pressures: pressureFindings(record, ended) });
  writeNodeStatus(world, node, { conditions });
  for (const reason of turnedPressures(before, conditions)) world.event(node, "Normal", reason, `Node ${node.metadata.name} status is now: ${reason}`);
}

/** What the kubelet knows of the pressures of its node; of others it says nothing. */
export function pressureFindings(record: NodeRecord, ended: readonly PressureType[] = []): Partial<Record<PressureType, boolean>> {
  const under = Object.keys(record.pressures ?? {}).map((type) => [type, true] as const);
  return Object.fromEntries([...ended.map((type) => [type, false] as const), ...under]);
}

/** Source: kubernetes pkg/kubelet/eviction/eviction_manager.go reclaimNodeLevelResources (1.36) */
function removeUnusedImages(world: KubeletWorld, node: Node): void {
  const { name } = node.metadata;
  world.event(node, "Warning", "EvictionThresholdMet", "Attempting to reclaim ephemeral-storage");
  const images = world.state.images.get(name) ?? [];
  const used = new Set<string>();
  for (const record of world.state.pods.values()) if (record.nodeName === name) for (const c of record.containers) used.add(c.image);
  const unused = images.filter((image) => !used.has(image));
  if (unused.length === 0) return;
  world.state.images.set(name, images.filter((image) => used.has(image)));
  world.decide(nodeDecision(node, "kubelet/image-gc", "images-removed", {
    text: `removed ${unused.map((image) => `\`${image}\``).join(", ")} from \`${name}\` because no container uses ${unused.length === 1 ? "it" : "them"} and the disk is nearly full.`,
  }));
}

/** One eviction if it is time, and when to look again. */
function evictionWakes(world: KubeletWorld, node: Node): readonly Wake[] {
  const { name } = node.metadata;
  const pressure = world.state.nodes.get(name)!.pressures?.MemoryPressure;
  if (pressure?.nextRoundMs === undefined) return [];
  if (world.nowMs < pressure.nextRoundMs) return [{ key: `node:${name}`, afterMs: pressure.nextRoundMs - world.nowMs }];
  const { wakes, next } = runEvictionRound(world, node, pressure);
  setPressure(world, name, "MemoryPressure", next);
  return wakes;
}
