import type { DeploymentRow, ReplicaSetCount } from "../../api/frame.ts";
import { ImageName, ImageTag } from "./ImageName.tsx";
import { isRollingOut } from "./use-revision.ts";

/** So many ReplicaSets fit; a third one is on the way out already. */
const MOST_SETS = 3;

/** Its ReplicaSets with what each has and wants, and how far the rollout may go beyond or below the wanted number. */
export function DeploymentFoot({ row }: { readonly row: DeploymentRow }) {
  const sets = row.replicaSets.slice(-MOST_SETS);
  return (
    <>
      <span className="revisions">
        {sets.map((set) => <ReplicaSetLine key={set.uid} row={row} set={set} isAlone={sets.length === 1} />)}
      </span>
      <span className="strategy">{row.paused ? <span className="tag taint">paused</span> : null}<Limits row={row} /></span>
    </>
  );
}

function ReplicaSetLine({ row, set, isAlone }: { readonly row: DeploymentRow; readonly set: ReplicaSetCount; readonly isAlone: boolean }) {
  const mark = row.revisions.find((r) => r.hash === set.hash);
  const isNew = set.hash === row.currentRevision;
  const image = mark?.image ?? "";
  return (
    <span className="revision-line" title={`ReplicaSet ${set.name}: ${set.current} of ${set.replicas} pods, ${set.available} available; revision ${mark?.revision ?? "?"}: ${image}`}>
      <span className={isNew && !isAlone ? "revision new" : "revision"}>{mark?.letter ?? "?"}</span>
      <b className="number">{set.current === set.replicas ? set.replicas : `${set.current}→${set.replicas}`}</b>
      {isAlone ? <ImageName image={image} /> : <ImageTag image={image} />}
    </span>
  );
}

/** While a rollout is under way what is used of the two limits, else what they are. */
function Limits({ row }: { readonly row: DeploymentRow }) {
  if (row.strategy === "Recreate") return <span>Recreate</span>;
  const pods = row.replicaSets.reduce((sum, s) => sum + s.replicas, 0);
  const title = `maxSurge ${row.maxSurge}, maxUnavailable ${row.maxUnavailable}: for ${row.replicas} replicas ${row.maxSurgePods} more and ${row.maxUnavailablePods} fewer`;
  if (!isRollingOut(row)) return <span title={title}>surge <b className="number">{row.maxSurgePods}</b> · unavailable <b className="number">{row.maxUnavailablePods}</b></span>;
  return (
    <span title={title}>
      surge <b className="number">{Math.max(0, pods - row.replicas)}/{row.maxSurgePods}</b> · unavailable <b className="number">{Math.max(0, row.replicas - row.available)}/{row.maxUnavailablePods}</b>
    </span>
  );
}
