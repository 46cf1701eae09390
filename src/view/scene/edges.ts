import type { Decision } from "../../api/decision.ts";
import type { PodRow } from "../../api/frame.ts";
import type { ObjectReference } from "../../api/types/meta.ts";
import { podsOf, type Mirror } from "../mirror.ts";
import type { Slot } from "../tray.ts";
import type { Box } from "./layout.ts";

/**
 * A line from a controller's card to a tray. `settled`: an available pod is there; `working`: on its way there or
 * away; `missing`: wanted, but not there; `problem`: failing or lost.
 */
export interface SceneEdge {
  readonly id: string;
  readonly workloadUid: string;
  readonly nodeName: string;
  readonly kind: "settled" | "working" | "missing" | "problem";
  /** The present decision travels along it. */
  readonly isDecision: boolean;
}

/** More lines than these say nothing any more; then only the decision's and the selected pod's are drawn. */
const EDGE_LIMIT = 50;

export interface EdgeOptions {
  readonly selection?: ObjectReference | undefined;
  readonly decision?: Decision | undefined;
  /** uid of the workload that is meant while none is selected; without it the first one. */
  readonly meant?: string | undefined;
}

/**
 * The lines to draw: from the workload in focus to every tray where it has, or wants, a pod; from the card of a
 * selected pod; along the present decision. In the order of the trays.
 */
export function sceneEdges(mirror: Mirror, options: EdgeOptions = {}): SceneEdge[] {
  const shown = new Set<string>();
  const edges: SceneEdge[] = [];
  const travelled = options.decision ? travelOf(mirror, options.decision) : undefined;
  const selected = selectedPod(mirror, options.selection);
  // A selected workload that is gone leaves the lines to the next one.
  const focus = mirror.workloads.find((w) => w.uid === options.selection?.uid)?.uid ?? options.meant ?? mirror.focus;
  if (focus !== undefined && mirror.trayNames.length <= EDGE_LIMIT) for (const name of mirror.trayNames) add(focus, name);
  if (selected?.workload) add(selected.workload.uid, selected.nodeName ?? selected.targetNode);
  if (travelled) add(travelled.workloadUid, travelled.nodeName);
  return edges;

  function add(workloadUid: string, nodeName: string | undefined): void {
    const id = `edge:${workloadUid}/${nodeName}`;
    if (nodeName === undefined || shown.has(id)) return;
    const isDecision = travelled?.workloadUid === workloadUid && travelled.nodeName === nodeName;
    const kind = edgeKind((mirror.trays.get(nodeName)?.slots ?? []).filter((s) => s.lane === workloadUid));
    if (!kind && !isDecision) return;
    shown.add(id);
    edges.push({ id, workloadUid, nodeName, kind: kind ?? "working", isDecision });
  }
}

/**
 * A smooth line from a card's lower edge to the middle of the tray's upper edge, as an SVG path. Where cards stand in
 * several rows the lines of an upper one go down together, beside the lower cards, and part below them.
 * @param cards all of them
 */
export function edgePath(from: Box, to: Box, cards: Iterable<Box>): string {
  const { port, lane, bottom } = wayDown(from, cards);
  const start = `M${port.x} ${port.y}`;
  const turn = lane === port.x ? "" : curve(port.x, port.y, lane, port.y + TURN);
  const trunk = bottom === port.y ? "" : `L${lane} ${bottom}`;
  return `${start}${turn}${trunk}${curve(lane, bottom, to.x + to.width / 2, to.y)}`;
}

/** Where the lines of a card begin. */
export function portOf(from: Box, cards: Iterable<Box>): { readonly x: number; readonly y: number } {
  return wayDown(from, cards).port;
}

/** Left and right of a card that a line passes, and of the corners of the one that it leaves. */
const BESIDE = 6;
const CORNER = 16;
/** Height of the bend to a way down that is not under the card: less than what is free between two rows. */
const TURN = 10;

