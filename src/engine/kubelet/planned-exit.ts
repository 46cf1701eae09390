import { bytes } from "../../api/quantity.ts";
import { crashOrder } from "./faults.ts";
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
  if (exit && !exit.faultUid && !exit.isDeclared) return exit;
  const struck = faultExit(ctx, record, c);
  if (struck) return exit?.faultUid ? exit : struck;
  const declared = declaredExit(ctx, c, phase);
  const isSame = declared && exit?.isDeclared && exit.code === declared.code && exit.reason === declared.reason;
  return isSame ? exit : declared;
}

function faultExit({ world, pod }: PodContext, record: PodRecord, c: ContainerRecord): PlannedExit | undefined {
  const order = crashOrder(world.store, pod, c.name);
  const strikes = order && (order.times === undefined || (record.crashes[order.faultUid] ?? 0) < order.times);
  return strikes ? { atMs: world.nowMs + CRASH_AFTER_MS, code: order.exitCode, faultUid: order.faultUid } : undefined;
}

/** What the Image object says: too much memory before everything else, then the end of each run. */
function declaredExit({ world, pod }: PodContext, c: ContainerRecord, phase: RunningPhase): PlannedExit | undefined {
  const declared = declaredImage(world.store, c.image);
  if (!declared) return undefined;
  const limit = bytes(specOf(pod, c).resources?.limits?.["memory"]);
  if (limit > 0 && (declared.memoryBytes ?? 0) > limit) {
    return { atMs: world.nowMs + CRASH_AFTER_MS, code: OOM_KILLED, reason: "OOMKilled", isDeclared: true };
  }
  const { run } = declared;
  if (!run || (run.times !== undefined && c.restartCount >= run.times)) return undefined;
  const atMs = Math.max(world.nowMs, phase.sinceMs + Math.round(run.exitAfterSeconds * 1000));
  return { atMs, code: run.exitCode ?? 0, isDeclared: true };
}

/** The end that the name of an image stands for, planned when the container starts. */
export function exitOfTag({ world }: PodContext, c: ContainerRecord): PlannedExit | undefined {
  const facts = imageFacts(c.image, declaredImage(world.store, c.image));
  return facts.kind === "pullable" && facts.app === "crashes" ? { atMs: world.nowMs + CRASH_AFTER_MS, code: 1 } : undefined;
}
