import { internalError } from "../../api/status.ts";
import type { ActorWorld } from "../sim/actor.ts";
import type { KubeletState } from "./state.ts";

/**
 * The world of a kubelet without a connection to the API server: whatever it sends is lost, events too.
 * Departure: the real recorder tries again for some seconds; events of a short cut arrive late there.
 */
export function withoutApi<W extends ActorWorld<KubeletState>>(world: W): W {
  const handle = () => ({ ok: false, status: internalError("the node is cut off from the API server") });
  return { ...world, handle, event: () => false };
}

/** Whether the kubelet of the node knows that nothing reaches it. */
export function isCutOff(state: KubeletState, nodeName: string): boolean {
  return state.nodes.get(nodeName)?.cut !== undefined;
}
