import type { DaemonSetRow } from "../../api/frame.ts";
import { diagnose } from "../../view/doctor.ts";
import type { Diagnosis } from "../../view/doctor.ts";
import { nodeRowOf, podsOf } from "../../view/mirror.ts";
import { useClock, useSession } from "../session-context.ts";

/** Why the set's rollout does not go on, while that is so. Looked at with every change of the cluster. */
export function useDiagnosis(set: DaemonSetRow): Diagnosis | undefined {
  const { mirror } = useSession();
  const nowMs = useClock((c) => Math.floor(c.nowMs / 1000) * 1000);
  useClock((c) => c.contextVersion);
  return diagnose(set, podsOf(mirror, set.uid), (name) => nodeRowOf(mirror, name), nowMs);
}
