import { goDuration } from "../../api/duration.ts";
import { parseTime } from "../../api/time.ts";
import { terminatedState } from "./containers.ts";
import { podDecision, podField, podOnNode } from "./decisions.ts";
import { overtimeMs, stopTimes } from "./pre-stop.ts";
import type { PodContext } from "./pull.ts";
import { fieldPathOf, specOf, type ContainerRecord, type PodRecord } from "./state.ts";
import { SIGKILLED, STOP_MS, stopOf } from "./stop.ts";

/** Nothing runs: only the sandbox goes. */
const SANDBOX_ONLY_MS = [80, 120] as const;

type Stopping = Extract<PodRecord["stage"], { kind: "terminating" }>;

/**
 * The pod was marked for deletion. Running containers get their preStop hooks, SIGTERM and the grace period; a pod that
 * never ran is just removed.
 * Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer (1.36)
 */
export function beginTermination(ctx: PodContext, record: PodRecord): PodRecord {
  const { world, pod } = ctx;
  const running = record.containers.filter((c) => c.phase.kind === "running");
  const hasRun = record.containers.some((c) => c.phase.kind === "terminated" || c.last !== undefined);
  const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  const times = running.map((c) => stopTimes(specOf(pod, c), graceMs));
  const hookMs = Math.max(0, ...times.map((time) => time.hookMs));
  world.decide(podDecision(pod, "kubelet/stopping", {
    verdict: "stopping",
    text: running.length > 0
      ? `${hookMs > 0 ? `began the preStop hook of ${podOnNode(pod)}, ${goDuration(hookMs)} before SIGTERM,` : `sent SIGTERM to ${podOnNode(pod)}`} because the pod was deleted; its grace period is ${graceMs / 1000} s.`
      : `cleans up ${podOnNode(pod)} because the pod was deleted and none of its containers runs.`,
    evidence: [podField(pod, "metadata.deletionTimestamp", pod.metadata.deletionTimestamp), podField(pod, "metadata.deletionGracePeriodSeconds", pod.metadata.deletionGracePeriodSeconds)],
    source: "pkg/kubelet/kubelet.go SyncTerminatingPod",
  }));
  killContainers(ctx, record);
  if (running.length === 0) {
    const atMs = world.nowMs + world.random.int(...SANDBOX_ONLY_MS);
    return { ...record, stage: hasRun ? { kind: "terminating", sinceMs: world.nowMs, stopsAtMs: atMs, isKilled: false } : { kind: "stopped", deleteAtMs: atMs } };
  }
  const wantedMs = world.random.int(...STOP_MS);
  const stops = running.map((c, i) => stopOf(ctx, c, { wantedMs, graceMs: times[i]!.leftMs }));
  const stopsAtMs = world.nowMs + Math.max(...stops.map((stop, i) => times[i]!.hookMs + stop.afterMs));
  return { ...record, stage: { kind: "terminating", sinceMs: world.nowMs, stopsAtMs, isKilled: stops.some((stop) => stop.isKilled) } };
}

/** The Killing events of the containers that run. */
export function killContainers({ world, pod }: PodContext, record: PodRecord): void {
  for (const c of record.containers) if (c.phase.kind === "running") world.event(pod, "Normal", "Killing", `Stopping container ${c.name}`, fieldPathOf(c));
}

/** A second delete can only shorten the grace; at its end comes SIGKILL. */
export function onDeadline(ctx: PodContext, stage: Stopping): Stopping {
  const { pod, world } = ctx;
  const graceSeconds = pod.metadata.deletionGracePeriodSeconds ?? 0;
  // The timestamp has whole seconds: what is left of the second counts for the pod, as the kubelet's own clock does.
  const deadlineMs = graceSeconds === 0 ? (parseTime(pod.metadata.deletionTimestamp) ?? stage.stopsAtMs) : stage.sinceMs + graceSeconds * 1000;
  if (deadlineMs >= stage.stopsAtMs) return stage;
  const killMs = deadlineMs + (graceSeconds === 0 ? 0 : overtimeMs(ctx.pod, graceSeconds * 1000));
  return killMs < stage.stopsAtMs ? { ...stage, stopsAtMs: Math.max(world.nowMs, killMs), isKilled: true } : stage;
}

/** All containers have ended, or their time is over. */
export function stopContainers(ctx: PodContext, record: PodRecord, isKilled: boolean): PodRecord {
  const { world, pod } = ctx;
  world.decide(podDecision(pod, "kubelet/stopped", {
    verdict: "stopped",
    text: `stopped ${podOnNode(pod)}${isKilled ? " with SIGKILL because its grace period was over" : ""}.`,
    evidence: [podField(pod, "metadata.deletionGracePeriodSeconds", pod.metadata.deletionGracePeriodSeconds)],
    source: "pkg/kubelet/kubelet.go SyncTerminatingPod",
  }));
  return { ...record, containers: record.containers.map((c) => ended(ctx, c, exitCode(ctx, record, c, isKilled))) };
}

/** Of several containers only those are killed that had not ended by themselves. */
function exitCode(ctx: PodContext, record: PodRecord, c: ContainerRecord, isKilled: boolean): number {
  const graceMs = record.stage.kind === "terminating" ? ctx.world.nowMs - record.stage.sinceMs : 0;
  const stop = stopOf(ctx, c, { wantedMs: isKilled && graceMs < STOP_MS[1] ? Infinity : 0, graceMs });
  return stop.isKilled ? SIGKILLED : (stop.code ?? 0);
}

/** The containers of an evicted pod have ended. */
export function endEvicted(ctx: PodContext, record: PodRecord): PodRecord {
  const graceMs = record.stage.kind === "evicting" ? record.stage.stopsAtMs - record.stage.sinceMs : 0;
  const codeOf = (c: ContainerRecord) => {
    const stop = stopOf(ctx, c, { wantedMs: 0, graceMs });
    return stop.isKilled ? SIGKILLED : (stop.code ?? 0);
  };
  return { ...record, containers: record.containers.map((c) => ended(ctx, c, codeOf(c))) };
}

function ended({ world }: PodContext, c: ContainerRecord, code: number): ContainerRecord {
  const next = { kind: "nothing" } as const;
  if (c.phase.kind === "terminated") return { ...c, phase: { ...c.phase, next } };
  if (c.phase.kind === "running") {
    return { ...c, phase: { kind: "terminated", state: terminatedState(c, c.phase.sinceMs, world.nowMs, code), next } };
  }
  const { last, ...rest } = c;
  if (last) return { ...rest, phase: { kind: "terminated", state: last, next } };
  const message = "The container could not be located when the pod was terminated";
  return { ...rest, phase: { kind: "terminated", state: { exitCode: SIGKILLED, reason: "ContainerStatusUnknown", message }, next } };
}
