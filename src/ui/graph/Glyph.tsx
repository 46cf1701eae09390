import type { PodState } from "../../api/frame.ts";

/** Marks of the picture: pod states, and what else is told by shape. One drawing each, 16 × 16, in the current colour. */
export type GlyphName = PodState | "missing" | "not-wanted" | "misscheduled" | "closed-door" | "half-door" | "leaving-door" | "node-lost" | "crown" | "daemonset" | "deployment" | "statefulset" | "replicaset";

/** Stroked paths. Shapes differ, so that they can be told apart without colour. */
const PATHS: Readonly<Record<GlyphName, string>> = {
  pending: "M5 2.5h6M5 13.5h6M5.5 2.5v2.2L8 8l2.5-3.3V2.5M5.5 13.5v-2.2L8 8l2.5 3.3v2.2",
  creating: "M8 2.5v10M4 8.7l4 4 4-4",
  "not-ready": "M8 3v6M8 12.2v.6",
  ready: "M3.5 8.5l3 3 6-7",
  available: "M3.5 8.5l3 3 6-7",
  failing: "M4 4l8 8M12 4l-8 8",
  succeeded: "M8 2.8a5.2 5.2 0 1 0 .01 0M5.6 8.2l1.7 1.7 3.1-3.7",
  terminating: "M5.5 3.5H14v9H5.5L2 8zM7.8 6.2l3.6 3.6M11.4 6.2L7.8 9.8",
  unknown: "M5.6 6a2.4 2.4 0 1 1 3.7 2c-.9.6-1.3 1-1.3 2M8 12.6v.4",
  missing: "M8 3.5v9M3.5 8h9",
  "not-wanted": "M3 8h10",
  misscheduled: "M8 2l6 6-6 6-6-6z",
  "closed-door": "M4.5 14V2.5h7V14M2.5 14h11M9.3 8.2v.6",
  "half-door": "M4.5 14V2.5h7V14M2.5 14h11M4.5 8h7",
  "leaving-door": "M7 2.5H3.5v11H7M6.5 8H14M11 5l3 3-3 3",
  "node-lost": "M2.5 6.2a8 8 0 0 1 11 0M4.8 8.8a4.6 4.6 0 0 1 6.4 0M8 12v.4M2.5 13.5l11-11",
  crown: "M2.5 12.5h11l.8-7-3.6 2.6L8 3.5 5.3 8.1 1.7 5.5z",
  daemonset: "M8 1.5l5.7 3.25v6.5L8 14.5l-5.7-3.25v-6.5z",
  deployment: "M1 12a7 7 0 0 1 14 0z",
  statefulset: "M2.5 2h11v3h-11zM2.5 6.5h11v3h-11zM2.5 11h11v3h-11z",
  replicaset: "M2 5h9v9H2zM5 2h9v9h-2V4H5z",
};

const FILLED: ReadonlySet<GlyphName> = new Set(["crown", "daemonset", "deployment", "statefulset", "replicaset"]);
/** An available pod has a heavier tick than one that is only ready. */
const HEAVY: ReadonlySet<GlyphName> = new Set(["available", "failing", "not-ready"]);

interface GlyphProps {
  readonly name: GlyphName;
  readonly size?: number;
}

/** A mark without words; whoever draws it says the state in text or in a label. */
export function Glyph({ name, size = 14 }: GlyphProps) {
  const filled = FILLED.has(name);
  return (
    <svg className="glyph" data-glyph={name} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true"
      fill={filled ? "currentColor" : "none"} stroke={filled ? "none" : "currentColor"}
      strokeWidth={HEAVY.has(name) ? 2.1 : 1.5} strokeLinecap="round" strokeLinejoin="round">
      <path d={PATHS[name]} />
    </svg>
  );
}
