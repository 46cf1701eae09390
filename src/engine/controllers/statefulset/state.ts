import { CowMap } from "../../sim/cow-map.ts";
import type { StatefulSet } from "../../../api/types/statefulset.ts";
import type { ClientState } from "../api-client.ts";
import type { SlowStart } from "../slow-start.ts";
import type { Plan } from "./plan.ts";
import type { Revisions } from "./revisions.ts";

/** A sync that is under way: its writes take virtual time, so it is a row that can be saved, not a waiting function. */
export interface Sync {
  readonly set: StatefulSet;
  readonly revisions: Revisions;
  readonly plan: Plan;
  /** Index of the next write; behind the last one comes the status. */
  readonly next: number;
  readonly slowStart: SlowStart;
  readonly error?: string;
  /** Something changed meanwhile: sync again at once. */
  readonly isDirty: boolean;
}

export interface StatefulSetState extends ClientState {
  /** Syncs under way, by `<ns>/<name>`. */
  readonly syncs: CowMap<string, Sync>;
  /** Failed syncs in a row, by `<ns>/<name>`. */
  readonly retries: CowMap<string, number>;
  /** What the last "waits" or "done" decision said, by uid of the set. */
  readonly notes: CowMap<string, string>;
}

export function initialState(): StatefulSetState {
  return { syncs: new CowMap(), retries: new CowMap(), notes: new CowMap(), client: new Map() };
}
