import { IMAGES } from "../../api/resources.ts";
import type { Container, Pod, Probe } from "../../api/types/pod.ts";
import { hash32 } from "../sim/random.ts";
import { podDecision, podField, podOnNode } from "./decisions.ts";
import { declaredImage, imageFacts } from "./images.ts";
import type { PodContext } from "./pull.ts";
import { isStockWebServer, webServerFault } from "./web-server.ts";
import { SIGKILLED, STOP_MS, stopOf } from "./stop.ts";
import { containerPath, fieldPathOf, isRepetition, specOf, type ContainerRecord, type PodRecord, type ProbeKind, type ProbeState, type RunningPhase } from "./state.ts";

const DEFAULT_PERIOD_SECONDS = 10;
const DEFAULT_FAILURES = 3;
const DEFAULT_GRACE_SECONDS = 30;
/** An app that is stopped for failing its probe does not come to a clean end. */
const SIGTERMED = 143;
const TITLES: Readonly<Record<ProbeKind, string>> = { startup: "Startup", liveness: "Liveness", readiness: "Readiness" };

/** What a probe finds: nothing wrong, or the text of the failure. */
type ProbeAnswer = { readonly isOk: true } | { readonly isOk: false; readonly output: string };

/**
 * What a probe of a container that runs finds now: what the Image object says, or the container's own
 * command has done to the files that are looked at, or that a stock web server has no such port or page; else all is well. An app whose tag is `notready` is there, but never for a readiness probe.
 */
function probeAnswer(ctx: PodContext, c: ContainerRecord, phase: RunningPhase, kind: ProbeKind, probe: Probe): ProbeAnswer {
  const span = phase.own?.execProbes?.[kind]?.findLast(({ fromMs }) => phase.sinceMs + fromMs <= ctx.world.nowMs);
  if (span?.output !== undefined) return failsWith(span.output);
  const probes = declaredImage(ctx.world.store, c.image)?.probes;
  const spec = specOf(ctx.pod, c);
  if (probes?.tcpRefused) return failsWith(refusedText(probe, spec, ctx.podIP ?? ctx.pod.status.podIP ?? ""));
  const fault = isStockWebServer(spec) ? webServerFault(probe, portOf(probe, spec)) : undefined;
  if (fault === "refused") return failsWith(refusedText(probe, spec, ctx.podIP ?? ctx.pod.status.podIP ?? ""));
  const status = probes?.httpStatus ?? fault;
  if (status !== undefined && probe["httpGet"] && (status < 200 || status >= 400)) return failsWith(`HTTP probe failed with statuscode: ${status}`);
  return { isOk: true };
}

function failsWith(output: string | undefined): ProbeAnswer {
  return output === undefined ? { isOk: true } : { isOk: false, output };
}

interface HttpGet { readonly path?: string; readonly port?: number | string; readonly scheme?: string; readonly host?: string }

/** Nobody listens. An exec probe does not go over the network and knows nothing of it. */
function refusedText(probe: Probe, container: Container, podIP: string): string | undefined {
  const http = probe["httpGet"] as HttpGet | undefined;
  const socket = (probe["tcpSocket"] ?? http) as HttpGet | undefined;
  const grpc = probe["grpc"] as { readonly port?: number } | undefined;
  if (grpc) return `timeout: failed to connect service "${podIP}:${grpc.port ?? 0}" within ${probe.timeoutSeconds ?? 1}s: context deadline exceeded`;
  if (!socket) return undefined;
  const address = `${socket.host || podIP}:${portNumber(socket.port, container)}`;
  const dial = `dial tcp ${address}: connect: connection refused`;
  return http ? `Get "${(http.scheme ?? "HTTP").toLowerCase()}://${address}${http.path ?? "/"}": ${dial}` : dial;
}

function portOf(probe: Probe, container: Container): number | string {
  const asked = (probe["httpGet"] ?? probe["tcpSocket"] ?? probe["grpc"]) as HttpGet | undefined;
  return portNumber(asked?.port, container);
}

function portNumber(port: number | string | undefined, container: Container): number | string {
  if (typeof port !== "string") return port ?? 0;
  return container.ports?.find((p) => p.name === port)?.containerPort ?? port;
}

/** An app that is there for its readiness probe. */
export function isEverReady(ctx: PodContext, c: ContainerRecord): boolean {
  const facts = imageFacts(c.image, declaredImage(ctx.world.store, c.image));
  return facts.kind === "pullable" && facts.app !== "never-ready";
}

