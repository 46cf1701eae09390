import { clockText } from "../sim/clock-text.ts";
import { flat } from "../sim/flat.ts";
import { goDuration } from "../../api/duration.ts";
import type { Evidence } from "../../api/decision.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { ActorWorld } from "../sim/actor.ts";
import { afterPullFailure } from "./backoff.ts";
import { containerField, podDecision, podOnNode } from "./decisions.ts";
import { faultEvidence, pullFault } from "./faults.ts";
import { declaredImage, imageFacts, unreachableError } from "./images.ts";
import { slowedDown } from "./slow-start.ts";
import { containerPath, fieldPathOf, isRepetition, specOf, type ContainerPhase, type ContainerRecord, type KubeletState } from "./state.ts";
import { containerEnvironment, hasEnvironment } from "./environment.ts";
import { pullBackoffMessage, pulledMessage, pullingMessage } from "./texts.ts";

export type KubeletWorld = ActorWorld<KubeletState>;

/** One pod that is being worked on; `podIP` once its sandbox has one. */
export interface PodContext { readonly world: KubeletWorld; readonly pod: Pod; readonly podIP?: string | undefined }

/** A container after a step; `isNews`: its status is to be written. */
export interface Step { readonly container: ContainerRecord; readonly isNews: boolean }

/** A check of an image that is already there is quick; so is the registry's refusal. */
const CACHED_PULL_MS = [80, 200] as const;
const REFUSED_PULL_MS = [400, 900] as const;
/** From ErrImagePull to ImagePullBackOff: the next sync of the pod. */
const NEXT_SYNC_MS = [1500, 2500] as const;
const NEVER_PULL_RETRY_MS = 12_000;
const CREATE_TO_RUNNING_MS = [300, 500] as const;

/**
 * Brings a container on its way: takes the image from the machine or begins to pull it.
 * Source: kubernetes pkg/kubelet/images/image_manager.go EnsureImageExists (1.36)
 */
export function beginContainer(ctx: PodContext, c: ContainerRecord): Step {
  const { world, pod } = ctx;
  const declared = declaredImage(world.store, c.image);
  const facts = imageFacts(c.image, declared);
  const policy = specOf(pod, c).imagePullPolicy ?? "IfNotPresent";
  if (facts.kind === "invalid") return invalidName(ctx, c, facts.error);
  const isPresent = declared?.preloaded === true || imagesOn(world, pod).includes(c.image);
  const isUnreachable = pullFault(world.store, pod.spec.nodeName!, c.image) !== undefined;
  if (isPresent && policy !== "Always") {
    world.event(pod, "Normal", "Pulled", `Container image "${c.image}" already present on machine and can be accessed by the pod`, fieldPathOf(c));
    return createContainer(ctx, c);
  }
  if (policy === "Never") return neverPull(ctx, c);
  world.decide(podDecision(pod, "kubelet/pulling", {
    verdict: "pulling",
    text: `began to pull image \`${c.image}\` for ${podOnNode(pod)}${isPresent ? " because its pull policy is Always" : " because the node does not have it"}.`,
    evidence: [containerField(pod, containerPath(pod, c), "image", c.image), containerField(pod, containerPath(pod, c), "imagePullPolicy", policy)],
    source: "pkg/kubelet/images/image_manager.go EnsureImageExists",
    isQuiet: isRepetition(c),
  }));
  world.event(pod, "Normal", "Pulling", pullingMessage(c.image), fieldPathOf(c));
  const [min, max] = isUnreachable ? REFUSED_PULL_MS : isPresent ? CACHED_PULL_MS : facts.kind === "missing" ? REFUSED_PULL_MS : facts.pullMs;
  return { container: { ...c, phase: { kind: "pulling", sinceMs: world.nowMs, untilMs: world.nowMs + world.random.int(min, max) } }, isNews: false };
}

function imagesOn(world: KubeletWorld, pod: Pod): readonly string[] {
  return world.state.images.get(pod.spec.nodeName!) ?? [];
}

