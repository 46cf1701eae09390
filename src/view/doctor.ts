import type { WorkloadRow } from "../api/frame.ts";
import { diagnoseDaemonSet } from "./doctor/daemonset.ts";
import type { Diagnosis, Surroundings } from "./doctor/diagnosis.ts";
import { diagnoseReplicas } from "./doctor/replicas.ts";
import { diagnoseStatefulSet } from "./doctor/statefulset.ts";
import { nodeRowOf, podsOf, type Mirror } from "./mirror.ts";

/**
 * Why a workload does not get where its spec wants it, if nothing in the cluster will get it there: who holds it, and
 * what a person could do. Undefined while it goes on, waits for something that comes by itself (a start, a grace
 * period), or is done.
 */
export function diagnose(row: WorkloadRow, around: Surroundings): Diagnosis | undefined {
  if (row.deleting) return undefined;
  switch (row.kind) {
    case "DaemonSet":
      return diagnoseDaemonSet(row, around);
    case "Deployment":
    case "ReplicaSet":
      return diagnoseReplicas(row, around);
    case "StatefulSet":
      return diagnoseStatefulSet(row, around);
  }
}

/** @param nowMs virtual time, @param faults names of standing faults */
export function surroundingsOf(mirror: Mirror, row: WorkloadRow, { nowMs, faults }: Pick<Surroundings, "nowMs" | "faults">): Surroundings {
  const nodes = mirror.trayNames.flatMap((name) => nodeRowOf(mirror, name) ?? []);
  return { pods: podsOf(mirror, row.uid), nodes, faults, nowMs, refused: refusedOf(mirror, row.uid) };
}

/** What the newest attempt of its controller to make something came to, if it was refused; in the API server's words. */
function refusedOf(mirror: Mirror, uid: string): string | undefined {
  const last = mirror.decisions.findLast((d) => d.object.uid === uid && (d.verdict === "created" || d.verdict === "failed"));
  return last?.verdict === "failed" ? last.text.replace(/^.*?: /, "").replace(/\.$/, "") : undefined;
}
