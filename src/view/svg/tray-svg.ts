import { stateHue } from "../hue.ts";
import type { Mirror } from "../mirror.ts";
import type { Box } from "../scene/layout.ts";
import type { Slot, Tray } from "../tray.ts";
import { element, lineColor, MONO, textAt, type Colors } from "./write.ts";

const INSET = 12;
const HEAD = 52;
const TAG = 20;
const CHIP = 46;
const MOST_CHIPS = 6;

/** In px, for what `traySvg` draws. */
export function trayHeight(tray: Tray): number {
  const { slots, hidden } = shownSlots(tray);
  return HEAD + tagsOf(tray).length * TAG + Math.max(slots.length + (hidden > 0 ? 1 : 0), 1) * CHIP + 8;
}

/** The slots of a tray that are drawn, one below the other. */
function shownSlots(tray: Tray): { readonly slots: readonly Slot[]; readonly hidden: number } {
  return { slots: tray.slots.slice(0, MOST_CHIPS), hidden: Math.max(tray.slots.length - MOST_CHIPS, 0) };
}

/** What keeps pods away from a node or off it, a line each: not Ready, cordoned, taints as kubectl writes them. */
function tagsOf({ node }: Tray): readonly string[] {
  if (!node) return [];
  return [
    ...(node.ready === "True" ? [] : ["NotReady"]),
    ...(node.unschedulable ? ["SchedulingDisabled"] : []),
    ...node.taints.map((t) => `${t.key}${t.value ? `=${t.value}` : ""}:${t.effect}`),
  ];
}

/** A node: name, role, tags, and its slots. */
export function traySvg(mirror: Mirror, tray: Tray, box: Box, colors: Colors): string {
  const room = box.width - 2 * INSET;
  const { node } = tray;
  const role = !node ? "node object removed" : node.roles.includes("control-plane") ? "control-plane" : "worker";
  const tags = tagsOf(tray);
  const { slots, hidden } = shownSlots(tray);
  const top = box.y + HEAD + tags.length * TAG;
  const note = (y: number, words: string) => textAt(box.x + INSET, y + 26, words, { size: 11.5, fill: colors["ink-3"], room });
  return element("g", {}, [
    element("rect", {
      x: box.x, y: box.y, width: box.width, height: box.height, rx: 10, fill: colors.bg, stroke: node?.ready === "True" ? colors.border : colors["failed-line"],
      "stroke-dasharray": node && !node.unschedulable ? undefined : "6 4",
    }),
    textAt(box.x + INSET, box.y + 22, tray.nodeName, { size: 13.5, weight: 650, fill: colors.ink, room }),
    textAt(box.x + INSET, box.y + 39, role, { size: 11.5, fill: colors["ink-3"], room }),
    ...tags.map((tag, i) => textAt(box.x + INSET, box.y + HEAD + i * TAG + 8, tag, { size: 10.5, font: MONO, fill: colors["ink-2"], room })),
    ...slots.map((slot, i) => slotSvg(mirror, slot, { x: box.x + INSET, y: top + i * CHIP, width: room, height: CHIP - 6 }, colors)),
    ...(hidden > 0 ? [note(top + slots.length * CHIP, `+ ${hidden} more pods`)] : []),
    ...(slots.length === 0 ? [note(top, "no pods")] : []),
  ].join(""));
}

function slotSvg(mirror: Mirror, slot: Slot, box: Box, colors: Colors): string {
  if (!("pod" in slot)) return ghostSvg(slot, box, colors);
  const { pod } = slot;
  const hue = stateHue(pod.state);
  const letter = mirror.workloads.find((w) => w.uid === pod.workload?.uid)?.revisions.find((r) => r.hash === pod.revision)?.letter;
  const room = box.width - 34 - (letter ? 20 : 0);
  const status = pod.restarts > 0 ? `${pod.status} · ${pod.restarts}↻` : pod.status;
  return element("g", {}, [
    element("rect", { ...rectOf(box), fill: colors[`${hue}-soft`], stroke: lineColor(colors, hue), "stroke-dasharray": slot.kind === "pending" ? "4 3" : undefined }),
    element("circle", { cx: box.x + 14, cy: box.y + box.height / 2, r: 5, fill: hue === "ready" ? colors.ready : "none", stroke: colors[hue], "stroke-width": 2 }),
    textAt(box.x + 27, box.y + 17, pod.name, { size: 12, weight: 550, fill: colors.ink, room }),
    textAt(box.x + 27, box.y + 32, status, { size: 10.5, fill: colors["ink-2"], room }),
    ...(letter ? [textAt(box.x + box.width - 8, box.y + 25, letter, { size: 12, weight: 650, fill: colors["ink-2"], anchor: "end", room: 20 })] : []),
  ].join(""));
}

function ghostSvg(slot: Exclude<Slot, { readonly pod: unknown }>, box: Box, colors: Colors): string {
  const isMissing = slot.kind === "missing";
  return element("g", {}, [
    element("rect", { ...rectOf(box), fill: "none", stroke: isMissing ? colors["pending-line"] : colors.border, "stroke-dasharray": "4 3" }),
    textAt(box.x + 27, box.y + 17, slot.daemonSetName, { size: 12, fill: colors[isMissing ? "ink-2" : "ink-3"], room: box.width - 34 }),
    textAt(box.x + 27, box.y + 32, isMissing ? "missing" : "not wanted here", { size: 10.5, fill: colors[isMissing ? "ink-2" : "ink-3"], room: box.width - 34 }),
  ].join(""));
}

function rectOf({ x, y, width, height }: Box) {
  return { x, y, width, height, rx: 6 };
}
