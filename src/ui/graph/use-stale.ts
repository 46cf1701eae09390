import { useMemo } from "react";
import type { DaemonSetRow } from "../../api/frame.ts";
import { isStatusStale } from "../../view/stale.ts";
import { useThrottled } from "../hooks/use-throttled.ts";
import { useClock, useSession } from "../session-context.ts";

/** All nodes and pods are counted for it: not in every frame. */
const RECOUNT_MS = 200;

/** Whether the numbers of the status are older than the picture. */
export function useIsStale(set: DaemonSetRow | undefined): boolean {
  const { mirror } = useSession();
  const version = useThrottled(useClock((c) => c.contextVersion), RECOUNT_MS);
  return useMemo(() => {
    void version;
    return set !== undefined && isStatusStale(mirror, set);
  }, [mirror, set, version]);
}
