import { describe, expect, test } from "vitest";
import statusCases from "../testdata/status-column.json";
import { formatTime } from "../time.ts";
import type { Node } from "../types/node.ts";
import { nodeColumns, nodeRoles, nodeStatusText } from "./node.ts";

describe("status as the upstream printer", () => {
  test.each(statusCases.cases.filter((c) => c.fn === "kubectl.nodeStatus"))("$name", ({ in: given, out }) => {
    expect(nodeStatusText(given as unknown as Node)).toBe(out);
  });
  test("a node that never reported is Unknown", () => {
    expect(nodeStatusText({ status: {} })).toBe("Unknown");
  });
});

test("a row prints as kubectl recorded it", () => {
  const node = {
    apiVersion: "v1", kind: "Node",
    metadata: { name: "node-1", uid: "u", resourceVersion: "1", creationTimestamp: formatTime(0), labels: { "kubernetes.io/os": "linux", "node-role.kubernetes.io/control-plane": "" } },
    spec: {},
    status: {
      conditions: [{ type: "Ready", status: "True" }], addresses: [{ type: "InternalIP", address: "10.0.0.11" }],
      nodeInfo: { kubeletVersion: "v1.36.2", osImage: "Fake Linux", kernelVersion: "6.1.0-fake", architecture: "amd64", containerRuntimeVersion: "containerd://2.0.0" },
    },
  } satisfies Node;
  expect(Object.fromEntries(nodeColumns.map((c) => [c.name, c.value(node, { nowMs: 5000 })]))).toEqual({
    Name: "node-1", Status: "Ready", Roles: "control-plane", Age: "5s", Version: "v1.36.2", "Internal-IP": "10.0.0.11", "External-IP": "<none>",
    "OS-Image": "Fake Linux", "Kernel-Version": "6.1.0-fake (amd64)", "Container-Runtime": "containerd://2.0.0",
  });
});

test("roles come from both kinds of labels, sorted and without repeats", () => {
  const labels = { "node-role.kubernetes.io/worker": "", "node-role.kubernetes.io/control-plane": "", "kubernetes.io/role": "worker" };
  expect(nodeRoles({ metadata: { name: "n", uid: "", resourceVersion: "", creationTimestamp: "", labels } })).toEqual(["control-plane", "worker"]);
});
