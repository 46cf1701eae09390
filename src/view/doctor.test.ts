import { describe, expect, test } from "vitest";
import type { DaemonSetRow, NodeRow, PodRow, PodState } from "../api/frame.ts";
import { diagnose } from "./doctor.ts";
import type { Remedy } from "./doctor/diagnosis.ts";

const set = (part: Partial<DaemonSetRow> = {}): DaemonSetRow => ({
  kind: "DaemonSet", namespace: "default", name: "node-logger", uid: "ds", deleting: false, desired: 3, current: 3, ready: 2, upToDate: 1, available: 2, misscheduled: 0,
  generation: 2, observedGeneration: 2, strategy: "RollingUpdate", maxUnavailable: 1, maxSurge: 0, maxUnavailableNodes: 1, maxSurgeNodes: 0, minReadySeconds: 0, image: "logger:v2",
  revisions: [{ hash: "a", revision: 1, image: "logger:v1", letter: "A" }, { hash: "b", revision: 2, image: "logger:v2", letter: "B" }], nodeSelector: {},
  budget: [{ nodeName: "node-2", text: "its new pod is not ready" }], ...part,
});
const pod = (state: PodState, status: string, part: Partial<PodRow> = {}) => ({ kind: "Pod", name: "node-logger-x", nodeName: "node-2", state, status, createdMs: 0, ...part }) as PodRow;
const node = (part: Partial<NodeRow> = {}) => ({ kind: "Node", name: "node-2", ready: "True", down: false, unschedulable: false, taints: [], ...part }) as NodeRow;
const around = (pods: readonly PodRow[], nodes: readonly NodeRow[] = [node()]) => ({ pods, nodes, faults: [], nowMs: 120_000 });
const commands = (remedies: readonly Remedy[] | undefined) => remedies?.map((r) => ("commandId" in r ? r.commandId : r.opens.resource));

describe("the doctor of rollouts", () => {
  test("names the node, the image that cannot be pulled, and that rolling back frees it", () => {
    const found = diagnose(set(), around([pod("failing", "ImagePullBackOff")]));
    expect(found?.text).toBe("The rollout is stuck: `node-2` holds maxUnavailable (1), and 2 nodes are not updated.");
    expect(found?.holders[0]?.cause).toBe("the image of `node-logger-x` cannot be pulled (ImagePullBackOff)");
    expect(commands(found?.holders[0]?.remedies)).toEqual(["rollback", "update-image"]);
  });

  test("knows that a dead node's pod can be neither stopped nor replaced", () => {
    const found = diagnose(set(), around([pod("terminating", "Terminating")], [node({ ready: "Unknown", down: true })]));
    expect(commands(found?.holders[0]?.remedies)).toEqual(["recover-node", "remove-node", "update-strategy"]);
  });

  test("passes on the scheduler's words when a pod has no room", () => {
    const found = diagnose(set(), around([pod("pending", "Pending", { detail: "Insufficient cpu" })]));
    expect(found?.holders[0]?.cause).toBe("`node-logger-x` is not scheduled: Insufficient cpu");
  });

  test.each<[string, Partial<DaemonSetRow>, PodRow]>([
    ["a pod only starts", {}, pod("creating", "ContainerCreating")],
    ["a pod has only just been made and not been placed", {}, pod("pending", "Pending", { createdMs: 119_000 })],
    ["a pod is given time to become ready", {}, pod("not-ready", "Running", { createdMs: 90_000 })],
    ["a pod is still terminating on a node that answers", {}, pod("terminating", "Terminating")],
    ["a place of the budget is free", { maxUnavailableNodes: 2 }, pod("failing", "ImagePullBackOff")],
    ["nothing uses the budget", { budget: [] }, pod("failing", "ImagePullBackOff")],
    ["the strategy is OnDelete", { strategy: "OnDelete" }, pod("failing", "ImagePullBackOff")],
  ])("says nothing while %s", (_, part, one) => {
    expect(diagnose(set(part), around([one]))).toBeUndefined();
  });
});
