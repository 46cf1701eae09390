import { patch, remove } from "../../../../api/request.ts";
import { PODS } from "../../../../api/resources.ts";
import { targetNodeName } from "../../../../api/node-matching.ts";
import { formatTime } from "../../../../api/time.ts";
import type { Condition } from "../../../../api/types/meta.ts";
import type { Pod } from "../../../../api/types/pod.ts";
import type { Cluster } from "../../../cluster.ts";

export const NODE_NAMES = ["n1", "n2", "n3"] as const;

const START_MS = 60;
const STOP_MS = 150;

interface Due { readonly atMs: number; readonly act: "run" | "remove"; readonly uid: string; readonly key: string }

/** What a case says of a pod. */
export interface PodReport { readonly ready?: boolean; readonly phase?: NonNullable<Pod["status"]["phase"]> }

/**
 * Scheduler and kubelets of the `workloads` cases, in place of the engine's own: binds at once, round robin; runs a
 * bound pod after 60 ms and removes a terminating one after 150 ms, unless an annotation or the image says otherwise.
 */
export class FakeKubelet {
  readonly #cluster: Cluster;
  readonly #touched = new Set<string>();
  /** By uid: what has been begun for a pod. */
  readonly #begun = new Map<string, { isStarted: boolean; isStopping: boolean }>();
  #due: Due[] = [];
  #bound = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    cluster.onChange((change) => {
      if (change.resource === PODS.key && change.after) this.#touched.add(change.key);
    });
  }

  /** When it acts next; undefined if it has nothing to do. */
  get nextAtMs(): number | undefined {
    return this.#due.length > 0 ? Math.min(...this.#due.map((d) => d.atMs)) : undefined;
  }

  /** Looks at the pods that changed, and does what is due. */
  act(): void {
    while (this.#touched.size > 0) {
      const keys = [...this.#touched];
      this.#touched.clear();
      for (const key of keys) this.#look(key);
    }
    const now = this.#cluster.nowMs;
    const due = this.#due.filter((d) => d.atMs <= now);
    this.#due = this.#due.filter((d) => d.atMs > now);
    for (const one of due) this.#do(one);
    if (this.#touched.size > 0) this.act();
  }

  report(pod: Pod, { ready, phase }: PodReport): void {
    const isReady = ready ?? (phase === undefined || phase === "Running");
    const now = formatTime(this.#cluster.nowMs);
    const types = ["Initialized", "Ready", "ContainersReady"];
    const old = pod.status.conditions ?? [];
    const conditions = types.map((type): Condition => {
      const status = type === "Initialized" || isReady ? "True" : "False";
      const before = old.find((c) => c.type === type);
      return { type, status, lastProbeTime: null, lastTransitionTime: before?.status === status ? (before.lastTransitionTime ?? now) : now };
    });
    const status = { ...(phase ? { phase } : {}), conditions: [...old.filter((c) => !types.includes(c.type)), ...conditions] };
    this.#cluster.handle({ ...patch(PODS, pod.metadata, { status }, { patchType: "merge" }), subresource: "status" });
  }

  #look(key: string): void {
    const pod = this.#cluster.store.getByKey<Pod>(PODS.key, key);
    if (!pod) return;
    const { uid, annotations, deletionTimestamp, namespace = "default", name } = pod.metadata;
    let begun = this.#begun.get(uid);
    if (!begun) this.#begun.set(uid, (begun = { isStarted: false, isStopping: false }));
    if (deletionTimestamp) {
      if (begun.isStopping) return;
      begun.isStopping = true;
      this.#due.push({ atMs: this.#cluster.nowMs + Number(annotations?.["fake/term-ms"] ?? STOP_MS), act: "remove", uid, key });
    } else if (!pod.spec.nodeName) {
      if (annotations?.["fake/unschedulable"] !== undefined) return;
      const node = targetNodeName(pod.spec) ?? NODE_NAMES[this.#bound++ % NODE_NAMES.length];
      this.#cluster.handle({ verb: "create", resource: PODS.key, namespace, name, subresource: "binding", body: { target: { name: node } } });
    } else if (!begun.isStarted) {
      begun.isStarted = true;
      if (!says(pod, "stuck")) this.#due.push({ atMs: this.#cluster.nowMs + START_MS, act: "run", uid, key });
    }
  }

  #do({ act, uid, key }: Due): void {
    const pod = this.#cluster.store.getByKey<Pod>(PODS.key, key);
    if (pod?.metadata.uid !== uid) return;
    if (act === "remove") this.#cluster.handle(remove(PODS, pod.metadata, { gracePeriodSeconds: 0 }));
    else if (!pod.metadata.deletionTimestamp) this.report(pod, { phase: "Running", ready: !says(pod, "notready") });
  }
}

/** By its annotation, or by the tag of its image. */
function says(pod: Pod, word: "stuck" | "notready"): boolean {
  return pod.metadata.annotations?.[`fake/${word}`] !== undefined || pod.spec.containers.some((c) => c.image.endsWith(`:${word}`));
}
