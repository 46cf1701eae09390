import { describe, expect, test } from "vitest";
import { planDrain } from "./drain.ts";
import { labelNode, parseDrainFlags, taintNode } from "./node-verbs.ts";
import { daemonSetRolloutStatus } from "./rollout-status.ts";

describe("kubectl taint and label", () => {
  test("--overwrite stands anywhere, and =false takes it back", () => {
    const taints = [{ key: "a", value: "1", effect: "NoSchedule" as const }];
    expect(taintNode("n", taints, ["--overwrite", "a=2:NoSchedule"])).toMatchObject({ exit: 0, stdout: "node/n modified", taints: [{ key: "a", value: "2", effect: "NoSchedule" }] });
    expect(taintNode("n", taints, ["a=2:NoSchedule", "--overwrite=false"])).toMatchObject({ exit: 1, taints });
  });

  test("a label that is not there is told first", () => {
    expect(labelNode("n", {}, ["x-"])).toEqual({ exit: 0, stdout: 'label "x" not found.\nnode/n not labeled', labels: {} });
  });

  test("an unknown flag is refused as kubectl does it", () => {
    expect(labelNode("n", {}, ["a=b", "--nope"])).toMatchObject({ exit: 1, stderr: "error: unknown flag: --nope\nSee 'kubectl label --help' for usage." });
  });
});

describe("kubectl drain", () => {
  const mirror = { namespace: "kube-system", name: "etcd", phase: "Running", controller: { kind: "Node", name: "n", exists: true }, hasEmptyDir: true, isMirror: true };

  test("leaves mirror pods without a word", () => {
    expect(planDrain([mirror], {})).toEqual({ errors: [], warnings: [], evicted: [] });
  });

  test("flags that do not decide what is evicted are let through", () => {
    expect(parseDrainFlags(["--force", "--grace-period=5", "--timeout=1m", "--ignore-daemonsets=true"])).toEqual({ ignoreDaemonSets: true, force: true, deleteEmptyDirData: false });
    expect(parseDrainFlags(["--delete-all"])).toEqual({ error: "unknown flag: --delete-all\nSee 'kubectl drain --help' for usage." });
  });
});

test("kubectl rollout status waits for updated pods to be available", () => {
  const set = { name: "agent", generation: 2, observedGeneration: 2, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2 };
  expect(daemonSetRolloutStatus(set)).toEqual({ message: 'Waiting for daemon set "agent" rollout to finish: 2 of 3 updated pods are available...\n', done: false });
});
