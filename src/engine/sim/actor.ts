import type { Actor as ActorName, DecisionDraft } from "../../api/decision.ts";
import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Inside } from "../kubelet/inside.ts";
import type { Random } from "./random.ts";
import type { Store } from "../apiserver/store.ts";

/** One write to the store. `before` absent: added; `after` absent: deleted. */
export interface Change {
  readonly resource: string;
  readonly key: string;
  readonly resourceVersion: number;
  readonly before?: KubeObject;
  readonly after?: KubeObject;
  /** Who wrote. */
  readonly actor: ActorName;
}

/** A key to look at, `afterMs` from now (absent: after the actor's delivery lag). */
export interface Wake {
  readonly key: string;
  readonly afterMs?: number;
  /** Endless repetition of something already seen; story pace need not wait for it. */
  readonly routine?: boolean;
}

/**
 * A controller, the scheduler, the kubelets. Level-triggered: a key says *look*, never *what happened*.
 * All state that outlives a call is in `state`, made of Maps, Sets, arrays and immutable values, so that the
 * world can copy it for a snapshot. No closures wait anywhere: whatever comes later is a Wake.
 */
export interface Actor<S extends object = object> {
  /** Key of the actor: names its queue entries, its state and its random stream. */
  readonly name: string;
  /** Who it is in decisions and events. */
  readonly who: ActorName;
  /** The source of its Events, where that is not `who`. */
  readonly component?: string;
  /**
   * Names the random stream of the uids and names that its objects and Events get, where that is not everybody's: who
   * joins a cluster that did without so far must not change what the others draw.
   */
  readonly ids?: string;
  /** Virtual ms between a change and the actor seeing it: a whole number drawn from [min, max]. */
  readonly lagMs: readonly [min: number, max: number];
  initial(): S;
  /** Keys to look at because of a change. Must be cheap: it is asked for every change. */
  wakes(change: Change, store: Store): Iterable<Wake>;
  /** Looks at one key: reads everything, compares, writes the difference. Returns when to look again. */
  reconcile(world: ActorWorld<S>, key: string): readonly Wake[] | void;
}

/** What an actor may see and do. The only way to change the world is `handle`. */
export interface ActorWorld<S extends object = object> {
  readonly nowMs: number;
  /** Read-only view of the API server's store, with its indexes. */
  readonly store: Store;
  readonly random: Random;
  readonly state: S;
  /** What reads the commands of containers; absent: containers run until something else ends them. */
  readonly inside?: Inside;
  /** Whether somebody of this name acts in this cluster: in some, clients play the kubelets. */
  runs(who: ActorName): boolean;
  /**
   * The same door as everyone's. The write is recorded as this actor's.
   * @param decision what the write means, told of the object as stored; recorded before anybody hears of the write,
   *   so that it is the cause of what follows. For writes whose outcome (a generated name) the decision must name.
   */
  handle<Out = KubeObject>(request: KubeRequest, decision?: (stored: KubeObject) => DecisionDraft): KubeResponse<Out>;
  /** Records a decision and returns its id; later writes of this reconcile have it as their cause. */
  decide(decision: DecisionDraft): number;
  /** Writes a core/v1 Event about `object` as client-go's recorder does. False if the source has written too many about it. */
  event(object: KubeObject, type: "Normal" | "Warning", reason: string, message: string, fieldPath?: string): boolean;
}
