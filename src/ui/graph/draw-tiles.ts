import type { PodState, WorkloadRow } from "../../api/frame.ts";
import { worstState } from "../../view/health.ts";
import type { Mirror } from "../../view/mirror.ts";
import { tileBox, tilesIn } from "../../view/scene/tiles.ts";
import type { TileGrid } from "../../view/scene/tiles.ts";
import type { Slot } from "../../view/tray.ts";
import type { Outcome } from "./light-store.ts";
import { hueOf, STATE_WORDS } from "./pod-words.ts";
import { revisionOf } from "./use-revision.ts";

interface TilesInput {
  readonly mirror: Mirror;
  readonly names: readonly string[];
  readonly grid: TileGrid;
  readonly view: { readonly x: number; readonly y: number; readonly zoom: number };
  readonly width: number;
  readonly height: number;
  readonly selected: string | undefined;
  /** Nodes at full strength while all others are dimmed. */
  readonly lit: ReadonlySet<string> | undefined;
  /** What a command would do that somebody is about to give. */
  readonly outcome: Outcome | undefined;
  readonly colors: Colors;
}

type Colors = Readonly<Record<"ready" | "pending" | "failed" | "leaving" | "bg" | "border" | "ink" | "accent" | "chip", string>>;

/** What a tile tells of its node: how the pod of the workload in focus is there. */
type Look = { readonly kind: "pod"; readonly state: PodState; readonly isNew: boolean; readonly isMisscheduled: boolean } | { readonly kind: "missing" | "not-eligible" | "empty" };

/** The colours of the present theme, as the style sheet says. */
export function readColors(): Colors {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return { ready: of("ready"), pending: of("pending"), failed: of("failed"), leaving: of("leaving"), bg: of("bg"), border: of("border"), ink: of("ink"), accent: of("accent"), chip: of("chip") };
}

/** Draws the tiles in sight. What is wrong is drawn last and never smaller than 6 px, so that it does not disappear. */
export function drawTiles(canvas: HTMLCanvasElement, input: TilesInput): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const { view, width, height, grid, names } = input;
  const ratio = devicePixelRatio;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.setTransform(ratio * view.zoom, 0, 0, ratio * view.zoom, ratio * view.x, ratio * view.y);
  const inSight = tilesIn(grid, { x: -view.x / view.zoom, y: -view.y / view.zoom, width: width / view.zoom, height: height / view.zoom });
  const bad: (() => void)[] = [];
  for (const index of inSight) {
    const name = names[index];
    if (name === undefined) continue;
    const look = lookOf(input.mirror, name);
    const draw = () => drawTile(context, input, index, name, look);
    if (isBad(look)) bad.push(draw);
    else draw();
  }
  for (const draw of bad) draw();
}

/** Name and state of a tile in words. */
export function tileWords(mirror: Mirror, name: string): string {
  const look = lookOf(mirror, name);
  const node = mirror.trays.get(name)?.node;
  const ready = !node ? "removed" : node.ready === "True" ? "" : "NotReady";
  const pod = look.kind === "pod" ? STATE_WORDS[look.state] : look.kind === "missing" ? "pod missing" : look.kind === "not-eligible" ? "not wanted here" : "no pods";
  const others = othersOn(mirror, name).flatMap((o) => (o ? [`${o.workload.name} ${o.pods > 1 ? `×${o.pods}, ` : ""}${STATE_WORDS[o.state]}`] : []));
  return [name, ready, pod, ...others].filter(Boolean).join(" · ");
}

function lookOf(mirror: Mirror, name: string): Look {
  const slot = worst(slotsOf(mirror, name, mirror.focus));
  if (!slot) return { kind: "empty" };
  if (slot.kind === "missing" || slot.kind === "not-eligible") return { kind: slot.kind };
  return { kind: "pod", state: slot.pod.state, isNew: revisionOf(mirror.workloads, slot.pod)?.isNew ?? false, isMisscheduled: slot.pod.misscheduled };
}

