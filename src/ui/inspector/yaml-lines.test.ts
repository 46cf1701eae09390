import { describe, expect, test } from "vitest";
import { linesOfPath, segmentsOf } from "./yaml-lines.ts";

const YAML = `apiVersion: v1
kind: Node
metadata:
  labels:
    disk: ssd
    kubernetes.io/hostname: node-2
  name: node-2
spec:
  taints:
  - effect: NoSchedule
    key: dedicated
    value: db
  - effect: NoExecute
    key: broken
  unschedulable: true
status:
  conditions:
    - type: Ready
      status: "True"`.split("\n");

function shown(path: string): string[] {
  const range = linesOfPath(YAML, path);
  return range ? YAML.slice(range.from, range.to + 1).map((l) => l.trim()) : [];
}

test("reads a path into names and indexes, with keys that hold dots", () => {
  expect(segmentsOf("spec.taints[1].key")).toEqual(["spec", "taints", 1, "key"]);
  expect(segmentsOf("metadata.labels['kubernetes.io/hostname']")).toEqual(["metadata", "labels", "kubernetes.io/hostname"]);
});

describe("finds the lines of", () => {
  test.each<readonly [string, readonly string[]]>([
    ["spec.unschedulable", ["unschedulable: true"]],
    ["metadata.labels['kubernetes.io/hostname']", ["kubernetes.io/hostname: node-2"]],
    ["metadata.labels", ["labels:", "disk: ssd", "kubernetes.io/hostname: node-2"]],
    ["metadata.name", ["name: node-2"]],
    ["spec.taints[0]", ["- effect: NoSchedule", "key: dedicated", "value: db"]],
    ["spec.taints[1]", ["- effect: NoExecute", "key: broken"]],
    ["spec.taints[0].effect", ["- effect: NoSchedule"]],
    ["spec.taints[0].value", ["value: db"]],
    ["status.conditions[0].status", ['status: "True"']],
  ])("%s", (path, lines) => expect(shown(path)).toEqual(lines));
});

test("finds nothing for a path that leads nowhere", () => {
  expect(shown("spec.taints[2]")).toEqual([]);
  expect(shown("spec.unschedulable.nothing")).toEqual([]);
  expect(shown("nothing.at.all")).toEqual([]);
});
