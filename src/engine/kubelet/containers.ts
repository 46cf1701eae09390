import { formatTime } from "../../api/time.ts";
import type { ContainerStateTerminated, Probe } from "../../api/types/pod.ts";
import { clockText } from "../sim/clock-text.ts";
import { afterEnd, isRestarted } from "./after-end.ts";
import { containerField, podDecision, podField, podOnNode } from "./decisions.ts";
import { faultEvidence, podFaults } from "./faults.ts";
import { failStart, lookedAgain, ownCommand } from "./own-command.ts";
import { exitOfTag } from "./planned-exit.ts";
import { probeOutput } from "./probe-output.ts";
import { dueProbe, isEverReady, runProbe } from "./probes.ts";
import { afterFailedPull, beginContainer, finishPull, type PodContext, type Step } from "./pull.ts";
import { declaredImage } from "./images.ts";
import { nextTurn, turnNotReady } from "./readiness-flap.ts";
import { containerPath, fieldPathOf, isRepetition, specOf, type AfterExit, type ContainerRecord, type OwnCommand, type PlannedExit, type ProbeKind, type RunningPhase } from "./state.ts";
import { crashLoopEvent } from "./texts.ts";

/** A container that lives no longer is not reported as running. Source: pkg/kubelet/pleg/generic.go (1.36), relist period */
const UNSEEN_MS = 500;
const INIT_RUN_MS = [300, 800] as const;
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
  const own = ownCommand(ctx, c);
  if (own && "error" in own) return failStart(ctx, c, own.error);
  world.decide(podDecision(pod, "kubelet/started", {
    verdict: "started",
    text: startText(ctx, c),
    evidence: [containerField(pod, containerPath(pod, c), "image", c.image)],
    source: "pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer",
    isQuiet: isRepetition(c),
  }));
  world.event(pod, "Normal", "Started", "Container started", fieldPathOf(c));
  const startup = c.role === "init" ? undefined : specOf(pod, c).startupProbe;
  const exit = exitOfTag(ctx, c) ?? (own ? undefined : exitOfInit(ctx, c));
  const running: RunningPhase = { kind: "running", sinceMs: nowMs, isStarted: false, isReady: false, ...(exit ? { exit } : {}), ...(own ? { own } : {}) };
  if (startup && isEverReady(ctx, c)) {
    const phase: RunningPhase = { ...running, startedAtMs: nowMs + firstSuccessMs(startup) + world.random.int(...PROBE_TOOK_MS) };
    return { container: { ...c, phase }, isNews: true };
  }
  return { container: startup ? { ...c, phase: running } : markStarted(ctx, c, running), isNews: !isOverAtOnce(own, nowMs) };
}

/** The kubelet looks at the runtime once a second: what is over within a moment it mostly never sees running. */
function isOverAtOnce(own: OwnCommand | undefined, nowMs: number): boolean {
  return own?.endsAtMs !== undefined && own.endsAtMs - nowMs < UNSEEN_MS;
}

/** An init container does its work and ends, unless its image plans an end of its own. */
function exitOfInit({ world }: PodContext, c: ContainerRecord): RunningPhase["exit"] {
  if (c.role !== "init" || declaredImage(world.store, c.image)?.run) return undefined;
  return { atMs: world.nowMs + world.random.int(...INIT_RUN_MS), code: 0 };
}