/** The pull is over: the image is there, or the registry has none, or does not answer. */
export function finishPull(ctx: PodContext, c: ContainerRecord, phase: Extract<ContainerPhase, { kind: "pulling" }>): Step {
  const { world, pod } = ctx;
  const declared = declaredImage(world.store, c.image);
  const facts = imageFacts(c.image, declared);
  const fault = pullFault(world.store, pod.spec.nodeName!, c.image);
  if (fault) {
    return failPull(ctx, c, { error: fault.spec.error ?? unreachableError(c.image), because: `the registry does not answer (fault \`${fault.metadata.name}\`)`, evidence: [faultEvidence(fault)] });
  }
  if (facts.kind !== "pullable") return failPull(ctx, c, { error: facts.error, because: declared?.pull?.error === undefined ? "the registry has no such image" : "the registry refuses it" });
  const images = imagesOn(world, pod);
  if (!images.includes(c.image)) world.state.images.set(pod.spec.nodeName!, images.concat(c.image));
  const tookMs = phase.untilMs - phase.sinceMs;
  world.event(pod, "Normal", "Pulled", pulledMessage(c.image, tookMs, tookMs, facts.sizeBytes), fieldPathOf(c));
  const { pullBackoff: _, pullError: _e, ...rest } = c;
  return createContainer(ctx, { ...rest, pullFailures: 0 });
}

interface PullFailure { readonly error: string; readonly because: string; readonly evidence?: readonly Evidence[] }

function failPull(ctx: PodContext, c: ContainerRecord, { error, because, evidence = [] }: PullFailure): Step {
  const { world, pod } = ctx;
  const pullBackoff = afterPullFailure(c.pullBackoff, world.nowMs);
  world.decide(podDecision(pod, "kubelet/pull-failed", {
    verdict: "pull-failed",
    text: `could not pull image \`${c.image}\` for ${podOnNode(pod)}: ${because}.`,
    evidence: [containerField(pod, containerPath(pod, c), "image", c.image), ...evidence],
    source: "pkg/kubelet/images/image_manager.go pullImage",
    isQuiet: isRepetition(c),
  }));
  world.event(pod, "Warning", "Failed", `Failed to pull image "${c.image}": ${error}`, fieldPathOf(c));
  world.event(pod, "Warning", "Failed", "Error: ErrImagePull", fieldPathOf(c));
  const phase: ContainerPhase = {
    kind: "pull-failed", reason: "ErrImagePull", message: error,
    nextMs: world.nowMs + world.random.int(...NEXT_SYNC_MS), retryMs: world.nowMs + pullBackoff.seconds * 1000,
  };
  return { container: { ...c, phase, pullBackoff, pullFailures: c.pullFailures + 1, pullError: error }, isNews: true };
}

/** The next sync after a failed pull says how long it waits; the one after that tries again. */
export function afterFailedPull(ctx: PodContext, c: ContainerRecord, phase: Extract<ContainerPhase, { kind: "pull-failed" }>): Step {
  const { world, pod } = ctx;
  if (phase.reason !== "ErrImagePull") return beginContainer(ctx, c);
  const waitMs = phase.retryMs - (c.pullBackoff?.updatedMs ?? world.nowMs);
  world.decide(podDecision(pod, "kubelet/back-off", {
    verdict: "waits",
    text: `put off the next pull of \`${c.image}\` for ${podOnNode(pod)} until ${clockText(phase.retryMs)}, ${goDuration(waitMs)} after the failed one (failures so far: ${c.pullFailures}).`,
    evidence: [containerField(pod, containerPath(pod, c), "image", c.image)],
    source: "pkg/kubelet/images/image_manager.go EnsureImageExists",
    isQuiet: isRepetition(c),
  }));
  world.event(pod, "Normal", "BackOff", `Back-off pulling image "${c.image}"`, fieldPathOf(c));
  world.event(pod, "Warning", "Failed", "Error: ImagePullBackOff", fieldPathOf(c));
  const next: ContainerPhase = { ...phase, reason: "ImagePullBackOff", message: pullBackoffMessage(c.image, phase.message), nextMs: Math.max(phase.retryMs, world.nowMs) };
  return { container: { ...c, phase: next }, isNews: true };
}

