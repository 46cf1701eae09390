import { describe, expect, test } from "vitest";
import { remove, type KubeRequest } from "../../api/request.ts";
import { NAMESPACES, PODS, resourceOf } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { Actor } from "../../api/decision.ts";
import { handleRequest } from "../apiserver/handle.ts";
import { Store } from "../apiserver/store.ts";
import type { ActorWorld, Change, Wake } from "../sim/actor.ts";
import { Queue } from "../sim/queue.ts";
import { randomStream } from "../sim/random.ts";
import type { SchedulerState } from "./queue.ts";
import { scheduler } from "./scheduler.ts";

interface EventSeen { readonly about: string; readonly type: string; readonly reason: string; readonly message: string }

/** The API server and the scheduler, and nobody else: no kubelet finishes what is deleted, no controller heals. */
class SchedulerOnly {
  readonly store = new Store();
  readonly events: EventSeen[] = [];
  #queue = new Queue();
  #state = scheduler.initial();
  #randoms = new Map<string, number>();
  #nowMs = 0;

  constructor(objects: readonly KubeObject[]) {
    this.store.put(NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name: "default", uid: "default", resourceVersion: "1", creationTimestamp: "" } });
    for (const object of objects) this.put(object);
  }
  /** An object that is simply there, as a watch would show it. */
  put(object: KubeObject): void {
    const resource = resourceOf(object)!;
    const defaults: Partial<KubeObject["metadata"]> = { uid: object.metadata.name, resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" };
    const metadata = { ...defaults, ...object.metadata };
    const spec = { ...(resource === PODS ? { terminationGracePeriodSeconds: 30 } : {}), ...(object as { spec?: object }).spec };
    const whole = { status: {}, ...object, spec, metadata };
    this.store.put(resource, whole);
    const key = metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;
    this.#emit({ resource: resource.key, key, resourceVersion: 1, after: whole, actor: "user" });
  }
  send(request: KubeRequest, who: Actor = "user") {
    const context = { store: this.store, nowMs: this.#nowMs, random: randomStream(this.#randoms, 1, "api"), actor: who, emit: (c: Change) => this.#emit(c) };
    return handleRequest(context, request);
  }
  runFor(seconds: number): void {
    const untilMs = this.#nowMs + seconds * 1000;
    for (let entry = this.#queue.peek(); entry && entry.atMs <= untilMs; entry = this.#queue.peek()) {
      this.#queue.pop();
      this.#nowMs = entry.atMs;
      for (const wake of scheduler.reconcile(this.#world(), entry.key) ?? []) this.#schedule(wake);
    }
    this.#nowMs = untilMs;
  }
  pod(key: string): Pod {
    return this.store.getByKey<Pod>(PODS.key, key)!;
  }

  #emit(change: Change): void {
    for (const wake of scheduler.wakes(change, this.store)) this.#schedule(wake);
  }
  #schedule(wake: Wake): void {
    this.#queue.add("scheduler", wake.key, this.#nowMs + (wake.afterMs ?? 1), 0, false);
  }
  #world(): ActorWorld<SchedulerState> {
    return {
      nowMs: this.#nowMs,
      store: this.store,
      random: randomStream(this.#randoms, 1, "scheduler"),
      state: this.#state,
      runs: () => true,
      handle: ((request: KubeRequest) => this.send(request, "default-scheduler")) as ActorWorld["handle"],
      decide: () => 1,
      event: (object, type, reason, message) => this.events.push({ about: `${object.metadata.namespace}/${object.metadata.name}`, type, reason, message }) > 0,
    };
  }
}

const node = (name: string, allocatable: object = { cpu: "1", memory: "8Gi", pods: "110" }, spec: object = {}) =>
  ({ apiVersion: "v1", kind: "Node", metadata: { name }, spec, status: { allocatable } }) as unknown as KubeObject;
const pod = (name: string, spec: object = {}, cpu = "100m") =>
  ({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default" }, spec: { containers: [{ name: "c", image: "x", resources: { requests: { cpu } } }], ...spec }, status: { phase: "Pending" } }) as unknown as KubeObject;
const pinned = (...names: string[]) => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: names }] }] } } },
});

