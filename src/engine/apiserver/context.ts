import type { Actor } from "../../api/decision.ts";
import type { Change } from "../sim/actor.ts";
import type { Random } from "../sim/random.ts";
import type { InsideContext } from "../kubelet/exec/inside-context.ts";
import type { Inside } from "../kubelet/inside.ts";
import type { Store } from "./store.ts";

/** What one request needs of the world: the store, the clock, chance, and somebody to tell. */
export interface ApiContext {
  readonly store: Store;
  readonly nowMs: number;
  readonly random: Random;
  /** Who sends the request. */
  readonly actor: Actor;
  /** Absent: logs and commands are not there (yet). */
  readonly inside?: Inside;
  /** What the kubelets know of a container's environment, for logs and commands. */
  readonly environmentOf?: NonNullable<InsideContext["environmentOf"]>;
  /** Called after each write, once. */
  emit(change: Change): void;
}
