import { create, patch, remove, update, updateStatus, type KubeRequest, type KubeResponse } from "../../../../api/request.ts";
import { FAULTS, NODES, PODS, resourceOf, SIM_GROUP } from "../../../../api/resources.ts";
import { deepEqual } from "../../../../api/semantic.ts";
import { formatTime } from "../../../../api/time.ts";
import { ENGINE_VERSION } from "../../../../api/timeline.ts";
import type { Condition, KubeObject } from "../../../../api/types/meta.ts";
import type { Node, Taint } from "../../../../api/types/node.ts";
import type { Pod, Toleration } from "../../../../api/types/pod.ts";
import { Cluster } from "../../../cluster.ts";
import { hash32 } from "../../../sim/random.ts";
import { withDefaults } from "../case-values.ts";
import type { ClusterStep } from "./cluster-case.ts";
import { wholeNode, wholePod } from "./objects.ts";
import { WatchLog } from "./watch-log.ts";

const LEASE_PERIOD_MS = 10_000;

export interface WorldOptions {
  /** Who acts; absent: everybody. */
  readonly actors?: readonly string[];
  /** When the clock of the case begins; until then the cluster runs what is given. */
  readonly originMs: number;
}

/**
 * A real cluster for a scenario, with its clock of seconds. What a step does goes through the request door; only
 * what no request can do (a pod that is bound and running from the start) is put into the store.
 */
export class ScenarioWorld {
  readonly cluster: Cluster;
  readonly log: WatchLog;
  /** Second 0 of the case. */
  originMs: number;

  constructor(options: WorldOptions) {
    const actors = options.actors;
    this.cluster = Cluster.open({ engineVersion: ENGINE_VERSION, seed: 1, setup: [], inputs: [], ...(actors ? { actors } : {}) });
    this.log = new WatchLog(this.cluster);
    this.originMs = options.originMs;
  }

  get seconds(): number {
    return (this.cluster.nowMs - this.originMs) / 1000;
  }
  secondsOf(atMs: number): number {
    return (atMs - this.originMs) / 1000;
  }
  /** Lets time pass up to a second of the case. */
  runTo(seconds: number): void {
    this.cluster.advance(Math.max(this.cluster.nowMs, Math.round(this.originMs + seconds * 1000)));
  }
  runFor(seconds: number): void {
    this.cluster.advance(Math.round(this.cluster.nowMs + seconds * 1000));
  }
  /** Lets time pass until something holds, looking after everything that happens. False: it did not within the limit. */
  runUntil(holds: () => boolean, limitSeconds: number): boolean {
    const limitMs = this.cluster.nowMs + limitSeconds * 1000;
    while (!holds()) {
      const next = this.cluster.nextAtMs();
      if (next === undefined || next > limitMs) {
        this.cluster.advance(limitMs);
        return holds();
      }
      this.cluster.advance(next);
    }
    return true;
  }

  node(name: string): Node | undefined {
    return this.cluster.store.get<Node>(NODES, undefined, name);
  }
  /** `default/web`, or `web` in the default namespace. */
  pod(key: string): Pod | undefined {
    return this.cluster.store.getByKey<Pod>(PODS.key, wholeKey(key));
  }

