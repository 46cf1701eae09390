import { bytes } from "../../api/quantity.ts";
import type { Image } from "../../api/types/image.ts";
import type { Pod } from "../../api/types/pod.ts";
import { exitOrder } from "./faults.ts";
import { declaredImage, imageFacts } from "./images.ts";
import type { PodContext } from "./pull.ts";
import { specOf, type ContainerRecord, type PlannedExit, type PodRecord, type RunningPhase } from "./state.ts";

/** A `:crash` image, a container under a crash fault, and one that uses too much memory live this long. */
const CRASH_AFTER_MS = 500;
const OOM_KILLED = 137;

/** Containers that run get the end that faults and images plan for them; an end whose reason has gone is taken back. */
export function withPlannedExits(ctx: PodContext, record: PodRecord): PodRecord {
  let isChanged = false;
  const containers = record.containers.map((c) => {
    if (c.phase.kind !== "running") return c;
    const exit = plannedExit(ctx, record, c, c.phase);
    if (exit === c.phase.exit) return c;
    isChanged = true;
    const { exit: _, ...phase } = c.phase;
    return { ...c, phase: exit ? { ...phase, exit } : phase };
  });
  return isChanged ? { ...record, containers } : record;
}

/** An end that is under way (an image change, a probe that failed, the tag of the image) is left alone. */
function plannedExit(ctx: PodContext, record: PodRecord, c: ContainerRecord, phase: RunningPhase): PlannedExit | undefined {
  const { exit } = phase;
  if (exit && !exit.faultUid && !exit.isDeclared && !exit.isOwn) return exit;
  const own = ownExit(ctx, c, phase);
  const struck = faultExit(ctx, record, c, phase);
  if (struck && !(own && own.atMs < struck.atMs)) return exit?.faultUid ? exit : struck;
  const declared = declaredExit(ctx, c, phase);
  if (own && !(declared && declared.atMs <= own.atMs)) return exit?.isOwn && exit.atMs === own.atMs ? exit : own;
  const isSame = declared && exit?.isDeclared && exit.code === declared.code && exit.reason === declared.reason;
  return isSame && exit.atMs <= declared.atMs ? exit : declared;
}

function faultExit({ world, pod }: PodContext, record: PodRecord, c: ContainerRecord, phase: RunningPhase): PlannedExit | undefined {
  const order = exitOrder(world.store, pod, c.name);
  if (!order || (order.times !== undefined && (record.crashes[order.faultUid] ?? 0) >= order.times)) return undefined;
  if (order.type === "OOM" && memoryLimit(pod, c) === 0) return undefined;
  const atMs = order.afterMs === undefined ? world.nowMs + CRASH_AFTER_MS : Math.max(world.nowMs, phase.sinceMs + order.afterMs);
  return { atMs, code: order.exitCode, faultUid: order.faultUid, ...(order.type === "OOM" ? ({ reason: "OOMKilled" } as const) : {}) };
}

/** Bytes; 0: none. */
export function memoryLimit(pod: Pod, c: Pick<ContainerRecord, "name">): number {
  return bytes(specOf(pod, c).resources?.limits?.["memory"]);
}

/** What the Image object says: too much memory, or the end of each run, whatever comes first. */
function declaredExit({ world, pod }: PodContext, c: ContainerRecord, phase: RunningPhase): PlannedExit | undefined {
  const declared = declaredImage(world.store, c.image);
  if (!declared) return undefined;
  const oomMs = outOfMemoryMs(declared, memoryLimit(pod, c), phase, world.nowMs);
  const oom = oomMs === undefined ? undefined : ({ atMs: oomMs, code: OOM_KILLED, reason: "OOMKilled", isDeclared: true } as const);
  const { run } = declared;
  if (!run || (run.times !== undefined && c.restartCount >= run.times)) return oom;
  const atMs = Math.max(world.nowMs, phase.sinceMs + Math.round(run.exitAfterSeconds * 1000));
  return oom && oom.atMs <= atMs ? oom : { atMs, code: run.exitCode ?? 0, isDeclared: true };
}

/** The end of its own command, unless an Image object says how each run ends. */
function ownExit({ world }: PodContext, c: ContainerRecord, { own }: RunningPhase): PlannedExit | undefined {
  if (own?.endsAtMs === undefined || declaredImage(world.store, c.image)?.run) return undefined;
  return { atMs: own.endsAtMs, code: own.code, isOwn: true };
}

/** When the memory that the image uses passes the limit: soon, with its growth, or (undefined) never. */
function outOfMemoryMs(declared: Image["spec"], limit: number, phase: RunningPhase, nowMs: number): number | undefined {
  if (limit === 0) return undefined;
  const { memoryBytes = 0, memoryGrowthBytesPerSecond: growth = 0 } = declared;
  if (memoryBytes > limit) return nowMs + CRASH_AFTER_MS;
  if (growth === 0) return undefined;
  return Math.max(nowMs, phase.sinceMs + Math.floor(((limit - memoryBytes) / growth) * 1000) + 1);
}

/** The end that the name of an image stands for, planned when the container starts. */
export function exitOfTag({ world }: PodContext, c: ContainerRecord): PlannedExit | undefined {
  const facts = imageFacts(c.image, declaredImage(world.store, c.image));
  return facts.kind === "pullable" && facts.app === "crashes" ? { atMs: world.nowMs + CRASH_AFTER_MS, code: 1 } : undefined;
}
