import { describe, expect, test } from "vitest";
import { create } from "../../api/request.ts";
import { PODDISRUPTIONBUDGETS } from "../../api/resources.ts";
import type { SimCluster } from "../../engine/testing/sim-cluster.ts";
import { threeKinds } from "../../engine/testing/three-kinds.ts";
import { runLine, type Ran, type RunOptions } from "../testing/run-on-cluster.ts";
import { withoutChance } from "../testing/story.ts";

/* Texts as recorded with kubectl v1.36.3; what repeats, repeats because kubectl prints a line for each event. */

/** Runs a line; `seconds`: how long it took in the cluster. */
function run(sim: SimCluster, line: string, options: RunOptions = {}): Ran & { readonly seconds: number } {
  const { nowMs } = sim.cluster;
  const ran = runLine(sim.cluster, line.split(" ").slice(1), options);
  return { stdout: withoutChance(ran.stdout), stderr: withoutChance(ran.stderr), status: ran.status, seconds: (sim.cluster.nowMs - nowMs) / 1000 };
}

function withoutRepeats(text: string): readonly string[] {
  return text.trimEnd().split("\n").filter((line, i, lines) => line !== lines[i - 1]);
}

describe("kubectl rollout status", () => {
  test("tells each step of a DaemonSet, and ends with it", () => {
    const sim = threeKinds();
    run(sim, "kubectl set image ds/agent logger=example/logger:v2");
    const { stdout, stderr, status } = run(sim, "kubectl rollout status ds/agent");
    expect(withoutRepeats(stdout)).toEqual([
      "Waiting for daemon set spec update to be observed...",
      'Waiting for daemon set "agent" rollout to finish: 0 out of 3 new pods have been updated...',
      'Waiting for daemon set "agent" rollout to finish: 1 out of 3 new pods have been updated...',
      'Waiting for daemon set "agent" rollout to finish: 2 out of 3 new pods have been updated...',
      'Waiting for daemon set "agent" rollout to finish: 2 of 3 updated pods are available...',
      'daemon set "agent" successfully rolled out',
    ]);
    expect([stderr, status]).toEqual(["", 0]);
    expect(run(sim, "kubectl rollout status ds/agent")).toEqual({ stdout: 'daemon set "agent" successfully rolled out\n', stderr: "", status: 0, seconds: 0 });
  });

  test("gives up when the time is over", () => {
    const sim = threeKinds();
    run(sim, "kubectl set image sts/db redis=redis:8");
    expect(run(sim, "kubectl rollout status sts/db --timeout=1s")).toMatchObject({ stderr: "error: timed out waiting for the condition\n", status: 1, seconds: 1 });
    expect(withoutRepeats(run(sim, "kubectl rollout status sts/db").stdout).at(-1)).toBe("partitioned roll out complete: 2 new pods have been updated...");
  });

  test("cannot tell of a DaemonSet that is updated by hand", () => {
    const sim = threeKinds();
    sim.patchSet("agent", { spec: { updateStrategy: { type: "OnDelete", rollingUpdate: null } } });
    expect(run(sim, "kubectl rollout status ds/agent")).toEqual({ stdout: "", stderr: "error: rollout status is only available for RollingUpdate strategy type\n", status: 1, seconds: 0 });
  });

  test("undo goes back, and again forth", () => {
    const sim = threeKinds();
    run(sim, "kubectl set image ds/agent logger=example/logger:v2");
    sim.settle();
    const image = () => sim.set("agent").spec.template.spec.containers[0]!.image;
    expect(run(sim, "kubectl rollout undo ds/agent").stdout).toBe("daemonset.apps/agent rolled back\n");
    expect(image()).toBe("example/logger:v1");
    sim.settle();
    expect(run(sim, "kubectl rollout history ds/agent").stdout).toBe("daemonset.apps/agent \nREVISION  CHANGE-CAUSE\n2         <none>\n3         <none>\n\n");
    run(sim, "kubectl rollout undo ds/agent --to-revision=2");
    expect(image()).toBe("example/logger:v2");
  });
});

