import { create, patch, remove } from "../../../api/request.ts";
import { LEASES, NODES, PODS } from "../../../api/resources.ts";
import { formatTime } from "../../../api/time.ts";
import type { Condition, KubeObject } from "../../../api/types/meta.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { Cluster } from "../../cluster.ts";
import type { Machine } from "./program.ts";

const NODE_READY_MS = 400;
const SEEN_MS = 50;
const START_MS = 450;
const STOP_MS = 300;
/** A pod whose container has not started is gone sooner. */
const DROP_MS = 100;
/** Between an error and the first sign of back-off. */
const PULL_MS = 2_000;
const FIRST_BACK_OFF_MS = 10_000;
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
    this.#cluster.handle(create(NODES, node as object as KubeObject));
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
    const { nowMs } = this.#cluster;
    const keys = [...this.#touched];
    this.#touched.clear();
    for (const key of keys) this.#look(key);
    const due = this.#due.filter((d) => d.atMs <= nowMs);
    this.#due = this.#due.filter((d) => d.atMs > nowMs);
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
      this.#in(SEEN_MS, () => this.#start(key, pod, "seen"));
      this.#in(START_MS, () => this.#start(key, pod, "started"));
    }
  }

  #start(key: string, { metadata: { uid } }: Pod, step: "seen" | "started"): void {
    const pod = this.#starting(key, uid);
    if (!pod) return;
    const image = pod.spec.containers[0]!.image;
    if (step === "seen") return this.#wait(pod, "ContainerCreating");
    if (image.endsWith(":bad")) return this.#failPull(key, pod, FIRST_BACK_OFF_MS);
    this.#of(pod).isRunning = true;
    const isReady = !image.endsWith(":notready");
    this.#status(pod, { phase: "Running", conditions: this.#podConditions(pod, isReady), containerStatuses: [this.#container(pod, { running: { startedAt: formatTime(this.#cluster.nowMs) } }, isReady)] });
  }
  /** For ever: an error, then back-off. Each is a change of the pod, which its owner sees. */
  #failPull(key: string, { metadata: { uid } }: Pod, backOffMs: number): void {
    const pod = this.#starting(key, uid);
    if (!pod) return;
    this.#wait(pod, "ErrImagePull");
    this.#in(PULL_MS, () => {
      const waiting = this.#starting(key, uid);
      if (waiting) this.#wait(waiting, "ImagePullBackOff");
    });
    this.#in(PULL_MS + backOffMs, () => this.#failPull(key, pod, backOffMs * 2));
  }
  #wait(pod: Pod, reason: string): void {
    this.#status(pod, { phase: "Pending", startTime: pod.status.startTime ?? formatTime(this.#cluster.nowMs), conditions: this.#podConditions(pod, false), containerStatuses: [this.#container(pod, { waiting: { reason } }, false)] });
  }
  #starting(key: string, uid: string): Pod | undefined {
    const pod = this.#live(key, uid);
    return !pod || pod.metadata.deletionTimestamp || this.#of(pod).hasFailed ? undefined : pod;
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
    const metadata = { name, namespace: "kube-node-lease" };
    const renewed = this.#cluster.handle(patch(LEASES, metadata, { spec }, { patchType: "merge" }));
    if (!renewed.ok) this.#cluster.handle(create(LEASES, { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata, spec } as object as KubeObject));
    this.#in(HEARTBEAT_MS, () => this.#beat(name));
  }
}