function slotsOf(mirror: Mirror, name: string, lane: string | undefined): readonly Slot[] {
  return (mirror.trays.get(name)?.slots ?? []).filter((s) => s.lane === lane);
}

/** So many other workloads have a mark on a tile. */
const MOST_OTHERS = 3;

interface Other {
  readonly workload: WorkloadRow;
  readonly pods: number;
  /** Of the pod that is worst off. */
  readonly state: PodState;
}

/** The workloads beside the one in focus that have pods here, each in a place of its own. */
function othersOn(mirror: Mirror, name: string): readonly (Other | undefined)[] {
  const others = mirror.workloads.filter((w) => w.uid !== mirror.focus).slice(0, MOST_OTHERS);
  return others.map((workload) => {
    const pods = slotsOf(mirror, name, workload.uid).flatMap((s) => ("pod" in s ? [s.pod.state] : []));
    const state = worstState(pods);
    return state && { workload, pods: pods.length, state };
  });
}

/** Of several pods the one that is not well; a pod that leaves only if it is alone. */
function worst(slots: readonly Slot[]): Slot | undefined {
  const isWell = (s: Slot) => (s.kind === "pod" && (s.pod.state === "available" || s.pod.state === "terminating") ? 1 : 0);
  return [...slots].sort((a, b) => isWell(a) - isWell(b))[0];
}

function isBad(look: Look): boolean {
  return look.kind === "missing" || (look.kind === "pod" && (look.state === "failing" || look.state === "unknown" || look.isMisscheduled));
}

/** As strong as a dimmed tray. */
const DIMMED = 0.25;

function drawTile(c: CanvasRenderingContext2D, input: TilesInput, index: number, name: string, look: Look): void {
  const { grid, colors, view } = input;
  const box = tileBox(grid, index);
  c.globalAlpha = !input.lit || input.lit.has(name) ? 1 : DIMMED;
  const isTile = grid.tileWidth > 20;
  const node = input.mirror.trays.get(name)?.node;
  if (isTile) frame(c, box, name, colors, node !== undefined && node.ready === "True");
  const side = isTile ? 16 : Math.max(8, isBad(look) ? 6 / view.zoom : 0);
  const x = box.x + (isTile ? 8 : (box.width - side) / 2);
  const y = box.y + (isTile ? box.height - side - 8 : (box.height - side) / 2);
  drawMark(c, look, { x, y, side }, colors);
  if (isTile) othersOn(input.mirror, name).forEach((other, i) => { if (other) drawOther(c, other, { x: x + side + 5 + i * 12, y: y + side - 9, side: 9 }, colors); });
  if (isTile && node && node.taints.length > 0) {
    c.fillStyle = colors.pending;
    c.fillRect(box.x + box.width - 12, box.y + box.height - 12, 5, 5);
  }
  if (input.outcome) drawOutcome(c, input, input.outcome, name, box);
  if (name === input.selected) {
    c.strokeStyle = colors.accent;
    c.lineWidth = 2 / Math.min(1, view.zoom);
    c.strokeRect(box.x - 1, box.y - 1, box.width + 2, box.height + 2);
  }
}

/** A dashed outline around a tile whose pod would go, and a plus where one would come. */
function drawOutcome(c: CanvasRenderingContext2D, { mirror, colors, view }: TilesInput, outcome: Outcome, name: string, box: { x: number; y: number; width: number; height: number }): void {
  const goes = mirror.trays.get(name)?.slots.some((s) => "pod" in s && outcome.gone.has(s.pod.uid)) ?? false;
  const comes = outcome.added.has(name);
  if (!goes && !comes) return;
  c.lineWidth = 2 / Math.min(1, view.zoom);
  c.strokeStyle = goes ? colors.failed : colors.ready;
  c.setLineDash([4, 3]);
  c.strokeRect(box.x + 1, box.y + 1, box.width - 2, box.height - 2);
  c.setLineDash([]);
  if (!comes) return;
  const side = Math.min(8, box.width / 2);
  // Below the name of a tile, which may reach as far.
  const [x, y] = [box.x + box.width - side / 2 - 4, box.y + side / 2 + (box.height > 20 ? box.height / 2 : 4)];
  c.strokeStyle = colors.ready;
  line(c, x - side / 2, y, x + side / 2, y);
  line(c, x, y - side / 2, x, y + side / 2);
}

