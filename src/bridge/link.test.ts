import { describe, expect, test } from "vitest";
import type { Frame } from "../api/frame.ts";
import { create, list, patch, remove, type KubeList, type KubeRequest } from "../api/request.ts";
import { DAEMONSETS, NODES, PODS } from "../api/resources.ts";
import { ENGINE_VERSION, type ClusterLink, type Crash, type RunLog } from "../api/timeline.ts";
import { Cluster } from "../engine/cluster.ts";
import { applyFrame, createMirror, podsOf, type Mirror } from "../view/mirror.ts";
import { serveEngine, type Engine, type HostOptions } from "./engine-host.ts";
import { connectEngine } from "./engine-remote.ts";
import type { EnginePort } from "./protocol.ts";

/** Two joined ports that copy what passes, as a worker's do. */
function portPair(): readonly [EnginePort, EnginePort] {
  const a: EnginePort = { postMessage: (m) => deliver(b, m), onmessage: null };
  const b: EnginePort = { postMessage: (m) => deliver(a, m), onmessage: null };
  return [a, b];

  function deliver(to: EnginePort, message: unknown): void {
    const data: unknown = structuredClone(message);
    queueMicrotask(() => to.onmessage?.({ data } as MessageEvent));
  }
}

function connect(options: Partial<HostOptions> = {}): ClusterLink {
  const [page, worker] = portPair();
  serveEngine(worker, { now: () => 0, ...options });
  return connectEngine(page);
}

const node = (name: string): KubeRequest => create(NODES, { apiVersion: "v1", kind: "Node", metadata: { name } } as { metadata: object });
const daemonSet = (image: string): KubeRequest => create(DAEMONSETS, {
  apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name: "agent", namespace: "default" },
  spec: {
    selector: { matchLabels: { app: "agent" } },
    template: { metadata: { labels: { app: "agent" } }, spec: { containers: [{ name: "main", image }] } },
  },
} as { metadata: { namespace: string } });

function logOf(...setup: KubeRequest[]): RunLog {
  return { engineVersion: ENGINE_VERSION, seed: 7, setup, inputs: [] };
}
const LOG = logOf(node("node-1"), node("node-2"), node("node-3"), daemonSet("registry.example/agent:1"));

/** Asks until the clock stands at `toMs`, as the page does frame by frame. */
async function runTo(link: ClusterLink, mirror: Mirror, toMs: number, stepMs = 100): Promise<Frame[]> {
  const frames: Frame[] = [];
  while (mirror.nowMs < toMs) {
    const frame = await link.advance({ toMs: Math.min(mirror.nowMs + stepMs, toMs) });
    frames.push(frame);
    applyFrame(mirror, frame);
  }
  return frames;
}

/** What the mirror holds, as plain data in a fixed order. */
function picture(mirror: Mirror): unknown {
  return {
    rows: [...mirror.rows.values()].sort((a, b) => (a.uid < b.uid ? -1 : 1)),
    trays: mirror.trayNames.map((n) => mirror.trays.get(n)!.slots.map((s) => [s.kind, s.lane, s.id])),
    counts: mirror.counts,
  };
}

