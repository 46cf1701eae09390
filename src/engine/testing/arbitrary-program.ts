import { create, patch, remove, type KubeRequest } from "../../api/request.ts";
import { DAEMONSETS, FAULTS, NODES, PODS, RESOURCEQUOTAS, SIM_GROUP } from "../../api/resources.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import type { Fault, FaultSpec } from "../../api/types/fault.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { controllerOf } from "../apiserver/store.ts";
import { CONTROL_PLANE_TAINT, daemonSetObject, nodeObject, SimCluster } from "./sim-cluster.ts";

/** DaemonSets of a program, by number. */
export const SETS = ["node-logger", "agent"] as const;
export const EFFECTS = ["NoSchedule", "NoExecute", "PreferNoSchedule"] as const;
export const NODE_FAULTS = ["NodeDown", "NetworkCut", "MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable", "ImagePullFailure"] as const;
export const POD_FAULTS = ["ContainerCrash", "OOM", "ReadinessFlap", "SlowStart"] as const;

/** One thing that a person, a kubelet or bad luck does. `pick` chooses among what there is at that moment. */
export type Act =
  | { readonly kind: "add-node" | "end-faults" | "quota" }
  | { readonly kind: "remove-node" | "cordon" | "clear-taints" | "stray-pod"; readonly pick: number }
  | { readonly kind: "taint"; readonly pick: number; readonly effect: (typeof EFFECTS)[number]; readonly isTolerated: boolean }
  | { readonly kind: "label"; readonly pick: number; readonly disk: string }
  | { readonly kind: "delete-pod"; readonly pick: number; readonly isForced: boolean }
  | { readonly kind: "fail-pod" | "escape-pod"; readonly pick: number }
  | { readonly kind: "fault"; readonly pick: number; readonly type: (typeof NODE_FAULTS)[number] | (typeof POD_FAULTS)[number] }
  | { readonly kind: "image"; readonly set: number; readonly image: string }
  | { readonly kind: "strategy"; readonly set: number; readonly strategy: object }
  | { readonly kind: "spec"; readonly set: number; readonly spec: object }
  | { readonly kind: "recreate-set"; readonly set: number; readonly isOrphaning: boolean };

/** A random life of a cluster as plain data, so that a failure can be shrunk and read. */
export interface Program {
  /** Of the cluster. */
  readonly seed: number;
  readonly nodes: number;
  readonly strategies: readonly object[];
  /** `afterMs` passes before each act. */
  readonly steps: readonly { readonly afterMs: number; readonly act: Act }[];
}

/**
 * Under these the kubelet rejects daemon pods. With surge the controller makes another at once, whatever the back-off of
 * the failed one: a real cluster piles up failed pods by the thousand then, which proves nothing and takes long.
 */
const REJECTING: readonly string[] = ["DiskPressure", "PIDPressure"];

/** The second set has a probe that can flap and a limit that can be exceeded. */
const PROBED = {
  name: "logger",
  image: "example/logger:v1",
  resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
  readinessProbe: { httpGet: { path: "/", port: 80 }, periodSeconds: 3 },
};
const TOLERATED = { key: "team", operator: "Exists" };

/** A cluster in which a program can be played; requests that are refused are part of life. */
export class ProgramPlayer {
  readonly sim: SimCluster;
  #extraNodes = 0;
  #strays = 0;
  #hasOrphaned = false;

