import type { DaemonSetRow } from "../api/frame.ts";
import { eligibilityOf, podsOf, type Mirror } from "./mirror.ts";

/**
 * Whether the numbers of a status are older than what the picture shows. The controller writes them when it syncs, and
 * not every change wakes it: after a NoSchedule taint alone nothing has to be done, so nothing is counted anew.
 */
export function isStatusStale(mirror: Mirror, set: DaemonSetRow): boolean {
  let wanted = 0;
  for (const name of mirror.trayNames) if (eligibilityOf(mirror, set.uid, name)?.shouldRun) wanted++;
  if (wanted !== set.desired) return true;
  const pods = podsOf(mirror, set.uid);
  return nodesOf(pods.filter((p) => p.misscheduled)) !== set.misscheduled;
}

/** A node with two such pods counts once, as in the status. */
function nodesOf(pods: readonly { readonly nodeName?: string; readonly targetNode?: string }[]): number {
  return new Set(pods.map((p) => p.nodeName ?? p.targetNode)).size;
}
