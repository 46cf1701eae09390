import { create, patch, remove, type KubeRequest, type KubeResponse } from "../../api/request.ts";
import { DAEMONSETS, FAULTS, NODES, PODS, SIM_GROUP } from "../../api/resources.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { targetNodeName } from "../../api/node-matching.ts";
import { ENGINE_VERSION } from "../../api/timeline.ts";
import { Cluster } from "../cluster.ts";
import { INSIDE } from "../kubelet/inside.ts";
import { assert } from "../sim/assert.ts";

interface NodeOptions {
  readonly labels?: Record<string, string>;
  readonly taints?: readonly object[];
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: string;
}

/** A cluster for tests: sentences in, the state of the world out. Everything goes through the API. */
export class SimCluster {
  readonly cluster: Cluster;

  constructor(seed = 1, setup: readonly KubeRequest[] = []) {
    this.cluster = Cluster.open({ engineVersion: ENGINE_VERSION, seed, setup, inputs: [] }, { inside: INSIDE });
  }

  /** Sends a request and expects it to work. */
  send<T = unknown>(request: KubeRequest): T {
    const response = this.cluster.handle<T>(request);
    assert(response.ok, `${request.verb} ${request.resource} works, got: ${response.ok ? "" : response.status.message}`);
    return response.body;
  }
  /** Sends a request whatever comes of it. */
  try(request: KubeRequest): KubeResponse {
    return this.cluster.handle(request);
  }

  addNode(name: string, options: NodeOptions = {}): void {
    this.send(create(NODES, nodeObject(name, options) as never));
  }
  apply(ds: object): void {
    this.send(create(DAEMONSETS, ds as never));
  }
  patchSet(name: string, body: unknown): void {
    this.send(patch(DAEMONSETS, { namespace: "default", name }, body));
  }
  patchNode(name: string, body: unknown): void {
    this.send(patch(NODES, { name }, body, { patchType: "merge" }));
  }
  setImage(set: string, image: string): void {
    this.patchSet(set, { spec: { template: { spec: { containers: [{ name: "logger", image }] } } } });
  }
  powerOff(nodeName: string): void {
    this.send(create(FAULTS, { apiVersion: `${SIM_GROUP}/v1`, kind: "Fault", metadata: { name: `node-down-${nodeName}` }, spec: { type: "NodeDown", nodeName } } as never));
  }
  powerOn(nodeName: string): void {
    this.send(remove(FAULTS, { name: `node-down-${nodeName}` }));
  }
  deletePod(name: string): void {
    this.send(remove(PODS, { namespace: "default", name }));
  }

  runFor(seconds: number): void {
    this.cluster.advance(this.cluster.nowMs + seconds * 1000);
  }
  /** Lets time pass and looks after everything that happens, until the cluster is at rest or the time is over. */
  watch(look: () => void, limitSeconds = 600): void {
    const until = this.cluster.nowMs + limitSeconds * 1000;
    look();
    for (let next = this.cluster.nextNotableAtMs(); next !== undefined && next <= until; next = this.cluster.nextNotableAtMs()) {
      this.cluster.advance(this.cluster.nextAtMs()!);
      look();
    }
  }
  settle(limitSeconds = 600): void {
    this.cluster.settle(this.cluster.nowMs + limitSeconds * 1000);
  }

  node(name: string): Node {
    return this.cluster.store.get<Node>(NODES, undefined, name)!;
  }
  set(name: string): DaemonSet {
    return this.cluster.store.get<DaemonSet>(DAEMONSETS, "default", name)!;
  }
  pods(): Pod[] {
    return [...this.cluster.store.all<Pod>(PODS)];
  }
  podOn(nodeName: string): Pod | undefined {
    return this.pods().find((p) => targetNodeName(p.spec) === nodeName && !p.metadata.deletionTimestamp);
  }
  /** DESIRED CURRENT READY UP-TO-DATE AVAILABLE MISSCHEDULED. */
  numbers(set: string): string {
    const s = this.set(set).status;
    return [s.desiredNumberScheduled, s.currentNumberScheduled, s.numberReady, s.updatedNumberScheduled ?? 0, s.numberAvailable ?? 0, s.numberMisscheduled].join(" ");
  }
}

export function nodeObject(name: string, options: NodeOptions = {}): object {
  const resources = { cpu: options.cpu ?? "4", memory: options.memory ?? "8Gi", pods: options.pods ?? "110", "ephemeral-storage": "100Gi" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", ...options.labels } },
    spec: options.taints ? { taints: options.taints } : {},
    status: { capacity: resources, allocatable: resources },
  };
}

/** A DaemonSet with one container `logger`; `spec` is merged over it, `template` over its pod spec. */
export function daemonSetObject(name: string, spec: object = {}, template: object = {}): object {
  const labels = { app: name };
  const container = { name: "logger", image: "example/logger:v1", resources: { requests: { cpu: "50m", memory: "64Mi" } } };
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name, namespace: "default" },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container], ...template } }, ...spec },
  };
}

export const CONTROL_PLANE_TAINT = { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" };