describe("a cluster at the other end of a wire", () => {
  test("opens at rest with everything in one frame", async () => {
    const mirror = createMirror();
    const frame = await connect().open({ log: LOG, at: "settled" });
    applyFrame(mirror, frame);
    expect(frame).toMatchObject({ reset: true, behind: false, removed: [] });
    expect(frame.nextNotableAtMs).toBeUndefined();
    expect(mirror.trayNames).toEqual(["node-1", "node-2", "node-3"]);
    expect(mirror.counts).toMatchObject({ nodes: 3, nodesReady: 3, pods: 3, podsRunning: 3, missing: 0, states: { available: 3 } });
    expect(mirror.daemonSets).toMatchObject([{ name: "agent", desired: 3, available: 3, upToDate: 3, revisions: [{ letter: "A" }] }]);
  });

  test("answers requests, and the next frame shows what they did and why", async () => {
    const link = connect();
    const mirror = createMirror();
    applyFrame(mirror, await link.open({ log: LOG, at: "settled" }));
    expect(await link.send(node("node-4"))).toMatchObject({ ok: true, code: 201 });
    expect(await link.send(node("node-4"))).toMatchObject({ ok: false, status: { reason: "AlreadyExists" } });
    applyFrame(mirror, await link.advance({ toMs: mirror.nowMs }));
    expect(mirror.trayNames).toContain("node-4");
    const frames = await runTo(link, mirror, mirror.nowMs + 30_000);
    expect(new Set(podsOf(mirror, mirror.focus!).map((p) => p.nodeName))).toEqual(new Set(["node-1", "node-2", "node-3", "node-4"]));
    const created = frames.flatMap((f) => f.decisions).find((d) => d.actor === "daemonset-controller" && d.verdict === "created")!;
    const chain = await link.causes(created.id);
    expect(chain[0]).toEqual(created);
    expect(chain.at(-1)).toMatchObject({ actor: "user" });
  });

  test("sends nothing twice: after a quiet frame nothing is changed", async () => {
    const link = connect();
    const mirror = createMirror();
    applyFrame(mirror, await link.open({ log: LOG, at: "settled" }));
    expect(await link.advance({ toMs: mirror.nowMs + 50 })).toMatchObject({ changed: [], removed: [], eligibility: [], decisions: [], reset: false });
  });

  test("tells what has happened to a list, to whoever has seen it", async () => {
    const link = connect();
    const mirror = createMirror();
    applyFrame(mirror, await link.open({ log: LOG, at: "settled" }));
    const pods = list(PODS, "default", { labelSelector: "app=agent" });
    const listed = await link.send<KubeList>(pods);
    const since = listed.ok ? listed.body.metadata.resourceVersion : "";
    expect(await link.changes(pods, since)).toMatchObject({ events: [] });
    const [first] = listed.ok ? listed.body.items : [];
    await link.send(patch(PODS, { namespace: "default", name: first!.metadata.name }, { metadata: { labels: { app: "other" } } }));
    const changes = await link.changes(pods, since);
    expect(changes.events[0]).toMatchObject({ type: "DELETED", object: { metadata: { name: first!.metadata.name, labels: { app: "other" } } } });
    await runTo(link, mirror, mirror.nowMs + 1_000);
    const later = await link.changes(pods, changes.resourceVersion);
    expect(later.events[0]?.type).toBe("ADDED");
    await link.seek(0);
    expect(await link.changes(pods, later.resourceVersion)).toMatchObject({ events: [], isExpired: true });
  });

  test("stops at the first decision when asked to", async () => {
    const link = connect();
    const opened = await link.open({ log: LOG, at: 0 });
    const frame = await link.advance({ toMs: 60_000, untilDecision: true });
    expect(frame.nowMs).toBeGreaterThan(opened.nowMs);
    expect(frame.nowMs).toBeLessThan(60_000);
    expect(frame.decisions.at(-1)!.atMs).toBe(frame.nowMs);
  });

  test("shows the same after going back and forth as after going there at once", async () => {
    const [there, back] = [createMirror(), createMirror()];
    const direct = connect();
    applyFrame(there, await direct.open({ log: LOG, at: 0 }));
    await runTo(direct, there, 5_000);
    const link = connect();
    applyFrame(back, await link.open({ log: LOG, at: 0 }));
    await runTo(link, back, 20_000);
    for (const ms of [1_000, 12_000, 0, 5_000]) applyFrame(back, await link.seek(ms));
    expect(picture(back)).toEqual(picture(there));
    expect(back.nowMs).toBe(5_000);
    expect(back.endMs).toBe(20_000);
  });

  test("shows the same in a mirror that saw each frame as in one that opens the exported log", async () => {
    const link = connect();
    const mirror = createMirror();
    applyFrame(mirror, await link.open({ log: LOG, at: "settled" }));
    await link.send(patch(DAEMONSETS, { namespace: "default", name: "agent" }, { spec: { template: { spec: { containers: [{ name: "main", image: "registry.example/agent:2" }] } } } }));
    await runTo(link, mirror, mirror.nowMs + 7_000, 16);
    await link.send(remove(NODES, { name: "node-3" }));
    await runTo(link, mirror, mirror.nowMs + 60_000, 500);
    const log = await link.exportLog();
    expect(log.inputs).toHaveLength(2);
    const again = createMirror();
    applyFrame(again, await connect().open({ log, at: mirror.nowMs }));
    expect(picture(again)).toEqual(picture(mirror));
  });

  test("drops the rows of the former run when another is opened", async () => {
    const link = connect();
    const mirror = createMirror();
    applyFrame(mirror, await link.open({ log: LOG, at: "settled" }));
    applyFrame(mirror, await link.open({ log: logOf(node("other")), at: "settled" }));
    expect(mirror.trayNames).toEqual(["other"]);
    expect(mirror.counts).toMatchObject({ nodes: 1, pods: 0 });
    expect(mirror.daemonSets).toEqual([]);
  });

  test("tells everything about one object", async () => {
    const link = connect();
    await link.open({ log: LOG, at: "settled" });
    const pods = await link.send<{ items: { metadata: { name: string; uid: string } }[] }>(list(PODS, "default"));
    const { name, uid } = pods.ok ? pods.body.items[0]!.metadata : { name: "", uid: "" };
    const pod = await link.inspect({ kind: "Pod", namespace: "default", name, uid });
    expect(pod.object).toMatchObject({ kind: "Pod", metadata: { name } });
    expect(pod.events.map((e) => e.reason)).toEqual(["Scheduled", "Pulling", "Pulled", "Created", "Started"]);
    expect(pod.decisions.length).toBeGreaterThan(1);
    expect(pod.eligibility).toMatchObject([{ daemonSet: { name: "agent" }, row: { shouldRun: true, rule: "all" } }]);
    expect((await link.inspect({ kind: "Node", name: "node-2" })).eligibility).toHaveLength(1);
    expect((await link.inspect({ kind: "DaemonSet", namespace: "default", name: "agent" })).eligibility.map((e) => e.row.nodeName)).toEqual(["node-1", "node-2", "node-3"]);
    expect(await link.inspect({ kind: "Pod", namespace: "default", name, uid: "another" })).toMatchObject({ events: [], eligibility: [] });
  });

  test("works at most 8 ms at a time and says that it is behind", async () => {
    let ms = 0;
    const link = connect({ now: () => (ms += 5) });
    await link.open({ log: LOG, at: 0 });
    const frame = await link.advance({ toMs: 30_000 });
    expect(frame.behind).toBe(true);
    expect(frame.nowMs).toBeLessThan(30_000);
    let last = frame;
    while (last.behind) last = await link.advance({ toMs: 30_000 });
    expect(last.nowMs).toBe(30_000);
  });
});