describe("a waiting pod", () => {
  const attempts = (world: SchedulerOnly, name: string) => world.events.filter((e) => e.about === `default/${name}`).length;

  test("is tried again when any assigned pod goes, and bound where room came free", () => {
    const world = new SchedulerOnly([node("node-1"), pod("big", { nodeName: "node-1" }, "1"), pod("late")]);
    world.runFor(1);
    expect(world.pod("default/late").spec.nodeName).toBeUndefined();
    world.runFor(60);
    expect(attempts(world, "late")).toBe(1);
    world.send(remove(PODS, { namespace: "default", name: "big" }, { gracePeriodSeconds: 0 }));
    world.runFor(1);
    expect(world.pod("default/late").spec.nodeName).toBe("node-1");
  });

  test("is not woken by a node that does not help the plugin that rejected it", () => {
    const world = new SchedulerOnly([node("node-1"), pod("huge", {}, "2")]);
    world.runFor(1);
    world.put(node("node-2"));
    world.runFor(10);
    expect(attempts(world, "huge")).toBe(1);
    world.put(node("node-3", { cpu: "2", memory: "8Gi", pods: "110" }));
    world.runFor(1);
    expect(world.pod("default/huge").spec.nodeName).toBe("node-3");
  });

  test("is tried again after five minutes even if nothing happened", () => {
    const world = new SchedulerOnly([node("node-1"), pod("huge", {}, "2")]);
    world.runFor(299);
    expect(attempts(world, "huge")).toBe(1);
    world.runFor(32);
    expect(attempts(world, "huge")).toBe(2);
  });

  test("is retried after 1, 2, 4 and 8 seconds while there are no nodes, and bound by the retry after a node came", () => {
    const world = new SchedulerOnly([pod("p")]);
    const counts = [0.9, 1, 2, 4, 8].map((seconds) => {
      world.runFor(seconds);
      return attempts(world, "p");
    });
    expect(counts).toEqual([1, 2, 3, 4, 5]);
    world.put(node("node-1"));
    world.runFor(11);
    expect(world.pod("default/p").spec.nodeName).toBe("node-1");
  });

  test("with a higher priority goes first", () => {
    const world = new SchedulerOnly([node("node-1"), pod("low", { priority: 1 }, "600m"), pod("high", { priority: 5 }, "600m")]);
    world.runFor(1);
    expect([world.pod("default/high").spec.nodeName, world.pod("default/low").spec.nodeName]).toEqual(["node-1", undefined]);
  });

  test("gets its nominated node once the victims of its preemption are gone", () => {
    const world = new SchedulerOnly([node("node-1"), pod("victim", { nodeName: "node-1", priority: 0 }, "1"), pod("vip", { priority: 10 }, "1")]);
    world.runFor(1);
    expect(world.pod("default/vip").status.nominatedNodeName).toBe("node-1");
    world.put(pod("thief", { priority: 5 }, "1"));
    world.send(remove(PODS, { namespace: "default", name: "victim" }, { gracePeriodSeconds: 0 }));
    world.runFor(1);
    expect([world.pod("default/vip").spec.nodeName, world.pod("default/thief").spec.nodeName]).toEqual(["node-1", undefined]);
    expect(world.pod("default/vip").status.nominatedNodeName).toBeUndefined();
  });
});

describe("the message of a failed attempt", () => {
  const messageOf = (objects: readonly KubeObject[]) => {
    const world = new SchedulerOnly(objects);
    world.runFor(0.5);
    return world.events[0]!.message;
  };

  test("counts nodes that affinity leaves out, and says when the whole node is too small", () => {
    expect(messageOf([node("node-1"), node("node-2"), node("node-3"), pod("p", pinned("node-2"), "1500m")])).toBe(
      "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    );
  });

  test("names taints and shortages of different nodes, sorted as text", () => {
    const tainted = node("node-1", undefined, { taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] });
    expect(messageOf([tainted, node("node-2"), node("node-3"), pod("p", {}, "8")])).toBe(
      "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    );
  });

  test("says that terms conflict when they name no node in common", () => {
    const field = (name: string) => ({ key: "metadata.name", operator: "In", values: [name] });
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [field("node-1"), field("node-2")] }] } } };
    expect(messageOf([node("node-1"), pod("p", { affinity })])).toBe("0/1 nodes are available: pod affinity terms conflict. not found");
  });

  test("for a node that is named but does not exist counts all others", () => {
    expect(messageOf([node("node-1"), pod("p", pinned("gone"))])).toBe(
      "0/1 nodes are available: 1 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
    );
  });
});

describe("a scheduler among many nodes", () => {
  test("looks only at the node that a daemon pod names, and counts the rest", () => {
    const nodes = Array.from({ length: 2_000 }, (_, i) => node(`node-${i}`, { cpu: "0", memory: "8Gi", pods: "110" }));
    const world = new SchedulerOnly([...nodes, pod("p", pinned("node-7"))]);
    world.runFor(0.5);
    expect(world.events[0]!.message).toBe(
      "0/2000 nodes are available: 1 Insufficient cpu, 1999 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/2000 nodes are available: 2000 Preemption is not helpful for scheduling.",
    );
  });

  test("breaks ties by chance, so that equal pods spread over equal nodes", () => {
    const nodes = ["a", "b", "c", "d"].map((name) => node(name));
    const pods = Array.from({ length: 8 }, (_, i) => pod(`p-${i}`));
    const world = new SchedulerOnly([...nodes, ...pods]);
    world.runFor(1);
    const perNode = ["a", "b", "c", "d"].map((name) => [...world.store.podsOnNode(name)].length);
    expect(perNode).toEqual([2, 2, 2, 2]);
  });
});
