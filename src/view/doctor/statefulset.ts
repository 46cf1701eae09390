import type { PodRow, StatefulSetRow } from "../../api/frame.ts";
import { nodeNamed, type Diagnosis, type Holder, type Remedy, type Surroundings } from "./diagnosis.ts";
import { causeOf, isHopeless, isLost, isSettled, lostRemedies, remediesOf } from "./pods.ts";
import { refusalHolder } from "./refusal.ts";

/**
 * A StatefulSet is stuck at the pod that it waits for: with OrderedReady the lowest ordinal that is not available holds
 * all others, whatever template is set meanwhile; with Parallel only updates wait, for the highest.
 * Source: kubernetes pkg/controller/statefulset/stateful_set_control.go updateStatefulSet, processReplica (1.36)
 */
export function diagnoseStatefulSet(row: StatefulSetRow, around: Surroundings): Diagnosis | undefined {
  if (row.available >= row.replicas && notUpdated(row) === 0 && row.current <= row.replicas) return undefined;
  const pods = [...around.pods].sort((a, b) => ordinalOf(a) - ordinalOf(b));
  const broken = pods.filter((p) => isHopeless(p, around.nowMs) || isLost(p, around));
  const isOrdered = row.podManagementPolicy === "OrderedReady";
  const first = pods.find((p) => p.state !== "available");
  if (isOrdered ? first && !broken.includes(first) : pods.some((p) => !broken.includes(p) && !isSettled(p, around.nowMs))) return undefined;
  const held = isOrdered ? broken.slice(0, 1) : broken;
  const holders = held.map((pod) => holderOf(row, pod, around));
  if (around.refused !== undefined && row.current < row.replicas && held.length === 0) holders.push(refusalHolder(row, around.refused));
  return holders.length === 0 ? undefined : { text: headline(row, held), holders };
}

function headline(row: StatefulSetRow, held: readonly PodRow[]): string {
  const missing = Math.max(0, row.replicas - row.current);
  const old = notUpdated(row);
  const rest = [
    ...(missing > 0 ? [`${missing} of ${row.replicas} ${missing === 1 ? "is" : "are"} not there yet`] : []),
    ...(old > 0 ? [`${old} of ${row.replicas} ${old === 1 ? "is" : "are"} not updated`] : []),
  ];
  const numbers = rest.length > 0 ? rest.join(", ") : `${row.replicas - row.available} of ${row.replicas} ${row.replicas - row.available === 1 ? "is" : "are"} not available`;
  const what = old > 0 ? "The update is stuck" : "It is stuck";
  if (held.length === 0) return `${what}: ${numbers}.`;
  const wait = row.podManagementPolicy === "OrderedReady" ? `OrderedReady touches no other pod until \`${held[0]!.name}\` is ready` : `${held.map((p) => `\`${p.name}\``).join(", ")} ${held.length === 1 ? "does" : "do"} not become ready`;
  return `${what}: ${wait}; ${numbers}.`;
}

function holderOf(row: StatefulSetRow, pod: PodRow, around: Surroundings): Holder {
  if (isLost(pod, around)) {
    const node = nodeNamed(around, pod.nodeName)?.name ?? pod.nodeName ?? "its node";
    return { name: pod.name, cause: `\`${node}\` does not answer, so nobody knows whether the pod still runs, and two pods of one name must never be`, remedies: lostRemedies(pod, around) };
  }
  const cause = causeOf(pod) ?? `\`${pod.name}\` is ${pod.status}`;
  const isOrdered = row.podManagementPolicy === "OrderedReady";
  const fresh: Remedy = { text: "Delete the pod", commandId: "delete-pod", podUid: pod.uid };
  if (row.currentRevision !== undefined && pod.revision !== undefined && pod.revision !== row.currentRevision && isOrdered) {
    const letter = row.revisions.find((r) => r.hash === pod.revision)?.letter;
    return {
      name: pod.name,
      cause: `${cause}. It is of ${letter === undefined ? "another revision" : `revision ${letter}`}, which is not the one that is wanted now, but OrderedReady never replaces a pod that is not ready: it has to be deleted by hand`,
      remedies: [fresh],
    };
  }
  const hint = isOrdered && pod.state !== "pending" && row.revisions.length > 1 ? ". A roll back alone does not free it: OrderedReady waits for this very pod, which has to be deleted afterwards" : "";
  return { name: pod.name, cause: `${cause}${hint}`, remedies: remediesOf(row, pod, around) };
}

/** Pods that a finished update would have replaced: not those below the partition, none with OnDelete. */
function notUpdated(row: StatefulSetRow): number {
  if (row.strategy === "OnDelete") return 0;
  return Math.max(0, row.replicas - row.partition - row.upToDate);
}

function ordinalOf(pod: PodRow): number {
  return Number(/-(\d+)$/.exec(pod.name)?.[1] ?? 0);
}
