import type { WorkloadRow } from "../../api/frame.ts";
import { diagnose, surroundingsOf } from "../../view/doctor.ts";
import type { Diagnosis } from "../../view/doctor/diagnosis.ts";
import { useClock, useSession } from "../session-context.ts";

/** Why the workload does not get where it should, while that is so. Looked at with every change of the cluster. */
export function useDiagnosis(row: WorkloadRow): Diagnosis | undefined {
  const { mirror } = useSession();
  const nowMs = useClock((c) => Math.floor(c.nowMs / 1000) * 1000);
  const faults = useClock((c) => c.facts.faults);
  useClock((c) => c.contextVersion);
  return diagnose(row, surroundingsOf(mirror, row, { nowMs, faults }));
}
