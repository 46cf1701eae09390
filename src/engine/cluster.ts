import type { Actor as ActorName, Decision, DecisionDraft } from "../api/decision.ts";
import type { KubeRequest, KubeResponse } from "../api/request.ts";
import type { RunLog } from "../api/timeline.ts";
import type { Resource } from "../api/resources.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { Node } from "../api/types/node.ts";
import type { Pod } from "../api/types/pod.ts";
import { ACTORS } from "./actors.ts";
import { bootstrap } from "./bootstrap.ts";
import type { ApiContext } from "./apiserver/context.ts";
import { describeRequest } from "./apiserver/describe.ts";
import { handleRequest } from "./apiserver/handle.ts";
import type { Store } from "./apiserver/store.ts";
import { store as seedObject } from "./apiserver/write.ts";
import type { Inside } from "./kubelet/inside.ts";
import { nodeRenewedMs } from "./kubelet-leases.ts";
import { kubelets } from "./kubelet/kubelet.ts";
import { endProcess } from "./kubelet/own-command.ts";
import { createdEnvironment, type KubeletState } from "./kubelet/state.ts";
import type { Actor, ActorWorld, Change, Wake } from "./sim/actor.ts";
import { earliest, partingMs, type AdvanceLimits, type AdvanceResult } from "./sim/moments.ts";
import type { DecisionLog } from "./sim/decision-log.ts";
import type { Entry } from "./sim/queue.ts";
import { randomStream, type Random } from "./sim/random.ts";
import { forgetEvents, recordEvent } from "./sim/recorder.ts";
import { assert } from "./sim/assert.ts";
import { flat } from "./sim/flat.ts";
import { plain } from "./sim/plain.ts";
import { cloneWorld, History, newWorld, type World } from "./sim/world.ts";

export interface ClusterOptions {
  /**
   * false: neither inputs nor snapshots are kept, so that a cluster may live for days; it cannot seek back and its
   * log is only its setup. Default true.
   */
  readonly keepsHistory?: boolean;
  /** What reads commands of containers, and answers for logs and `exec`; may come later by `lookInside`. */
  readonly inside?: Inside;
}

/** A moment of one course of things, to come back to: what was done until then (and after it, in the past), and when it was. */
export interface Moment {
  readonly inputs: RunLog["inputs"];
  readonly nowMs: number;
  readonly endMs: number;
}

/** More entries than any virtual instant can need: an actor is waking itself for ever. */
const MAX_ENTRIES_AT_ONE_INSTANT = 2_000_000;
const STOP_CHECK_EVERY = 16;

/**
 * A Kubernetes cluster as a pure, synchronous state machine: state is a function of (seed, setup, inputs, time).
 * One door in (`handle`), one clock (`advance`), and any moment again (`seek`).
 */
export class Cluster {
  readonly log: { -readonly [K in keyof RunLog]: RunLog[K] };
  readonly #actors: readonly Actor[];
  #world: World;
  #history: History;
  #dirty = new Map<string, { resource: string; key: string }>();
  #isAllDirty = true;
  /** Index of the first input of the log that has not happened yet. */
  #nextInput = 0;
  #endMs = 0;
  #cause = 0;
  #writeCause = 0;
  /** The last request has changed something that is no object: what runs in a container. */
  #isTouched = false;
  #instant = { atMs: -1, entries: 0 };
  readonly #keepsHistory: boolean;
  #inside: Inside | undefined;
  readonly #listeners = new Set<(change: Change) => void>();

  /** @param world goes on from there instead of building the cluster of the log */
  private constructor(log: RunLog, options: ClusterOptions, world?: World) {
    this.#keepsHistory = options.keepsHistory ?? true;
    this.#inside = options.inside;
    this.log = { ...log };
    this.#actors = log.actors ? ACTORS.filter((a) => log.actors!.includes(a.name)) : ACTORS;
    this.#world = world ?? newWorld(ACTORS);
    if (!world) this.#setUp(log);
    this.#history = new History(this.#world);
  }

