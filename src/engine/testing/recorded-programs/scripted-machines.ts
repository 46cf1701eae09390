import { create, patch, remove } from "../../../api/request.ts";
import { NODES, PODS } from "../../../api/resources.ts";
import { formatTime } from "../../../api/time.ts";
import type { Condition } from "../../../api/types/meta.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { Cluster } from "../../cluster.ts";
import type { Machine } from "./program.ts";

const NODE_READY_MS = 400;
const SEEN_MS = 50;
const START_MS = 450;
const STOP_MS = 300;
/** A pod whose container has not started is gone sooner. */
const DROP_MS = 100;
const HEARTBEAT_MS = 10_000;

interface Due { readonly atMs: number; readonly act: () => void }
interface Begun { isStarted: boolean; isRunning: boolean; isStopping: boolean; hasFailed: boolean }

/** The kubelets of the recordings: a script, so that only the control plane is compared. `bad` cannot be pulled, `notready` is never Ready. */
export class ScriptedMachines {
  readonly #cluster: Cluster;
  readonly #alive = new Set<string>();
  readonly #touched = new Set<string>();
  readonly #begun = new Map<string, Begun>();
  #due: Due[] = [];

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    cluster.onChange(({ resource, key, after }) => {
      if (resource === PODS.key && after) this.#touched.add(key);
    });
  }

  get nextAtMs(): number {
    return this.#due.reduce((least, { atMs }) => Math.min(least, atMs), Infinity);
  }
  isAlive(nodeName: string): boolean {
    return this.#alive.has(nodeName);
  }

  add(name: string, { cpu, memory, labels, taints }: Machine): void {
    const room = { cpu, memory, pods: "110", "ephemeral-storage": "100Gi" };
    const known = { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64" };
    const node = { apiVersion: "v1", kind: "Node", metadata: { name, labels: { ...known, ...labels } }, spec: taints ? { taints } : {}, status: { capacity: room, allocatable: room, conditions: [this.#ready(false, "KubeletNotReady")] } };
    this.#alive.add(name);
    this.#cluster.handle(create(NODES, node));
    this.#beat(name);
    this.#in(NODE_READY_MS, () => this.#report(name));
  }
  /** The machine is taken away; its Node is left. */
  halt(name: string): void {
    this.#alive.delete(name);
  }
  /** The kubelet evicts the pod itself, as under disk pressure. */
  fail(pod: Pod): void {
    this.#of(pod).hasFailed = true;
    this.#status(pod, { phase: "Failed", reason: "Evicted", conditions: this.#podConditions(pod, false) });
  }

  /** Looks at the pods that changed, and does what is due. */
  act(): void {
    for (let keys = [...this.#touched]; keys.length > 0; keys = [...this.#touched]) {
      this.#touched.clear();
      for (const key of keys) this.#look(key);
      const due = this.#due.filter((d) => d.atMs <= this.#cluster.nowMs);
      this.#due = this.#due.filter((d) => d.atMs > this.#cluster.nowMs);
      for (const one of due) one.act();
    }
    const due = this.#due.filter((d) => d.atMs <= this.#cluster.nowMs);
    this.#due = this.#due.filter((d) => d.atMs > this.#cluster.nowMs);
    for (const one of due) one.act();
    if (this.#touched.size > 0) this.act();
  }

  #look(key: string): void {
    const pod = this.#cluster.store.getByKey<Pod>(PODS.key, key);
    if (!pod?.spec.nodeName || !this.#alive.has(pod.spec.nodeName)) return;
    const begun = this.#of(pod);
    if (pod.metadata.deletionTimestamp) {
      if (begun.isStopping) return;
      begun.isStopping = true;
      this.#in(begun.isRunning ? STOP_MS : DROP_MS, () => this.#stop(key, pod));
    } else if (!begun.isStarted) {
      begun.isStarted = true;
      this.#in(SEEN_MS, () => this.#start(key, pod, "Pending"));
      this.#in(START_MS, () => this.#start(key, pod, "Running"));
    }
  }

  #start(key: string, { metadata: { uid } }: Pod, step: "Pending" | "Running"): void {
    const pod = this.#live(key, uid);
    if (!pod || pod.metadata.deletionTimestamp || this.#of(pod).hasFailed) return;
    const image = pod.spec.containers[0]!.image;
    const isBad = image.endsWith(":bad");
    const runs = step === "Running" && !isBad;
    if (runs) this.#of(pod).isRunning = true;
    const isReady = runs && !image.endsWith(":notready");
    const waiting = step === "Running" ? { reason: "ErrImagePull", message: "not found" } : { reason: "ContainerCreating" };
    const state = runs ? { running: { startedAt: formatTime(this.#cluster.nowMs) } } : { waiting };
    this.#status(pod, { phase: runs ? "Running" : "Pending", startTime: pod.status.startTime ?? formatTime(this.#cluster.nowMs), conditions: this.#podConditions(pod, isReady), containerStatuses: [this.#container(pod, state, isReady)] });
  }
  #stop(key: string, { metadata: { uid } }: Pod): void {
    const pod = this.#live(key, uid);
    if (!pod) return;
    if (this.#of(pod).isRunning) this.#status(pod, { phase: "Succeeded", conditions: this.#podConditions(pod, false) });
    this.#cluster.handle(remove(PODS, pod.metadata, { gracePeriodSeconds: 0, preconditions: { uid } }));
  }

  #live(key: string, uid: string): Pod | undefined {
    const pod = this.#cluster.store.getByKey<Pod>(PODS.key, key);
    return pod?.metadata.uid === uid && this.#alive.has(pod.spec.nodeName ?? "") ? pod : undefined;
  }
  #of({ metadata: { uid } }: Pod): Begun {
    const begun = this.#begun.get(uid) ?? { isStarted: false, isRunning: false, isStopping: false, hasFailed: false };
    this.#begun.set(uid, begun);
    return begun;
  }
  #in(ms: number, act: () => void): void {
    this.#due.push({ atMs: this.#cluster.nowMs + ms, act });
  }
  #status(pod: Pod, status: object): void {
    this.#cluster.handle({ ...patch(PODS, pod.metadata, { status }), subresource: "status" });
  }
  #container(pod: Pod, state: object, ready: boolean): object {
    const { name, image } = pod.spec.containers[0]!;
    return { name, image, imageID: "", ready, restartCount: 0, state, lastState: {} };
  }
  #podConditions(pod: Pod, isReady: boolean): Condition[] {
    const now = formatTime(this.#cluster.nowMs);
    return ["Initialized", "Ready", "ContainersReady"].map((type) => {
      const status = type === "Initialized" || isReady ? "True" : "False";
      const before = pod.status.conditions?.find((c) => c.type === type);
      return { type, status, lastProbeTime: null, lastTransitionTime: before?.status === status ? before.lastTransitionTime! : now };
    });
  }
  #ready(isReady: boolean, reason: string): Condition {
    const now = formatTime(this.#cluster.nowMs);
    return { type: "Ready", status: isReady ? "True" : "False", reason, lastTransitionTime: now };
  }
  #report(name: string): void {
    if (this.#alive.has(name)) this.#cluster.handle({ ...patch(NODES, { name }, { status: { conditions: [this.#ready(true, "KubeletReady")] } }), subresource: "status" });
  }
  #beat(name: string): void {
    if (!this.#alive.has(name)) return;
    const spec = { holderIdentity: name, leaseDurationSeconds: 40, renewTime: `${formatTime(this.#cluster.nowMs).slice(0, -1)}.000000Z` };
    const at = { resource: "leases.coordination.k8s.io", namespace: "kube-node-lease" };
    const renewed = this.#cluster.handle({ ...at, verb: "patch", name, body: { spec }, options: { patchType: "merge" } });
    if (!renewed.ok) this.#cluster.handle({ ...at, verb: "create", body: { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { name, namespace: at.namespace }, spec } });
    this.#in(HEARTBEAT_MS, () => this.#beat(name));
  }
}