/**
 * Plans the probes that fail now and those that would pass again. A probe that passes each time changes nothing and
 * is not simulated, and neither is one that has failed often enough: only a change of the Image object brings those
 * back. Departure: failures beyond the threshold are not told.
 */
export function withFailingProbes(ctx: PodContext, record: PodRecord): PodRecord {
  const isPlain = (c: ContainerRecord) => c.phase.kind !== "running" || (!c.phase.probes && !c.phase.own?.execProbes && !isStockWebServer(specOf(ctx.pod, c)));
  if (ctx.world.store.count(IMAGES) === 0 && record.containers.every(isPlain)) return record;
  let isChanged = false;
  const containers = record.containers.map((c) => {
    if (c.phase.kind !== "running" || c.phase.exit?.isStopping) return c;
    const probes = plannedProbes({ ...ctx, podIP: record.podIP }, c, c.phase);
    if (!probes || probes === c.phase.probes) return c;
    isChanged = true;
    return { ...c, phase: { ...withoutPassing(c.phase, probes), probes } };
  });
  return isChanged ? { ...record, containers } : record;
}

type Probes = Readonly<Partial<Record<ProbeKind, ProbeState>>>;

function plannedProbes(ctx: PodContext, c: ContainerRecord, phase: RunningPhase): Probes | undefined {
  let probes: Probes | undefined = phase.probes;
  for (const kind of kindsOf(c, phase)) {
    const probe = probeOf(ctx.pod, c, kind);
    if (!probe) continue;
    const state = probes?.[kind];
    const answer = probeAnswer(ctx, c, phase, kind, probe);
    const isDue = answer.isOk ? state?.nextMs === Infinity : state === undefined;
    if (isDue) probes = { ...probes, [kind]: { failures: answer.isOk ? (state?.failures ?? 0) : 0, nextMs: nextTickMs(ctx, c, phase, kind, probe) } };
    const turnsMs = isDue || !canTurn(phase, kind, state, answer) ? undefined : turnAfter(phase, kind, ctx.world.nowMs);
    if (turnsMs !== undefined) probes = { ...probes, [kind]: { failures: state?.failures ?? 0, nextMs: nextTickMs(ctx, c, phase, kind, probe, turnsMs) } };
  }
  return probes;
}

/** Whether another answer, that the container's own command will bring, would be news: nothing fails now, or has long failed. */
function canTurn(phase: RunningPhase, kind: ProbeKind, state: ProbeState | undefined, answer: ProbeAnswer): boolean {
  if (!answer.isOk) return state?.nextMs === Infinity;
  return state === undefined && (kind === "liveness" || (kind === "readiness" && phase.isReady));
}

/** When the container's own command next changes what an exec probe finds. */
function turnAfter(phase: RunningPhase, kind: ProbeKind, nowMs: number): number | undefined {
  const next = phase.own?.execProbes?.[kind]?.find(({ fromMs }) => phase.sinceMs + fromMs > nowMs);
  return next && phase.sinceMs + next.fromMs;
}

/** Liveness and readiness are not asked before the startup probe has passed. */
function kindsOf(c: ContainerRecord, phase: RunningPhase): readonly ProbeKind[] {
  if (c.role === "init") return [];
  return phase.isStarted ? ["liveness", "readiness"] : ["startup"];
}

/** A probe that fails does not pass at the time that was planned when it did not. */
function withoutPassing(phase: RunningPhase, probes: Probes): RunningPhase {
  const { startedAtMs, readyAtMs, ...rest } = phase;
  return {
    ...rest,
    ...(startedAtMs !== undefined && !probes.startup ? { startedAtMs } : {}),
    ...(readyAtMs !== undefined && !probes.readiness ? { readyAtMs } : {}),
  };
}

function probeOf(pod: Pod, c: ContainerRecord, kind: ProbeKind): Probe | undefined {
  const spec = specOf(pod, c);
  return kind === "startup" ? spec.startupProbe : kind === "liveness" ? spec.livenessProbe : spec.readinessProbe;
}

function periodMs(probe: Probe): number {
  return (probe.periodSeconds ?? DEFAULT_PERIOD_SECONDS) * 1000;
}

/**
 * The next run of a probe: each period, at a phase of its own, not before initialDelaySeconds. A readiness probe of a
 * container that is not ready yet is run at once.
 * Source: kubernetes pkg/kubelet/prober/worker.go (1.36)
 */
