import { targetNodeName } from "../../../api/node-matching.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { isTerminal, isTerminating } from "../pod-state.ts";

/**
 * Pods by the node they are for, each list oldest first. A pod without a target is left out, and so is one that has
 * finished and is being deleted. Source: daemon_controller.go getNodesToDaemonPods.
 */
export function podsByNode(pods: readonly Pod[]): Map<string, Pod[]> {
  const out = new Map<string, Pod[]>();
  for (const pod of pods) {
    if (isTerminal(pod) && isTerminating(pod)) continue;
    const node = targetNodeName(pod.spec);
    if (!node) continue;
    const list = out.get(node);
    if (list) list.push(pod);
    else out.set(node, [pod]);
  }
  for (const list of out.values()) if (list.length > 1) list.sort(oldestFirst);
  return out;
}

/** Bound before unbound, then by creation time, then by name. Source: podByCreationTimestampAndPhase. */
function oldestFirst(a: Pod, b: Pod): number {
  const bound = Number(!a.spec.nodeName) - Number(!b.spec.nodeName);
  if (bound !== 0) return bound;
  const ta = a.metadata.creationTimestamp;
  const tb = b.metadata.creationTimestamp;
  if (ta !== tb) return ta < tb ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
