import { describe, expect, test } from "vitest";
import type { Pod } from "../../api/types/pod.ts";
import { envGroups, fieldText, readEnv } from "./env-sources.ts";

const POD = {
  apiVersion: "v1", kind: "Pod",
  metadata: { name: "agent-x", namespace: "default", uid: "u", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z", labels: { "a/b": "c" } },
  spec: {
    nodeName: "node-2",
    containers: [
      { name: "side", image: "x" },
      {
        name: "agent", image: "y",
        env: [
          { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
          { name: "LEVEL", value: "info" },
          { name: "LABEL", valueFrom: { fieldRef: { fieldPath: "metadata.labels['a/b']" } } },
          { name: "MEMORY", valueFrom: { resourceFieldRef: { resource: "limits.memory" } } },
          { name: "LEVEL", valueFrom: { configMapKeyRef: { name: "settings", key: "level" } } },
          { name: "TOKEN", valueFrom: { secretKeyRef: { name: "login", key: "token" } } },
        ],
      },
    ],
  },
  status: {},
} as Pod;

describe("where variables come from", () => {
  test("is told by object, with the field's place in the pod; the last of one name holds", () => {
    expect(envGroups(POD, "agent")).toEqual([
      {
        title: "Pod agent-x", kind: "pod", rows: [
          { name: "NODE_NAME", source: { kind: "field", field: "spec.nodeName", path: "spec.nodeName" }, path: "spec.containers[1].env[0]" },
          { name: "LABEL", source: { kind: "field", field: "metadata.labels['a/b']", path: "metadata.labels['a/b']" }, path: "spec.containers[1].env[2]" },
        ],
      },
      { title: "resources of the container", kind: "container", rows: [{ name: "MEMORY", source: { kind: "resource", field: "limits.memory", path: "spec.containers[1].resources.limits.memory" }, path: "spec.containers[1].env[3]" }] },
      { title: "ConfigMap settings", kind: "ConfigMap", rows: [{ name: "LEVEL", source: { kind: "ConfigMap", name: "settings", key: "level" }, path: "spec.containers[1].env[4]" }] },
      { title: "Secret login", kind: "Secret", rows: [{ name: "TOKEN", source: { kind: "Secret", name: "login", key: "token" }, path: "spec.containers[1].env[5]" }] },
    ]);
    expect(envGroups(POD, "side")).toEqual([]);
  });

  test("whole objects come first, entry by entry with the prefix, and give way to what is declared by itself", () => {
    const [, agent] = POD.spec.containers;
    const container = { ...agent!, env: agent!.env!.slice(1, 2), envFrom: [{ prefix: "DB_", secretRef: { name: "login" } }, { configMapRef: { name: "settings" } }, { configMapRef: { name: "none", optional: true } }] };
    const pod: Pod = { ...POD, spec: { ...POD.spec, containers: [POD.spec.containers[0]!, container] } };
    const keys: Readonly<Record<string, readonly string[] | null>> = { login: ["PASSWORD"], settings: ["LEVEL", "MODE"], none: null };
    expect(envGroups(pod, "agent", ({ name }) => keys[name])).toEqual([
      { title: "ConfigMap none", kind: "ConfigMap", rows: [], note: "is not there" },
      { title: "Secret login", kind: "Secret", rows: [{ name: "DB_PASSWORD", source: { kind: "Secret", name: "login", key: "PASSWORD" }, path: "spec.containers[1].envFrom[0]" }] },
      { title: "ConfigMap settings", kind: "ConfigMap", rows: [{ name: "MODE", source: { kind: "ConfigMap", name: "settings", key: "MODE" }, path: "spec.containers[1].envFrom[1]" }] },
      { title: "written in container agent", kind: "container", rows: [{ name: "LEVEL", source: { kind: "literal" }, path: "spec.containers[1].env[0]" }] },
    ]);
  });

  test("values are read as env prints them, also those of several lines", () => {
    expect([...readEnv("PATH=/bin\nTEXT=one\ntwo = 2\nEMPTY=\n")]).toEqual([["PATH", "/bin"], ["TEXT", "one\ntwo = 2"], ["EMPTY", ""]]);
  });

  test("a field of the pod is its own value", () => {
    expect(fieldText(POD, "spec.nodeName")).toBe("node-2");
    expect(fieldText(POD, "metadata.labels['a/b']")).toBe("c");
    expect(fieldText(POD, "status.podIP")).toBeUndefined();
  });
});