function nextTickMs({ world, pod }: PodContext, c: ContainerRecord, phase: RunningPhase, kind: ProbeKind, probe: Probe, fromMs = world.nowMs): number {
  const notBefore = Math.max(fromMs, phase.sinceMs + (probe.initialDelaySeconds ?? 0) * 1000);
  if (kind === "readiness" && !phase.isReady && !phase.probes?.readiness) return notBefore;
  const period = periodMs(probe);
  const offset = hash32(`${pod.metadata.uid}/${c.name}/${kind}`) % period;
  return notBefore + ((offset - notBefore) % period + period) % period;
}

/** The probe of a container whose turn is the earliest, if it has come. */
export function dueProbe(phase: RunningPhase, nowMs: number): ProbeKind | undefined {
  const due = (Object.entries(phase.probes ?? {}) as [ProbeKind, ProbeState][]).filter(([, p]) => p.nextMs <= nowMs);
  return due.sort(([, a], [, b]) => a.nextMs - b.nextMs)[0]?.[0];
}

/** What follows from a run of a probe. `passed`: it has succeeded, and what that means is the caller's. */
export type ProbeOutcome = { readonly kind: "running"; readonly phase: RunningPhase; readonly isNews: boolean } | { readonly kind: "passed"; readonly phase: RunningPhase };

/** Runs one probe that is due. Source: kubernetes pkg/kubelet/prober/worker.go doProbe (1.36) */
export function runProbe(ctx: PodContext, c: ContainerRecord, phase: RunningPhase, kind: ProbeKind): ProbeOutcome {
  const { world, pod } = ctx;
  const probe = probeOf(pod, c, kind)!;
  const answer = probeAnswer(ctx, c, phase, kind, probe);
  if (answer.isOk) {
    const { [kind]: _, ...others } = phase.probes ?? {};
    const { probes: _p, ...rest } = phase;
    return { kind: "passed", phase: Object.keys(others).length > 0 ? { ...rest, probes: others } : rest };
  }
  world.event(pod, "Warning", "Unhealthy", `${TITLES[kind]} probe failed: ${answer.output}`, fieldPathOf(c));
  const failures = (phase.probes?.[kind]?.failures ?? 0) + 1;
  const isOver = failures >= (probe.failureThreshold ?? DEFAULT_FAILURES);
  const state: ProbeState = { failures, nextMs: isOver ? Infinity : world.nowMs + periodMs(probe) };
  const next: RunningPhase = { ...phase, probes: { ...phase.probes, [kind]: state } };
  if (!isOver) return { kind: "running", phase: next, isNews: false };
  if (kind !== "readiness" || phase.isReady) tellFailure(ctx, c, kind, failures, answer.output);
  return kind === "readiness" ? { kind: "running", phase: { ...next, isReady: false }, isNews: phase.isReady } : { kind: "running", phase: killed(ctx, c, next, kind), isNews: true };
}

function tellFailure({ world, pod }: PodContext, c: ContainerRecord, kind: ProbeKind, failures: number, output: string): void {
  const container = `container \`${c.name}\` of ${podOnNode(pod)}`;
  const because = `its ${kind} probe failed ${failures === 1 ? "once" : `${failures} times in a row`} (${output})`;
  world.decide(podDecision(pod, kind === "readiness" ? "kubelet/not-ready" : "kubelet/probe-failed", {
    verdict: kind === "readiness" ? "not-ready" : "restarts",
    text: kind === "readiness" ? `marked ${container} not ready because ${because}.` : `stopped ${container}, to start it again, because ${because}.`,
    evidence: [podField(pod, `${containerPath(pod, c)}.${kind}Probe`, probeOf(pod, c, kind))],
    source: "pkg/kubelet/prober/worker.go doProbe",
    isQuiet: isRepetition(c),
  }));
}

/** A container that fails its liveness or startup probe is stopped as a deleted one is, and then restarted. */
function killed(ctx: PodContext, c: ContainerRecord, phase: RunningPhase, kind: ProbeKind): RunningPhase {
  const { world, pod } = ctx;
  world.event(pod, "Normal", "Killing", `Container ${c.name} failed ${kind} probe, will be restarted`, fieldPathOf(c));
  const grace = probeOf(pod, c, kind)?.["terminationGracePeriodSeconds"] as number | undefined;
  const stop = stopOf(ctx, c, { wantedMs: world.random.int(...STOP_MS), graceMs: (grace ?? pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS) * 1000 });
  const { probes: _, ...rest } = phase;
  return { ...rest, exit: { atMs: world.nowMs + stop.afterMs, code: stop.isKilled ? SIGKILLED : (stop.code ?? SIGTERMED), isStopping: true } };
}
