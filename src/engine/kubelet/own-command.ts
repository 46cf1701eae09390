import type { Pod } from "../../api/types/pod.ts";
import { formatTime } from "../../api/time.ts";
import type { DecisionDraft } from "../../api/decision.ts";
import { keyOf } from "../apiserver/store.ts";
import type { Wake } from "../sim/actor.ts";
import { podReference } from "../sim/references.ts";
import { afterEnd } from "./after-end.ts";
import type { InsideContext } from "./exec/inside-context.ts";
import type { Inside } from "./inside.ts";
import { podDecision, podField, podOnNode } from "./decisions.ts";
import type { PodContext, Step } from "./pull.ts";
import { containerPath, fieldPathOf, isRepetition, specOf, type ContainerRecord, type KubeletState, type OwnCommand, type RunningPhase } from "./state.ts";

/** What starting and ending take, on top of what the command itself takes. */
const PROCESS_MS = 100;
/** A command that waits for something in the cluster is asked again so often, and when a Service comes or goes. */
const LOOK_AGAIN_MS = 30_000;
const NOT_STARTED = 128;

/**
 * Names of fields and images with which commands of containers come in: whoever opens a cluster has `inside` ready
 * before such a text gets there.
 */
const COMMANDS = /command|args|busybox|alpine|debian|ubuntu|bash|pause/;

/** Whether what is said there may bring a container whose own command matters. @param text JSON of a request */
export function needsInside(text: string): boolean {
  return COMMANDS.test(text);
}

/** What the command of a container that starts now comes to; undefined: nobody knows, it runs on. */
export function ownCommand(ctx: PodContext, c: ContainerRecord): OwnCommand | { readonly error: string } | undefined {
  const { world, pod } = ctx;
  if (!world.inside) return undefined;
  const { store, nowMs } = world;
  const inside = { store, nowMs, environmentOf: () => c.env ?? {} };
  const end = world.inside.ownEnd(inside, placed(pod, ctx.podIP), specOf(pod, c));
  if (!end) return undefined;
  switch (end.kind) {
    case "not-started": return { error: `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: ${end.error}` };
    case "runs": return { code: 0, ignoresSigterm: end.ignoresSigterm, ...execProbes(ctx, c, world.inside, inside), ...(end.polls ? { looksAgainMs: nowMs + LOOK_AGAIN_MS } : {}) };
    case "ends": return { code: end.code, ignoresSigterm: end.ignoresSigterm, ...execProbes(ctx, c, world.inside, inside), endsAtMs: nowMs + PROCESS_MS + end.afterMs };
  }
}

function execProbes({ pod }: PodContext, c: ContainerRecord, inside: Inside, ctx: InsideContext): Pick<OwnCommand, "execProbes"> {
  const spec = specOf(pod, c);
  const probes = { startup: spec.startupProbe, liveness: spec.livenessProbe, readiness: spec.readinessProbe };
  const found = Object.entries(probes).flatMap(([kind, probe]) => {
    const exec = probe?.["exec"] as { readonly command?: readonly string[] } | undefined;
    const spans = exec?.command?.length ? inside.execProbe(ctx, pod, spec, exec.command) : undefined;
    return spans ? [[kind, spans] as const] : [];
  });
  return found.length === 0 ? {} : { execProbes: Object.fromEntries(found) };
}

/** The world may have changed: the command is read once more. Departure: from its beginning. */
export function lookedAgain(ctx: PodContext, c: ContainerRecord, phase: RunningPhase): RunningPhase {
  const own = ownCommand(ctx, c);
  return own && !("error" in own) ? { ...phase, own } : phase;
}

/** Process 1 of a container that runs ends now, because of what was typed at it; undefined: it does not run. */
export function endProcess(state: KubeletState, pod: Pod, containerName: string, end: { readonly atMs: number; readonly exitCode: number }): { readonly decision: DecisionDraft; readonly wake: Wake } | undefined {
  const key = keyOf(pod.metadata.namespace, pod.metadata.name);
  const record = state.pods.get(key);
  if (!record || record.pod.metadata.uid !== pod.metadata.uid || record.stage.kind !== "running") return undefined;
  const index = record.containers.findIndex(({ name, phase }) => name === containerName && phase.kind === "running");
  const c = record.containers[index];
  if (c?.phase.kind !== "running") return undefined;
  const phase: RunningPhase = { ...c.phase, own: { ignoresSigterm: true, ...c.phase.own, endsAtMs: end.atMs, code: end.exitCode } };
  state.pods.set(key, { ...record, containers: record.containers.with(index, { ...c, phase }) });
  const text = `left the process of container \`${containerName}\` in \`${pod.metadata.name}\`, with exit code ${end.exitCode}.`;
  return { decision: { object: podReference(pod), verdict: "attach", rule: "user/attach", evidence: [], text, source: "a request to the API server" }, wake: { key: `pod:${key}`, afterMs: 0 } };
}

/**
 * The runtime could not start the program: the container is over before it ran.
 * Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer (1.36), containerd internal/cri/server/container_start.go
 */
export function failStart(ctx: PodContext, c: ContainerRecord, message: string): Step {
  const { world, pod } = ctx;
  const { command, args } = specOf(pod, c);
  world.decide(podDecision(pod, "kubelet/start-failed", {
    verdict: "start-failed",
    text: `could not start container \`${c.name}\` of ${podOnNode(pod)}: ${message.slice(message.indexOf("exec: "))}.`,
    evidence: [podField(pod, `${containerPath(pod, c)}.${command ? "command" : "args"}`, command ?? args)],
    source: "pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer",
    isQuiet: isRepetition(c),
  }));
  world.event(pod, "Warning", "Failed", `Error: ${message}`, fieldPathOf(c));
  const state = {
    exitCode: NOT_STARTED, reason: "StartError", message, startedAt: NEVER, finishedAt: formatTime(world.nowMs),
    ...(c.containerID ? { containerID: c.containerID } : {}),
  };
  return { container: afterEnd(ctx, c, state), isNews: true };
}

/** The zero of the runtime's clock. */
const NEVER = "1970-01-01T00:00:00Z";

function placed(pod: Pod, podIP: string | undefined): Pod {
  return podIP && !pod.status.podIP ? { ...pod, status: { ...pod.status, podIP, podIPs: [{ ip: podIP }] } } : pod;
}
