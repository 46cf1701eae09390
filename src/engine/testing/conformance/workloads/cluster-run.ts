import { create, patch, remove, type KubeRequest } from "../../../../api/request.ts";
import { NODES, PODS, resourceOf } from "../../../../api/resources.ts";
import { formatTime } from "../../../../api/time.ts";
import { ENGINE_VERSION } from "../../../../api/timeline.ts";
import type { KubeObject } from "../../../../api/types/meta.ts";
import type { Node } from "../../../../api/types/node.ts";
import type { Pod } from "../../../../api/types/pod.ts";
import { ACTORS } from "../../../actors.ts";
import { Cluster } from "../../../cluster.ts";
import { failed, PASSED, type CaseResult } from "../case-result.ts";
import { failuresOf, find, NAMESPACE, resourceOfKind, select } from "./expectations.ts";
import { FakeKubelet, NODE_NAMES } from "./fake-kubelet.ts";
import type { WorkloadStep } from "./workload-steps.ts";

/** Whom the fake kubelet replaces, and who looks after nodes, which here are always well. */
const NOT_THERE = ["default-scheduler", "kubelets", "node", "taint-eviction", "pod-gc"];
/** Nothing has changed for so long: what is still to come (a deadline, minReadySeconds) is not waited for. */
const QUIET_MS = 2_000;
const SETTLE_LIMIT_MS = 600_000;

/** Runs one case of the type "cluster": through the request door, on virtual time. It must pass with any seed. */
export function runWorkloadCase(steps: readonly WorkloadStep[], seed = 1): CaseResult {
  const run = new WorkloadRun(seed);
  for (const [i, step] of steps.entries()) {
    const failures = run.step(step);
    if (failures.length > 0) return failed(...failures.map((failure) => `step ${i + 1}: ${failure}`));
  }
  return PASSED;
}

class WorkloadRun {
  readonly #cluster: Cluster;
  readonly #kubelet: FakeKubelet;
  readonly #memory = new Map<string, readonly string[]>();
  #changedAtMs = 0;

  constructor(seed: number) {
    const actors = ACTORS.map((a) => a.name).filter((name) => !NOT_THERE.includes(name));
    this.#cluster = Cluster.open({ engineVersion: ENGINE_VERSION, seed, setup: [], inputs: [], actors });
    for (const name of NODE_NAMES) this.#cluster.seed(NODES, nodeOf(name));
    this.#kubelet = new FakeKubelet(this.#cluster);
    this.#cluster.onChange(() => (this.#changedAtMs = this.#cluster.nowMs));
  }

  /** Does a step. @returns what failed */
  step(step: WorkloadStep): string[] {
    if (step.create) return this.#send(this.#creation(step.create));
    if (step.settle) return this.#settle();
    if (step.advanceSeconds !== undefined) return this.#runTo(() => false, this.#cluster.nowMs + step.advanceSeconds * 1000);
    if (step.patch !== undefined) return this.#send(patch(...this.#named(step.patch), step.body, { patchType: step.patchType ?? "merge" }));
    if (step.delete !== undefined) return this.#send(remove(...this.#named(step.delete), step.propagationPolicy ? { propagationPolicy: step.propagationPolicy } : {}));
    if (step.deletePods) return this.#podsOf(step.deletePods).slice(0, step.deletePods.count).flatMap((pod) => this.#send(remove(PODS, pod.metadata)));
    if (step.patchPod) return this.#podsOf(step.patchPod).flatMap((pod) => this.#send(patch(PODS, pod.metadata, step.body, { patchType: "merge" })));
    if (step.pods) return this.#report(step, step.pods);
    if (step.rememberUid !== undefined) return this.#remember(step.as ?? "", [find(this.#cluster.store, step.rememberUid)?.metadata.uid ?? ""]);
    if (step.expect) return step.expect.flatMap((expected) => failuresOf(this.#cluster.store, expected, this.#memory));
    return [`step ${JSON.stringify(step)} is not understood`];
  }

  #report(step: WorkloadStep, of: NonNullable<WorkloadStep["pods"]>): string[] {
    const pods = this.#podsOf(of);
    if (pods.length === 0) return [`no pod is meant by ${JSON.stringify(of)}`];
    for (const pod of pods) this.#kubelet.report(pod, step.set ?? {});
    return step.remember === undefined ? [] : this.#remember(step.remember, pods.map((p) => p.metadata.name));
  }
  #remember(word: string, what: readonly string[]): [] {
    this.#memory.set(word, what);
    return [];
  }

  /** `$uid:Kind/name` anywhere in it stands for the uid of that object. */
  #creation(draft: KubeObject): KubeRequest {
    const uid = (_: string, reference: string) => find(this.#cluster.store, reference)?.metadata.uid ?? "";
    const object = JSON.parse(JSON.stringify(draft).replace(/\$uid:([A-Za-z]+\/[a-z0-9.-]+)/g, uid)) as KubeObject;
    const resource = resourceOf(object);
    if (!resource) throw new Error(`kind ${object.kind} is not known`);
    return create(resource, { ...object, metadata: { ...object.metadata, namespace: NAMESPACE } });
  }
  #named(reference: string) {
    const [kind = "", name = ""] = reference.split("/");
    return [resourceOfKind(kind), { namespace: NAMESPACE, name }] as const;
  }
  #podsOf({ selector, name, index }: NonNullable<WorkloadStep["pods"]>): Pod[] {
    const pods = select(this.#cluster.store, PODS.kind, selector).filter((p) => name === undefined || p.metadata.name === name) as Pod[];
    return index === undefined ? pods : pods.slice(index, index + 1);
  }

  #send(request: KubeRequest): string[] {
    const response = this.#cluster.handle(request);
    return response.ok ? [] : [`${request.verb} ${request.resource} ${request.name ?? ""} is refused: ${response.status.message}`];
  }

  #settle(): string[] {
    this.#changedAtMs = this.#cluster.nowMs;
    const limitMs = this.#cluster.nowMs + SETTLE_LIMIT_MS;
    this.#runTo((nextMs) => this.#kubelet.nextAtMs === undefined && nextMs - this.#changedAtMs > QUIET_MS, limitMs);
    return this.#cluster.nowMs >= limitMs ? ["it does not settle"] : [];
  }

  /** Lets engine and fake kubelet act, each at its times, until nothing is left before `limitMs` or the next thing is one not to wait for. */
  #runTo(isEnough: (nextMs: number) => boolean, limitMs: number): [] {
    for (;;) {
      this.#kubelet.act();
      const nextMs = Math.min(this.#cluster.nextAtMs() ?? Infinity, this.#kubelet.nextAtMs ?? Infinity);
      if (isEnough(nextMs)) return [];
      this.#cluster.advance(Math.min(nextMs, limitMs));
      if (nextMs > limitMs) return [];
    }
  }
}

function nodeOf(name: string): Node {
  const room = { cpu: "8", memory: "16Gi", pods: "500" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, uid: name, resourceVersion: "", creationTimestamp: formatTime(0), labels: { "kubernetes.io/hostname": name } },
    spec: {},
    status: { capacity: room, allocatable: room, conditions: [{ type: "Ready", status: "True", lastTransitionTime: formatTime(0) }] },
  };
}
