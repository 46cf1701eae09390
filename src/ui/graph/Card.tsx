import { useMirror } from "../hooks/use-mirror.ts";
import { onDemand } from "../hooks/on-demand.tsx";
import { DaemonSetCard } from "./DaemonSetCard.tsx";

// The first cluster has only a DaemonSet.
const WorkloadCard = onDemand(() => import("./WorkloadCard.tsx").then((m) => m.WorkloadCard));

/** The card of a workload, by its kind. */
export function Card({ uid }: { readonly uid: string }) {
  const isDaemonSet = useMirror("workloads", (m) => m.daemonSets.some((d) => d.uid === uid));
  return isDaemonSet ? <DaemonSetCard uid={uid} /> : <WorkloadCard uid={uid} />;
}