  seedPod(pod: KubeObject): void {
    this.#seed(withDefaults(wholePod(pod as Pod)));
  }
  /** @param leaseAtMs a moment at which the kubelet of this node is to renew its lease */
  seedNode(node: KubeObject, leaseAtMs?: number): void {
    const whole = wholeNode(node as Node);
    const uid = leaseAtMs === undefined ? whole.metadata.uid : uidWithLease(whole.metadata.name, leaseAtMs);
    this.#seed({ ...whole, metadata: { ...whole.metadata, uid } });
  }
  seedOther(object: KubeObject): void {
    this.#seed({ ...object, metadata: { ...object.metadata, uid: object.metadata.uid || object.metadata.name, resourceVersion: "" } });
  }
  #seed(object: KubeObject): void {
    const creationTimestamp = object.metadata.creationTimestamp || formatTime(this.cluster.nowMs);
    this.#own(() => this.cluster.seed(resourceOf(object)!, { ...object, metadata: { ...object.metadata, creationTimestamp } }));
  }

  /** Sends a request as the case's own. A refusal is a failure of the case. */
  send<T = KubeObject>(request: KubeRequest): T {
    const response = this.try<T>(request);
    if (!response.ok) throw new Error(`${request.verb} ${request.resource} ${request.name ?? ""} is refused: ${response.status.message}`);
    return response.body;
  }
  try<T = KubeObject>(request: KubeRequest): KubeResponse<T> {
    return this.#own(() => this.cluster.handle<T>(request));
  }
  #own<T>(act: () => T): T {
    // What is due at this moment is not the case's doing.
    this.cluster.advance(this.cluster.nowMs);
    this.log.isOwn = true;
    try {
      return act();
    } finally {
      this.log.isOwn = false;
    }
  }

  setTaints(name: string, taints: readonly Taint[]): void {
    this.send(patch(NODES, { name }, { spec: { taints: taints.length > 0 ? taints : null } }, { patchType: "merge" }));
  }
  /** Conditions as a kubelet writes them: those given replace those of the same type. */
  setConditions(name: string, conditions: readonly Condition[]): void {
    const node = this.node(name);
    if (!node) throw new Error(`node ${name} does not exist`);
    const now = formatTime(this.cluster.nowMs);
    const written = conditions.map((c): Condition => {
      const before = node.status.conditions?.find((old) => old.type === c.type);
      return { ...c, lastHeartbeatTime: now, lastTransitionTime: before?.status === c.status ? (before.lastTransitionTime ?? now) : now };
    });
    const others = (node.status.conditions ?? []).filter((old) => !conditions.some((c) => c.type === old.type));
    this.send(updateStatus(NODES, { ...node, status: { ...node.status, conditions: [...others, ...written] } } as Node));
  }
  setTolerations(key: string, tolerations: readonly Toleration[]): void {
    const pod = this.pod(key);
    if (!pod) throw new Error(`pod ${key} does not exist`);
    const next: Pod = { ...pod, spec: { ...pod.spec, tolerations } };
    // The API lets tolerations only be added; the case may ask for more.
    if (this.try(update(PODS, next)).ok && deepEqual(this.pod(key)?.spec.tolerations, tolerations)) return;
    this.#own(() => this.cluster.seed(PODS, { ...next, metadata: this.pod(key)!.metadata }));
  }
  deletePod(key: string, options: { gracePeriodSeconds?: number } = {}): void {
    const [namespace = "", name = ""] = wholeKey(key).split("/");
    this.try(remove(PODS, { namespace, name }, options));
  }
  stopKubelet(name: string): void {
    this.send(create(FAULTS, { apiVersion: `${SIM_GROUP}/v1`, kind: "Fault", metadata: { name: `node-down-${name}` }, spec: { type: "NodeDown", nodeName: name } } as never));
  }
  startKubelet(name: string): void {
    this.send(remove(FAULTS, { name: `node-down-${name}` }));
  }
}

export function wholeKey(key: string): string {
  return key.includes("/") ? key : `default/${key}`;
}

/** Kubelets renew at a phase that comes from the uid of their node; here one is looked for that fits. */
function uidWithLease(name: string, atMs: number): string {
  const wanted = ((atMs % LEASE_PERIOD_MS) + LEASE_PERIOD_MS) % LEASE_PERIOD_MS;
  for (let i = 0; ; i++) if (hash32(`${name}-${i}`) % LEASE_PERIOD_MS === wanted) return `${name}-${i}`;
}

/** The argument of a step, which must be there. */
export function argument<T>(step: ClusterStep, name: string): T {
  const value = step[name];
  if (value === undefined) throw new Error(`step ${step.do} needs ${name}`);
  return value as T;
}
