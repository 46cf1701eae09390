import type { Light } from "../../view/light.ts";
import { edgePath, portOf, sceneEdges } from "../../view/scene/edges.ts";
import type { SceneLayout } from "../../view/scene/layout.ts";
import { useMirror } from "../hooks/use-mirror.ts";
import { useClock, useSession } from "../session-context.ts";
import { useUi } from "../store.ts";
import { isFresh } from "./fresh.ts";
import { useLight } from "./light-store.ts";

/** Thin lines from the controller to its trays; the one of the present decision stands out. Drawn below the trays. */
export function Edges({ layout }: { readonly layout: SceneLayout }) {
  const { mirror } = useSession();
  useClock((c) => c.contextVersion);
  const selection = useUi((s) => s.selection);
  const decision = useMirror("telling", (m) => m.telling.told);
  const isDecided = useClock((c) => isFresh(decision, c.nowMs));
  const meant = useLight(({ light, focus }) => onlyCard(light ?? focus));
  const edges = sceneEdges(mirror, { selection, decision, meant });
  const firstRow = Math.min(...[...layout.trays.values()].map((b) => b.y));
  const lines = edges.flatMap((edge) => {
    const from = layout.cards.get(edge.workloadUid);
    const to = layout.trays.get(edge.nodeName);
    // A line to a lower row would run behind the trays above it; there a ring says what is decided.
    return from && to && to.y === firstRow ? [{ edge, from, to }] : [];
  });
  const cards = new Map(lines.map((l) => [l.edge.workloadUid, l.from]));
  return (
    <svg className="edges" aria-hidden="true">
      {lines.map(({ edge, from, to }) => (
        <path key={edge.id} d={edgePath(from, to, layout.cards.values())} className={`edge ${edge.kind}${edge.isDecision && isDecided ? " decision" : ""}`} />
      ))}
      {[...cards].map(([uid, box]) => {
        const { x, y } = portOf(box, layout.cards.values());
        return <circle key={uid} className="port" cx={x} cy={y} r={4.5} />;
      })}
    </svg>
  );
}

/** A light on one card alone, as a lesson's step has it, asks for its lines. */
function onlyCard(light: Light | undefined): string | undefined {
  return light?.cards.size === 1 ? [...light.cards][0] : undefined;
}
