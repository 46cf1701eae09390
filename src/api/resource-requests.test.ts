import { describe, expect, test } from "vitest";
import { hostPorts, hostPortsConflict, nonZeroPodRequests, podRequests, qosClass } from "./resource-requests.ts";
import cases from "./testdata/qos.json";
import type { Container, PodSpec } from "./types/pod.ts";

const container = (name: string, requests: Record<string, string>, more: Partial<Container> = {}): Container => ({ name, image: "i", resources: { requests }, ...more });
const spec = (more: Partial<PodSpec>): PodSpec => ({ containers: [], ...more });

describe("quality of service", () => {
  test.each(cases.cases)("$name", ({ in: pod, out }) => {
    expect(qosClass(pod.spec as unknown as PodSpec)).toBe(out);
  });
  test("pod-level resources alone decide when they are set", () => {
    expect(qosClass(spec({ containers: [container("c", {})], resources: { limits: { cpu: "1", memory: "1Gi" } } }))).toBe("Guaranteed");
  });
});

describe("requests of a pod", () => {
  test("are the sum over the containers, every resource by its unit", () => {
    const containers = [container("a", { cpu: "250m", memory: "64Mi", "example.com/gpu": "1" }), container("b", { cpu: "1", "ephemeral-storage": "1Gi", "example.com/gpu": "2" })];
    expect(podRequests(spec({ containers }))).toEqual({ cpuMillis: 1250, memoryBytes: 67108864, ephemeralStorageBytes: 1073741824, extended: { "example.com/gpu": 3 } });
  });

  test("are the largest init container if that is more", () => {
    const initContainers = [container("i", { cpu: "3m" }), container("j", { cpu: "2m" })];
    expect(podRequests(spec({ containers: [container("c", { cpu: "1m" })], initContainers })).cpuMillis).toBe(3);
  });

  test("count the sidecars started before an init container, and keep them running", () => {
    const sidecar = container("s", { cpu: "300m" }, { restartPolicy: "Always" });
    const init = container("i", { cpu: "500m" });
    expect(podRequests(spec({ containers: [container("c", { cpu: "100m" })], initContainers: [sidecar, init] })).cpuMillis).toBe(800);
    expect(podRequests(spec({ containers: [container("c", { cpu: "600m" })], initContainers: [init, sidecar] })).cpuMillis).toBe(900);
  });

  test("include overhead, and pod-level cpu replaces the containers'", () => {
    const containers = [container("c", { cpu: "1", memory: "10" })];
    expect(podRequests(spec({ containers, overhead: { cpu: "1m", memory: "15" } }))).toMatchObject({ cpuMillis: 1001, memoryBytes: 25 });
    expect(podRequests(spec({ containers, resources: { requests: { cpu: "2" } } }))).toMatchObject({ cpuMillis: 2000, memoryBytes: 10 });
  });

  test("for scoring, silence counts 100m and 200Mi, an explicit 0 counts 0", () => {
    expect(nonZeroPodRequests(spec({ containers: [container("c", {})] }))).toMatchObject({ cpuMillis: 100, memoryBytes: 209715200 });
    expect(nonZeroPodRequests(spec({ containers: [container("c", { cpu: "0", memory: "0" })] }))).toMatchObject({ cpuMillis: 0, memoryBytes: 0 });
  });
});

describe("host ports", () => {
  test("come from containers and sidecars, not from ordinary init containers", () => {
    const ports = [{ containerPort: 80, hostPort: 8080 }, { containerPort: 81 }];
    const initContainers = [container("i", {}, { ports: [{ containerPort: 1, hostPort: 1 }] }), container("s", {}, { restartPolicy: "Always", ports: [{ containerPort: 2, hostPort: 2, protocol: "UDP" }] })];
    expect(hostPorts(spec({ containers: [container("c", {}, { ports })], initContainers }))).toEqual([
      { hostIP: "0.0.0.0", protocol: "TCP", hostPort: 8080 },
      { hostIP: "0.0.0.0", protocol: "UDP", hostPort: 2 },
    ]);
  });
  test("conflict on the same port and protocol where addresses overlap", () => {
    const any = { hostIP: "0.0.0.0", protocol: "TCP", hostPort: 80 };
    const one = { hostIP: "10.0.0.1", protocol: "TCP", hostPort: 80 };
    expect([hostPortsConflict(any, one), hostPortsConflict(one, { ...one, hostIP: "10.0.0.2" }), hostPortsConflict(any, { ...any, protocol: "UDP" })]).toEqual([true, false, false]);
  });
});
