import type { Actor } from "../../api/decision.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
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
  /** Ends process 1 of a container with a code, as what is typed at it may. Absent: no kubelet is simulated. */
  readonly endProcess?: (pod: Pod, containerName: string, exitCode: number) => void;
  /** When the simulated kubelet of a node last renewed its Lease, in virtual ms. Absent, or undefined: no kubelet is simulated there. */
  readonly renewedMs?: (node: Node) => number | undefined;
  /** Called after each write, once. */
  emit(change: Change): void;
}
