import { CowMap } from "../sim/cow-map.ts";
import { flat } from "../sim/flat.ts";
import { lastAnswer } from "../../api/last-answer.ts";
import type { Container, ContainerStateTerminated, Pod } from "../../api/types/pod.ts";
import type { Backoff } from "./backoff.ts";
import type { ImagePullFailureSpec } from "../../api/types/fault.ts";
import type { Environment } from "./env.ts";
import type { FaultOf } from "./faults.ts";

/** Everything that all kubelets remember. Records are immutable; a changed one replaces the old one. */
export interface KubeletState {
  /** By `namespace/name`. */
  readonly pods: CowMap<string, PodRecord>;
  /** By node name; a kubelet runs where there is a record, even if its Node object has been deleted. */
  readonly nodes: CowMap<string, NodeRecord>;
  /** Images on each node, by node name. */
  readonly images: CowMap<string, readonly string[]>;
  /** Faults that keep pulls from succeeding, as last seen, by name. */
  readonly pullFaults: CowMap<string, FaultOf<ImagePullFailureSpec>>;
  /** How many machines there have been; numbers their addresses. */
  machines: number;
}

export interface NodeRecord {
  readonly uid: string;
  /** 1, 2, 3 … */
  readonly machine: number;
  /** `starting`: turns Ready at `readyAtMs`. `down`: no power. */
  readonly stage: { readonly kind: "starting"; readonly readyAtMs: number } | { readonly kind: "up" } | { readonly kind: "down" };
  readonly isCordoned: boolean;
  /** Last number given out in the node's pod network. */
  readonly lastPodNumber: number;
  /** Nothing passes between it and the API server. `backMs`: the network is back, the connection comes then. */
  readonly cut?: { readonly backMs?: number };
  /** What it is running out of, or was a short while ago. */
  readonly pressures?: Readonly<Partial<Record<PressureType, Pressure>>>;
}

export type PressureType = "MemoryPressure" | "DiskPressure" | "PIDPressure";

export interface Pressure {
  /** Set once there is enough again: until then the condition stays True. */
  readonly endsMs?: number;
  /** When the eviction manager looks again, if it evicts for this. */
  readonly nextRoundMs?: number;
  /** How often pods of one owner were evicted for it, by the owner's uid. */
  readonly evictions: Readonly<Record<string, number>>;
}

export interface PodRecord {
  /** The pod as last seen; once it is gone, for the last events about it. */
  readonly pod: Pod;
  readonly nodeName: string;
  readonly stage: PodStage;
  /** Init containers and sidecars first, then app containers, each in the order of the spec. */
  readonly containers: readonly ContainerRecord[];
  /** Set once the sandbox exists. */
  readonly podIP?: string;
  /** Set while a volume cannot be mounted. */
  readonly mounting?: { readonly failures: number; readonly retryMs: number };
  /** When the kubelet first saw it. */
  readonly startMs: number;
  /** How often each crash fault has struck here, by fault uid. */
  readonly crashes: Readonly<Record<string, number>>;
  /** Faults that have had an effect here, by uid. */
  readonly acting?: Readonly<Record<string, string>>;
  /** Something happened while nothing could be sent: its status is to be written. */
  readonly isBehind?: true;
}

export type PodStage =
  | { readonly kind: "admitting"; readonly atMs: number }
  | { readonly kind: "running" }
  /** The machine lost its power with the pod on it; containers are gone. */
  | { readonly kind: "lost" }
  /** Power is back; at `atMs` the kubelet has found out what is left. */
  | { readonly kind: "recovering"; readonly atMs: number }
  | { readonly kind: "terminating"; readonly sinceMs: number; readonly stopsAtMs: number; readonly isKilled: boolean }
  /** Evicted by the kubelet: containers are being stopped, then the pod is Failed with this message. */
  | { readonly kind: "evicting"; readonly sinceMs: number; readonly stopsAtMs: number; readonly message: string }
  /** Containers are gone; the object is deleted at `deleteAtMs`. */
  | { readonly kind: "stopped"; readonly deleteAtMs: number }
  /** Nothing left to do here. */
  | { readonly kind: "finished" };

