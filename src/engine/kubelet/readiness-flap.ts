import { FAULTS } from "../../api/resources.ts";
import { podDecision, podField, podOnNode } from "./decisions.ts";
import { containerFault, faultEvidence } from "./faults.ts";
import { probeOutput } from "./probe-output.ts";
import type { PodContext } from "./pull.ts";
import { containerPath, fieldPathOf, isRepetition, specOf, type ContainerRecord, type PodRecord, type RunningPhase } from "./state.ts";

/**
 * Containers that run get the turns of readiness that a ReadinessFlap fault plans; when the fault is gone, the next
 * probe finds the app well. A container without a readiness probe is left alone: it is ready because it runs.
 * Departure: a turn comes at its time, not after failureThreshold probes in a row.
 */
export function withFlaps({ world, pod }: PodContext, record: PodRecord): PodRecord {
  if (world.store.count(FAULTS) === 0 && record.containers.every(({ phase }) => phase.kind !== "running" || !phase.flap)) return record;
  let isChanged = false;
  const containers = record.containers.map((c): ContainerRecord => {
    if (c.phase.kind !== "running" || c.phase.exit?.isStopping) return c;
    const fault = specOf(pod, c).readinessProbe && containerFault(world.store, pod, c.name, "ReadinessFlap");
    const { flap, ...rest } = c.phase;
    if (flap?.faultUid === fault?.metadata.uid) return c;
    if (!fault) {
      isChanged = true;
      return { ...c, phase: rest.isReady ? rest : { ...rest, readyAtMs: world.nowMs } };
    }
    if (!rest.isReady) return c;
    isChanged = true;
    const everyMs = Math.round(fault.spec.everySeconds * 1000);
    return { ...c, phase: { ...rest, flap: { faultUid: fault.metadata.uid, everyMs, nextMs: world.nowMs + everyMs, turns: 0 } } };
  });
  return isChanged ? { ...record, containers } : record;
}

/** The turn that is due: a ready container is no longer, and its next turn is planned. What makes it ready again is the caller's. */
export function turnNotReady(ctx: PodContext, c: ContainerRecord, phase: RunningPhase): RunningPhase {
  const { world, pod } = ctx;
  const probe = specOf(pod, c).readinessProbe ?? {};
  const fault = containerFault(world.store, pod, c.name, "ReadinessFlap");
  world.event(pod, "Warning", "Unhealthy", `Readiness probe failed: ${probeOutput(probe, pod.status.podIP)}`, fieldPathOf(c));
  world.decide(podDecision(pod, "kubelet/not-ready", {
    verdict: "not-ready",
    text: `marked container \`${c.name}\` of ${podOnNode(pod)} not ready because its readiness probe failed${fault ? ` (fault \`${fault.metadata.name}\`)` : ""}.`,
    evidence: [podField(pod, `${containerPath(pod, c)}.readinessProbe`, probe), ...(fault ? [faultEvidence(fault)] : [])],
    source: "pkg/kubelet/prober/prober_manager.go UpdatePodStatus",
    isQuiet: isRepetition(c),
  }));
  return { ...nextTurn(phase, world.nowMs), isReady: false };
}

/** The phase with its next turn of readiness planned. */
export function nextTurn(phase: RunningPhase, nowMs: number): RunningPhase {
  const { flap } = phase;
  return flap ? { ...phase, flap: { ...flap, nextMs: nowMs + flap.everyMs, turns: flap.turns + 1 } } : phase;
}
