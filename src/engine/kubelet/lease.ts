import { hash32 } from "../sim/random.ts";

const RENEW_EVERY_MS = 10_000;

/**
 * When the kubelet of a node last renewed its lease: each 10 s, at a phase of its own. Computed, not simulated: an
 * idle node puts nothing into the queue.
 * @param downSinceMs when the machine lost its power; absent while it runs
 * @returns virtual ms, at most `nowMs`; may lie before the node's registration, which is a sign of life itself
 * Source: kubernetes pkg/kubelet/nodelease, component-helpers lease controller (1.36)
 */
export function lastLeaseRenewalMs(nodeUid: string, nowMs: number, downSinceMs?: number): number {
  const phase = hash32(nodeUid) % RENEW_EVERY_MS;
  const until = downSinceMs === undefined ? nowMs : Math.min(nowMs, downSinceMs);
  return Math.floor((until - phase) / RENEW_EVERY_MS) * RENEW_EVERY_MS + phase;
}
