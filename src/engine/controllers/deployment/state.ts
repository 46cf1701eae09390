import { CowMap } from "../../sim/cow-map.ts";
import type { ClientState } from "../api-client.ts";

export interface DeploymentState extends ClientState {
  /** Failed syncs in a row, by `<ns>/<name>`. */
  readonly retries: CowMap<string, number>;
  /** What the last decision about the course of the rollout said, by Deployment uid. */
  readonly rollouts: CowMap<string, string>;
}

export function initialState(): DeploymentState {
  return { retries: new CowMap(), rollouts: new CowMap(), client: new Map() };
}
