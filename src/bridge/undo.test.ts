import { describe, expect, test } from "vitest";
import { create, patch, remove, type KubeRequest } from "../api/request.ts";
import { DAEMONSETS, NODES, PODS } from "../api/resources.ts";
import { ENGINE_VERSION } from "../api/timeline.ts";
import type { Pod } from "../api/types/pod.ts";
import { Cluster } from "../engine/cluster.ts";
import { Marks } from "./marks.ts";
import { Trial } from "./preview.ts";

const node = (name: string): KubeRequest => create(NODES, { apiVersion: "v1", kind: "Node", metadata: { name } } as { metadata: object });
const AGENT = create(DAEMONSETS, {
  apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name: "agent", namespace: "default" },
  spec: { selector: { matchLabels: { app: "agent" } }, template: { metadata: { labels: { app: "agent" } }, spec: { containers: [{ name: "main", image: "registry.example/agent:1" }] } } },
} as { metadata: { namespace: string } });
const taint = (name: string): KubeRequest => patch(NODES, { name }, { spec: { taints: [{ key: "dedicated", value: "db", effect: "NoExecute" }] } });

function settled(...names: string[]): Cluster {
  const cluster = Cluster.open({ engineVersion: ENGINE_VERSION, seed: 7, setup: [...names.map(node), AGENT], inputs: [] });
  cluster.settle(60_000);
  return cluster;
}

function podsOn(cluster: Cluster, nodeName: string): readonly Pod[] {
  return [...cluster.store.all<Pod>(PODS)].filter((p) => p.spec.nodeName === nodeName);
}

describe("a moment that is gone back to", () => {
  test("is as it was, also after time has passed, and what was done can be done again", () => {
    const cluster = settled("node-1", "node-2");
    const before = cluster.moment();
    const wasThere = cluster.dump();
    cluster.handle(taint("node-2"));
    cluster.settle(120_000);
    const after = cluster.moment();
    const became = cluster.dump();
    expect(podsOn(cluster, "node-2")).toEqual([]);

    cluster.goTo(before);
    expect(cluster.dump()).toEqual(wasThere);
    expect(cluster.log.inputs).toEqual([]);
    cluster.goTo(after);
    expect(cluster.dump()).toEqual(became);
    expect(cluster.log.inputs).toHaveLength(1);
  });

  test("between two things that were done at the same instant has the first and not the second", () => {
    const cluster = settled("node-1", "node-2");
    cluster.handle(taint("node-1"));
    const between = cluster.moment();
    cluster.handle(taint("node-2"));
    cluster.settle(120_000);
    cluster.goTo(between);
    cluster.settle(120_000);
    expect([podsOn(cluster, "node-1").length, podsOn(cluster, "node-2").length]).toEqual([0, 1]);
  });

  test("brings back a future that a write in the past had cut off", () => {
    const cluster = settled("node-1", "node-2");
    const doneMs = cluster.nowMs + 1000;
    cluster.advance(doneMs);
    cluster.handle(taint("node-2"));
    cluster.settle(120_000);
    cluster.seek(doneMs - 500);
    const inThePast = cluster.moment();
    cluster.handle(remove(NODES, { name: "node-1" }));
    expect(cluster.log.inputs).toHaveLength(1);
    cluster.goTo(inThePast);
    expect(cluster.endMs).toBeGreaterThan(doneMs);
    cluster.advance(cluster.endMs);
    expect([podsOn(cluster, "node-1").length, podsOn(cluster, "node-2").length]).toEqual([1, 0]);
  });

  test("belongs to the same run as long as nothing has been done, whatever was refused", () => {
    const cluster = settled("node-1");
    const marks = new Marks();
    const first = marks.add(cluster.moment());
    cluster.handle(remove(NODES, { name: "no-such-node" }));
    cluster.advance(cluster.nowMs + 1000);
    expect(marks.add(cluster.moment()).run).toBe(first.run);
    cluster.handle(taint("node-1"));
    expect(marks.add(cluster.moment()).run).not.toBe(first.run);
    cluster.goTo(marks.get(first.id)!);
    expect(marks.add(cluster.moment()).run).toBe(first.run);
  });
});

describe("a preview", () => {
  test("says which pods would go and which would come, and leaves the cluster alone", () => {
    const cluster = settled("node-1", "node-2");
    const before = cluster.dump();
    const [pod] = podsOn(cluster, "node-2");
    const preview = (request: KubeRequest) => new Trial(1, cluster.fork(), [request], () => 0).step();
    expect(preview(taint("node-2"))).toMatchObject({ gone: [pod!.metadata.uid], added: [] });
    expect(preview(node("node-3"))).toMatchObject({ gone: [], added: [{ nodeName: "node-3", ownerName: "agent" }] });
    expect(preview(remove(PODS, pod!.metadata))).toMatchObject({ gone: [pod!.metadata.uid], added: [{ nodeName: "node-2" }] });
    expect(cluster.dump()).toEqual(before);
  });

  test("gives the refusal that the API server would give", () => {
    const cluster = settled("node-1");
    expect(new Trial(1, cluster.fork(), [remove(NODES, { name: "node-9" })], () => 0).step()).toMatchObject({ refusal: 'nodes "node-9" not found' });
  });

  test("comes in slices: each says what is known and how to ask on, the last one what a single one would have said", () => {
    const cluster = settled("node-1", "node-2");
    let ms = 0;
    const trial = new Trial(7, cluster.fork(), [taint("node-2")], () => (ms += 5));
    const parts = [trial.step()];
    while (parts.at(-1)!.more !== undefined && parts.length < 1000) parts.push(trial.step());
    expect(parts[0]).toMatchObject({ gone: [], added: [], more: 7 });
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.at(-1)).toEqual(new Trial(8, cluster.fork(), [taint("node-2")], () => 0).step());
  });
});
