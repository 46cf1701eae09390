import { expect, test } from "vitest";
import { create } from "../../api/request.ts";
import { EVENTS, PODS } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { Pod } from "../../api/types/pod.ts";
import { SimCluster } from "../testing/sim-cluster.ts";

function busybox(script: string, container: object, pod: object = {}): SimCluster {
  const sim = new SimCluster(7);
  sim.addNode("node-1");
  sim.settle();
  const spec = { terminationGracePeriodSeconds: 1, containers: [{ name: "c", image: "busybox:1.37", command: ["sh", "-c", script], ...container }], ...pod };
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "default" }, spec } as never));
  return sim;
}

const container = (sim: SimCluster) => sim.cluster.store.get<Pod>(PODS, "default", "p")!.status.containerStatuses![0]!;
const said = (sim: SimCluster) => [...sim.cluster.store.all<KubeEvent>(EVENTS)].flatMap(({ reason, message, count }) => (reason === "Unhealthy" || reason === "Killing" ? [`${count} ${message}`] : []));
const healthy = (more: object) => ({ exec: { command: ["cat", "/tmp/healthy"] }, periodSeconds: 5, ...more });

// The example of "Configure Liveness, Readiness and Startup Probes" in Kubernetes' documentation.
test("a container that removes the file its liveness probe looks at is restarted, and begins anew", () => {
  const sim = busybox("touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600", { livenessProbe: healthy({ initialDelaySeconds: 5 }) });
  sim.runFor(31);
  expect([container(sim).restartCount, said(sim)]).toEqual([0, []]);
  sim.runFor(24);
  expect(container(sim)).toMatchObject({ restartCount: 1, ready: true, lastState: { terminated: { exitCode: 137 } } });
  expect(said(sim)).toEqual([
    "3 Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory",
    "1 Container c failed liveness probe, will be restarted",
  ]);
});

test("a readiness probe follows a file that comes, goes and comes again", () => {
  const script = "sleep 20; touch /tmp/healthy; sleep 30; rm /tmp/healthy; sleep 40; echo ok > /tmp/healthy; sleep 600";
  const sim = busybox(script, { readinessProbe: healthy({ failureThreshold: 2 }) });
  const ready = [10, 20, 20, 20, 30].map((seconds) => {
    sim.runFor(seconds);
    return container(sim).ready;
  });
  expect([ready, container(sim).restartCount]).toEqual([[false, true, true, false, true], 0]);
});

test("of probes that look at a volume or a network, and of other programs, nothing is known: they pass", () => {
  const looks = (command: readonly string[], more: object = {}) => {
    const sim = busybox("sleep 600", { readinessProbe: { exec: { command }, periodSeconds: 1, failureThreshold: 1 }, ...more }, { volumes: [{ name: "v", emptyDir: {} }] });
    sim.runFor(10);
    return container(sim).ready;
  };
  const volumeMounts = [{ name: "v", mountPath: "/work" }];
  expect([looks(["cat", "/work/ok"], { volumeMounts }), looks(["sh", "-c", "wget -q localhost"]), looks(["own-check"]), looks(["test", "-f", "/nope"])]).toEqual([true, true, true, false]);
});
