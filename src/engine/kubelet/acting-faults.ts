import type { PodFaultSpec } from "../../api/types/fault.ts";
import { podDecision, podField, podOnNode } from "./decisions.ts";
import { faultEvidence, podFaults, targetOf, type FaultOf } from "./faults.ts";
import { memoryLimit } from "./planned-exit.ts";
import type { PodContext } from "./pull.ts";
import { containerPath, specOf, type ContainerRecord, type PodRecord } from "./state.ts";

/**
 * Records when a fault of the pod begins to act on a container that runs, or that it cannot, and when it is over.
 * What it then does (an end, a turn of readiness, a slow start) is told where it happens.
 */
export function withNotedFaults(ctx: PodContext, record: PodRecord): PodRecord {
  const standing = podFaults(ctx.world.store, ctx.pod);
  const known = record.acting ?? {};
  if (standing.length === 0 && record.acting === undefined) return record;
  const isOver = (uid: string) => !standing.some((f) => f.metadata.uid === uid);
  const over = Object.entries(known).filter(([uid]) => isOver(uid));
  for (const [, name] of over) noteEnd(ctx, name);
  const begun = standing.filter((fault) => known[fault.metadata.uid] === undefined && noteBegin(ctx, record, fault));
  if (over.length === 0 && begun.length === 0) return record;
  const left = Object.entries(known).filter(([uid]) => !isOver(uid));
  const acting = Object.fromEntries([...left, ...begun.map(({ metadata }) => [metadata.uid, metadata.name] as const)]);
  const { acting: _, ...rest } = record;
  return Object.keys(acting).length > 0 ? { ...rest, acting } : rest;
}

function noteEnd({ world, pod }: PodContext, name: string): void {
  world.decide(podDecision(pod, "kubelet/fault-ended", {
    verdict: "fault-ended",
    text: `went on with ${podOnNode(pod)} as usual because fault \`${name}\` is over.`,
    evidence: [{ object: { kind: "Fault", name }, path: "spec" }],
    source: "pkg/kubelet/kubelet.go SyncPod",
    isQuiet: true,
  }));
}

/** False while the container does not run yet. */
function noteBegin(ctx: PodContext, record: PodRecord, fault: FaultOf<PodFaultSpec>): boolean {
  const { world, pod } = ctx;
  const c = record.containers.find(({ name }) => name === targetOf(fault.spec, pod));
  // Each slow start tells of itself.
  if (fault.spec.type === "SlowStart") return c?.phase.kind === "starting" && c.phase.slow?.faultUid === fault.metadata.uid;
  if (c?.phase.kind !== "running") return false;
  const { text, isIdle, path, value } = words(ctx, fault.spec, c, `fault \`${fault.metadata.name}\``);
  world.decide(podDecision(pod, isIdle ? "kubelet/fault-idle" : "kubelet/fault-began", {
    verdict: isIdle ? "nothing-happens" : "fault-began",
    text,
    evidence: [faultEvidence(fault), podField(pod, `${containerPath(pod, c)}.${path}`, value)],
    source: "pkg/kubelet/kubelet.go SyncPod",
    // What follows is a step of its own; that nothing follows must be said.
    isQuiet: !isIdle,
  }));
  return true;
}

interface Words { readonly text: string; readonly isIdle: boolean; readonly path: string; readonly value: unknown }

function words({ pod }: PodContext, spec: Exclude<PodFaultSpec, { type: "SlowStart" }>, c: ContainerRecord, fault: string): Words {
  const { resources, readinessProbe } = specOf(pod, c);
  const container = `container \`${c.name}\` of ${podOnNode(pod)}`;
  switch (spec.type) {
    case "ContainerCrash":
      return { text: `found that ${container} ends with exit code ${spec.exitCode ?? 1} ${spec.afterSeconds ?? 0.5} s after its start: ${fault}.`, isIdle: false, path: "image", value: c.image };
    case "OOM": {
      const limit = resources?.limits?.["memory"];
      return memoryLimit(pod, c) === 0
        ? { text: `let ${container} use more and more memory (${fault}) and did not end it: it has no memory limit.`, isIdle: true, path: "resources.limits", value: resources?.limits }
        : { text: `found that ${container} uses more memory than its limit of ${limit}: ${fault}.`, isIdle: false, path: "resources.limits['memory']", value: limit };
    }
    case "ReadinessFlap":
      return readinessProbe
        ? { text: `found that the readiness probe of ${container} fails and passes by turns of ${spec.everySeconds} s: ${fault}.`, isIdle: false, path: "readinessProbe", value: readinessProbe }
        : { text: `left ${container} ready in spite of ${fault}: it has no readiness probe that could fail.`, isIdle: true, path: "readinessProbe", value: undefined };
  }
}
