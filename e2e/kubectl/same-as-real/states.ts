import { readFileSync } from "node:fs";
import { readManifests } from "../../../src/api/manifest.ts";
import { create, patch } from "../../../src/api/request.ts";
import { DEPLOYMENTS, resourceOf } from "../../../src/api/resources.ts";
import { toYaml } from "../../../src/api/to-yaml.ts";
import type { ObjectDraft } from "../../../src/api/types/meta.ts";
import { withManagedFields } from "../../../src/engine/apiserver/managed-fields/actor-entries.ts";
import { Cluster } from "../../../src/engine/cluster.ts";
import { INSIDE } from "../../../src/engine/kubelet/inside.ts";
import { deploymentObject } from "../../../src/engine/testing/deployment-object.ts";
import { CONTROL_PLANE_TAINT, daemonSetObject, SimCluster } from "../../../src/engine/testing/sim-cluster.ts";

/** How a cluster comes to each state. Names are the same everywhere, so that one line of a table fits all of them. */
const STATES = {
  empty: () => new SimCluster(),
  steady: () => steady(),
  "mid-rollout": () => {
    const sim = steady();
    sim.setImage("agent", "example/logger:v2");
    sim.send(patch(DEPLOYMENTS, { namespace: "default", name: "web" }, { spec: { template: { spec: { containers: [{ name: "app", image: "example/web:v2" }] } } } }));
    sim.runFor(4);
    return sim;
  },
  "pending pod": () => {
    const sim = steady();
    add(sim, { apiVersion: "v1", kind: "Pod", metadata: { name: "toobig", namespace: "default" }, spec: { containers: [{ name: "main", image: "busybox", resources: { requests: { cpu: "64" } } }] } });
    sim.apply(daemonSetObject("heavy", {}, { containers: [{ name: "logger", image: "example/heavy:v1", resources: { requests: { memory: "7Gi" } } }, { name: "other", image: "example/other:v1", resources: { requests: { cpu: "3900m" } } }] }));
    sim.runFor(40);
    return sim;
  },
  "failed node": () => {
    const sim = steady();
    sim.powerOff("node-3");
    sim.runFor(100);
    return sim;
  },
  "three kinds": () => {
    const sim = steady();
    for (const { object } of readManifests(readFileSync(new URL("state.yaml", import.meta.url), "utf8")).documents) add(sim, object);
    sim.settle();
    sim.runFor(90);
    return sim;
  },
} satisfies Readonly<Record<string, () => SimCluster>>;

export type StateName = keyof typeof STATES;
export const STATE_NAMES = Object.keys(STATES) as readonly StateName[];

/**
 * A cluster in this state, whose present is the real one: some ages are worked out by kubectl itself.
 * @param nowMs as virtual time
 */
export function openState(name: StateName, nowMs: number): Cluster {
  const { cluster } = STATES[name]();
  const startMs = nowMs - cluster.nowMs;
  const inputs = cluster.log.inputs.map(({ atMs, request }) => ({ atMs: atMs + startMs, request }));
  const moved = Cluster.open({ ...cluster.log, startMs, inputs }, { inside: INSIDE });
  moved.advance(nowMs);
  return moved;
}

/** Three nodes, one of them the control plane; DaemonSet agent, Deployment web, and a pod of nobody's. */
function steady(): SimCluster {
  const sim = new SimCluster(7);
  sim.addNode("node-1", { labels: { "node-role.kubernetes.io/control-plane": "" }, taints: [CONTROL_PLANE_TAINT] });
  for (const name of ["node-2", "node-3"]) sim.addNode(name);
  sim.settle();
  sim.apply(daemonSetObject("agent", {}, { tolerations: [{ key: CONTROL_PLANE_TAINT.key, effect: "NoSchedule" }] }));
  add(sim, deploymentObject({ replicas: 3 }));
  add(sim, {
    apiVersion: "v1", kind: "Pod", metadata: { name: "toolbox", namespace: "default", labels: { run: "toolbox" } },
    spec: {
      nodeName: "node-2",
      containers: [{ name: "toolbox", image: "busybox", command: ["sleep", "1d"] }, { name: "sidecar", image: "busybox", command: ["sh", "-c", "while true; do echo hi; sleep 5; done"] }],
    },
  });
  sim.settle();
  return sim;
}

function add(sim: SimCluster, object: object): void {
  const resource = resourceOf(object as ObjectDraft);
  if (!resource) throw new Error(`no such kind: ${JSON.stringify(object)}`);
  sim.send(create(resource, object as never));
}

/** What stands for an object that nobody has written: the same on both sides. */
const UNTOUCHED = "untouched";

/**
 * Every object that a cluster holds by its key, those written after a revision as clients see them. Most lines touch a few
 * of a hundred, and to write all of them out would take most of the time of these tests.
 */
export function objectsOf(cluster: Cluster, since: number): Readonly<Record<string, string>> {
  const all = [...cluster.store.everything()].map(({ resource, key, object }) => {
    const isTouched = Number(object.metadata.resourceVersion) > since;
    return [`${resource} ${key}`, isTouched ? toYaml(withManagedFields(object), { withManagedFields: true }) : UNTOUCHED] as const;
  });
  return Object.fromEntries(all);
}