  constructor(program: Pick<Program, "seed" | "nodes" | "strategies">) {
    this.sim = new SimCluster(program.seed);
    this.#do(create(NODES, nodeObject("node-1", { taints: [CONTROL_PLANE_TAINT] }) as never));
    for (let i = 2; i <= program.nodes; i++) this.#do(create(NODES, nodeObject(`node-${i}`, { labels: { disk: i % 2 ? "hdd" : "ssd" } }) as never));
    program.strategies.forEach((updateStrategy, i) => this.#createSet(i, { updateStrategy }));
  }

  play(steps: Program["steps"]): void {
    for (const { afterMs, act } of steps) {
      this.#pass(afterMs);
      this.#act(act);
    }
    this.#pass(30_000);
  }

  /** Ends every fault and mistake, gives both sets a good image and lets the cluster come to rest, two hours at most. */
  heal(): void {
    this.#endFaults();
    // Each would wait for a window of up to 15 minutes of its own.
    for (const pod of this.sim.pods()) if (pod.status.phase === "Failed") this.#do(remove(PODS, pod.metadata));
    for (const quota of this.#names(RESOURCEQUOTAS)) this.#do(remove(RESOURCEQUOTAS, { namespace: "default", name: quota }));
    for (const name of this.#names(NODES)) this.#do(patch(NODES, { name }, { spec: { taints: name === "node-1" ? [CONTROL_PLANE_TAINT] : null, unschedulable: null } }, { patchType: "merge" }));
    SETS.forEach((name, i) => {
      if (!this.sim.cluster.store.get(DAEMONSETS, "default", name)) this.#createSet(i, {});
      const container = { name: "logger", image: "example/logger:final", resources: { requests: { cpu: "50m", memory: "64Mi" } } };
      const updateStrategy = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } };
      this.#patchSet(i, { spec: { updateStrategy, minReadySeconds: 0, template: { spec: { nodeSelector: null, containers: [container] } } } });
    });
    // A set made anew takes pods of its own template generation for updated, whatever their image: real, and no rest.
    if (this.#hasOrphaned) for (const pod of this.sim.pods()) this.#do(remove(PODS, pod.metadata));
    this.rest();
  }

  rest(): void {
    this.#pass(60_000);
    this.sim.settle(7_200);
  }

  /** Makes the controller look at every set, for no reason. */
  poke(): void {
    SETS.forEach((_, i) => this.#patchSet(i, { metadata: { labels: { poked: "yes" } } }));
    this.rest();
  }

  #pass(ms: number): void {
    this.sim.cluster.advance(this.sim.cluster.nowMs + ms);
  }
  #do(request: KubeRequest): void {
    this.sim.try(request);
  }

  #act(act: Act): void {
    switch (act.kind) {
      case "add-node": return this.#do(create(NODES, nodeObject(`extra-${++this.#extraNodes}`, { labels: { disk: "ssd" } }) as never));
      case "remove-node": return this.#withNode(act.pick, (node) => this.#do(remove(NODES, node.metadata)));
      case "cordon": return this.#withNode(act.pick, (node) => this.#patchNode(node, { spec: { unschedulable: node.spec.unschedulable ? null : true } }));
      case "taint": return this.#withNode(act.pick, (node) => this.#patchNode(node, { spec: { taints: [...(node.spec.taints ?? []).filter((t) => t.key !== "dedicated" && t.key !== "team"), { key: act.isTolerated ? "team" : "dedicated", effect: act.effect }] } }));
      case "clear-taints": return this.#withNode(act.pick, (node) => this.#patchNode(node, { spec: { taints: (node.spec.taints ?? []).filter((t) => t.key !== "dedicated" && t.key !== "team") } }));
      case "label": return this.#withNode(act.pick, (node) => this.#patchNode(node, { metadata: { labels: { disk: act.disk } } }));
      case "delete-pod": return this.#withPod(act.pick, (pod) => this.#do(remove(PODS, pod.metadata, act.isForced ? { gracePeriodSeconds: 0 } : {})));
      case "fail-pod": return this.#withPod(act.pick, (pod) => this.#do({ ...patch(PODS, pod.metadata, { status: { phase: "Failed", reason: "Evicted", conditions: [{ type: "Ready", status: "False", reason: "PodFailed" }] } }), subresource: "status" }));
      case "escape-pod": return this.#withPod(act.pick, (pod) => this.#do(patch(PODS, pod.metadata, { metadata: { labels: { app: "escaped" } } })));
      case "fault": return this.#toggleFault(act);
      case "stray-pod": return this.#withNode(act.pick, (node) => this.#strayPod(node.metadata.name));
      case "image": return this.#patchSet(act.set, { spec: { template: { spec: { containers: [{ name: "logger", image: act.image }] } } } });
      case "strategy": return this.#setStrategy(act.set, act.strategy);
      case "spec": return this.#patchSet(act.set, { spec: act.spec });
      case "recreate-set": return this.#recreate(act.set, act.isOrphaning);
      case "quota": return this.#toggleQuota();
      case "end-faults": return this.#endFaults();
    }
  }