function invalidName(ctx: PodContext, c: ContainerRecord, error: string): Step {
  ctx.world.event(ctx.pod, "Warning", "InspectFailed", error, fieldPathOf(c));
  ctx.world.event(ctx.pod, "Warning", "Failed", "Error: InvalidImageName", fieldPathOf(c));
  return refuse(ctx, c, "InvalidImageName", error, `did not pull image \`${c.image}\` for ${podOnNode(ctx.pod)}: the text is no image name.`);
}

function neverPull(ctx: PodContext, c: ContainerRecord): Step {
  const message = `Container image "${c.image}" is not present with pull policy of Never`;
  if (c.phase.kind !== "pull-failed") {
    ctx.world.event(ctx.pod, "Warning", "ErrImageNeverPull", message, fieldPathOf(c));
    ctx.world.event(ctx.pod, "Warning", "Failed", "Error: ErrImageNeverPull", fieldPathOf(c));
  }
  return refuse(ctx, c, "ErrImageNeverPull", message, `did not pull image \`${c.image}\` for ${podOnNode(ctx.pod)}: its pull policy is Never and the node does not have it.`);
}

function isRefusedSo({ phase }: ContainerRecord, message: string): boolean {
  return phase.kind === "pull-failed" && phase.message === message;
}

/** No back-off here: each later sync looks again; the decision is told once. */
function refuse(ctx: PodContext, c: ContainerRecord, reason: string, message: string, text: string): Step {
  const { world, pod } = ctx;
  const isNews = !isRefusedSo(c, message);
  if (isNews) {
    const evidence = [containerField(pod, containerPath(pod, c), "image", c.image), containerField(pod, containerPath(pod, c), "imagePullPolicy", specOf(pod, c).imagePullPolicy)];
    world.decide(podDecision(pod, "kubelet/pull-failed", { verdict: "pull-failed", text, evidence, source: "pkg/kubelet/images/image_manager.go EnsureImageExists" }));
  }
  const retryMs = reason === "InvalidImageName" ? Infinity : world.nowMs + NEVER_PULL_RETRY_MS;
  const phase: ContainerPhase = { kind: "pull-failed", reason, message, nextMs: retryMs, retryMs };
  // Counted as many failures at once: waiting for an image that nobody brings is endless repetition from the start.
  return { container: { ...c, phase, pullFailures: c.pullFailures + 4 }, isNews };
}

/**
 * The container exists, with an id and variables of its own; it runs a little later. A variable whose ConfigMap or
 * Secret is missing holds it up. Source: kuberuntime startContainer (1.36)
 */
function createContainer(ctx: PodContext, c: ContainerRecord): Step {
  const { world, pod } = ctx;
  const spec = specOf(pod, c);
  const environment = hasEnvironment(spec) ? containerEnvironment(world.store, pod, spec, ctx.podIP) : undefined;
  if (environment && "error" in environment) return configError(ctx, c, environment.error);
  world.event(pod, "Normal", "Created", "Container created", fieldPathOf(c));
  const containerID = flat(`containerd://${world.random.pick("0123456789abcdef", 64)}`);
  const usualMs = world.nowMs + world.random.int(...CREATE_TO_RUNNING_MS);
  const container: ContainerRecord = {
    ...c,
    ...(c.phase.kind === "pull-failed" ? { pullFailures: 0 } : {}),
    ...(environment ? { env: environment.env } : {}),
    containerID,
    restartCount: c.containerID ? c.restartCount + 1 : 0,
    phase: { kind: "starting", atMs: usualMs },
  };
  return { container: slowedDown(ctx, container, usualMs), isNews: false };
}

function configError(ctx: PodContext, c: ContainerRecord, message: string): Step {
  ctx.world.event(ctx.pod, "Warning", "Failed", `Error: ${message}`, fieldPathOf(c));
  return refuse(ctx, c, "CreateContainerConfigError", message, `could not create container \`${c.name}\` of ${podOnNode(ctx.pod)}: ${message}.`);
}
