import { describe, expect, test } from "vitest";
import type { Condition } from "../../api/types/meta.ts";
import type { ContainerStatus, PodSpec, PodStatus } from "../../api/types/pod.ts";
import { shortageMessage } from "./admission.ts";
import { afterExit, afterPullFailure, type Backoff } from "./backoff.ts";
import { containersReadyVerdict, podConditions, readyVerdict, type ConditionsInput, type Verdict } from "./conditions.ts";
import { podPhase } from "./phase.ts";
import admissionCases from "./testdata/admission.json";
import conditionCases from "./testdata/pod-conditions.json";
import phaseCases from "./testdata/pod-phase.json";
import backoffCases from "./testdata/restart-backoff.json";
import { crashLoopEvent, crashLoopMessage } from "./texts.ts";

interface PhaseCase { readonly pod: { readonly spec: PodSpec; readonly status: PodStatus }; readonly terminating: boolean }

describe("the phase of a pod", () => {
  test.each(phaseCases.cases)("$name", ({ in: given, out }) => {
    const { pod, terminating } = given as unknown as PhaseCase;
    const { containerStatuses = [], initContainerStatuses = [] } = pod.status;
    expect(podPhase({ spec: pod.spec, containerStatuses, initContainerStatuses, isTerminating: terminating })).toBe(out);
  });
});

interface ConditionCase {
  readonly spec: PodSpec;
  readonly containerStatuses: readonly ContainerStatus[] | null;
  readonly phase: PodStatus["phase"];
  readonly otherConditions: readonly Condition[];
}

const written = (v: Verdict) => ({ status: v.status, reason: v.reason ?? "", message: v.message ?? "" });

describe("the conditions of a pod", () => {
  test.each(conditionCases.cases.filter((c) => c.fn === "pod.readyConditions"))("$name", ({ in: given, out }) => {
    const { spec, containerStatuses, phase, otherConditions } = given as unknown as ConditionCase;
    const input: ConditionsInput = { spec, containerStatuses: containerStatuses ?? undefined, phase, others: otherConditions };
    const containersReady = containersReadyVerdict(input);
    expect({ ContainersReady: written(containersReady), Ready: written(readyVerdict(input, containersReady)) }).toEqual(out);
  });

  test.each(conditionCases.cases.filter((c) => c.fn === "pod.conditionOrder"))("$name", ({ in: given, out }) => {
    const { othersBefore } = given as unknown as { othersBefore: string[] };
    const old = othersBefore.map((type) => ({ type, status: "True" as const }));
    const input = { spec: { containers: [] }, containerStatuses: [], phase: "Running" as const, others: old, hasSandbox: true };
    expect(podConditions(input, old, { nowMs: 0, generation: 1 }).map((c) => c.type)).toEqual(out);
  });

  test("move their transition time only with their status", () => {
    const old = [{ type: "Ready", status: "False" as const, lastTransitionTime: "2026-01-01T00:00:00Z" }, { type: "PodScheduled", status: "True" as const, lastTransitionTime: "2026-01-01T00:00:01Z" }];
    const input = { spec: { containers: [] }, containerStatuses: [], phase: "Running" as const, others: old, hasSandbox: true };
    const times = Object.fromEntries(podConditions(input, old, { nowMs: 60_000, generation: 1 }).map((c) => [c.type, c.lastTransitionTime]));
    expect(times).toMatchObject({ Ready: "2026-01-01T00:01:00Z", PodScheduled: "2026-01-01T00:00:01Z" });
  });
});

function crashLoopDelays(runSecondsBeforeEachExit: readonly number[]): number[] {
  let entry: Backoff | undefined;
  let nowMs = 0;
  return runSecondsBeforeEachExit.map((runSeconds) => {
    nowMs += runSeconds * 1000;
    const next = afterExit(entry, nowMs);
    entry = next.entry;
    nowMs += next.waitSeconds * 1000;
    return next.waitSeconds;
  });
}

function pullWindows(failures: number): number[] {
  const seconds: number[] = [];
  let entry: Backoff | undefined;
  for (let nowMs = 0; seconds.length < failures; nowMs += entry.seconds * 1000) {
    entry = afterPullFailure(entry, nowMs);
    seconds.push(entry.seconds);
  }
  return seconds;
}

describe("back-off", () => {
  test.each(backoffCases.cases)("$name", ({ fn, in: given, out }) => {
    const g = given as { runSecondsBeforeEachExit: number[]; failures: number; container: string; pod: string; namespace: string; uid: string; backoffSeconds: number };
    const metadata = { name: g.pod, namespace: g.namespace, uid: g.uid };
    const results: Record<string, () => unknown> = {
      "kubelet.crashLoopDelays": () => crashLoopDelays(g.runSecondsBeforeEachExit),
      "kubelet.imagePullBackoffWindows": () => pullWindows(g.failures),
      "kubelet.crashLoopMessage": () => ({
        reason: "CrashLoopBackOff",
        message: crashLoopMessage(g.container, metadata, g.backoffSeconds),
        event: { type: "Warning", reason: "BackOff", message: crashLoopEvent(g.container, metadata) },
      }),
    };
    expect(results[fn]!()).toEqual(out);
  });
});

describe("the text of a rejection", () => {
  test.each(admissionCases.cases.filter((c) => "resource" in c.in))("$name", ({ in: given, out }) => {
    const g = given as { resource: string; requested: number; used: number; capacity: number };
    expect(shortageMessage(g)).toBe(out.eventMessage);
  });
});
