import type { Taint } from "../../api/types/node.ts";
import { Glyph } from "./Glyph.tsx";
import type { GlyphName } from "./Glyph.tsx";

/** A taint's effect as what it does to the door of the node. */
export const DOORS: Readonly<Record<Taint["effect"], GlyphName>> = { NoSchedule: "closed-door", PreferNoSchedule: "half-door", NoExecute: "leaving-door" };

/** A taint as a tag on the door: closed, half closed, or with somebody leaving. */
export function TaintTag({ taint, isLit }: { readonly taint: Taint; readonly isLit?: boolean }) {
  return (
    <span className={isLit ? "tag taint lit" : "tag taint"} title={`taint ${taintText(taint)}`}>
      <Glyph name={DOORS[taint.effect]} size={12} />
      <span className="taint-text">
        <span className="taint-key">{taint.key.slice(taint.key.lastIndexOf("/") + 1)}{taint.value ? `=${taint.value}` : ""}</span>
        <span>:{taint.effect}</span>
      </span>
    </span>
  );
}

/** As kubectl writes it. */
export function taintText(taint: Taint): string {
  return `${taint.key}${taint.value ? `=${taint.value}` : ""}:${taint.effect}`;
}
