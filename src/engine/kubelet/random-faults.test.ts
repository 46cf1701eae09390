import { describe, expect, test } from "vitest";
import { create, remove } from "../../api/request.ts";
import { FAULTS, SIM_GROUP } from "../../api/resources.ts";
import type { Fault, FaultType } from "../../api/types/fault.ts";
import { randomStream } from "../sim/random.ts";
import { daemonSetObject, SimCluster } from "../testing/sim-cluster.ts";

const TYPES: readonly FaultType[] = [
  "NodeDown", "NetworkCut", "MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable", "ImagePullFailure", "SlowStart", "ContainerCrash", "ReadinessFlap", "OOM",
];
const STEPS = 15;
const PROBED = { containers: [{ name: "logger", image: "example/logger:v1", readinessProbe: { httpGet: { port: 80 } }, resources: { requests: { memory: "64Mi" }, limits: { memory: "64Mi" } } }] };

/** Fifteen faults of any type begin and end in any order, with new images, deletions and time between. */
function runProgram(seed: number): SimCluster {
  const sim = new SimCluster(seed);
  const random = randomStream(new Map(), seed, "faults");
  for (let i = 1; i <= 4; i++) sim.addNode(`node-${i}`);
  sim.apply(daemonSetObject("agent", {}, PROBED));
  sim.runFor(20);
  for (let step = 0; step < STEPS; step++) {
    const standing = [...sim.cluster.store.all<Fault>(FAULTS)];
    const pods = sim.pods();
    const act = random.int(0, 9);
    if (act < 5) sim.send(create(FAULTS, { apiVersion: `${SIM_GROUP}/v1`, kind: "Fault", metadata: { name: `fault-${step}` }, spec: specOf(TYPES[random.int(0, TYPES.length - 1)]!, random.int(1, 4), pods[random.int(0, Math.max(0, pods.length - 1))]?.metadata.name ?? "nobody") } as never));
    else if (act < 8 && standing.length > 0) sim.send(remove(FAULTS, { name: standing[random.int(0, standing.length - 1)]!.metadata.name }));
    else if (act === 8) sim.setImage("agent", `example/logger:v${step + 2}`);
    else if (pods.length > 0) sim.deletePod(pods[0]!.metadata.name);
    sim.runFor(random.int(1, 90));
  }
  for (const fault of Array.from(sim.cluster.store.all<Fault>(FAULTS))) sim.send(remove(FAULTS, { name: fault.metadata.name }));
  sim.runFor(2400);
  return sim;
}

function specOf(type: FaultType, node: number, podName: string): object {
  const inPod = { type, namespace: "default", podName };
  switch (type) {
    case "SlowStart": return { ...inPod, seconds: 40 };
    case "ReadinessFlap": return { ...inPod, everySeconds: 15 };
    case "ContainerCrash": case "OOM": return inPod;
    default: return { type, nodeName: `node-${node}` };
  }
}

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])("faults of any type, in any order (seed %i)", (seed) => {
  test("leave a cluster that is well again when all of them are over", () => {
    const sim = runProgram(seed);
    expect(sim.numbers("agent")).toBe("4 4 4 4 4 0");
    const nodes = ["node-1", "node-2", "node-3", "node-4"].map((name) => sim.node(name));
    expect(nodes.flatMap((node) => node.spec.taints ?? [])).toEqual([]);
    expect(nodes.flatMap((node) => node.status.conditions!.filter((c) => c.status !== (c.type === "Ready" ? "True" : "False")))).toEqual([]);
    for (const begun of ["cut-off", "pulls-broken", "no-route"]) {
      const ended = { "cut-off": "reconnected", "pulls-broken": "pulls-repaired", "no-route": "route" }[begun];
      const count = (verdict: string | undefined) => sim.cluster.decisions.since(0).filter((d) => d.verdict === verdict).length;
      expect(count(ended)).toBeLessThanOrEqual(count(begun));
    }
  });

  test("happen again the same after seeking back", () => {
    const sim = runProgram(seed);
    const end = sim.cluster.nowMs;
    const dump = JSON.stringify(sim.cluster.dump());
    sim.cluster.seek(Math.floor(end / 7));
    sim.cluster.seek(end);
    expect(JSON.stringify(sim.cluster.dump()) === dump).toBe(true);
  });
});
