import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { create, patch, remove, type LogOptions } from "../../../api/request.ts";
import { FAULTS, IMAGES, PODS, SIM_GROUP } from "../../../api/resources.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { SimCluster } from "../../testing/sim-cluster.ts";
import { podLog } from "./pod-log.ts";

const COUNTER = 'echo "hello from $NODE_NAME"; i=0; while true; do echo "$i: $(date +%T)"; i=$((i+1)); sleep 10; done';
const NODE_NAME = { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } };
const counter = { name: "count", image: "busybox:1.37", command: ["sh", "-c", COUNTER], env: [NODE_NAME] };

/** A cluster of one node with one pod, after half a minute. */
function cluster(spec: object, seconds = 30): SimCluster {
  const sim = new SimCluster(1);
  sim.addNode("node-1");
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "default" }, spec: { nodeName: "node-1", ...spec } } as never));
  sim.runFor(seconds);
  return sim;
}
const pod = (sim: SimCluster) => sim.cluster.store.get<Pod>(PODS, "default", "p")!;
const ask = (sim: SimCluster, options: LogOptions = {}) => podLog({ store: sim.cluster.store, nowMs: sim.cluster.nowMs }, pod(sim), options);
const read = (sim: SimCluster, options: LogOptions = {}): string => {
  const answer = ask(sim, options);
  return "text" in answer ? answer.text : `${answer.status.code} ${answer.status.reason ?? "-"}: ${answer.status.message}`;
};
const image = (sim: SimCluster, spec: object) => sim.send(create(IMAGES, { apiVersion: `${SIM_GROUP}/v1`, kind: "Image", metadata: { name: "image" }, spec } as never));
const fault = (sim: SimCluster, spec: object) => sim.send(create(FAULTS, { apiVersion: `${SIM_GROUP}/v1`, kind: "Fault", metadata: { name: "fault" }, spec } as never));

describe("the log of a shell script", () => {
  test("is what the script prints, with its variables and its clock", () => {
    const sim = cluster({ containers: [counter] });
    const started = pod(sim).status.containerStatuses![0]!.state.running!.startedAt;
    const at = (seconds: number) => `00:00:${String(Number(started.slice(17, 19)) + seconds).padStart(2, "0")}`;
    expect(read(sim)).toBe(`hello from node-1\n0: ${at(0)}\n1: ${at(10)}\n2: ${at(20)}\n`);
  });

  test("goes on counting in the thousandth turn without having gone through the others", () => {
    const sim = cluster({ containers: [counter] });
    const later = { store: sim.cluster.store, nowMs: sim.cluster.nowMs + 10_000_000 };
    const answer = podLog(later, pod(sim), { tailLines: 2 });
    const numbers = "text" in answer ? answer.text.split("\n").slice(0, 2).map((line) => Number(line.split(":")[0])) : [];
    expect(numbers).toEqual([1001, 1002]);
  });

  test("is that of the image from where it starts a program of the image", () => {
    const sim = cluster({ containers: [{ name: "web", image: "nginx:1.29", command: ["sh", "-c", "echo before && exec nginx -g 'daemon off;'"] }] });
    expect(read(sim).split("\n")[0]).toBe("before");
    expect(read(sim)).toContain("ready for start up");
  });

  test.each([
    [["echo", "hello"], "hello\n"],
    [["printenv", "NODE_NAME"], "node-1\n"],
    [["/bin/sh", "-c", "hostname; cat /etc/hostname"], "p\np\n"],
    [["sh", "-c", "echo $(NODE_NAME) '$$(NODE_NAME)'"], "node-1 $(NODE_NAME)\n"],
    [["sh", "-c", "nothing-like-this || echo failed"], "sh: nothing-like-this: not found\nfailed\n"],
    [["sh", "-c", "while true; do echo up"], 'sh: syntax error: unexpected end of file (expecting "done")\n'],
    [["sleep", "infinity"], ""],
  ])("of %j is %j", (command, text) => {
    expect(read(cluster({ containers: [{ ...counter, command }] }))).toBe(text);
  });
});