  #setUp(log: RunLog): void {
    this.#world.nowMs = log.startMs ?? 0;
    for (const request of [...bootstrap(), ...log.setup]) {
      const response = this.#applyInput(request, { quiet: true });
      assert(response.ok, `the setup is valid, but ${request.verb} ${request.resource} answered: ${response.ok ? "" : response.status.message}`);
    }
  }

  /** Builds the cluster of a log at its `startMs`. Inputs of the log happen at their times, as the clock passes them. */
  static open(log: RunLog, options: ClusterOptions = {}): Cluster {
    const cluster = new Cluster(log, options);
    cluster.#endMs = log.inputs.at(-1)?.atMs ?? 0;
    return cluster;
  }

  get nowMs(): number {
    return this.#world.nowMs;
  }
  get store(): Store {
    return this.#world.store;
  }
  get decisions(): DecisionLog {
    return this.#world.decisions;
  }
  /** How far the run has been: seeking up to here replays, advancing beyond goes on. */
  get endMs(): number {
    return Math.max(this.#endMs, this.nowMs);
  }
  /** State of an actor, for tests and views of the engine; not to be changed. */
  stateOf(actorName: string): object | undefined {
    return this.#world.states.get(actorName);
  }

  /**
   * Tells of every write from now on, in the order of resourceVersions: what a watch is made of. A replay (`seek`)
   * tells again. The listener must not send requests.
   * @returns ends it
   */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * A request from outside, now. What changes something goes to the input log; in the past it drops the inputs after
   * it (that future no longer follows). A request that is refused or changes nothing leaves no trace at all, not even
   * in the chance that it drew.
   */
  handle<Out = unknown>(request: KubeRequest): KubeResponse<Out> {
    const isRead = request.verb === "get" || request.verb === "list" || request.options?.dryRun === true;
    // What is due at this very moment comes first, here and in a replay.
    if (!isRead) this.advance(this.nowMs);
    const revision = this.store.revision;
    const randoms = new Map(this.#world.randoms);
    this.#isTouched = false;
    const response = this.#applyInput(request, { quiet: false }) as KubeResponse<Out>;
    if (this.store.revision === revision && !this.#isTouched) this.#world.randoms = randoms;
    else this.#recordInput(request);
    return response;
  }

  /** Lets time pass up to `toMs`. In steps of any size, the same things happen. */
  advance(toMs: number, limits: AdvanceLimits = {}): AdvanceResult {
    const startId = this.decisions.lastId;
    for (let n = 1; ; n++) {
      const input = this.log.inputs[this.#nextInput];
      const entry = this.#world.queue.peek();
      const nextMs = Math.min(input?.atMs ?? Infinity, entry?.atMs ?? Infinity);
      if (nextMs > toMs) break;
      if (limits.shouldStop && n % STOP_CHECK_EVERY === 0 && limits.shouldStop()) return "stopped";
      this.#world.nowMs = Math.max(this.nowMs, nextMs);
      this.#countInstant();
      if (input && (!entry || input.atMs < entry.atMs)) {
        this.#nextInput++;
        this.#applyInput(input.request, { quiet: false });
      } else {
        this.#process(this.#world.queue.pop()!);
      }
      if (this.#keepsHistory) this.#history.note(this.#world, this.#nextInput);
      if (limits.untilDecision && this.#isNotable(startId)) return "decision";
    }
    this.#world.nowMs = Math.max(this.nowMs, toMs);
    this.#endMs = Math.max(this.#endMs, this.nowMs);
    return "reached";
  }

  /** Puts the clock to any moment: the nearest snapshot before it, then replay. */
  seek(toMs: number): void {
    assert(this.#keepsHistory || toMs >= this.nowMs, "a cluster without history is not asked for its past");
    const target = Math.max(this.log.startMs ?? 0, toMs);
    this.#endMs = this.endMs;
    if (target < this.nowMs || this.#history.hasBetween(this.nowMs, target)) {
      const { world, nextInput } = this.#history.restore(target);
      this.#world = world;
      this.#nextInput = nextInput;
      this.#isAllDirty = true;
      this.#dirty.clear();
    }
    this.advance(target);
  }

  /** This moment, to come back to with `goTo`. Costs nothing: lists of inputs are replaced, never changed. */
  moment(): Moment {
    return { inputs: this.log.inputs, nowMs: this.nowMs, endMs: this.endMs };
  }

  /** To a moment of this run, or of one that it was before something was done or undone: the log is then that one's. */
  goTo(moment: Moment): void {
    assert(this.#keepsHistory, "a cluster without history is not asked for its past");
    const partMs = partingMs(this.log.inputs, moment.inputs);
    if (partMs !== Infinity) this.#history.dropAfter(partMs);
    this.log.inputs = moment.inputs;
    const { world, nextInput } = this.#history.restore(Math.min(partMs, moment.nowMs));
    this.#world = world;
    this.#nextInput = nextInput;
    this.#isAllDirty = true;
    this.#dirty.clear();
    this.#endMs = moment.endMs;
    this.advance(moment.nowMs);
  }

  /**
   * The cluster of this moment once more: whatever is done to it leaves this one as it is. It keeps no history, and what
   * the log says of the future does not happen there.
   */
  fork(): Cluster {
    const fork = new Cluster({ ...this.log, inputs: this.log.inputs.slice(0, this.#nextInput) }, { keepsHistory: false, ...(this.#inside ? { inside: this.#inside } : {}) }, cloneWorld(this.#world));
    fork.#nextInput = this.#nextInput;
    return fork;
  }

  /** The next queue entry, for tests that must tell immediate work from delayed work. */
  peek(): Pick<Entry, "atMs" | "actor" | "key"> | undefined {
    return this.#world.queue.peek();
  }
  /** Virtual time of the next thing that will happen by itself or out of the log. */
  nextAtMs(): number | undefined {
    return earliest(this.#world.queue.peek()?.atMs, this.log.inputs[this.#nextInput]?.atMs);
  }
  /** The same without endless repetition; undefined means that the cluster is at rest. */
  nextNotableAtMs(): number | undefined {
    return earliest(this.#world.queue.nextNotableAtMs(), this.log.inputs[this.#nextInput]?.atMs);
  }
  /** Lets time pass until nothing notable is left to happen, at most to `limitMs`. */
  settle(limitMs: number): void {
    for (let next = this.nextNotableAtMs(); next !== undefined && next <= limitMs; next = this.nextNotableAtMs()) this.advance(next);
  }

  /**
   * Puts an object into the store as it is, past validation and defaults, and wakes whom it concerns. For recorded
   * situations in tests; not part of the log.
   */
  seed(resource: Resource, object: KubeObject): void {
    seedObject(this.#apiContext("user"), resource, object, undefined);
  }

  /** No part of the log: whoever opens a cluster brings it before the first pod whose own command matters (`needsInside`). */
  lookInside(inside: Inside): void {
    this.#inside = inside;
  }

  /** Objects written or deleted since the last call; "all" after a seek or at the start. */
  takeDirty(): "all" | readonly { resource: string; key: string }[] {
    const dirty = this.#isAllDirty ? "all" : [...this.#dirty.values()];
    this.#isAllDirty = false;
    this.#dirty.clear();
    return dirty;
  }

  /** Forgets the snapshots: seeking back then replays from the present moment's start. For measuring what they cost. */
  dropHistory(): void {
    this.#history = new History(this.#world);
  }

  /** Everything that the future depends on, as plain data; equal for equal runs. For tests. */
  dump(): unknown {
    const objects = [...this.store.everything()].map(({ resource, key, object }) => [resource, key, object]);
    const states = [...this.#world.states].map(([name, state]) => [name, plain(state)]);
    return { nowMs: this.nowMs, revision: this.store.revision, objects, queue: this.#world.queue.entries().map(({ atMs, actor, key, cause, routine }) => ({ atMs, actor, key, cause, routine })), randoms: [...this.#world.randoms], recorder: plain(this.#world.recorder), states, decisions: this.decisions.since(0) };
  }

  #recordInput(request: KubeRequest): void {
    if (!this.#keepsHistory) return;
    const kept = this.log.inputs.slice(0, this.#nextInput);
    this.log.inputs = [...kept, { atMs: this.nowMs, request }];
    this.#nextInput = this.log.inputs.length;
    if (this.nowMs < this.#endMs) this.#history.dropAfter(this.nowMs);
    this.#endMs = this.nowMs;
  }

  #isNotable(sinceId: number): boolean {
    return this.decisions.since(sinceId).some((d) => !d.quiet && d.actor !== "user");
  }

  #countInstant(): void {
    if (this.#instant.atMs !== this.nowMs) this.#instant = { atMs: this.nowMs, entries: 0 };
    assert(++this.#instant.entries < MAX_ENTRIES_AT_ONE_INSTANT, `time goes on, but at ${this.nowMs} ms something wakes itself for ever`);
  }

  #process(entry: Entry): void {
    const actor = ACTORS_BY_NAME.get(entry.actor);
    assert(actor, `an actor named ${entry.actor} exists`);
    this.#cause = entry.cause;
    this.#writeCause = entry.cause;
    const wakes = actor.reconcile(this.#worldOf(actor), entry.key) ?? [];
    for (const wake of wakes) this.#schedule(actor, wake, this.#writeCause);
    this.#cause = 0;
    this.#writeCause = 0;
  }

  #schedule(actor: Actor, wake: Wake, cause: number): void {
    if (wake.afterMs === undefined) {
      const pending = this.#world.queue.pendingAt(actor.name, wake.key);
      if (pending !== undefined && pending <= this.nowMs + actor.lagMs[0]) return;
    }
    const afterMs = wake.afterMs ?? this.#random(`lag/${actor.name}`).int(actor.lagMs[0], actor.lagMs[1]);
    this.#world.queue.add(actor.name, wake.key, this.nowMs + afterMs, cause, wake.routine ?? false);
  }

  /** A request from outside is a decision too, recorded at its first write: it is the cause of all that follows. */
  #applyInput(request: KubeRequest, options: { quiet: boolean }): KubeResponse {
    const decision = (change: Change) => ({ ...describeRequest(request, change), ...(options.quiet ? { quiet: true } : {}) });
    const response = handleRequest(this.#apiContext("user", decision, OWN_IDS.get(request.resource)), request);
    this.#writeCause = 0;
    return response;
  }

  /** @param decision recorded at the first write of the request @param ids stream of the uids and generated names */
  #apiContext(who: ActorName, decision?: (change: Change) => DecisionDraft, ids = "apiserver"): ApiContext {
    let isRecorded = false;
    return {
      store: this.store,
      nowMs: this.nowMs,
      random: this.#random(ids),
      actor: who,
      ...(this.#inside ? { inside: this.#inside, environmentOf: this.#environmentOf, endProcess: this.#endProcess } : {}),
      renewedMs: this.#renewedMs,
      emit: (change) => {
        if (decision && !isRecorded) {
          isRecorded = true;
          this.#writeCause = this.#decide(who, decision(change));
        }
        this.#emit(change);
      },
    };
  }

  readonly #environmentOf = (pod: Pod, containerName: string) =>
    createdEnvironment(this.#world.states.get(kubelets.name) as KubeletState, pod, containerName);

  readonly #endProcess = (pod: Pod, containerName: string, exitCode: number) => {
    const ended = endProcess(this.#world.states.get(kubelets.name) as KubeletState, pod, containerName, { atMs: this.nowMs, exitCode });
    if (!ended) return;
    this.#isTouched = true;
    this.#schedule(kubelets as Actor, ended.wake, this.#decide("user", ended.decision));
  };

  readonly #renewedMs = (node: Node) => nodeRenewedMs(this.#world, node);

  #emit(change: Change): void {
    // As long as the answer is "all", there is nothing to note.
    if (!this.#isAllDirty) this.#dirty.set(`${change.resource} ${change.key}`, { resource: change.resource, key: change.key });
    if (!change.after) this.#forget(change.before!);
    for (const listener of this.#listeners) listener(change);
    for (const actor of this.#actors) for (const wake of actor.wakes(change, this.store)) this.#schedule(actor, wake, this.#writeCause);
  }

  /** What was remembered about an object for as long as it existed. */
  #forget(object: KubeObject): void {
    forgetEvents(this.#world.recorder, this.#actors.map((a) => a.component ?? a.who), object);
    if (object.kind === "Node" || object.kind === "DaemonSet") this.decisions.forget(object);
  }

  #decide(who: ActorName, draft: DecisionDraft): number {
    const id = this.decisions.lastId + 1;
    const decision: Decision = { ...draft, text: flat(draft.text), id, atMs: this.nowMs, actor: who, ...(this.#cause ? { cause: this.#cause } : {}) };
    this.decisions.add(decision);
    return id;
  }

  #worldOf(actor: Actor): ActorWorld {
    const handle = <Out = KubeObject>(request: KubeRequest, decision?: (stored: KubeObject) => DecisionDraft) => {
      const context = this.#apiContext(actor.who, decision && ((change) => decision((change.after ?? change.before)!)), actor.ids);
      return handleRequest(context, request) as KubeResponse<Out>;
    };
    const world: ActorWorld = {
      nowMs: this.nowMs,
      store: this.store,
      random: this.#random(actor.name),
      state: this.#world.states.get(actor.name)!,
      ...(this.#inside ? { inside: this.#inside } : {}),
      runs: (who) => this.#actors.some((a) => a.who === who),
      handle,
      decide: (draft) => (this.#writeCause = this.#decide(actor.who, draft)),
      event: (object, type, reason, message, fieldPath) =>
        recordEvent(world, this.#world.recorder, actor.component ?? actor.who, object, { type, reason, message, ...(fieldPath ? { fieldPath } : {}) }),
    };
    return world;
  }

  #random(name: string): Random {
    return randomStream(this.#world.randoms, this.log.seed, name);
  }
}

/** Kinds whose ids come out of a stream of their own: every cluster starts with a class, and those before did not. */
const OWN_IDS: ReadonlyMap<string, string> = new Map([["storageclasses.storage.k8s.io", "storageclasses"]]);

const ACTORS_BY_NAME = new Map(ACTORS.map((a) => [a.name, a]));
