import { podDecision, podField, podOnNode } from "./decisions.ts";
import { containerFault, faultEvidence } from "./faults.ts";
import { declaredImage } from "./images.ts";
import type { PodContext } from "./pull.ts";
import { containerPath, isRepetition, type ContainerRecord, type PodRecord } from "./state.ts";

/**
 * A container that has just been created, with what its Image object and a SlowStart fault of its pod add to the time
 * until it runs.
 * @param usualMs when it would run without them
 */
export function slowedDown(ctx: PodContext, c: ContainerRecord, usualMs: number): ContainerRecord {
  const { world, pod } = ctx;
  const declaredMs = Math.round((declaredImage(world.store, c.image)?.start?.seconds ?? 0) * 1000);
  const fault = containerFault(world.store, pod, c.name, "SlowStart");
  if (!fault) return declaredMs === 0 ? c : { ...c, phase: { kind: "starting", atMs: usualMs + declaredMs } };
  const { seconds } = fault.spec;
  world.decide(podDecision(pod, "kubelet/slow-start", {
    verdict: "waits",
    text: `created container \`${c.name}\` of ${podOnNode(pod)}, which takes ${seconds} s longer to start than usual (fault \`${fault.metadata.name}\`).`,
    evidence: [faultEvidence(fault), podField(pod, `${containerPath(pod, c)}.image`, c.image)],
    source: "pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer",
    isQuiet: isRepetition(c),
  }));
  const slow = { faultUid: fault.metadata.uid, usualMs: usualMs + declaredMs };
  return { ...c, phase: { kind: "starting", atMs: slow.usualMs + Math.round(seconds * 1000), slow } };
}

/** Containers that start slowly because of a fault that is gone start as they would have without it, or at once. */
export function withoutOldDelays({ world, pod }: PodContext, record: PodRecord): PodRecord {
  const isOld = ({ name, phase }: ContainerRecord) =>
    phase.kind === "starting" && phase.slow !== undefined && containerFault(world.store, pod, name, "SlowStart")?.metadata.uid !== phase.slow.faultUid;
  if (!record.containers.some(isOld)) return record;
  const containers = record.containers.map((c): ContainerRecord => {
    if (c.phase.kind !== "starting" || !c.phase.slow || !isOld(c)) return c;
    return { ...c, phase: { kind: "starting", atMs: Math.max(world.nowMs, c.phase.slow.usualMs) } };
  });
  return { ...record, containers };
}