describe("the log of an image", () => {
  test("a log collector names its node, itself and its own file under /var/log/containers", () => {
    const sim = cluster({
      containers: [{ name: "logger", image: "fluent/fluent-bit:4.1", volumeMounts: [{ name: "varlog", mountPath: "/var/log" }] }],
      volumes: [{ name: "varlog", hostPath: { path: "/var/log" } }],
    });
    const id = pod(sim).status.containerStatuses![0]!.containerID!.slice("containerd://".length);
    expect(read(sim)).toContain("Fluent Bit v4.1\n");
    expect(read(sim)).toContain("node=node-1 namespace=default pod=p");
    expect(read(sim)).toContain(`name=/var/log/containers/p_default_logger-${id}.log\n`);
  });

  test("a web server notes each probe of the kubelet", () => {
    const sim = cluster({ containers: [{ name: "web", image: "nginx:1.29", readinessProbe: { httpGet: { path: "/ready", port: 80 }, periodSeconds: 5 } }] }, 22);
    expect(read(sim).match(/"GET \/ready HTTP\/1\.1" 200 615 "-" "kube-probe\/1\.36"/g)).toHaveLength(4);
  });

  test.each(["fluentd:v1.19", "elastic/filebeat:9.1.0", "logstash:9.1.0", "timberio/vector:0.49.0-debian", "grafana/promtail:3.5.0", "prom/node-exporter:v1.9.1", "datadog/agent:7", "falcosecurity/falco:0.41", "sysdig/agent:13", "gcr.io/cadvisor/cadvisor:v0.52", "calico/node:v3.30", "quay.io/cilium/cilium:v1.18.0", "weaveworks/weave-kube:2.8.1", "registry.k8s.io/kube-proxy:v1.36.2", "quay.io/ceph/ceph:v19", "gluster/gluster-centos:7", "registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.14", "example/agent:v1"])("%s says where it is", (name) => {
    expect(read(cluster({ containers: [{ name: "c", image: name }] }, 70))).toContain("node-1");
  });

  test.each(["registry.k8s.io/pause:3.10", "busybox"])("%s prints nothing", (name) => {
    expect(read(cluster({ containers: [{ name: "c", image: name }] }))).toBe("");
  });
});

describe("a container that ended", () => {
  test("says why, and `previous` shows the run before", () => {
    const sim = cluster({ containers: [{ name: "c", image: "example/agent:crash" }] });
    expect(read(sim, { previous: true })).toMatch(/^c: started on node-1 .*\n.* fatal: c on node-1 cannot go on: exit code 1\n$/);
  });

  test("says nothing when the kernel killed it for its memory", () => {
    const sim = cluster({ containers: [{ name: "c", image: "example/agent:v1", resources: { limits: { memory: "64Mi" } } }] }, 5);
    fault(sim, { type: "OOM", namespace: "default", podName: "p", times: 1 });
    sim.runFor(10);
    expect(pod(sim).status.containerStatuses![0]!.lastState.terminated?.reason).toBe("OOMKilled");
    expect(read(sim, { previous: true })).toBe("c: started on node-1 (image example/agent:v1)\n");
  });

  test("in back-off shows the log of its last run", () => {
    const sim = cluster({ containers: [{ name: "c", image: "example/agent:crash" }] }, 60);
    expect(pod(sim).status.containerStatuses![0]!.state.waiting?.reason).toBe("CrashLoopBackOff");
    expect(read(sim)).toContain("exit code 1\n");
  });
});

