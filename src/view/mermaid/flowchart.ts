import type { PodRow, WorkloadRow } from "../../api/frame.ts";
import { stateHue } from "../hue.ts";
import type { Mirror } from "../mirror.ts";
import type { Slot, Tray } from "../tray.ts";
import { mermaidLabel } from "./escape.ts";

/** Larger diagrams are neither drawn in time nor read. */
const MOST_NODES = 24;
const MOST_PODS = 6;

export interface Flowchart {
  readonly text: string;
  /** Nodes that were left out. */
  readonly omitted: number;
}

/** The four state colours of the light theme: a diagram is copied to places that do not know ours. */
const CLASSES = [
  "classDef ready fill:#e3f2fc,stroke:#1590db,color:#0f172a",
  "classDef pending fill:#fbf2db,stroke:#ae7c01,color:#0f172a,stroke-dasharray:4 3",
  "classDef failed fill:#f7e6e2,stroke:#651206,color:#0f172a",
  "classDef leaving fill:#f0f1f3,stroke:#61636b,color:#0f172a,stroke-dasharray:2 2",
  "classDef workload fill:#eaf1f8,stroke:#1f4f86,color:#0f172a",
];

/**
 * The present cluster as a mermaid flowchart: the cluster, its nodes as subgraphs, their pods inside, and an arrow
 * from each workload to its pods, dotted to where one is missing. At most 24 nodes and 6 pods of each. Every name is
 * escaped: the text can always be parsed.
 */
export function clusterFlowchart(mirror: Mirror): Flowchart {
  const names = mirror.trayNames.slice(0, MOST_NODES);
  const trays = names.flatMap((name) => mirror.trays.get(name) ?? []);
  const ids = new Map(mirror.workloads.map((w, i) => [w.uid, `W${i + 1}`]));
  const links = trays.flatMap((tray, i) => shownSlots(tray).flatMap((slot, j) => linkLine(ids.get(slot.lane), slot, podId(i, j))));
  // Mermaid draws what arrows from outside lead to from right to left: the last node has to be written first.
  const nodes = trays.map((tray, i) => nodeLines(mirror, tray, i));
  const lines = [
    "flowchart TB",
    '  subgraph Cluster["Kubernetes Cluster"]',
    "    direction LR",
    ...(links.length > 0 ? nodes.reverse() : nodes).flat().map((l) => `    ${l}`),
    // Without arrows from outside, invisible links keep the nodes in their order.
    ...(trays.length > 1 && links.length === 0 ? [`    ${trays.map((_, i) => `Node${i + 1}`).join(" ~~~ ")}`] : []),
    "  end",
    ...mirror.workloads.map((w) => `  ${ids.get(w.uid)}["${mermaidLabel(w.kind)}<br/>${mermaidLabel(w.name)}"]:::workload`),
    ...links.map((l) => `  ${l}`),
    // Keeps an empty node in the row of the others.
    ...(links.length > 0 ? trays.flatMap((tray, i) => (shownSlots(tray).length === 0 ? [`  W1 ~~~ E${i + 1}`] : [])) : []),
    ...CLASSES.map((c) => `  ${c}`),
  ];
  return { text: lines.join("\n"), omitted: mirror.trayNames.length - names.length };
}

function nodeLines(mirror: Mirror, tray: Tray, index: number): string[] {
  const role = tray.node?.roles.includes("control-plane") ? "Control Plane" : "Worker";
  const marks = [tray.node && tray.node.ready !== "True" ? "NotReady" : "", tray.node?.unschedulable ? "cordoned" : ""].filter(Boolean);
  const title = `${tray.nodeName} (${[tray.node ? role : "removed", ...marks].join(", ")})`;
  const slots = shownSlots(tray);
  const hidden = wantedSlots(tray).length - slots.length;
  const pods = slots.map((slot, i) => podLine(mirror.workloads, slot, podId(index, i)));
  if (hidden > 0) pods.push(`E${index + 1}["${hidden} more pods"]:::leaving`);
  if (pods.length === 0) pods.push(`E${index + 1}["no pods"]:::leaving`);
  return [`subgraph Node${index + 1}["${mermaidLabel(title)}"]`, ...pods.map((l) => `  ${l}`), "end"];
}

function podLine(workloads: readonly WorkloadRow[], slot: Slot, id: string): string {
  if (!("pod" in slot)) return `${id}["${mermaidLabel(slot.daemonSetName)} missing"]:::pending`;
  const { pod } = slot;
  const letter = letterOf(workloads, pod);
  return `${id}["${mermaidLabel(pod.name)}<br/>${mermaidLabel(pod.status)}${letter ? ` · ${letter}` : ""}"]:::${stateHue(pod.state)}`;
}

function linkLine(workload: string | undefined, slot: Slot, id: string): string[] {
  return workload === undefined ? [] : [`${workload} ${"pod" in slot ? "-->" : "-.->"} ${id}`];
}

function shownSlots(tray: Tray): readonly Slot[] {
  return wantedSlots(tray).slice(0, MOST_PODS);
}

function wantedSlots(tray: Tray): readonly Slot[] {
  return tray.slots.filter((s) => s.kind !== "not-eligible");
}

function podId(node: number, pod: number): string {
  return `P${node + 1}_${pod + 1}`;
}

function letterOf(workloads: readonly WorkloadRow[], pod: PodRow): string | undefined {
  const row = workloads.find((w) => w.uid === pod.workload?.uid);
  return row?.revisions.find((r) => r.hash === pod.revision)?.letter;
}