export interface ContainerRecord {
  readonly name: string;
  readonly image: string;
  readonly role: "init" | "sidecar" | "app";
  readonly phase: ContainerPhase;
  /** Number of the current or last container; 0 for the first. */
  readonly restartCount: number;
  readonly containerID?: string;
  /** How the previous container ended; what `lastState` shows. */
  readonly last?: ContainerStateTerminated;
  readonly crashBackoff?: Backoff;
  readonly pullBackoff?: Backoff;
  /** In a row. */
  readonly pullFailures: number;
  /** Why the last pull failed. */
  readonly pullError?: string;
  /** The variables the container was created with; absent when its spec has none. */
  readonly env?: Environment;
}

export type ContainerPhase =
  /** Its turn has not come. */
  | { readonly kind: "waiting" }
  | { readonly kind: "pulling"; readonly sinceMs: number; readonly untilMs: number }
  /** `shownReason` is what the status says; at `nextMs` it turns to ImagePullBackOff, or the pull is tried again. */
  | { readonly kind: "pull-failed"; readonly reason: string; readonly message: string; readonly nextMs: number; readonly retryMs: number }
  /** `slow`: a fault makes it take longer; at `usualMs` it would have run without. */
  | { readonly kind: "starting"; readonly atMs: number; readonly slow?: { readonly faultUid: string; readonly usualMs: number } }
  | RunningPhase
  /** Shown as terminated; then nothing (for good), a restart, or CrashLoopBackOff. */
  | { readonly kind: "terminated"; readonly state: ContainerStateTerminated; readonly next: AfterExit }
  | { readonly kind: "crash-wait"; readonly untilMs: number; readonly waitSeconds: number };

export interface RunningPhase {
  readonly kind: "running";
  readonly sinceMs: number;
  /** The startup probe has passed, or there is none. */
  readonly isStarted: boolean;
  readonly isReady: boolean;
  /** When `isStarted` and then `isReady` turn true by themselves; absent: never, or already. */
  readonly startedAtMs?: number;
  readonly readyAtMs?: number;
  readonly exit?: PlannedExit;
  readonly own?: OwnCommand;
  /** Probes that fail, or whose next result changes something; those that pass each time are not simulated. */
  readonly probes?: Readonly<Partial<Record<ProbeKind, ProbeState>>>;
  /** A fault turns its readiness over at `nextMs`, and has done so `turns` times. */
  readonly flap?: { readonly faultUid: string; readonly everyMs: number; readonly nextMs: number; readonly turns: number };
}

/** What a container's own command comes to. Neither `endsAtMs` nor `looksAgainMs`: it goes on for ever. */
export interface OwnCommand {
  readonly endsAtMs?: number;
  readonly code: number;
  /** It waits for something in the cluster, and may find it then. */
  readonly looksAgainMs?: number;
  /** As process 1 without a handler does: only SIGKILL ends it early. */
  readonly ignoresSigterm: boolean;
  /** What exec probes find in the course of the container's life, where that is not always the same success. */
  readonly execProbes?: Readonly<Partial<Record<ProbeKind, readonly ProbeSpan[]>>>;
}

/** From a moment of the container's life on: what a probe says when it fails; absent: it passes. */
export interface ProbeSpan {
  readonly fromMs: number;
  readonly output?: string;
}

export type ProbeKind = "startup" | "liveness" | "readiness";

export interface ProbeState {
  /** In a row. */
  readonly failures: number;
  /** Infinity: it has failed often enough, and only another answer of the app changes anything. */
  readonly nextMs: number;
}

/** How and when a container that runs will end. */
export interface PlannedExit {
  readonly atMs: number;
  readonly code: number;
  /** The runtime's word for it; absent: by the code. */
  readonly reason?: "OOMKilled";
  readonly faultUid?: string;
  /** SIGTERM has been sent; nothing takes it back. */
  readonly isStopping?: boolean;
  /** What an Image object says; taken back when that says so no more. */
  readonly isDeclared?: boolean;
  /** Its own command is over; faults and Image objects may end it otherwise. */
  readonly isOwn?: boolean;
}

