import { describe, expect, test } from "vitest";
import { create, type ExecResult, type KubeRequest } from "../../api/request.ts";
import { DAEMONSETS, PODS } from "../../api/resources.ts";
import { daemonSetObject, SimCluster } from "../testing/sim-cluster.ts";

function runningPod(): { readonly sim: SimCluster; readonly pod: Pick<KubeRequest, "resource" | "namespace" | "name"> } {
  const sim = new SimCluster();
  sim.addNode("node-1");
  sim.send(create(DAEMONSETS, daemonSetObject("agent") as never));
  sim.runFor(30);
  return { sim, pod: { resource: PODS.key, namespace: "default", name: sim.podOn("node-1")!.metadata.name } };
}

describe("of a pod", () => {
  test("the log is one text, and asking for it leaves no trace", () => {
    const { sim, pod } = runningPod();
    const { revision } = sim.cluster.store;
    expect(typeof sim.send({ verb: "get", ...pod, subresource: "log", options: { log: { tailLines: 2 } } })).toBe("string");
    expect(sim.try({ verb: "get", ...pod, subresource: "log", options: { log: { container: "zz" } } })).toMatchObject({ ok: false, status: { code: 400, message: `container zz is not valid for pod ${pod.name}` } });
    expect([sim.cluster.store.revision, sim.cluster.log.inputs.filter((i) => i.request.verb === "get")]).toEqual([revision, []]);
  });

  test("a command answers what it prints", () => {
    const { sim, pod } = runningPod();
    const result = sim.send<ExecResult>({ verb: "create", ...pod, subresource: "exec", body: { command: ["hostname"] } });
    expect(result).toEqual({ stdout: `${pod.name}\n`, stderr: "", exitCode: 0 });
    for (const body of [undefined, {}, { command: "ls" }, { command: [1] }]) {
      expect(sim.try({ verb: "create", ...pod, subresource: "exec", body })).toMatchObject({ ok: false, status: { code: 400 } });
    }
  });

  test("what is not there, or not done that way", () => {
    const { sim, pod } = runningPod();
    expect(sim.try({ verb: "get", ...pod, name: "nope", subresource: "log" })).toMatchObject({ ok: false, status: { code: 404, message: 'pods "nope" not found' } });
    expect(sim.try({ verb: "create", ...pod, subresource: "log" })).toMatchObject({ ok: false, status: { code: 405 } });
    expect(sim.try({ verb: "get", ...pod, subresource: "resize" })).toMatchObject({ ok: false, status: { code: 404 } });
  });
});
