import { describe, expect, test } from "vitest";
import { NODES, PODS, resourceByKey } from "../../../api/resources.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { Store } from "../../apiserver/store.ts";
import { nodeInfo } from "../node-info.ts";
import { interPodAffinityScores } from "./inter-pod-affinity.ts";
import { naturalLog } from "./logarithm.ts";
import { topologySpreadScores } from "./topology-spread.ts";

const ZONE = "topology.kubernetes.io/zone";
const HOST = "kubernetes.io/hostname";
const meta = (name: string, labels: object, namespace?: string) => ({ name, uid: name, resourceVersion: "1", creationTimestamp: "", labels, ...(namespace ? { namespace } : {}) });

/** Nodes `n1`, `n2` …, each with a zone (or none) and a number of pods `app=web`. */
function world(nodes: readonly (readonly [zone: string | undefined, pods: number])[]): { readonly store: Store; readonly scores: (pod: Pod) => readonly number[]; readonly near: (pod: Pod) => readonly number[] } {
  const store = new Store();
  nodes.forEach(([zone, pods], i) => {
    const name = `n${i + 1}`;
    store.put(NODES, { apiVersion: "v1", kind: "Node", metadata: meta(name, { [HOST]: name, ...(zone ? { [ZONE]: zone } : {}) }), spec: {}, status: {} } as KubeObject);
    for (let p = 0; p < pods; p++) store.put(PODS, web({ nodeName: name }, `${name}-${p}`));
  });
  const all = () => [...store.all<Node>(NODES)];
  return { store, scores: (pod) => topologySpreadScores(store, pod, all().map((n) => nodeInfo(store, n))), near: (pod) => interPodAffinityScores(store, pod, all()) };
}

function web(spec: object = {}, name = "new"): Pod {
  return { apiVersion: "v1", kind: "Pod", metadata: meta(name, { app: "web" }, "default"), spec: { containers: [], ...spec }, status: {} } as Pod;
}
const soft = (topologyKey: string, maxSkew = 1) => ({ maxSkew, topologyKey, whenUnsatisfiable: "ScheduleAnyway", labelSelector: { matchLabels: { app: "web" } } });

describe("ScheduleAnyway", () => {
  test("by hostname: three nodes with 0, 1 and 2 pods weigh 0, ln 5 and 2 ln 5", () => {
    // round(0), round(1.609), round(3.219) = 0, 2, 3; 100 * (3 + 0 - s) / 3
    expect(world([["a", 0], ["a", 1], ["a", 2]]).scores(web({ topologySpreadConstraints: [soft(HOST)] }))).toEqual([100, 33, 0]);
  });

  test("by zone: all pods of the zone count for each of its nodes", () => {
    // two zones: ln 4 = 1.386; east has 3: round(4.159) = 4, west has 1: round(1.386) = 1; 100 * (4 + 1 - s) / 4
    expect(world([["east", 3], ["east", 0], ["west", 1]]).scores(web({ topologySpreadConstraints: [soft(ZONE)] }))).toEqual([25, 25, 100]);
  });

  test("a node without the label gets nothing", () => {
    expect(world([["east", 0], [undefined, 0]]).scores(web({ topologySpreadConstraints: [soft(ZONE)] }))).toEqual([100, 0]);
  });

  test("nothing to spread is the same for all", () => {
    expect(world([["east", 3], ["west", 0]]).scores(web())).toEqual([0, 0]);
  });

  test("pods that a service selects are spread by default, by hostname and zone", () => {
    const { store, scores } = world([["east", 2], ["west", 0]]);
    store.put(resourceByKey("services")!, { apiVersion: "v1", kind: "Service", metadata: meta("web", {}, "default"), spec: { selector: { app: "web" } } } as KubeObject);
    // each: ln 4; n1: 2 * 1.386 + 2 + 2 * 1.386 + 4 = 11.545, n2: 2 + 4; 12 and 6; 100 * (12 + 6 - s) / 12
    expect(scores(web())).toEqual([50, 100]);
  });
});

test("preferred pod affinity and anti-affinity draw a pod to others and away from them", () => {
  const term = (weight: number) => [{ weight, podAffinityTerm: { topologyKey: HOST, labelSelector: { matchLabels: { app: "web" } } } }];
  const { near } = world([["a", 0], ["a", 1], ["a", 4]]);
  expect(near(web({ affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: term(10) } } }))).toEqual([0, 25, 100]);
  expect(near(web({ affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: term(10) } } }))).toEqual([100, 75, 0]);
});

test.each([[1, 0], [2, 0.6931471805599453], [3, 1.0986122886681098], [4, 1.3862943611198906], [5, 1.6094379124341003], [10, 2.302585092994046], [1000, 6.907755278982137]])("ln %d", (x, ln) => {
  expect(naturalLog(x)).toBeCloseTo(ln, 14);
});
