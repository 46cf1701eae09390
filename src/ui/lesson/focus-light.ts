import type { WorkloadRow } from "../../api/frame.ts";
import { isFocused, readFocus, type Focus } from "../../lessons/step.ts";
import type { FocusLight } from "../graph/light-store.ts";
import { DARK, type CountName } from "../../view/light.ts";
import { podRows, type Mirror } from "../../view/mirror.ts";

/** A field of a status, by the column that shows it. */
const COLUMNS: Readonly<Record<string, CountName>> = {
  "status.desiredNumberScheduled": "desired", "status.currentNumberScheduled": "current", "status.numberReady": "ready", "status.updatedNumberScheduled": "up-to-date",
  "status.numberAvailable": "available", "status.numberMisscheduled": "misscheduled",
  "status.readyReplicas": "ready", "status.currentReplicas": "current", "status.updatedReplicas": "up-to-date", "status.availableReplicas": "available",
};

/**
 * What a step is about, as light on the picture; undefined if nothing of it is in the picture now.
 * @param graded names of nodes and pods that say how a prediction turned out: they are read as well
 */
export function focusLight(mirror: Mirror, texts: readonly string[], graded: ReadonlyMap<string, unknown> = new Map()): FocusLight | undefined {
  const wanted = texts.map(readFocus);
  const isWanted = (kind: string, name: string) => wanted.some((focus) => isFocused(focus, kind, name));
  const nodes = new Set(mirror.trayNames.filter((name) => graded.has(name) || isWanted("Node", name)));
  const pods = podRows(mirror).filter((pod) => graded.has(pod.name) || isWanted("Pod", pod.name));
  for (const pod of pods) nodes.add(pod.nodeName ?? pod.targetNode ?? "");
  const cards = mirror.workloads.filter((row) => isWanted(row.kind, row.name));
  if (nodes.size + pods.length + cards.length === 0) return undefined;
  return { ...DARK, nodes, pods: new Set(pods.map((pod) => pod.uid)), cards: new Set(cards.map((row) => row.uid)), counts: new Set(cards.flatMap((row) => countsOf(row, wanted))) };
}

/** The numbers of a card that the step names, as `uid column`. */
function countsOf(row: WorkloadRow, wanted: readonly Focus[]): readonly string[] {
  return wanted.flatMap((focus) => {
    const column = focus.field === undefined ? undefined : COLUMNS[focus.field];
    return column !== undefined && isFocused(focus, row.kind, row.name) ? [`${row.uid} ${column}`] : [];
  });
}
