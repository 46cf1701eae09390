const REQUEST_INTERVAL_MS = 50;
const BURST = 30;

/**
 * A controller's API client: 20 requests a second, 30 at once. Part of the controller's state.
 * `tat`: when the bucket would be full again. `events`: Events that wait for their turn behind the other requests.
 */
export interface ClientState {
  readonly client: Map<"tat" | "events", number>;
}

/** One Event more that will want a request of its own. @param isWritten what `world.event` answered */
export function noteEvent(state: ClientState, isWritten: boolean): void {
  if (isWritten) state.client.set("events", (state.client.get("events") ?? 0) + 1);
}

/**
 * Lets one waiting Event go first, if there is one. Events are sent in the background through the same client, so
 * they come between the batches of a sync and its status, not between requests that wait already.
 */
export function reserveEvent(state: ClientState, nowMs: number): void {
  const waiting = state.client.get("events") ?? 0;
  if (waiting === 0) return;
  state.client.set("events", waiting - 1);
  reserveRequest(state, nowMs);
}

/**
 * Takes one request from the client's bucket and says when it may go: now, or later when the burst is used up.
 * Source: kube-controller-manager --kube-api-qps 20, --kube-api-burst 30.
 */
export function reserveRequest(state: ClientState, nowMs: number): number {
  const tat = Math.max(nowMs, state.client.get("tat") ?? 0);
  state.client.set("tat", tat + REQUEST_INTERVAL_MS);
  return Math.max(nowMs, tat - (BURST - 1) * REQUEST_INTERVAL_MS);
}

/** How long the next request would have to wait; 0 when it may go now. */
export function waitForClient(state: ClientState, nowMs: number): number {
  return Math.max(0, (state.client.get("tat") ?? 0) - (BURST - 1) * REQUEST_INTERVAL_MS - nowMs);
}
