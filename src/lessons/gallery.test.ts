import { describe, expect, test } from "vitest";
import { readManifests } from "../api/manifest.ts";
import { bytes, cpuMillis } from "../api/quantity.ts";
import { patch } from "../api/request.ts";
import { DAEMONSETS, NODES, PODS } from "../api/resources.ts";
import { ENGINE_VERSION } from "../api/timeline.ts";
import type { DaemonSet } from "../api/types/daemonset.ts";
import type { Pod } from "../api/types/pod.ts";
import { Cluster } from "../engine/cluster.ts";
import { FIRST_STEPS } from "./content.ts";
import { GALLERY, USE_CASES, type Expected, type GalleryEntry } from "./gallery.ts";
import { GALLERY_WORDS } from "./gallery-words.ts";
import { loadScenario } from "./scenario.ts";
import { createRequests } from "./setup.ts";

test("the gallery has the twelve products of the guide's table, row by row", () => {
  expect(USE_CASES.map((u) => GALLERY.filter((e) => e.useCase === u).map((e) => GALLERY_WORDS.cards[e.id].product))).toEqual([
    ["Fluentd", "Filebeat", "Logstash"],
    ["Prometheus Node Exporter", "Datadog Agent"],
    ["Ceph (CSI plugin of Rook)", "GlusterFS"],
    ["Calico", "Weave Net", "Cilium"],
    ["Falco", "Sysdig"],
  ]);
});

describe.each(GALLERY.map((e) => [e.id, e] as const))("%s in the first cluster", (_, entry) => {
  test("is taken as it stands and reaches its expected state", () => {
    const cluster = startCluster();
    apply(cluster, entry);
    cluster.settle(cluster.nowMs + 600_000);
    expectState(cluster, entry, entry.expected);
    if (!entry.next) return;
    expect(entry.next.kubectl).toBe("kubectl label nodes node-3 storage-node=glusterfs");
    cluster.handle(patch(NODES, { name: "node-3" }, { metadata: { labels: { "storage-node": "glusterfs" } } }, { patchType: "merge" }));
    cluster.settle(cluster.nowMs + 600_000);
    expectState(cluster, entry, entry.next.expected);
  });

  test("requests CPU and memory in every container, limits memory unless it makes the network, and says why", () => {
    const containers = setIn(entry).spec.template.spec.containers;
    for (const { name, resources } of containers) {
      expect(cpuMillis(resources?.requests?.["cpu"]), name).toBeGreaterThan(0);
      expect(bytes(resources?.requests?.["memory"]), name).toBeGreaterThan(0);
      if (entry.useCase !== "networking") expect(bytes(resources?.limits?.["memory"]), name).toBeGreaterThanOrEqual(bytes(resources?.requests?.["memory"]));
    }
    // Whoever asks for more than an ordinary pod says why, in a comment above.
    const lines = entry.text.split("\n");
    const unusual = lines.flatMap((line, i) => (/^\s*(?:hostNetwork|priorityClassName|tolerations|hostPort):/.test(line) ? [i] : []));
    for (const i of unusual) expect(lines.slice(Math.max(0, i - 4), i + 3).some((l) => l.trim().startsWith("#")), lines[i]).toBe(true);
  });

  test("has the field that its card opens", () => {
    const at = entry.field.split(/[.[\]]+/).filter(Boolean).reduce<unknown>((o, key) => (o as Record<string, unknown> | undefined)?.[key], setIn(entry));
    expect(at).toBeDefined();
  });
});

test("all twelve together fit on nodes of 4 CPUs and 8Gi", () => {
  const cluster = startCluster();
  for (const entry of GALLERY) apply(cluster, entry);
  cluster.settle(cluster.nowMs + 900_000);
  for (const entry of GALLERY) expectState(cluster, entry, entry.expected);
});

function startCluster(): Cluster {
  const scenario = loadScenario(FIRST_STEPS);
  if ("errors" in scenario) throw new Error("the first scenario cannot be read");
  const cluster = Cluster.open({ engineVersion: ENGINE_VERSION, seed: scenario.seed, setup: scenario.setup, inputs: [] });
  cluster.settle(600_000);
  return cluster;
}

function apply(cluster: Cluster, entry: GalleryEntry): void {
  const { documents, errors } = readManifests(entry.text);
  expect(errors).toEqual([]);
  const { requests, problems } = createRequests(documents.map((d) => d.object));
  expect(problems).toEqual([]);
  for (const request of requests) {
    const response = cluster.handle(request);
    expect(response.ok ? "" : response.status.message).toBe("");
  }
}

function setIn(entry: GalleryEntry): DaemonSet {
  return readManifests(entry.text).documents.map((d) => d.object).find((o) => o.kind === "DaemonSet") as unknown as DaemonSet;
}

function expectState(cluster: Cluster, { namespace, name }: GalleryEntry, { nodes }: Expected): void {
  const { status } = cluster.store.get<DaemonSet>(DAEMONSETS, namespace, name)!;
  const count = nodes.length;
  expect(status).toMatchObject({ desiredNumberScheduled: count, currentNumberScheduled: count, numberReady: count, numberMisscheduled: 0 });
  expect(status.numberAvailable ?? 0).toBe(count);
  const pods = [...cluster.store.all<Pod>(PODS)].filter((p) => p.metadata.namespace === namespace && p.metadata.ownerReferences?.[0]?.name === name);
  expect(pods.map((p) => p.spec.nodeName).sort()).toEqual([...nodes].sort());
}