  #withNode(pick: number, then: (node: Node) => void): void {
    const nodes = [...this.sim.cluster.store.all<Node>(NODES)];
    if (nodes.length > 0) then(nodes[pick % nodes.length]!);
  }
  #withPod(pick: number, then: (pod: Pod) => void): void {
    const pods = this.sim.pods().filter((p) => controllerOf(p));
    if (pods.length > 0) then(pods[pick % pods.length]!);
  }
  #patchNode(node: Node, body: object): void {
    this.#do(patch(NODES, node.metadata, body, { patchType: "merge" }));
  }
  #patchSet(set: number, body: object): void {
    this.#do(patch(DAEMONSETS, { namespace: "default", name: SETS[set]! }, body));
  }
  #createSet(set: number, spec: object): void {
    this.#do(create(DAEMONSETS, daemonSetObject(SETS[set]!, spec, { tolerations: [TOLERATED], ...(set === 1 ? { containers: [PROBED] } : {}) }) as never));
  }
  #setStrategy(set: number, strategy: object): void {
    if (isSurging(strategy)) this.#endFaults((spec) => REJECTING.includes(spec.type));
    this.#patchSet(set, { spec: { updateStrategy: { $retainKeys: ["type", "rollingUpdate"], ...strategy } } });
  }
  #recreate(set: number, isOrphaning: boolean): void {
    this.#hasOrphaned ||= isOrphaning;
    this.#do(remove(DAEMONSETS, { namespace: "default", name: SETS[set]! }, { propagationPolicy: isOrphaning ? "Orphan" : "Background" }));
    this.#pass(200);
    this.#createSet(set, {});
  }
  /** The same fault a second time ends it. */
  #toggleFault({ type, pick }: Extract<Act, { kind: "fault" }>): void {
    if (REJECTING.includes(type) && [...this.sim.cluster.store.all<DaemonSet>(DAEMONSETS)].some((ds) => isSurging(ds.spec.updateStrategy))) return;
    if (isNodeFault(type)) this.#withNode(pick, (node) => this.#fault(`${type.toLowerCase()}-${node.metadata.name}`, { type, nodeName: node.metadata.name }));
    else {
      const more = type === "SlowStart" ? { seconds: 20 } : type === "ReadinessFlap" ? { everySeconds: 7 } : {};
      this.#withPod(pick, (pod) => this.#fault(`${type.toLowerCase()}-${pod.metadata.name}`, { type, namespace: "default", podName: pod.metadata.name, ...more }));
    }
  }
  #fault(name: string, spec: object): void {
    if (this.sim.cluster.store.get(FAULTS, undefined, name)) this.#do(remove(FAULTS, { name }));
    else this.#do(create(FAULTS, { apiVersion: `${SIM_GROUP}/v1`, kind: "Fault", metadata: { name }, spec } as never));
  }
  #endFaults(which: (spec: FaultSpec) => boolean = () => true): void {
    for (const { metadata, spec } of Array.from(this.sim.cluster.store.all<Fault>(FAULTS))) if (which(spec)) this.#do(remove(FAULTS, metadata));
  }
  #toggleQuota(): void {
    if (this.#names(RESOURCEQUOTAS).length > 0) return this.#do(remove(RESOURCEQUOTAS, { namespace: "default", name: "few" }));
    this.#do(create(RESOURCEQUOTAS, { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "few", namespace: "default" }, spec: { hard: { pods: "4" } } } as never));
  }
  #strayPod(nodeName: string): void {
    const set = SETS[++this.#strays % SETS.length]!;
    const spec = { nodeName, containers: [{ name: "logger", image: "example/logger:v1" }] };
    this.#do(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: `stray-${this.#strays}`, namespace: "default", labels: { app: set } }, spec } as never));
  }
  #names(resource: typeof NODES): string[] {
    return [...this.sim.cluster.store.all(resource)].map((o) => o.metadata.name);
  }
}

function isNodeFault(type: string): type is (typeof NODE_FAULTS)[number] {
  return (NODE_FAULTS as readonly string[]).includes(type);
}

function isSurging(strategy: DaemonSet["spec"]["updateStrategy"]): boolean {
  return (strategy.rollingUpdate?.maxSurge ?? 0) !== 0;
}
