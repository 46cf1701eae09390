import type { KubeObject, StringMap } from "../../../api/types/meta.ts";
import type { Taint } from "../../../api/types/node.ts";
import type { Toleration } from "../../../api/types/pod.ts";

export interface Machine {
  readonly name: string;
  readonly cpu: string;
  readonly memory: string;
  readonly labels?: StringMap;
  readonly taints?: readonly Taint[];
}

/**
 * Of all nodes that nobody can tell from `like`, the one whose pods come first in the order of `pick`. It is called `like`
 * from then on, so a program does the same whichever of equal nodes a rollout took first.
 */
export interface Target { readonly like: string; readonly pick?: "broken" | "healthy" | "first" | "last" }

/** One thing that is done to the cluster; which fields there are depends on `op`. */
export interface Action {
  readonly op: string;
  /** Of the DaemonSet. */
  readonly name?: string;
  readonly target?: Target;
  readonly node?: Machine;
  readonly key?: string;
  readonly value?: string | null;
  readonly taint?: Taint;
  readonly image?: string;
  readonly cpu?: string;
  readonly toleration?: Toleration;
  readonly nodeSelector?: StringMap | null;
  readonly updateStrategy?: object;
  readonly minReadySeconds?: number;
  /** Name of a new pod without an owner. */
  readonly pod?: string;
  readonly actions?: readonly Action[];
  readonly waitMs?: number;
}

export interface Program {
  readonly id: string;
  readonly nodes: readonly Machine[];
  readonly objects: readonly KubeObject[];
  readonly actions: readonly Action[];
}

/** The cluster at rest, in words that every run shares: nodes by class, pods by owner and revision. */
export interface RestState {
  readonly nodes: Readonly<Record<string, number>>;
  readonly daemonPods: Readonly<Record<string, readonly string[]>>;
  readonly unscheduled: readonly string[];
  readonly lostPods: readonly string[];
  readonly templateGenerations: Readonly<Record<string, string>>;
  readonly daemonSets: Readonly<Record<string, Readonly<Record<string, number | boolean>>>>;
  readonly revisions: Readonly<Record<string, string>>;
}

export interface PlayedStep {
  /** HTTP status of what was done; 0: there was nothing to do it to. */
  readonly result: string | number;
  readonly state: RestState;
  /** `source | object | type | reason | message` of what the control plane told since the last step. */
  readonly events: readonly string[];
}

export interface RecordedStep extends PlayedStep {
  readonly action: Action;
  /** Fields in which real runs differ; `*`: all. */
  readonly unstable?: readonly string[];
  /** `source | reason` of events that, after this kind of action, came in one real run and not in another. */
  readonly racyEvents?: readonly string[];
  /** Objects with so many events that the real recorder dropped some. */
  readonly eventsLimited?: readonly string[];
}

/** What a real control plane did with a program. */
export interface Recording { readonly program: Program; readonly steps: readonly RecordedStep[] }