describe("the answer of the API server", () => {
  const two = { containers: [counter, { name: "side", image: "example/side" }] };

  test.each<[LogOptions, string]>([
    [{}, "400 BadRequest: a container name must be specified for pod p, choose one of: [count side]"],
    [{ container: "nope" }, "400 BadRequest: container nope is not valid for pod p"],
    [{ container: "side", previous: true }, '400 BadRequest: previous terminated container "side" in pod "p" not found'],
    [{ container: "count", tailLines: -1 }, '422 Invalid: PodLogOptions "p" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0'],
    [{ container: "count", limitBytes: 0 }, '422 Invalid: PodLogOptions "p" is invalid: limitBytes: Invalid value: 0: must be greater than 0'],
    [{ container: "count", sinceSeconds: 0 }, '422 Invalid: PodLogOptions "p" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0'],
    [{ container: "count", sinceSeconds: 1, sinceTime: "2026-01-01T00:00:00Z" }, '422 Invalid: PodLogOptions "p" is invalid: : Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified'],
  ])("to %j is %s", (options, message) => {
    expect(read(cluster(two), options)).toBe(message);
  });

  test.each([
    ["example/does-not-exist:1", 2, "image can't be pulled"],
    ["example/does-not-exist:1", 30, "trying and failing to pull image"],
    ["example/agent:v1", 0.7, "ContainerCreating"],
  ])("about %s after %f s says that it waits: %s", (name, seconds, why) => {
    const sim = cluster({ containers: [{ name: "c", image: name }] }, seconds);
    expect(read(sim)).toBe(`400 BadRequest: container "c" in pod "p" is waiting to start: ${why}`);
  });

  test("is empty for a pod without a node", () => {
    const sim = cluster({ nodeName: undefined, nodeSelector: { disk: "none" }, containers: [counter] });
    expect(read(sim)).toBe("");
  });

  test.each([
    ["NodeDown", "connect: no route to host"],
    ["NetworkCut", "i/o timeout"],
  ])("under %s is that the kubelet does not answer", (type, why) => {
    const sim = cluster({ containers: [counter] });
    fault(sim, { type, nodeName: "node-1" });
    expect(read(sim, { tailLines: 5 })).toBe(`500 -: Get "https://10.0.0.11:10250/containerLogs/default/p/count?tailLines=5": dial tcp 10.0.0.11:10250: ${why}`);
    sim.runFor(100);
    sim.send(remove(FAULTS, { name: "fault" }));
    expect(read(sim)).toMatch(/connection refused$/);
  });

  test("names the node that is gone", () => {
    const sim = cluster({ containers: [counter] });
    const moved = { ...pod(sim), spec: { ...pod(sim).spec, nodeName: "gone" } };
    expect(podLog({ store: sim.cluster.store, nowMs: sim.cluster.nowMs }, moved, {})).toMatchObject({ status: { code: 404, message: 'nodes "gone" not found' } });
  });
});

describe("options", () => {
  const lines = (sim: SimCluster, options: LogOptions) => read(sim, options).split("\n").slice(0, -1).map((line) => line.slice(0, 2));

  test.each<[LogOptions, string[]]>([
    [{ tailLines: 2 }, ["1:", "2:"]],
    [{ tailLines: 0 }, []],
    [{ tailLines: 99 }, ["he", "0:", "1:", "2:"]],
    [{ sinceSeconds: 15 }, ["2:"]],
    [{ sinceTime: "2026-01-01T00:00:10Z" }, ["1:", "2:"]],
    [{ tailLines: 3, sinceSeconds: 15 }, ["2:"]],
    [{ limitBytes: 18 }, ["he"]],
  ])("%j leave the lines %j", (options, left) => {
    expect(lines(cluster({ containers: [counter] }), options)).toEqual(left);
  });

  test("timestamps have nine digits and are in order, and count as bytes", () => {
    const sim = cluster({ containers: [counter] });
    const stamps = read(sim, { timestamps: true }).split("\n").slice(0, -1).map((line) => /^(\S+) /.exec(line)![1]!);
    for (const stamp of stamps) expect(stamp).toMatch(/^2026-01-01T00:00:\d\d\.\d{9}Z$/);
    expect(stamps.toSorted()).toEqual(stamps);
    expect(read(sim, { timestamps: true, limitBytes: 19 })).toMatch(/^2026-01-01T00:00:\d\d$/);
  });

  test("limitBytes cuts no character in two", () => {
    const sim = cluster({ containers: [{ ...counter, command: ["echo", "aäö"] }] });
    expect([1, 2, 3, 4, 5, 6].map((limitBytes) => read(sim, { limitBytes }))).toEqual(["a", "a", "aä", "aä", "aäö", "aäö\n"]);
  });
});