/** Started: without a readiness probe it is ready at once, with one a little later; a `:notready` app never. */
function markStarted(ctx: PodContext, c: ContainerRecord, phase: RunningPhase): ContainerRecord {
  const { world, pod } = ctx;
  const { startedAtMs: _, ...rest } = phase;
  const started: RunningPhase = { ...rest, isStarted: true };
  if (c.role === "init") return { ...c, phase: { ...started, isStarted: false } };
  const readiness = specOf(pod, c).readinessProbe;
  if (!isEverReady(ctx, c)) {
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

function startText(ctx: PodContext, c: ContainerRecord): string {
  const again = c.restartCount > 0;
  const { readinessProbe, startupProbe } = specOf(ctx.pod, c);
  const isReadyAtOnce = c.role !== "init" && !readinessProbe && !startupProbe && isEverReady(ctx, c);
  return `${again ? "restarted" : "started"} container \`${c.name}\` of ${podOnNode(ctx.pod)}${again ? ` (restart ${c.restartCount})` : ""}${isReadyAtOnce ? "; it is ready at once, for it has no readiness probe" : ""}.`;
}

function markReady(ctx: PodContext, c: ContainerRecord, phase: RunningPhase): ContainerRecord {
  const { world, pod } = ctx;
  const { readyAtMs: _, ...rest } = phase;
  const probe = specOf(pod, c).readinessProbe;
  world.decide(podDecision(pod, "kubelet/ready", {
    verdict: "ready",
    text: `marked container \`${c.name}\` of ${podOnNode(pod)} ready ${probe ? "because its readiness probe passed" : "because it runs and has no readiness probe"}.`,
    evidence: [containerField(pod, containerPath(pod, c), "readinessProbe", probe)],
    source: "pkg/kubelet/prober/prober_manager.go UpdatePodStatus",
    // Without a probe this is one step with the start, which says so.
    isQuiet: probe === undefined || isRepetition(c),
  }));
  return { ...c, phase: { ...rest, isReady: true } };
}

function stepRunning(ctx: PodContext, c: ContainerRecord, phase: RunningPhase): Step {
  const { nowMs } = ctx.world;
  if (phase.exit && phase.exit.atMs <= nowMs) return { container: exited(ctx, c, phase, phase.exit), isNews: true };
  if (phase.flap && phase.flap.nextMs <= nowMs) return { container: stepFlap(ctx, c, phase), isNews: true };
  if (phase.own?.looksAgainMs !== undefined && phase.own.looksAgainMs <= nowMs) return { container: { ...c, phase: lookedAgain(ctx, c, phase) }, isNews: false };
  const kind = dueProbe(phase, nowMs);
  if (kind) return stepProbe(ctx, c, phase, kind);
  if (phase.startedAtMs !== undefined && phase.startedAtMs <= nowMs) return { container: markStarted(ctx, c, phase), isNews: true };
  return { container: markReady(ctx, c, phase), isNews: true };
}

function stepFlap(ctx: PodContext, c: ContainerRecord, phase: RunningPhase): ContainerRecord {
  return phase.isReady ? { ...c, phase: turnNotReady(ctx, c, phase) } : markReady(ctx, c, nextTurn(phase, ctx.world.nowMs));
}

function stepProbe(ctx: PodContext, c: ContainerRecord, phase: RunningPhase, kind: ProbeKind): Step {
  const outcome = runProbe(ctx, c, phase, kind);
  if (outcome.kind === "running") return { container: { ...c, phase: outcome.phase }, isNews: outcome.isNews };
  if (kind === "startup") return { container: markStarted(ctx, c, outcome.phase), isNews: true };
  const becomesReady = kind === "readiness" && !phase.isReady;
  return becomesReady ? { container: markReady(ctx, c, outcome.phase), isNews: true } : { container: { ...c, phase: outcome.phase }, isNews: false };
}

function exited(ctx: PodContext, c: ContainerRecord, phase: RunningPhase, exit: PlannedExit): ContainerRecord {
  const { world, pod } = ctx;
  const { code } = exit;
  const state = terminatedState(c, phase.sinceMs, world.nowMs, code, exit.reason);
  const fault = podFaults(world.store, pod).find(({ metadata }) => metadata.uid === exit.faultUid);
  const isDone = !isRestarted(ctx, c, code);
  world.decide(podDecision(pod, "kubelet/exited", {
    verdict: "exited",
    text: `saw container \`${c.name}\` of ${podOnNode(pod)} ${exit.reason ? "use more memory than its limit and end" : "end"} with exit code ${code}${isDone ? "" : code === 0 ? " and restarts it: its restart policy is Always" : ""}.`,
    evidence: [podField(pod, "spec.restartPolicy", pod.spec.restartPolicy), ...(fault ? [faultEvidence(fault)] : [])],
    source: "pkg/kubelet/pleg/generic.go Relist",
    isQuiet: isRepetition(c) || (c.role === "init" && code === 0),
  }));
  return afterEnd(ctx, c, state);
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
  world.decide(podDecision(pod, "kubelet/back-off", {
    verdict: "waits",
    text: `put off the next start of container \`${c.name}\` of ${podOnNode(pod)} until ${clockText(then.untilMs)}, ${then.waitSeconds} s after its end, because it keeps ending (restarts so far: ${c.restartCount}).`,
    evidence: [podField(pod, "status.containerStatuses[*].restartCount", c.restartCount)],
    source: "pkg/kubelet/kuberuntime/kuberuntime_manager.go doBackOff",
    isQuiet: isRepetition(c),
  }));
  world.event(pod, "Warning", "BackOff", crashLoopEvent(c.name, pod.metadata), fieldPathOf(c));
  return { container: { ...c, phase: { kind: "crash-wait", untilMs: Math.max(then.untilMs, world.nowMs), waitSeconds: then.waitSeconds } }, isNews: true };
}