function frame(c: CanvasRenderingContext2D, box: { x: number; y: number; width: number; height: number }, name: string, colors: Colors, isReady: boolean): void {
  c.fillStyle = colors.bg;
  c.strokeStyle = colors.border;
  c.lineWidth = 1;
  c.setLineDash(isReady ? [] : [2, 2]);
  c.beginPath();
  c.roundRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1, 6);
  c.fill();
  c.stroke();
  c.setLineDash([]);
  c.fillStyle = colors.ink;
  c.font = '600 10px "Inter Variable", system-ui, sans-serif';
  c.textBaseline = "top";
  c.fillText(name.length > 9 ? `…${name.slice(-8)}` : name, box.x + 7, box.y + 7);
}

/** The same shapes as on a chip, small: hatch for not ready, a gap for missing, a cross for failing, a slash for new. */
function drawMark(c: CanvasRenderingContext2D, look: Look, at: { x: number; y: number; side: number }, colors: Colors): void {
  const { x, y, side } = at;
  const inset = side / 4;
  c.lineWidth = Math.max(1, side / 7);
  if (look.kind !== "pod") return drawHole(c, look.kind, at, colors);
  c.fillStyle = colors[hueOf(look.state)];
  if (look.isMisscheduled) diamond(c, x, y, side);
  else if (look.state === "unknown" || look.state === "terminating") c.fillRect(x, y + side / 3, side, side / 3);
  else c.fillRect(x, y, side, side);
  c.strokeStyle = colors.bg;
  if (look.state === "failing") {
    line(c, x + inset, y + inset, x + side - inset, y + side - inset);
    line(c, x + side - inset, y + inset, x + inset, y + side - inset);
  } else if (look.state === "pending" || look.state === "creating" || look.state === "not-ready") {
    c.fillStyle = colors.bg;
    c.fillRect(x + inset, y + inset, side - 2 * inset, side - 2 * inset);
  } else if (look.isNew) line(c, x + 1, y + side - 1, x + side - 1, y + 1);
}

/** Small, in the state's colour and the kind's shape: a dome for a Deployment, bars for a StatefulSet, else a square; several pods have a line below. */
function drawOther(c: CanvasRenderingContext2D, { workload, pods, state }: Other, { x, y, side }: { x: number; y: number; side: number }, colors: Colors): void {
  c.fillStyle = colors[hueOf(state)];
  if (workload.kind === "Deployment") {
    c.beginPath();
    c.arc(x + side / 2, y + side * 0.75, side / 2, Math.PI, 2 * Math.PI);
    c.fill();
  } else if (workload.kind === "StatefulSet") {
    for (const at of [0, 3.5, 7]) c.fillRect(x, y + at, side, 2);
  } else c.fillRect(x, y, side, side);
  if (pods > 1) c.fillRect(x, y + side + 2, side, 1.5);
}

function drawHole(c: CanvasRenderingContext2D, kind: "missing" | "not-eligible" | "empty", at: { x: number; y: number; side: number }, colors: Colors): void {
  const { x, y, side } = at;
  if (kind === "not-eligible") {
    c.strokeStyle = colors.leaving;
    line(c, x + side / 4, y + side / 2, x + (3 * side) / 4, y + side / 2);
  } else if (kind === "missing") {
    c.strokeStyle = colors.failed;
    c.strokeRect(x + 1, y + 1, side - 2, side - 2);
  }
}

function line(c: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  c.beginPath();
  c.moveTo(x1, y1);
  c.lineTo(x2, y2);
  c.stroke();
}

function diamond(c: CanvasRenderingContext2D, x: number, y: number, side: number): void {
  c.beginPath();
  c.moveTo(x + side / 2, y);
  c.lineTo(x + side, y + side / 2);
  c.lineTo(x + side / 2, y + side);
  c.lineTo(x, y + side / 2);
  c.fill();
}
