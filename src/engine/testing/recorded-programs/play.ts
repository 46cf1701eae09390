import { create } from "../../../api/request.ts";
import { DAEMONSETS, EVENTS, NODES, PODS } from "../../../api/resources.ts";
import { parseTime } from "../../../api/time.ts";
import { ENGINE_VERSION } from "../../../api/timeline.ts";
import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { KubeEvent } from "../../../api/types/event.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { ACTORS } from "../../actors.ts";
import { controllerOf } from "../../apiserver/store.ts";
import { Cluster } from "../../cluster.ts";
import { perform, type Stage } from "./actions.ts";
import type { PlayedStep, Program } from "./program.ts";
import { isReady, restState, sharedText } from "./rest-state.ts";
import { ScriptedMachines } from "./scripted-machines.ts";

/** As long must nothing have changed; longer while a pod waits for a node, because of the scheduler's back-off. */
const QUIET_MS = 1_500;
const QUIET_UNSCHEDULED_MS = 3_500;
const FIRST_LOOK_MS = 300;
const LOOK_EVERY_MS = 100;
/** More than pod garbage collection needs. */
const LIMIT_MS = 120_000;
/** Times are whole seconds, and the controller looks up to a second late. */
const AVAILABLE_LATE_MS = 2_600;
/** Their moment is a timer's, not the action's. */
const UNTIMELY = ["RegisteredNode", "RemovingNode", "CIDRAssignmentFailed", "CIDRNotAvailable"];
/** The clock of the recordings stood at no round second either. */
const START_MS = 100_137;

/**
 * Plays a program against the engine's control plane on virtual time, with scripted kubelets: nodes and objects first,
 * then action by action, each left to settle. Programs with DaemonSets only.
 * @throws if a step does not settle
 */
export function playProgram(program: Program, seed: number): PlayedStep[] {
  return new Player(program, seed).play();
}

class Player {
  readonly #program: Program;
  readonly #stage: Stage;
  readonly #told = new Map<string, number>();
  #news: KubeEvent[] = [];
  #hasChanged = true;

  constructor(program: Program, seed: number) {
    this.#program = program;
    const actors = ACTORS.filter((a) => a.who !== "kubelet").map((a) => a.name);
    const cluster = Cluster.open({ engineVersion: ENGINE_VERSION, seed, setup: [], inputs: [], actors, startMs: START_MS }, { keepsHistory: false });
    cluster.onChange(({ resource, after }) => {
      this.#hasChanged = true;
      if (resource === EVENTS.key && after) this.#news.push(after as KubeEvent);
    });
    this.#stage = { cluster, machines: new ScriptedMachines(cluster), names: new Map(), id: program.id, wait: (ms) => this.#runTo(cluster.nowMs + ms) };
  }

  play(): PlayedStep[] {
    return [this.#step(() => this.#start()), ...this.#program.actions.map((action) => this.#step(() => perform(this.#stage, action)))];
  }

  #start(): string {
    const { cluster } = this.#stage;
    for (const node of this.#program.nodes) perform(this.#stage, { op: "addNode", node });
    while (this.#underWay() !== undefined) this.#runTo(cluster.nowMs + LOOK_EVERY_MS);
    return this.#program.objects.map((object) => {
      this.#runTo(cluster.nowMs + 3);
      const response = cluster.handle(create(DAEMONSETS, object));
      return response.ok ? response.code : response.status.code;
    }).join(",");
  }
  #step(act: () => string | number): PlayedStep {
    const result = act();
    this.#settle();
    return { result, state: restState(this.#stage.cluster.store), events: this.#takeEvents() };
  }

  #settle(): void {
    const { cluster } = this.#stage;
    const limitMs = cluster.nowMs + LIMIT_MS;
    let [last, sinceMs] = ["", cluster.nowMs];
    for (let nextMs = cluster.nowMs + FIRST_LOOK_MS; nextMs < limitMs; nextMs += LOOK_EVERY_MS) {
      this.#runTo(nextMs);
      const text = this.#hasChanged ? JSON.stringify([restState(cluster.store), this.#news.length]) : last;
      this.#hasChanged = false;
      if (text !== last) [last, sinceMs] = [text, cluster.nowMs];
      const isWaiting = this.#pods().some((p) => !p.spec.nodeName);
      if (cluster.nowMs - sinceMs >= (isWaiting ? QUIET_UNSCHEDULED_MS : QUIET_MS) && this.#underWay() === undefined) return;
    }
    throw new Error(`${this.#program.id} does not settle: ${this.#underWay() ?? "it goes on changing"}`);
  }

  /** Lets control plane and machines act, each at its times. */
  #runTo(ms: number): void {
    const { cluster, machines } = this.#stage;
    for (;;) {
      machines.act();
      const nextMs = Math.min(cluster.nextAtMs() ?? Infinity, machines.nextAtMs);
      cluster.advance(Math.min(nextMs, ms));
      if (nextMs > ms) return;
    }
  }