/** The free way down nearest to a card's middle. `lane`: its x; `bottom`: where the last row of cards ends. */
function wayDown(from: Box, cards: Iterable<Box>): { readonly port: { readonly x: number; readonly y: number }; readonly lane: number; readonly bottom: number } {
  const y = from.y + from.height;
  const centre = from.x + from.width / 2;
  const below = [...cards].filter((c) => c.y >= y);
  const isFree = (x: number) => below.every((c) => x <= c.x - BESIDE || x >= c.x + c.width + BESIDE);
  const sides = below.flatMap((c) => [c.x - BESIDE, c.x + c.width + BESIDE]).filter(isFree);
  const lane = isFree(centre) ? centre : sides.reduce((best, x) => (Math.abs(x - centre) < Math.abs(best - centre) ? x : best));
  const port = { x: Math.min(Math.max(lane, from.x + CORNER), from.x + from.width - CORNER), y };
  return { port, lane, bottom: Math.max(y, ...below.map((c) => c.y + c.height)) };
}

function curve(x1: number, y1: number, x2: number, y2: number): string {
  const middle = (y1 + y2) / 2;
  return `C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`;
}

function edgeKind(slots: readonly Slot[]): SceneEdge["kind"] | undefined {
  let kind: SceneEdge["kind"] | undefined;
  for (const slot of slots) {
    if (slot.kind === "missing") return "missing";
    if (slot.kind === "not-eligible") continue;
    const { state } = slot.pod;
    if (state === "failing" || state === "unknown") return "problem";
    if (state !== "available" && state !== "succeeded") kind = "working";
    else kind ??= "settled";
  }
  return kind;
}

/** Name of the node that a decision is about, itself or by one of its pods. */
export function nodeOfDecision(mirror: Mirror, decision: Decision): string | undefined {
  const references = referencesOf(decision);
  const node = references.find((r) => r.kind === "Node");
  if (node) return node.name;
  const pod = podOf(mirror, references);
  return pod?.nodeName ?? pod?.targetNode;
}

/** uid of the workload whose card a decision belongs to: itself, its ReplicaSet or one of its pods. */
export function workloadOfDecision(mirror: Mirror, decision: Decision): string | undefined {
  const references = referencesOf(decision);
  const isMeant = (uid: string | undefined) => references.some((r) => r.uid !== undefined && r.uid === uid);
  const named = mirror.workloads.find((w) => isMeant(w.uid) || (w.kind === "Deployment" && w.replicaSets.some((r) => isMeant(r.uid))));
  return named?.uid ?? references.find((r) => r.kind === "DaemonSet")?.uid ?? podOf(mirror, references)?.workload?.uid;
}

/** From which card to which node a decision goes, if it goes anywhere. */
function travelOf(mirror: Mirror, decision: Decision): { readonly workloadUid: string; readonly nodeName: string } | undefined {
  const nodeName = nodeOfDecision(mirror, decision);
  const workloadUid = nodeName === undefined ? undefined : workloadOfDecision(mirror, decision);
  return workloadUid !== undefined && nodeName !== undefined ? { workloadUid, nodeName } : undefined;
}

function referencesOf(decision: Decision): readonly ObjectReference[] {
  return [decision.object, ...(decision.subject ? [decision.subject] : [])];
}

function podOf(mirror: Mirror, references: readonly ObjectReference[]): PodRow | undefined {
  return references.map((r) => selectedPod(mirror, r)).find((p) => p !== undefined);
}

function selectedPod(mirror: Mirror, reference: ObjectReference | undefined): PodRow | undefined {
  if (reference?.kind !== "Pod" || reference.uid === undefined) return undefined;
  const row = mirror.rows.get(reference.uid);
  return row?.kind === "Pod" ? row : undefined;
}

/** States of a DaemonSet's pods on each node, for progress segments: one entry a tray that has or wants one. */
export function progressOf(mirror: Mirror, workloadUid: string): { readonly nodeName: string; readonly kind: SceneEdge["kind"]; readonly revision?: string }[] {
  const revisions = new Map<string, string>();
  for (const pod of podsOf(mirror, workloadUid)) {
    const name = pod.nodeName ?? pod.targetNode;
    if (name !== undefined && pod.revision !== undefined && pod.state !== "terminating") revisions.set(name, pod.revision);
  }
  const out: { nodeName: string; kind: SceneEdge["kind"]; revision?: string }[] = [];
  for (const nodeName of mirror.trayNames) {
    const kind = edgeKind((mirror.trays.get(nodeName)?.slots ?? []).filter((s) => s.lane === workloadUid));
    const revision = revisions.get(nodeName);
    if (kind) out.push({ nodeName, kind, ...(revision !== undefined ? { revision } : {}) });
  }
  return out;
}
