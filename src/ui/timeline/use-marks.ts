import { useMemo } from "react";
import { timelineMarks } from "../../view/marks.ts";
import type { Mark } from "../../view/marks.ts";
import { useMirror } from "../hooks/use-mirror.ts";

/** Width for which ticks are thinned; the line is stretched, so a fixed one is near enough. */
const LINE_PX = 600;

/** The ticks of the whole run, thinned for a line that spans `spanMs`. */
export function useMarks(spanMs: number): readonly Mark[] {
  const ticks = useMirror("decisions", (m) => m.ticks);
  return useMemo(() => timelineMarks(ticks, { fromMs: 0, toMs: spanMs, widthPx: LINE_PX }), [ticks, spanMs]);
}
