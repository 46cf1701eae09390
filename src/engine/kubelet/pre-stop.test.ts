import { expect, test } from "vitest";
import { create, remove } from "../../api/request.ts";
import { IMAGES, PODS, SIM_GROUP } from "../../api/resources.ts";
import type { Pod } from "../../api/types/pod.ts";
import { SimCluster } from "../testing/sim-cluster.ts";

const podOf = (sim: SimCluster) => sim.cluster.store.get<Pod>(PODS, "default", "p");

/** A pod with the hook that has just been deleted. */
function deleted(preStop: object, { grace = 30, stop }: { grace?: number; stop?: object } = {}): SimCluster {
  const sim = new SimCluster(3);
  sim.addNode("node-1");
  if (stop) sim.send(create(IMAGES, { apiVersion: `${SIM_GROUP}/v1`, kind: "Image", metadata: { name: "i" }, spec: { image: "example/app:v1", stop } } as never));
  const container = { name: "app", image: "example/app:v1", lifecycle: { preStop } };
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "default" }, spec: { nodeName: "node-1", terminationGracePeriodSeconds: grace, containers: [container] } } as never));
  sim.runFor(10);
  sim.deletePod("p");
  return sim;
}

/** Seconds until the containers have ended, and the code they ended with. */
function ending(sim: SimCluster): readonly [seconds: number, code: number | undefined] {
  const startMs = sim.cluster.nowMs;
  for (;;) {
    const ended = podOf(sim)?.status.containerStatuses?.[0]?.state.terminated;
    if (ended || !podOf(sim) || sim.cluster.nowMs - startMs > 100_000) return [(sim.cluster.nowMs - startMs) / 1000, ended?.exitCode];
    sim.runFor(0.1);
  }
}

test.each([
  ["sleep", { sleep: { seconds: 5 } }],
  ["exec of sleep", { exec: { command: ["sleep", "5"] } }],
  ["exec of a script", { exec: { command: ["/bin/sh", "-c", "sleep 2; nginx -s quit; sleep 3"] } }],
])("a preStop hook with %s goes before SIGTERM", (_, hook) => {
  const [seconds, code] = ending(deleted(hook));
  expect(seconds).toBeGreaterThan(5.8);
  expect(seconds).toBeLessThan(6.3);
  expect(code).toBe(0);
});

test("the hook counts within the grace: what is left of it is what the app has", () => {
  expect(ending(deleted({ sleep: { seconds: 6 } }, { grace: 10, stop: { ignoresSigterm: true } }))).toEqual([expect.closeTo(10, 0), 137]);
});

test("a hook that uses up the grace leaves the app two seconds", () => {
  expect(ending(deleted({ exec: { command: ["sleep", "infinity"] } }, { grace: 10 }))).toEqual([expect.closeTo(11, 0), 0]);
  expect(ending(deleted({ sleep: { seconds: 60 } }, { grace: 10, stop: { ignoresSigterm: true } }))).toEqual([expect.closeTo(12, 0), 137]);
});

test("a second delete with a shorter grace cuts the hook off", () => {
  const sim = deleted({ sleep: { seconds: 20 } });
  sim.runFor(2);
  sim.send(remove(PODS, { namespace: "default", name: "p" }, { gracePeriodSeconds: 3 }));
  const [seconds] = ending(sim);
  expect(seconds).toBeLessThan(4);
});

test("a request is no time, and a forced delete knows no hook", () => {
  expect(ending(deleted({ httpGet: { path: "/bye", port: 80 } }))[0]).toBeLessThan(1.3);
  const sim = deleted({ sleep: { seconds: 20 } });
  sim.send(remove(PODS, { namespace: "default", name: "p" }, { gracePeriodSeconds: 0 }));
  sim.runFor(1);
  expect(podOf(sim)).toBeUndefined();
});
