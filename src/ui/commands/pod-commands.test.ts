import { describe, expect, test } from "vitest";
import { crashPod, recoverPod } from "./crash-pod.ts";
import { deletePod, forceDeletePod } from "./delete-pod.ts";
import { contextOf, planOf, podRow } from "./fixtures.ts";

const POD = podRow("node-logger-aaaaa");

test("delete sends what kubectl sends", () => {
  expect(planOf(deletePod, contextOf(POD))).toEqual({
    requests: [{ verb: "delete", resource: "pods", namespace: "default", name: "node-logger-aaaaa", options: { propagationPolicy: "Background" } }],
    kubectl: ["kubectl delete pod node-logger-aaaaa"],
  });
  expect(deletePod.when(contextOf(podRow("x", { state: "terminating" })))).toBe("Pod x is terminating already.");
});

test("force means no grace", () => {
  expect(planOf(forceDeletePod, contextOf(podRow("p", { namespace: "kube-system" })))).toEqual({
    requests: [{ verb: "delete", resource: "pods", namespace: "kube-system", name: "p", options: { gracePeriodSeconds: 0, propagationPolicy: "Background" } }],
    kubectl: ["kubectl delete pod p --force --grace-period=0 -n kube-system"],
  });
});

describe("crash", () => {
  test("once by default", () => {
    expect(planOf(crashPod, contextOf(POD))).toMatchObject({
      requests: [{ verb: "create", resource: "faults.sim.playground.local", body: { metadata: { name: "crash-node-logger-aaaaa" }, spec: { type: "ContainerCrash", namespace: "default", podName: "node-logger-aaaaa", exitCode: 1, times: 1 } } }],
    });
  });

  test("until it recovers: no number of times", () => {
    const plan = planOf(crashPod, contextOf(POD), { times: "always" });
    expect("requests" in plan && plan.requests[0]?.body).toEqual({
      apiVersion: "sim.playground.local/v1", kind: "Fault", metadata: { name: "crash-node-logger-aaaaa" },
      spec: { type: "ContainerCrash", namespace: "default", podName: "node-logger-aaaaa", exitCode: 1 },
    });
  });

  test("a standing fault is replaced", () => {
    expect(planOf(crashPod, contextOf(POD, { faults: ["crash-node-logger-aaaaa"] }))).toMatchObject({ requests: [{ verb: "delete" }, { verb: "create" }] });
  });

  test("a pod of another namespace has a fault of its own", () => {
    expect(planOf(crashPod, contextOf(podRow("p", { namespace: "logging" })))).toMatchObject({ requests: [{ body: { metadata: { name: "crash-logging.p" } } }] });
  });

  test("the exit code is checked", () => {
    expect(planOf(crashPod, contextOf(POD), { exitCode: "256" })).toMatchObject({ field: "exitCode" });
  });

  test("nothing crashes before it runs", () => {
    const { nodeName: _, ...unbound } = POD;
    expect(crashPod.when(contextOf(unbound))).toBe("Pod node-logger-aaaaa is on no node yet: nothing runs that could crash.");
  });

  test("recovering deletes the fault", () => {
    expect(recoverPod.when(contextOf(POD))).toBe("No fault stands against pod node-logger-aaaaa.");
    expect(planOf(recoverPod, contextOf(POD, { faults: ["crash-node-logger-aaaaa"] }))).toMatchObject({ kubectl: ["# Only in this playground: on a real cluster you would mend the program.", "kubectl delete fault crash-node-logger-aaaaa"] });
  });
});
