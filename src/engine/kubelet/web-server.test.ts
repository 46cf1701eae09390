import { expect, test } from "vitest";
import { create } from "../../api/request.ts";
import { EVENTS, PODS } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { Pod } from "../../api/types/pod.ts";
import { SimCluster } from "../testing/sim-cluster.ts";

/** What has become of a pod `web` with this container after half a minute: ready or not, restarts, and what its probes said. */
function probed(container: object): readonly [boolean, number, string | undefined] {
  const sim = new SimCluster(7);
  sim.addNode("node-1");
  sim.settle();
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "web", namespace: "default" }, spec: { terminationGracePeriodSeconds: 1, containers: [{ name: "c", image: "nginx:1.27", ...container }] } } as never));
  sim.runFor(30);
  const { containerStatuses, podIP = "" } = sim.cluster.store.get<Pod>(PODS, "default", "web")!.status;
  const { ready, restartCount } = containerStatuses![0]!;
  const told = [...sim.cluster.store.all<KubeEvent>(EVENTS)].find(({ reason }) => reason === "Unhealthy")?.message;
  return [ready, restartCount, told?.replaceAll(podIP, "IP")];
}

const often = { periodSeconds: 2, failureThreshold: 2 };

test("a stock web server refuses probes of other ports, and has no other page than its own", () => {
  expect(probed({ readinessProbe: { httpGet: { path: "/", port: 80 }, ...often } })).toEqual([true, 0, undefined]);
  expect(probed({ readinessProbe: { httpGet: { path: "/healthz", port: 80 }, ...often } })).toEqual([false, 0, "Readiness probe failed: HTTP probe failed with statuscode: 404"]);
  expect(probed({ readinessProbe: { tcpSocket: { port: "web" }, ...often }, ports: [{ name: "web", containerPort: 8080 }] })).toEqual([false, 0, "Readiness probe failed: dial tcp IP:8080: connect: connection refused"]);
  const [, restarts, told] = probed({ image: "httpd:2.4", livenessProbe: { httpGet: { path: "/", port: 8080 }, ...often } });
  expect([restarts > 0, told]).toEqual([true, 'Liveness probe failed: Get "http://IP:8080/": dial tcp IP:8080: connect: connection refused']);
});

test("of a web server with a command or files of its own, and of other images, nothing is known", () => {
  const readinessProbe = { httpGet: { path: "/healthz", port: 8080 }, ...often };
  expect(probed({ readinessProbe, image: "example/nginx:1" })[0]).toBe(true);
  expect(probed({ readinessProbe, args: ["-c", "/etc/own.conf"] })[0]).toBe(true);
  expect(probed({ readinessProbe: { exec: { command: ["true"] } } })[0]).toBe(true);
});