export type AfterExit =
  | { readonly kind: "nothing" }
  | { readonly kind: "restart"; readonly atMs: number }
  | { readonly kind: "back-off"; readonly showAtMs: number; readonly untilMs: number; readonly waitSeconds: number };

export function initialKubelets(): KubeletState {
  return { pods: new CowMap(), nodes: new CowMap(), images: new CowMap(), pullFaults: new CowMap(), machines: 0 };
}

/** When something happens to a container by itself; undefined: nothing will. */
export function containerDueMs(container: ContainerRecord): number | undefined {
  const { phase } = container;
  switch (phase.kind) {
    case "waiting": return undefined;
    case "pulling": return phase.untilMs;
    case "pull-failed": return phase.nextMs;
    case "starting": return phase.atMs;
    case "running": return earliest(phase.startedAtMs, phase.readyAtMs, phase.exit?.atMs, phase.own?.looksAgainMs, phase.flap?.nextMs, ...probeTimes(phase));
    case "crash-wait": return phase.untilMs;
    case "terminated": return phase.next.kind === "restart" ? phase.next.atMs : phase.next.kind === "back-off" ? phase.next.showAtMs : undefined;
  }
}

function probeTimes({ probes }: RunningPhase): readonly number[] {
  return probes ? Object.values(probes).flatMap((p) => (p.nextMs === Infinity ? [] : [p.nextMs])) : [];
}

function earliest(...times: readonly (number | undefined)[]): number | undefined {
  let best: number | undefined;
  for (const t of times) if (t !== undefined && (best === undefined || t < best)) best = t;
  return best;
}

/** Retries beyond the third are endless repetition. */
export function isRepetition(container: ContainerRecord): boolean {
  const turns = container.phase.kind === "running" ? (container.phase.flap?.turns ?? 0) : 0;
  return container.restartCount > 3 || container.pullFailures > 3 || turns > 3;
}

/** A command that takes longer than that is nothing to wait for. */
const FAR_MS = 120_000;

/** Whether story pace may leave alone what is due next for a container. */
export function isRoutine(container: ContainerRecord): boolean {
  const { phase } = container;
  if (isRepetition(container)) return true;
  if (phase.kind !== "running" || !phase.own) return false;
  const dueMs = containerDueMs(container);
  return dueMs === phase.own.looksAgainMs || (phase.exit?.isOwn === true && dueMs === phase.exit.atMs && dueMs - phase.sinceMs > FAR_MS);
}

/** The spec of a recorded container. */
export function specOf(pod: Pod, container: Pick<ContainerRecord, "name">): Container {
  const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  return all.find((c) => c.name === container.name)!;
}

/** `involvedObject.fieldPath` of an event about a container. */
export function fieldPathOf(container: Pick<ContainerRecord, "name" | "role">): string {
  return container.role === "app" ? appFieldPath(container.name) : `spec.initContainers{${container.name}}`;
}

const appFieldPath = lastAnswer((name: string) => flat(`spec.containers{${name}}`));

/** API path of a container in its pod: `spec.containers[0]`. */
export function containerPath(pod: Pod, container: Pick<ContainerRecord, "name" | "role">): string {
  const [list, field] = container.role === "app" ? [pod.spec.containers, "containers"] : [pod.spec.initContainers ?? [], "initContainers"];
  return `spec.${field}[${list.findIndex((c) => c.name === container.name)}]`;
}

/** The variables that a container was created with; undefined if it has not been. */
export function createdEnvironment(kubelets: KubeletState, pod: Pod, containerName: string): Environment | undefined {
  const record = kubelets.pods.get(`${pod.metadata.namespace ?? "default"}/${pod.metadata.name}`);
  if (record?.pod.metadata.uid !== pod.metadata.uid) return undefined;
  const container = record.containers.find((c) => c.name === containerName);
  return container?.containerID ? (container.env ?? {}) : undefined;
}