describe("the wire", () => {
  test("refuses everything but open while there is no cluster", async () => {
    const link = connect();
    await expect(link.advance({ toMs: 10 })).rejects.toThrow("There is no cluster");
    await expect(link.send(list(PODS))).rejects.toThrow("There is no cluster");
  });

  test("has at most one advance under way", async () => {
    const link = connect();
    await link.open({ log: LOG, at: 0 });
    const first = link.advance({ toMs: 10 });
    await expect(link.advance({ toMs: 20 })).rejects.toThrow("before the last frame had come");
    await first;
    expect((await link.advance({ toMs: 20 })).nowMs).toBe(20);
  });

  test("tells a crash once with the log that leads to it, rejects what was asked, and opens anew", async () => {
    let isBroken = true;
    const open = (log: RunLog): Engine => {
      const cluster = Cluster.open(log);
      const advance: Engine["advance"] = (toMs, limits) => {
        if (isBroken) throw new Error("Expected: a pod is on one node");
        return cluster.advance(toMs, limits);
      };
      return new Proxy(cluster as Engine, {
        get: (target, field: keyof Engine) => {
          const value = target[field];
          return field === "advance" ? advance : typeof value === "function" ? value.bind(target) : value;
        },
      });
    };
    const link = connect({ open });
    const crashes: Crash[] = [];
    link.onCrash((crash) => crashes.push(crash));
    await link.open({ log: LOG, at: 0 });
    await link.send(node("node-4"));
    await expect(link.advance({ toMs: 50 })).rejects.toThrow("a pod is on one node");
    expect(crashes).toMatchObject([{ message: "Expected: a pod is on one node", atMs: 0, log: { seed: 7, inputs: [{ atMs: 0 }] } }]);
    await expect(link.advance({ toMs: 50 })).rejects.toThrow("There is no cluster");
    expect(crashes).toHaveLength(1);
    isBroken = false;
    await link.open({ log: crashes[0]!.log, at: 0 });
    expect((await link.advance({ toMs: 50 })).nowMs).toBe(50);
  });

  test("tells a crash also when the log cannot be opened", async () => {
    const link = connect();
    const crashes: Crash[] = [];
    link.onCrash((crash) => crashes.push(crash));
    const broken = logOf(node("Not A Name"));
    await expect(link.open({ log: broken, at: 0 })).rejects.toThrow("the setup is valid");
    expect(crashes).toMatchObject([{ atMs: 0, log: broken }]);
  });
});