describe("kubectl drain", () => {
  test("evicts, and waits until the pods are gone", () => {
    expect(run(threeKinds(), "kubectl drain node-3 --ignore-daemonsets --force --grace-period=5")).toMatchObject({
      stdout: `node/node-3 cordoned
evicting pod default/toolbox
evicting pod default/web-HASH-xxxxx
pod/web-HASH-xxxxx evicted
pod/toolbox evicted
node/node-3 drained
`,
      stderr: "Warning: ignoring DaemonSet-managed Pods: default/agent-xxxxx; deleting Pods that declare no controller: default/toolbox\n",
      status: 0,
    });
  });

  test("asks a budget every five seconds, until the time is over", () => {
    const sim = threeKinds();
    const budget = { apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata: { name: "db", namespace: "default" }, spec: { minAvailable: 2, selector: { matchLabels: { app: "db" } } } };
    sim.send(create(PODDISRUPTIONBUDGETS, budget as never));
    sim.runFor(5);
    const node = sim.pods().find(({ metadata }) => metadata.name === "db-0")!.spec.nodeName!;
    const about = 'error when evicting pods/"db-0" -n "default"';
    const retry = `${about} (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.\n`;
    expect(run(sim, `kubectl drain ${node} --ignore-daemonsets --force --timeout=12s --pod-selector=app=db`)).toEqual({
      stdout: `node/${node} cordoned\n${"evicting pod default/db-0\n".repeat(4)}`,
      stderr: `${retry.repeat(3)}There are pending pods in node "${node}" when an error occurred: ${about}: global timeout reached: 12s
pod/db-0
error: unable to drain node "${node}" due to error: ${about}: global timeout reached: 12s, continuing command...
There are pending nodes to be drained:
 ${node}
${about}: global timeout reached: 12s
`,
      status: 1,
      seconds: 15,
    });
    expect(run(sim, `kubectl drain ${node} --ignore-daemonsets --pod-selector=app=db --disable-eviction`).stdout).toBe(`node/${node} already cordoned\npod/db-0 deleted\nnode/${node} drained\n`);
  });
});

describe("kubectl wait", () => {
  test("waits until a pod is gone, and until one is there", () => {
    const sim = threeKinds();
    expect(run(sim, "kubectl wait --for=delete pod/toolbox --timeout=2s")).toEqual({ stdout: "", stderr: "error: timed out waiting for the condition on pods/toolbox\n", status: 1, seconds: 2 });
    run(sim, "kubectl delete pod toolbox --wait=false");
    expect(run(sim, "kubectl wait --for=delete pod/toolbox --timeout=40s")).toMatchObject({ stdout: "pod/toolbox condition met\n", status: 0 });
    expect(run(sim, "kubectl wait --for=create pod/toolbox --timeout=1s")).toEqual({ stdout: "", stderr: "error: timed out waiting for the condition\n", status: 1, seconds: 1 });
    run(sim, "kubectl run new --image=nginx");
    expect(run(sim, "kubectl wait --for=condition=Ready pod/new")).toMatchObject({ stdout: "pod/new condition met\n", status: 0 });
  });

  test("the time is that of all objects together", () => {
    expect(run(threeKinds(), "kubectl wait --for=condition=Nope pod toolbox db-0 --timeout=2s")).toEqual({
      stdout: "", stderr: "timed out waiting for the condition on pods/toolbox\ntimed out waiting for the condition on pods/db-0\n", status: 1, seconds: 2,
    });
  });
});

describe("kubectl logs -f", () => {
  test("prints what is added, until it is stopped or the container has ended", () => {
    const sim = threeKinds();
    const followed = run(sim, "kubectl logs -f toolbox --all-containers --prefix --tail=1", { interruptAfterMs: 12_000 });
    expect(followed.stdout).toMatch(/^(?:\[pod\/toolbox\/sidecar\] hi\n){3,4}$/);
    expect(followed.status).toBe(1);
    run(sim, "kubectl delete pod toolbox --wait=false --grace-period=1");
    expect(run(sim, "kubectl logs -f toolbox -c sidecar --tail=1")).toMatchObject({ stderr: "", status: 0 });
  });
});

test("kubectl exec -i hands over the input", () => {
  expect(run(threeKinds(), "kubectl exec -i toolbox -c sidecar -- cat", { stdin: "hi\nyou\n" })).toMatchObject({ stdout: "hi\nyou\n", stderr: "", status: 0 });
});

test("kubectl run -i shows what the pod prints", () => {
  expect(run(threeKinds(), "kubectl run hello --image=busybox -i -q --restart=Never -- echo hi", { interruptAfterMs: 5_000 })).toMatchObject({ stdout: "hi\n", stderr: "" });
});

test.each([
  ["wc -l", "2\n"], ["cat", "hi\nyou\n"], ["sh", "sh: hi: not found\nsh: you: not found\n"],
])("kubectl run -i hands over the input: %s", (command, output) => {
  const { stdout, stderr } = run(threeKinds(), `kubectl run x --image=busybox -i -q --rm --restart=Never -- ${command}`, { stdin: "hi\nyou\n", interruptAfterMs: 60_000 });
  expect((stderr + stdout).replace(/pod .*\n/g, "")).toBe(output);
});
