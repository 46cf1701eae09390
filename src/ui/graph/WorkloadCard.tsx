import "../theme/workload-card.css";
import { memo } from "react";
import type { ReplicaRow } from "../../api/frame.ts";
import { workloadOfDecision } from "../../view/scene/edges.ts";
import { useMirror } from "../hooks/use-mirror.ts";
import { useClock } from "../session-context.ts";
import type { CountName } from "../../view/light.ts";
import { CardFrame } from "./CardFrame.tsx";
import { CountDoor } from "./CountDoor.tsx";
import { DeploymentFoot } from "./DeploymentFoot.tsx";
import { onDemand } from "../hooks/on-demand.tsx";
import { isFresh } from "./fresh.ts";
import { ImageName } from "./ImageName.tsx";
import { ReplicaSegments } from "./ReplicaSegments.tsx";
import { StatefulSetFoot } from "./StatefulSetFoot.tsx";

const StuckChip = onDemand(() => import("./StuckChip.tsx").then((m) => m.StuckChip));

/** The card of a workload that counts pods: how many it wants and has, of which revision, and that nodes are not its business. */
export const WorkloadCard = memo(function WorkloadCard({ uid }: { readonly uid: string }) {
  const found = useMirror("workloads", (m) => m.workloads.find((w) => w.uid === uid));
  const decision = useMirror("telling", (m) => (m.telling.told && workloadOfDecision(m, m.telling.told) === uid ? m.telling.told : undefined));
  const isDecided = useClock((c) => isFresh(decision, c.nowMs));
  if (!found || found.kind === "DaemonSet") return null;
  return (
    <CardFrame row={found} words={cardWords(found)} isDecided={isDecided}>
      <ReplicaSegments row={found} />
      <Numbers row={found} />
      <div className="scope-row">
        <p className="scope" title={`${found.kind === "StatefulSet" ? "Its controller" : "The ReplicaSet controller"} counts pods. A node that joins or leaves changes nothing as long as the pods are there.`}>
          does not look at nodes: <b className="number">{found.ready} of {found.replicas}</b> {found.replicas === 1 ? "replica" : "replicas"}
        </p>
        {found.available < found.replicas || found.upToDate < found.replicas ? <StuckChip row={found} /> : null}
      </div>
      <footer>{footOf(found)}</footer>
    </CardFrame>
  );
});

function footOf(row: ReplicaRow) {
  switch (row.kind) {
    case "Deployment":
      return <DeploymentFoot row={row} />;
    case "StatefulSet":
      return <StatefulSetFoot row={row} />;
    case "ReplicaSet":
      return <ImageName image={row.image} />;
  }
}

/** kubectl's columns. */
function Numbers({ row }: { readonly row: ReplicaRow }) {
  const counts: readonly (readonly [CountName, string | number, boolean])[] = [
    ["ready", `${row.ready}/${row.replicas}`, row.ready !== row.replicas],
    ...(row.kind === "ReplicaSet" ? [["current", row.current, row.current !== row.replicas] as const] : [["up-to-date", row.upToDate, row.upToDate !== row.replicas] as const]),
    ["available", row.available, row.available !== row.replicas],
  ];
  return (
    <dl className="ds-numbers few">
      {counts.map(([count, value, isOff]) => <CountDoor key={count} uid={row.uid} count={count} value={value} isOff={isOff} />)}
    </dl>
  );
}

function cardWords(row: ReplicaRow): string {
  const paused = row.kind === "Deployment" && row.paused ? ", paused" : "";
  const partition = row.kind === "StatefulSet" && row.partition > 0 ? `, partition ${row.partition}` : "";
  return `${row.kind} ${row.name}: ready ${row.ready} of ${row.replicas}, up-to-date ${row.upToDate}, available ${row.available}${paused}${partition}; does not look at nodes`;
}
