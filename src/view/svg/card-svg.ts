import type { WorkloadRow } from "../../api/frame.ts";
import type { Box } from "../scene/layout.ts";
import { element, textAt, type Colors } from "./write.ts";

const INSET = 14;

/** A workload's card: kind, name and the numbers of its status, in kubectl's words. */
export function cardSvg(row: WorkloadRow, box: Box, colors: Colors): string {
  const room = box.width - 2 * INSET;
  const numbers = numbersOf(row);
  const step = room / numbers.length;
  return element("g", {}, [
    element("rect", { x: box.x, y: box.y, width: box.width, height: box.height, rx: 12, fill: colors.bg, stroke: colors.accent, "stroke-width": 1.5 }),
    textAt(box.x + INSET, box.y + 24, row.name, { size: 14, weight: 650, fill: colors.ink, room: room * 0.6 }),
    textAt(box.x + box.width - INSET, box.y + 24, row.deleting ? `${row.kind}, deleting` : row.kind, { size: 11.5, fill: colors["ink-3"], anchor: "end", room: room * 0.4 }),
    ...numbers.flatMap(([word, value], i) => {
      const x = box.x + INSET + step * (i + 0.5);
      return [
        textAt(x, box.y + 52, `${value}`, { size: 16, weight: 650, fill: colors.ink, anchor: "middle", room: step }),
        textAt(x, box.y + 69, word, { size: 9.5, fill: colors["ink-2"], anchor: "middle", room: step }),
      ];
    }),
  ].join(""));
}

function numbersOf(row: WorkloadRow): readonly (readonly [string, number])[] {
  const rest = [["current", row.current], ["ready", row.ready], ["up-to-date", row.upToDate], ["available", row.available]] as const;
  return row.kind === "DaemonSet" ? [["desired", row.desired], ...rest] : [["replicas", row.replicas], ...rest];
}
