import type { Mirror } from "../../view/mirror.ts";
import type { Slot, Tray } from "../../view/tray.ts";
import { revisionOf } from "../graph/use-revision.ts";

/** Larger diagrams are neither drawn in time nor read. */
const MOST_NODES = 24;
const MOST_PODS = 6;

export interface Diagram {
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
];

/** The present cluster as a mermaid flowchart: the cluster, its nodes as subgraphs, their pods inside. */
export function clusterDiagram(mirror: Mirror): Diagram {
  const names = mirror.trayNames.slice(0, MOST_NODES);
  const trays = names.flatMap((name) => mirror.trays.get(name) ?? []);
  const lines = [
    "flowchart TB",
    '  subgraph Cluster["Kubernetes Cluster"]',
    "    direction LR",
    ...trays.flatMap((tray, i) => nodeLines(mirror, tray, i).map((l) => `    ${l}`)),
    // Invisible links keep the nodes in their order; mermaid would draw them from right to left.
    ...(trays.length > 1 ? [`    ${trays.map((_, i) => `Node${i + 1}`).join(" ~~~ ")}`] : []),
    "  end",
    ...CLASSES.map((c) => `  ${c}`),
  ];
  return { text: lines.join("\n"), omitted: mirror.trayNames.length - names.length };
}

function nodeLines(mirror: Mirror, tray: Tray, index: number): string[] {
  const role = tray.node?.roles.includes("control-plane") ? "Control Plane" : "Worker";
  const marks = [tray.node && tray.node.ready !== "True" ? "NotReady" : "", tray.node?.unschedulable ? "cordoned" : ""].filter(Boolean);
  const title = `${tray.nodeName} (${[tray.node ? role : "removed", ...marks].join(", ")})`;
  const pods = tray.slots.filter((s) => s.kind !== "not-eligible").slice(0, MOST_PODS).map((slot, i) => podLine(mirror, slot, `P${index + 1}_${i + 1}`));
  return [`subgraph Node${index + 1}["${quoted(title)}"]`, ...(pods.length > 0 ? pods : [`E${index + 1}["no pods"]:::leaving`]).map((l) => `  ${l}`), "end"];
}

function podLine(mirror: Mirror, slot: Slot, id: string): string {
  if (!("pod" in slot)) return `${id}["${quoted(slot.daemonSetName)} missing"]:::pending`;
  const { pod } = slot;
  const letter = revisionOf(mirror.workloads, pod)?.letter;
  return `${id}["${quoted(pod.name)}<br/>${quoted(pod.status)}${letter ? ` · ${letter}` : ""}"]:::${classOf(pod.state)}`;
}

function classOf(state: string): string {
  switch (state) {
    case "available":
    case "ready":
      return "ready";
    case "failing":
      return "failed";
    case "terminating":
    case "succeeded":
    case "unknown":
      return "leaving";
    default:
      return "pending";
  }
}

/** Mermaid reads `#quot;` as a quotation mark; names of Kubernetes have none, statuses might. */
function quoted(text: string): string {
  return text.replaceAll('"', "#quot;");
}
