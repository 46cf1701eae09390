import type { DeploymentRow, PodRow, ReplicaSetRow } from "../../api/frame.ts";
import { counted, type Diagnosis, type Holder, type Surroundings } from "./diagnosis.ts";
import { holdersOf, isHopeless, isLost, isSettled, lostRemedies, remediesOf } from "./pods.ts";
import { refusalHolder } from "./refusal.ts";

/**
 * A Deployment, or a ReplicaSet of nobody, is stuck if pods are missing or do not work, and none of those that are
 * there, coming or going will change that. A rollout that has passed its deadline is, whatever its pods may still do.
 */
export function diagnoseReplicas(row: DeploymentRow | ReplicaSetRow, around: Surroundings): Diagnosis | undefined {
  const isPaused = row.kind === "Deployment" && row.paused;
  if (isPaused || (row.available >= row.replicas && row.upToDate >= row.replicas && oldPods(row) === 0)) return undefined;
  const lost = row.kind === "Deployment" && row.strategy === "Recreate" ? around.pods.filter((p) => p.state === "terminating" && isLost(p, around)) : [];
  const stalled = row.kind === "Deployment" ? row.stalled : undefined;
  const moving = around.pods.filter((p) => !lost.includes(p) && !isSettled(p, around.nowMs));
  if (moving.length > 0 && stalled === undefined) return undefined;
  const holders = holdersAmong(row, around, { lost, moving });
  if (holders.length === 0) return undefined;
  return { text: `${headline(row, around)}${stalled === undefined ? "" : ` Its progressDeadlineSeconds have passed: Progressing is False (${stalled}).`}`, holders };
}

interface Held {
  /** Pods of the former template on nodes that do not answer: Recreate waits until the last of them is gone. */
  readonly lost: readonly PodRow[];
  readonly moving: readonly PodRow[];
}

function holdersAmong(row: DeploymentRow | ReplicaSetRow, around: Surroundings, { lost, moving }: Held): readonly Holder[] {
  const isNewest = (pod: PodRow) => row.kind === "ReplicaSet" || row.currentRevision === undefined || pod.revision === row.currentRevision;
  const broken = around.pods.filter((p) => isNewest(p) && isHopeless(p, around.nowMs));
  const slow = broken.length > 0 ? [] : moving.filter(isNewest);
  return [
    ...(row.refused !== undefined && row.current < row.replicas + surgeOf(row) ? [refusalHolder(row, row.refused)] : []),
    ...holdersOf([...broken, ...slow], (pod) => remediesOf(row, pod, around)),
    ...lost.map((pod) => ({ name: pod.name, cause: `Recreate waits until it is gone, and \`${pod.nodeName ?? ""}\` does not answer, so nothing stops it`, remedies: lostRemedies(pod, around) })),
  ];
}

function headline(row: DeploymentRow | ReplicaSetRow, around: Surroundings): string {
  const old = oldPods(row);
  if (row.kind === "ReplicaSet" || (old === 0 && row.replicaSets.length < 2)) {
    const missing = row.replicas - row.available;
    return `${missing} of ${counted(row.replicas, "replica")} ${missing === 1 ? "is" : "are"} not available, and nothing here will change that by itself.`;
  }
  const broken = around.pods.filter((p) => p.revision === row.currentRevision && p.state !== "available").length;
  const limits = row.strategy === "Recreate" ? "Recreate" : `maxSurge ${row.maxSurgePods} and maxUnavailable ${row.maxUnavailablePods}`;
  const who = broken === 0 ? "no new pod comes" : `${counted(broken, "new pod")} ${broken === 1 ? "does" : "do"} not become available`;
  return `The rollout is stuck: ${who}, so ${limits} ${row.strategy === "Recreate" ? "has" : "keep"} ${counted(old, "old pod")} of ${row.replicas}.`;
}

/** Pods that its older ReplicaSets still want. */
function oldPods(row: DeploymentRow | ReplicaSetRow): number {
  return row.kind === "ReplicaSet" ? 0 : row.replicaSets.filter((s) => s.hash !== row.currentRevision).reduce((sum, s) => sum + s.replicas, 0);
}

function surgeOf(row: DeploymentRow | ReplicaSetRow): number {
  return row.kind === "Deployment" && oldPods(row) > 0 ? row.maxSurgePods : 0;
}