  /** Why the cluster cannot be at rest yet. */
  #underWay(): string | undefined {
    const { cluster: { store, nowMs }, machines } = this.#stage;
    for (const node of store.all<Node>(NODES)) {
      const isNew = !isReady(node) || node.spec.taints?.some((t) => t.key === "node.kubernetes.io/not-ready");
      if (isNew && machines.isAlive(node.metadata.name)) return "a node is not ready yet";
    }
    for (const { metadata, spec, status } of store.all<DaemonSet>(DAEMONSETS)) {
      if (metadata.deletionTimestamp || status.observedGeneration !== metadata.generation) return "a DaemonSet is not looked at yet";
      if (spec.minReadySeconds && status.numberReady !== (status.numberAvailable ?? 0)) return "a pod is not available yet";
    }
    return this.#pods().map((pod) => comingOf(pod, store.getByKey<DaemonSet>(DAEMONSETS.key, `default/${controllerOf(pod)?.name}`), nowMs, !pod.spec.nodeName || store.get(NODES, undefined, pod.spec.nodeName) !== undefined)).find((why) => why !== undefined);
  }
  #pods(): Pod[] {
    return [...this.#stage.cluster.store.all<Pod>(PODS)];
  }

  /** What the control plane told since the last call, as a set. */
  #takeEvents(): string[] {
    const out = new Set<string>();
    for (const event of this.#news) {
      const source = event.source?.component ?? event.reportingComponent ?? "?";
      const count = (event as { series?: { count: number } }).series?.count ?? event.count ?? 1;
      const { kind, name } = event.involvedObject;
      if (UNTIMELY.includes(event.reason) || count <= (this.#told.get(event.metadata.name) ?? 0)) continue;
      this.#told.set(event.metadata.name, count);
      const message = sharedText(event.message).replace("(combined from similar events): ", "");
      out.add([source, `${kind}/${sharedText(name)}`, event.type, event.reason, message].join(" | "));
    }
    this.#news = [];
    return [...out].sort();
  }
}

/** What is still to come of a pod. */
function comingOf(pod: Pod, ds: DaemonSet | undefined, nowMs: number, hasNode: boolean): string | undefined {
  const { metadata, spec, status } = pod;
  const owner = controllerOf(pod);
  if (!hasNode) return "a pod has lost its node";
  if (metadata.deletionTimestamp) return "a pod is terminating";
  if (owner && ds?.metadata.uid !== owner.uid) return "a pod has lost its owner";
  if (!spec.nodeName) return status.conditions?.some((c) => c.type === "PodScheduled") ? undefined : "the scheduler has not looked at a pod yet";
  if (status.phase === "Failed" || status.phase === "Succeeded") return owner ? "a failed pod is to be replaced" : undefined;
  const image = spec.containers[0]!.image;
  const waiting = status.containerStatuses?.[0]?.state?.waiting?.reason ?? "";
  const isThere = image.endsWith(":bad") ? waiting.includes("Image") : image.endsWith(":notready") ? status.phase === "Running" : isReady(pod);
  if (!isThere) return "a pod is starting";
  const readyMs = parseTime(status.conditions?.find((c) => c.type === "Ready" && c.status === "True")?.lastTransitionTime);
  const waitMs = (ds?.spec.minReadySeconds ?? 0) * 1000;
  return waitMs > 0 && readyMs !== undefined && nowMs - readyMs < waitMs + AVAILABLE_LATE_MS ? "a pod is not available yet" : undefined;
}
