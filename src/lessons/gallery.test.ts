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
import { GALLERY, type Expected, type GalleryEntry } from "./gallery.ts";
import { GALLERY_WORDS, USE_CASES } from "./gallery-words.ts";
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
    expect(apply(cluster, entry)).toEqual([]);
    cluster.settle(cluster.nowMs + 600_000);
    expect(stateOf(cluster, entry)).toEqual(availableOn(entry.expected));
    if (!entry.next) return;
    expect(entry.next.kubectl).toBe("kubectl label nodes node-3 storage-node=glusterfs");
    cluster.handle(patch(NODES, { name: "node-3" }, { metadata: { labels: { "storage-node": "glusterfs" } } }, { patchType: "merge" }));
    cluster.settle(cluster.nowMs + 600_000);
    expect(stateOf(cluster, entry)).toEqual(availableOn(entry.next.expected));
  });

  test("requests CPU and memory in every container, and limits memory unless it makes the network", () => {
    const containers = setIn(entry).spec.template.spec.containers;
    const isFine = ({ resources }: (typeof containers)[number]) => {
      const [request, limit] = [bytes(resources?.requests?.["memory"]), bytes(resources?.limits?.["memory"])];
      return cpuMillis(resources?.requests?.["cpu"]) > 0 && request > 0 && (entry.useCase === "networking" || limit >= request);
    };
    expect(containers.filter((c) => !isFine(c)).map((c) => c.name)).toEqual([]);
  });

  test("says in a comment why it asks for more than an ordinary pod", () => {
    const lines = entry.text.split("\n");
    const unusual = lines.flatMap((line, i) => (/^\s*(?:hostNetwork|priorityClassName|tolerations|hostPort):/.test(line) ? [i] : []));
    const unexplained = unusual.filter((i) => !lines.slice(Math.max(0, i - 4), i + 3).some((l) => l.trim().startsWith("#")));
    expect(unexplained.map((i) => `${i + 1}: ${lines[i]}`)).toEqual([]);
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
  expect(GALLERY.map((entry) => [entry.id, stateOf(cluster, entry)])).toEqual(GALLERY.map((entry) => [entry.id, availableOn(entry.expected)]));
});

function startCluster(): Cluster {
  const scenario = loadScenario(FIRST_STEPS);
  if ("errors" in scenario) throw new Error("the first scenario cannot be read");
  const cluster = Cluster.open({ engineVersion: ENGINE_VERSION, seed: scenario.seed, setup: scenario.setup, inputs: [] });
  cluster.settle(600_000);
  return cluster;
}

/** @returns what the reader or the API server does not like */
function apply(cluster: Cluster, entry: GalleryEntry): readonly string[] {
  const { documents, errors } = readManifests(entry.text);
  const { requests, problems } = createRequests(documents.map((d) => d.object));
  const answers = requests.map((request) => cluster.handle(request));
  return [...errors, ...problems, ...answers.flatMap((a) => (a.ok ? [] : a.status))].map((e) => e.message ?? "refused");
}

function setIn(entry: GalleryEntry): DaemonSet {
  return readManifests(entry.text).documents.map((d) => d.object).find((o) => o.kind === "DaemonSet") as unknown as DaemonSet;
}

interface State { readonly numbers: string; readonly nodes: readonly string[] }

/** DESIRED CURRENT READY AVAILABLE MISSCHEDULED, and where its pods are. */
function stateOf(cluster: Cluster, { namespace, name }: GalleryEntry): State {
  const { status: s } = cluster.store.get<DaemonSet>(DAEMONSETS, namespace, name)!;
  const pods = [...cluster.store.all<Pod>(PODS)].filter((p) => p.metadata.namespace === namespace && p.metadata.ownerReferences?.[0]?.name === name);
  return {
    numbers: [s.desiredNumberScheduled, s.currentNumberScheduled, s.numberReady, s.numberAvailable ?? 0, s.numberMisscheduled].join(" "),
    nodes: pods.map((p) => p.spec.nodeName ?? "none").sort((a, b) => (a < b ? -1 : 1)),
  };
}

function availableOn({ nodes }: Expected): State {
  const n = nodes.length;
  return { numbers: `${n} ${n} ${n} ${n} 0`, nodes };
}
