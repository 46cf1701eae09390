import { describe, expect, test } from "vitest";
import type { NodeRow, PodRow, ReplicaSetRow, Row } from "../../api/frame.ts";
import { applyFrame, createMirror, type Mirror } from "../mirror.ts";
import { sceneSvg } from "./scene-svg.ts";
import { COLOR_NAMES, type Colors } from "./write.ts";

const COLORS = Object.fromEntries(COLOR_NAMES.map((name) => [name, `#${name}`])) as Colors;
const SET: ReplicaSetRow = {
  kind: "ReplicaSet", namespace: "default", name: "web", uid: "rs", deleting: false, generation: 1, observedGeneration: 1, minReadySeconds: 0, image: "",
  revisions: [], replicas: 3, current: 3, ready: 2, upToDate: 3, available: 2,
};

function node(name: string, part: Partial<NodeRow> = {}): NodeRow {
  return {
    kind: "Node", name, uid: `uid-${name}`, roles: [], labels: {}, taints: [], unschedulable: false, ready: "True", readySinceMs: 0, createdMs: 0,
    down: false, cpuMillis: 0, memoryBytes: 0, pods: 110, requestedCpuMillis: 0, requestedMemoryBytes: 0, ...part,
  };
}
function pod(nodeName: string, part: Partial<PodRow> = {}): PodRow {
  return {
    kind: "Pod", namespace: "default", name: `web-${nodeName}`, uid: `pod-${nodeName}`, nodeName, workload: { kind: "ReplicaSet", name: "web", uid: "rs" },
    state: "available", status: "Running", restarts: 0, image: "", cpuMillis: 0, memoryBytes: 0, createdMs: 0, misscheduled: false, ...part,
  };
}
function cluster(...changed: readonly Row[]): Mirror {
  const mirror = createMirror();
  applyFrame(mirror, { nowMs: 0, resourceVersion: 1, changed, removed: [], eligibility: [], decisions: [], reset: true, behind: false, endMs: 0 });
  return mirror;
}
function svgOf(mirror: Mirror): string {
  return sceneSvg(mirror, { colors: COLORS, width: 1200 }).text;
}
function texts(svg: string): readonly string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((m) => m[1]!);
}

/** What a parser would complain of: tags that are not closed, and characters that may only stand there as entities. */
function xmlProblem(svg: string): string | undefined {
  const open: string[] = [];
  for (const [, close, name, self] of svg.matchAll(/<(\/?)([a-z]+)(?: [a-zA-Z-]+="[^"<]*")*(\/?)>/g)) {
    if (close) { if (open.pop() !== name) return `</${name}>`; } else if (!self) open.push(name!);
  }
  const rest = svg.replaceAll(/<\/?[a-z]+(?: [a-zA-Z-]+="[^"<]*")*\/?>/g, "");
  return open[0] ?? /[<>\p{Cs}]|&(?!(?:amp|lt|gt|quot);)|[^\P{Cc}\n]/u.exec(rest)?.[0];
}

describe("the picture as an SVG document", () => {
  test("says of every node and pod what the page says, in real text", () => {
    const taint = { key: "dedicated", value: "db", effect: "NoSchedule" } as const;
    const mirror = cluster(SET, node("cp-1", { roles: ["control-plane"], taints: [taint] }), node("node-1", { unschedulable: true }), node("node-2", { ready: "False" }), pod("node-1"), pod("node-2", { state: "failing", status: "CrashLoopBackOff", restarts: 4 }));
    const svg = svgOf(mirror);
    expect(texts(svg)).toEqual([
      "web", "ReplicaSet", "3", "replicas", "3", "current", "2", "ready", "3", "up-to-date", "2", "available",
      "cp-1", "control-plane", "dedicated=db:NoSchedule", "no pods",
      "node-1", "worker", "SchedulingDisabled", "web-node-1", "Running",
      "node-2", "worker", "NotReady", "web-node-2", "CrashLoopBackOff · 4↻",
    ]);
    expect(svg).toContain("<title>Kubernetes cluster of 3 nodes; ReplicaSet web, ready 2 of 3</title>");
    expect(svg).not.toMatch(/foreignObject|href|var\(/);
    expect(xmlProblem(svg)).toBeUndefined();
  });

  test("draws a line from the workload in focus to the nodes that have its pods", () => {
    expect(svgOf(cluster(SET, node("a"), node("b"), pod("a"), pod("b", { state: "failing" }))).match(/<path [^>]*stroke="[^"]*"/g)?.map((p) => /stroke="([^"]*)"/.exec(p)?.[1])).toEqual(["#accent-line", "#failed-line"]);
  });

  test("is well formed whatever the names are", () => {
    const odd = "<a href=\"x\">&amp;]]>\u0000\uD800'";
    const svg = svgOf(cluster({ ...SET, name: odd }, node(odd), pod(odd, { name: odd, status: odd })));
    expect(xmlProblem(svg)).toBeUndefined();
    expect(svg).not.toContain("<a ");
  });

  test.each([[60, 60], [500, 0]])("of %i nodes is tiles, of which %i have a name", (count, named) => {
    const svg = svgOf(cluster(SET, ...Array.from({ length: count }, (_, i) => [node(`n${i}`), pod(`n${i}`)]).flat()));
    expect(svg.match(/<title>n\d+: available<\/title>/g)).toHaveLength(count);
    expect(texts(svg).filter((t) => /^n\d+$/.test(t))).toHaveLength(named);
    expect(xmlProblem(svg)).toBeUndefined();
  });
});
