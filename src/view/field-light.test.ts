import { describe, expect, test } from "vitest";
import type { DaemonSetRow, NodeRow, PodRow, Row } from "../api/frame.ts";
import type { KubeObject } from "../api/types/meta.ts";
import { fieldLight, type Path } from "./field-light.ts";
import { applyFrame, createMirror } from "./mirror.ts";

const node = (name: string, part: Partial<NodeRow> = {}) => ({ kind: "Node", name, uid: `uid-${name}`, roles: [], labels: {}, taints: [], unschedulable: false, ready: "True", ...part }) as unknown as NodeRow;
const ROWS: readonly Row[] = [
  node("n1", { labels: { disk: "ssd", zone: "a" } }), node("n2", { labels: { disk: "hdd", zone: "a" }, taints: [{ key: "dedicated", value: "db", effect: "NoSchedule" }] }), node("n3"),
  { kind: "DaemonSet", namespace: "default", name: "agent", uid: "uid-agent", revisions: [], budget: [], nodeSelector: { disk: "ssd" } } as unknown as DaemonSetRow,
  { kind: "Pod", namespace: "default", name: "agent-1", uid: "uid-agent-1", nodeName: "n1", workload: { kind: "DaemonSet", name: "agent", uid: "uid-agent" }, state: "available", createdMs: 0 } as unknown as PodRow,
];
const mirror = createMirror();
applyFrame(mirror, { nowMs: 0, resourceVersion: 1, changed: ROWS, removed: [], eligibility: [], decisions: [], reset: false, behind: false, endMs: 0 });

const TEMPLATE = {
  nodeSelector: { disk: "ssd", zone: "a" }, containers: [],
  tolerations: [{ key: "other", operator: "Exists" }, { key: "dedicated", value: "db" }],
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: "disk", operator: "Exists" }] }] } } },
};
const SET = { apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name: "agent", namespace: "default", uid: "uid-agent" }, spec: { selector: { matchLabels: { app: "agent" } }, template: { spec: TEMPLATE } } } as unknown as KubeObject;
const POD = { apiVersion: "v1", kind: "Pod", metadata: { name: "x" }, spec: { ...TEMPLATE, nodeName: "n3" } } as unknown as KubeObject;
const spec = (...path: Path): Path => ["spec", "template", "spec", ...path];

describe("the field at the cursor lights", () => {
  test.each<readonly [string, KubeObject, Path, readonly string[], string]>([
    ["the nodes with one label", SET, spec("nodeSelector", "zone"), ["n1", "n2"], "The label `zone=a` is on 2 of 3 nodes."],
    ["the nodes with all labels, at the field's own line", SET, spec("nodeSelector"), ["n1"], "Labels `disk=ssd`, `zone=a` are on 1 of 3 nodes."],
    ["the nodes whose taints a toleration matches", SET, spec("tolerations", 1, "key"), ["n2"], "This toleration matches a taint of 1 of 3 nodes."],
    ["none where no node has such a taint", SET, spec("tolerations", 0), [], "This toleration matches a taint of 0 of 3 nodes."],
    ["the nodes that the affinity allows", SET, spec("affinity", "nodeAffinity"), ["n1", "n2"], "The node affinity allows 2 of 3 nodes."],
    ["the node of a pod", POD, ["spec", "nodeName"], ["n3"], "This name is that of 1 of 3 nodes."],
  ])("%s", (_, object, path, nodes, words) => {
    const light = fieldLight(mirror, object, path);
    expect([...light!.nodes]).toEqual(nodes);
    expect(light!.words).toBe(words);
  });

  test("a workload's pods for its selector, and the DaemonSets that ask for a node's label", () => {
    expect(fieldLight(mirror, SET, ["spec", "selector", "matchLabels", "app"])).toMatchObject({ words: "DaemonSet `agent` has 1 pod by its selector.", pods: new Set(["uid-agent-1"]) });
    const one = { apiVersion: "v1", kind: "Node", metadata: { name: "n1" } } as unknown as KubeObject;
    expect(fieldLight(mirror, one, ["metadata", "labels", "disk"])).toMatchObject({ words: "`agent` asks for the label `disk` in its nodeSelector.", cards: new Set(["uid-agent"]) });
  });

  test("nothing for all other fields", () => {
    expect(fieldLight(mirror, SET, spec("containers", 0, "image"))).toBeUndefined();
    expect(fieldLight(mirror, SET, ["metadata", "name"])).toBeUndefined();
  });
});
