import { expect, test } from "vitest";
import { create, remove } from "../api/request.ts";
import { DAEMONSETS, NODES, PODS } from "../api/resources.ts";
import { ENGINE_VERSION, type ClusterLink } from "../api/timeline.ts";
import { Cluster } from "../engine/cluster.ts";
import { applyFrame, createMirror, type Mirror } from "../view/mirror.ts";
import { serveEngine } from "./engine-host.ts";
import { connectEngine } from "./engine-remote.ts";
import type { EnginePort } from "./protocol.ts";
import { SharedCluster } from "./shared-cluster.ts";

const LOG = {
  engineVersion: ENGINE_VERSION, seed: 7, inputs: [], startMs: 28_000_000_000,
  setup: [
    ...["n1", "n2"].map((name) => create(NODES, { apiVersion: "v1", kind: "Node", metadata: { name } } as { metadata: object })),
    create(DAEMONSETS, {
      apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name: "agent", namespace: "default" },
      spec: { selector: { matchLabels: { app: "agent" } }, template: { metadata: { labels: { app: "agent" } }, spec: { containers: [{ name: "main", image: "registry.example/agent:1" }] } } },
    } as { metadata: { namespace: string } }),
  ],
};

/** A served cluster: its clock is a number that the test moves. */
function served() {
  const cluster = Cluster.open(LOG, { keepsHistory: false });
  const clock = { nowMs: cluster.nowMs };
  const shared = new SharedCluster(cluster, () => void cluster.advance(clock.nowMs));
  return { cluster, clock, shared };
}

/** A page at the other end of a socket: what passes is JSON. */
function page(shared: SharedCluster): { readonly link: ClusterLink; readonly mirror: Mirror; look(): Promise<void> } {
  const inside: EnginePort = { postMessage: (m) => pass(outside, m), onmessage: null };
  const outside: EnginePort = { postMessage: (m) => pass(inside, m), onmessage: null };
  const pass = (to: EnginePort, message: unknown) => {
    const text = JSON.stringify(message);
    queueMicrotask(() => to.onmessage?.({ data: JSON.parse(text) } as MessageEvent));
  };
  serveEngine(inside, { now: () => 0, open: () => shared.openEngine() });
  const link = connectEngine(outside);
  const mirror = createMirror();
  return { link, mirror, look: async () => void applyFrame(mirror, await link.advance({ toMs: Number.MAX_SAFE_INTEGER })) };
}

test("many pages see one cluster, each what it has not seen yet", async () => {
  const { cluster, clock, shared } = served();
  const [a, b] = [page(shared), page(shared)];
  applyFrame(a.mirror, await a.link.open({ log: { ...LOG, setup: [] }, at: "settled" }));
  clock.nowMs += 20_000;
  await a.look();
  expect(a.mirror.counts).toMatchObject({ nodes: 2, nodesReady: 2, podsRunning: 2 });

  applyFrame(b.mirror, await b.link.open({ log: { ...LOG, setup: [] }, at: "settled" }));
  expect(b.mirror.counts).toEqual(a.mirror.counts);

  const pod = [...cluster.store.all(PODS)][0]!;
  expect((await b.link.send(remove(PODS, pod.metadata))).ok).toBe(true);
  clock.nowMs += 60_000;
  // Somebody who is no page has looked meanwhile: nobody misses what that took.
  shared.drain();
  for (const one of [b, a]) {
    const { mirror } = one;
    await one.look();
    expect(mirror.rows.has(pod.metadata.uid)).toBe(false);
    expect(mirror.counts).toMatchObject({ pods: 2, podsRunning: 2 });
    expect(mirror.nowMs).toBe(clock.nowMs);
  }
});

test("time is nobody's: a page that asks for the future or the past gets the present", async () => {
  const { cluster, clock, shared } = served();
  const { link } = page(shared);
  await link.open({ log: LOG, at: 0 });
  clock.nowMs += 5_000;
  for (const frame of [await link.advance({ toMs: clock.nowMs + 1_000_000 }), await link.seek(0)]) {
    expect(frame).toMatchObject({ nowMs: clock.nowMs, endMs: clock.nowMs });
  }
  expect(cluster.nowMs).toBe(clock.nowMs);
});
