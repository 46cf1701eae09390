import { CowMap } from "./cow-map.ts";
import { Store } from "../apiserver/store.ts";
import type { Actor } from "./actor.ts";
import { DecisionLog } from "./decision-log.ts";
import { Queue } from "./queue.ts";
import type { RandomStates } from "./random.ts";
import { initialRecorder, type RecorderState } from "./recorder.ts";

/** Everything that a moment of the run consists of. */
export interface World {
  nowMs: number;
  store: Store;
  queue: Queue;
  randoms: RandomStates;
  states: Map<string, object>;
  recorder: RecorderState;
  decisions: DecisionLog;
}

export function newWorld(actors: readonly Actor[]): World {
  return {
    nowMs: 0,
    store: new Store(),
    queue: new Queue(),
    randoms: new Map(),
    states: new Map(actors.map((a) => [a.name, a.initial()])),
    recorder: initialRecorder(),
    decisions: new DecisionLog(),
  };
}

/** A copy that shares every immutable value. */
export function cloneWorld(world: World): World {
  return {
    nowMs: world.nowMs,
    store: world.store.clone(),
    queue: world.queue.clone(),
    randoms: new Map(world.randoms),
    states: new Map([...world.states].map(([name, state]) => [name, cloneState(state)])),
    recorder: cloneState(world.recorder),
    decisions: world.decisions.clone(),
  };
}

/** States are made of CowMaps, Maps, Sets and arrays of immutable values, one level deep, and plain fields. */
function cloneState<S extends object>(state: S): S {
  const entries = Object.entries(state).map(([field, value]) => [
    field,
    value instanceof CowMap ? value.fork() : value instanceof Map ? new Map(value) : value instanceof Set ? new Set(value) : Array.isArray(value) ? [...value] : value,
  ]);
  return Object.fromEntries(entries) as S;
}

interface Snapshot {
  readonly world: World;
  readonly nextInput: number;
}

/** Work between two snapshots, in entries; a look at all pods of an owner is work too, one entry for so many pods. */
const ENTRIES_BETWEEN = 800;
const PODS_AN_ENTRY = 200;
const MAX_SNAPSHOTS = 256;

/**
 * Snapshots along the run: a cache of replay, never a second truth. Taken by work, not by time, so
 * that bursts are bounded; thinned by halves when there are too many.
 */
export class History {
  #snapshots: Snapshot[] = [];
  #workSince = 0;

  constructor(world: World) {
    this.#snapshots.push({ world: cloneWorld(world), nextInput: 0 });
  }

  /** Called after each processed entry. A moment in the past, told again, has its snapshots already. */
  note(world: World, nextInput: number): void {
    this.#workSince += 1 + world.store.takeWalked() / PODS_AN_ENTRY;
    if (this.#workSince < ENTRIES_BETWEEN) return;
    if (world.nowMs <= this.#snapshots.at(-1)!.world.nowMs) return;
    this.#snapshots.push({ world: cloneWorld(world), nextInput });
    this.#workSince = 0;
    if (this.#snapshots.length > MAX_SNAPSHOTS) this.#snapshots = this.#snapshots.filter((_, i) => i % 2 === 0);
  }

  /** A fresh copy of the newest moment strictly before `ms`, or of the start. */
  restore(ms: number): { world: World; nextInput: number } {
    const found = this.#snapshots.findLast((s) => s.world.nowMs < ms) ?? this.#snapshots[0]!;
    return { world: cloneWorld(found.world), nextInput: found.nextInput };
  }

  /** Whether restoring would save replaying from `fromMs` on. */
  hasBetween(fromMs: number, toMs: number): boolean {
    return this.#snapshots.some((s) => s.world.nowMs > fromMs && s.world.nowMs < toMs);
  }

  /** The future after `ms` no longer follows. */
  dropAfter(ms: number): void {
    this.#snapshots = this.#snapshots.filter((s, i) => i === 0 || s.world.nowMs < ms);
  }
}
