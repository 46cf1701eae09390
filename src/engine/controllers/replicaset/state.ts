import type { Evidence } from "../../../api/decision.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { ReplicaSet } from "../../../api/types/replicaset.ts";
import { CowMap } from "../../sim/cow-map.ts";
import type { ClientState } from "../api-client.ts";
import type { SlowStart } from "../slow-start.ts";

/** Why a pod is made or deleted, for the decision beside the write. */
export interface Reason {
  readonly rule: string;
  /** Ends the sentence "… because". */
  readonly because: string;
  readonly evidence: readonly Evidence[];
}

export type Write =
  | { readonly kind: "create"; readonly reason: Reason }
  | { readonly kind: "delete"; readonly pod: Pod; readonly reason: Reason };

/** The pods of a ReplicaSet as a sync found them. */
export interface OwnPods {
  readonly active: readonly Pod[];
  /** Being deleted and not finished yet. */
  readonly terminating: readonly Pod[];
}

/** A sync that is under way: its writes take virtual time, so it is a row that can be saved, not a waiting function. */
export interface Sync {
  readonly rs: ReplicaSet;
  /** As they were at the start: the status that ends the sync tells of them, and the next sync of what it changed. */
  readonly pods: OwnPods;
  readonly writes: readonly Write[];
  /** Index of the next write; behind the last one comes the status. */
  readonly next: number;
  readonly slowStart: SlowStart;
  readonly error?: string;
  /** Something changed meanwhile: sync again at once. */
  readonly isDirty: boolean;
}

export interface ReplicaSetState extends ClientState {
  /** Syncs under way, by `<ns>/<name>`. */
  readonly syncs: CowMap<string, Sync>;
  /** Failed syncs in a row, by `<ns>/<name>`. */
  readonly retries: CowMap<string, number>;
}

export function initialState(): ReplicaSetState {
  return { syncs: new CowMap(), retries: new CowMap(), client: new Map() };
}
