import { formatTime } from "../../api/time.ts";
import type { ContainerStateTerminated, Probe } from "../../api/types/pod.ts";
import { afterExit } from "./backoff.ts";
import { podDecision, podField, podOnNode } from "./decisions.ts";
import { imageFacts } from "./images.ts";
import { afterFailedPull, beginContainer, finishPull, type PodContext, type Step } from "./pull.ts";
import { containerPath, fieldPathOf, isRepetition, specOf, type AfterExit, type ContainerRecord, type RunningPhase } from "./state.ts";
import { crashLoopEvent } from "./texts.ts";

/** A `:crash` image, and a container under a crash fault, live this long. */
export const CRASH_AFTER_MS = 500;
const INIT_RUN_MS = [300, 800] as const;
/** From an exit to the sync that notices it. */
const NOTICE_EXIT_MS = [500, 1000] as const;
const PROBE_TOOK_MS = [10, 50] as const;
const DEFAULT_PERIOD_SECONDS = 10;

/** Does the one thing that is due for a container. Source: kubernetes pkg/kubelet/kuberuntime SyncPod (1.36) */
export function stepContainer(ctx: PodContext, c: ContainerRecord): Step {
  const { phase } = c;
  switch (phase.kind) {
    case "waiting": return { container: c, isNews: false };
    case "pulling": return finishPull(ctx, c, phase);
    case "pull-failed": return afterFailedPull(ctx, c, phase);
    case "starting": return startContainer(ctx, c);
    case "running": return stepRunning(ctx, c, phase);
    case "crash-wait": return beginContainer(ctx, c);
    case "terminated": return afterTermination(ctx, { ...c, last: phase.state }, phase.next);
  }
}

function startContainer(ctx: PodContext, c: ContainerRecord): Step {
  const { world, pod } = ctx;
  const { nowMs } = world;
  world.decide(podDecision(pod, "started", {
    verdict: "started",
    text: `${c.restartCount > 0 ? "restarted" : "started"} container \`${c.name}\` of ${podOnNode(pod)}${c.restartCount > 0 ? ` (restart ${c.restartCount})` : ""}.`,
    evidence: [podField(pod, `${containerPath(pod, c)}.image`, c.image)],
    source: "kuberuntime/kuberuntime_container.go startContainer",
    isQuiet: isRepetition(c),
  }));
  world.event(pod, "Normal", "Started", "Container started", fieldPathOf(c));
  const startup = c.role === "init" ? undefined : specOf(pod, c).startupProbe;
  const exit = exitOfImage(ctx, c);
  const running: RunningPhase = { kind: "running", sinceMs: nowMs, isStarted: false, isReady: false, ...(exit ? { exit } : {}) };
  if (startup && isHealthy(c)) {
    const phase: RunningPhase = { ...running, startedAtMs: nowMs + firstSuccessMs(startup) + world.random.int(...PROBE_TOOK_MS) };
    return { container: { ...c, phase }, isNews: true };
  }
  return { container: startup ? { ...c, phase: running } : markStarted(ctx, c, running), isNews: true };
}

function exitOfImage({ world }: PodContext, c: ContainerRecord): RunningPhase["exit"] {
  const facts = imageFacts(c.image);
  if (facts.kind === "pullable" && facts.app === "crashes") return { atMs: world.nowMs + CRASH_AFTER_MS, code: 1 };
  return c.role === "init" ? { atMs: world.nowMs + world.random.int(...INIT_RUN_MS), code: 0 } : undefined;
}

/** An app that is there for its probes. */
function isHealthy(c: ContainerRecord): boolean {
  const facts = imageFacts(c.image);
  return facts.kind === "pullable" && facts.app !== "never-ready";
}

/** Started: without a readiness probe it is ready at once, with one a little later; a `:notready` app never. */
function markStarted(ctx: PodContext, c: ContainerRecord, phase: RunningPhase): ContainerRecord {
  const { world, pod } = ctx;
  const { startedAtMs: _, ...rest } = phase;
  const started: RunningPhase = { ...rest, isStarted: true };
  if (c.role === "init") return { ...c, phase: { ...started, isStarted: false } };
  const readiness = specOf(pod, c).readinessProbe;
  if (!isHealthy(c)) {
    if (readiness) world.event(pod, "Warning", "Unhealthy", `Readiness probe failed: ${probeOutput(readiness, pod.status.podIP)}`, fieldPathOf(c));
    return { ...c, phase: started };
  }
  if (!readiness) return markReady(ctx, c, started);
  const readyAtMs = world.nowMs + firstSuccessMs(readiness) + world.random.int(...PROBE_TOOK_MS);
  return { ...c, phase: { ...started, readyAtMs } };
}

/**
 * When a probe that always succeeds has counted: the first probe comes at once, later ones each period; those before
 * initialDelaySeconds are not run. Source: kubernetes pkg/kubelet/prober/worker.go (1.36)
 */
function firstSuccessMs(probe: Probe): number {
  const period = probe.periodSeconds ?? DEFAULT_PERIOD_SECONDS;
  const skipped = Math.ceil((probe.initialDelaySeconds ?? 0) / period);
  return (skipped + (probe.successThreshold ?? 1) - 1) * period * 1000;
}