describe("the log as time passes", () => {
  test.each([
    ["a script", { containers: [counter] }],
    ["a collector", { containers: [{ name: "c", image: "fluent/fluent-bit:4.1" }] }],
    ["a server under probes", { containers: [{ name: "c", image: "nginx", readinessProbe: { httpGet: { path: "/", port: 80 } }, livenessProbe: { httpGet: { path: "/", port: 80 }, periodSeconds: 3 } }] }],
  ])("of %s only grows, and is the same when asked again", (_, spec) => {
    const sim = cluster(spec, 3);
    let before = read(sim);
    for (let step = 0; step < 120; step++) {
      sim.runFor(0.73);
      const now = read(sim);
      expect(now.startsWith(before)).toBe(true);
      expect(read(sim)).toBe(now);
      before = now;
    }
  });

  test("of a run that ends keeps every line that was there before", () => {
    const sim = cluster({ containers: [{ name: "c", image: "example/agent:v1", command: ["sh", "-c", "while true; do date; sleep 0.3; done"] }], restartPolicy: "Never" }, 0.5);
    image(sim, { image: "example/agent:v1", run: { exitAfterSeconds: 4.4, exitCode: 3 } });
    let before = "";
    for (let step = 0; step < 70; step++) {
      sim.runFor(0.13);
      const now = ask(sim);
      if (!("text" in now)) continue;
      expect(now.text.startsWith(before)).toBe(true);
      before = now.text;
    }
    expect(before).toMatch(/fatal: c on node-1 cannot go on: exit code 3\n$/);
  });

  test("of a year is rotated, short and quick", () => {
    const sim = cluster({ containers: [{ ...counter, command: ["sh", "-c", "while true; do echo $(date) line; sleep 1; done"] }] });
    const year = podLog({ store: sim.cluster.store, nowMs: 365 * 86_400_000 }, pod(sim), {});
    const count = "text" in year ? year.text.split("\n").length : 0;
    expect(count).toBeGreaterThan(4000);
    expect(count).toBeLessThanOrEqual(10_001);
  });

  test("seen from a moment sought again is the same", () => {
    const sim = cluster({ containers: [counter] });
    const before = read(sim);
    sim.runFor(100);
    sim.cluster.seek(30_000);
    expect(read(sim)).toBe(before);
  });
});

test("variables are those of the container's creation where the kubelet's memory is at hand", () => {
  const sim = cluster({ containers: [{ ...counter, command: ["sh", "-c", "echo $COLOUR"], env: [{ name: "COLOUR", valueFrom: { fieldRef: { fieldPath: "metadata.labels['colour']" } } }] }] });
  sim.send(patch(PODS, { namespace: "default", name: "p" }, { metadata: { labels: { colour: "red" } } }));
  const ctx = { store: sim.cluster.store, nowMs: sim.cluster.nowMs };
  expect(podLog(ctx, pod(sim), {})).toEqual({ text: "red\n" });
  expect(podLog({ ...ctx, environmentOf: () => ({ COLOUR: "blue" }) }, pod(sim), {})).toEqual({ text: "blue\n" });
});

test("no combination of options throws", () => {
  const sims = [cluster({ containers: [counter] }), cluster({ containers: [{ name: "c", image: "nginx:crash" }] }), cluster({ containers: [{ name: "c", image: "fluent/fluent-bit" }], initContainers: [counter] }, 1.5)];
  const number = fc.option(fc.oneof(fc.integer(), fc.double(), fc.nat(30)), { nil: undefined });
  const options = fc.record({
    container: fc.constantFrom(undefined, "", "c", "count", "nope"), previous: fc.boolean(), timestamps: fc.boolean(),
    tailLines: number, limitBytes: number, sinceSeconds: number, sinceTime: fc.constantFrom(undefined, "", "now", "2026-01-01T00:00:10Z", "2026-01-01T00:00:10.5Z"),
  }, { requiredKeys: [] });
  fc.assert(fc.property(fc.constantFrom(...sims), options, (sim, given) => {
    const answer = ask(sim, given as LogOptions);
    expect("text" in answer ? typeof answer.text : answer.status.status).toMatch(/^string$|^Failure$/);
  }), { seed: 4 });
});
