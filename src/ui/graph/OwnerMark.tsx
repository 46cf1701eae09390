import type { WorkloadKind } from "../../api/frame.ts";
import { Glyph } from "./Glyph.tsx";
import type { GlyphName } from "./Glyph.tsx";

/** Whose a card or pod is: a shape for each kind, and a hue beside it. Without words; whoever draws it says the kind. */
export function OwnerMark({ kind, size = 11 }: { readonly kind: WorkloadKind; readonly size?: number }) {
  return <span className={`owner owner-${kind}`}><Glyph name={kind.toLowerCase() as GlyphName} size={size} /></span>;
}
