import { worstState } from "../health.ts";
import { stateHue } from "../hue.ts";
import type { Mirror } from "../mirror.ts";
import type { Box } from "../scene/layout.ts";
import { element, escaped, textAt, type Colors } from "./write.ts";

/** Room for a name, in px; narrower tiles have it as their title only. */
const LEAST_NAMED = 40;

/** A node of a large cluster: how the pods of the workload in focus are there, and its name where there is room. */
export function tileSvg(mirror: Mirror, name: string, box: Box, colors: Colors): string {
  const slots = (mirror.trays.get(name)?.slots ?? []).filter((s) => s.lane === mirror.focus);
  const state = worstState(slots.flatMap((s) => ("pod" in s ? [s.pod.state] : [])));
  const isMissing = state === undefined && slots.some((s) => s.kind === "missing");
  const hue = state === undefined ? undefined : stateHue(state);
  const isNamed = box.width >= LEAST_NAMED;
  const words = state ?? (isMissing ? "missing" : "no pod");
  return element("g", {}, [
    element("title", {}, escaped(`${name}: ${words}`)),
    element("rect", {
      x: box.x, y: box.y, width: box.width, height: box.height, rx: isNamed ? 6 : 2,
      // A cell is too small for an outline to be seen: its fill says it all.
      fill: hue ? (isNamed ? colors[`${hue}-soft`] : colors[hue]) : colors.bg,
      stroke: hue ? colors[hue] : isMissing ? colors.pending : colors.border, "stroke-dasharray": isMissing ? "3 2" : undefined,
    }),
    ...(isNamed ? [
      textAt(box.x + box.width / 2, box.y + 20, name, { size: 10, weight: 600, fill: colors.ink, anchor: "middle", room: box.width - 6 }),
      textAt(box.x + box.width / 2, box.y + 35, words, { size: 9, fill: colors["ink-2"], anchor: "middle", room: box.width - 6 }),
    ] : []),
  ].join(""));
}
