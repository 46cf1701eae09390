import type { Actor } from "../../api/decision.ts";
import type { Change } from "../sim/actor.ts";
import type { Random } from "../sim/random.ts";
import type { Store } from "./store.ts";

/** What one request needs of the world: the store, the clock, chance, and somebody to tell. */
export interface ApiContext {
  readonly store: Store;
  readonly nowMs: number;
  readonly random: Random;
  /** Who sends the request. */
  readonly actor: Actor;
  /** Called after each write, once. */
  emit(change: Change): void;
}