/** What a failing probe prints. Departure: the failure is told once, not each period. */
function probeOutput(probe: Probe, podIP: string | undefined): string {
  const port = (probe["tcpSocket"] as { port?: number | string } | undefined)?.port;
  if (port !== undefined) return `dial tcp ${podIP ?? ""}:${port}: connect: connection refused`;
  return probe["httpGet"] ? "HTTP probe failed with statuscode: 503" : "command exited with 1";
}

function markReady(ctx: PodContext, c: ContainerRecord, phase: RunningPhase): ContainerRecord {
  const { world, pod } = ctx;
  const { readyAtMs: _, ...rest } = phase;
  const probe = specOf(pod, c).readinessProbe;
  world.decide(podDecision(pod, "ready", {
    verdict: "ready",
    text: `marked container \`${c.name}\` of ${podOnNode(pod)} ready ${probe ? "because its readiness probe passed" : "because it runs and has no readiness probe"}.`,
    evidence: [podField(pod, `${containerPath(pod, c)}.readinessProbe`, probe)],
    source: "prober/prober_manager.go UpdatePodStatus",
    isQuiet: isRepetition(c),
  }));
  return { ...c, phase: { ...rest, isReady: true } };
}

function stepRunning(ctx: PodContext, c: ContainerRecord, phase: RunningPhase): Step {
  const { nowMs } = ctx.world;
  if (phase.exit && phase.exit.atMs <= nowMs) return { container: exited(ctx, c, phase, phase.exit.code), isNews: true };
  if (phase.startedAtMs !== undefined && phase.startedAtMs <= nowMs) return { container: markStarted(ctx, c, phase), isNews: true };
  return { container: markReady(ctx, c, phase), isNews: true };
}

function exited(ctx: PodContext, c: ContainerRecord, phase: RunningPhase, code: number): ContainerRecord {
  const { world, pod } = ctx;
  const state = terminatedState(c, phase.sinceMs, world.nowMs, code);
  const isDone = !isRestarted(ctx, c, code);
  world.decide(podDecision(pod, "exited", {
    verdict: "exited",
    text: `saw container \`${c.name}\` of ${podOnNode(pod)} end with exit code ${code}${isDone ? "" : code === 0 ? " and restarts it: its restart policy is Always" : ""}.`,
    evidence: [podField(pod, "spec.restartPolicy", pod.spec.restartPolicy)],
    source: "pleg/generic.go Relist",
    isQuiet: isRepetition(c) || (c.role === "init" && code === 0),
  }));
  if (isDone) return { ...c, phase: { kind: "terminated", state, next: { kind: "nothing" } } };
  const { waitSeconds, entry } = afterExit(c.crashBackoff, world.nowMs);
  const noticedMs = world.nowMs + world.random.int(...NOTICE_EXIT_MS);
  const next: AfterExit = waitSeconds === 0
    ? { kind: "restart", atMs: noticedMs }
    : { kind: "back-off", showAtMs: noticedMs, untilMs: world.nowMs + waitSeconds * 1000, waitSeconds };
  return { ...c, crashBackoff: entry, phase: { kind: "terminated", state, next } };
}

/** Whether the restart policy brings a container back after it ended with `code`. */
function isRestarted({ pod }: PodContext, c: ContainerRecord, code: number): boolean {
  const policy = pod.spec.restartPolicy ?? "Always";
  if (c.role === "sidecar") return true;
  if (c.role === "init") return code !== 0 && policy !== "Never";
  return policy === "Always" || (policy === "OnFailure" && code !== 0);
}

/** The terminated state of a container. `reason` is the runtime's: Completed or Error unless given. */
export function terminatedState(c: ContainerRecord, startedMs: number, finishedMs: number, exitCode: number, reason?: string): ContainerStateTerminated {
  return {
    exitCode,
    reason: reason ?? (exitCode === 0 ? "Completed" : "Error"),
    startedAt: formatTime(startedMs),
    finishedAt: formatTime(finishedMs),
    ...(c.containerID ? { containerID: c.containerID } : {}),
  };
}

/** The sync after an exit: restarts at once, or begins to wait. Source: kuberuntime doBackOff (1.36) */
function afterTermination(ctx: PodContext, c: ContainerRecord, then: AfterExit): Step {
  if (then.kind !== "back-off") return beginContainer(ctx, c);
  const { world, pod } = ctx;
  world.decide(podDecision(pod, "back-off", {
    verdict: "waits",
    text: `put off the next start of container \`${c.name}\` of ${podOnNode(pod)} until ${then.waitSeconds} s after its end because it keeps ending (restarts so far: ${c.restartCount}).`,
    evidence: [podField(pod, "status.containerStatuses[*].restartCount", c.restartCount)],
    source: "kuberuntime/kuberuntime_manager.go doBackOff",
    isQuiet: isRepetition(c),
  }));
  world.event(pod, "Warning", "BackOff", crashLoopEvent(c.name, pod.metadata), fieldPathOf(c));
  return { container: { ...c, phase: { kind: "crash-wait", untilMs: Math.max(then.untilMs, world.nowMs), waitSeconds: then.waitSeconds } }, isNews: true };
}
