import { edgePath, sceneEdges } from "../../view/scene/edges.ts";
import type { SceneLayout } from "../../view/scene/layout.ts";
import { useClock, useSession } from "../session-context.ts";
import { useUi } from "../store.ts";

/** Thin lines from the controller to its trays; the one of the present decision stands out. Drawn below the trays. */
export function Edges({ layout }: { readonly layout: SceneLayout }) {
  const { mirror } = useSession();
  useClock((c) => c.contextVersion);
  const selection = useUi((s) => s.selection);
  const decision = mirror.decisions.at(-1);
  const edges = sceneEdges(mirror, { selection, decision });
  const isFresh = decision !== undefined && mirror.nowMs - decision.atMs < 2000;
  return (
    <svg className="edges" aria-hidden="true">
      {edges.map((edge) => {
        const from = layout.cards.get(edge.daemonSetUid);
        const to = layout.trays.get(edge.nodeName);
        if (!from || !to) return null;
        return <path key={edge.id} d={edgePath(from, to)} className={`edge ${edge.kind}${edge.isDecision && isFresh ? " decision" : ""}`} />;
      })}
      {[...new Set(edges.map((e) => e.daemonSetUid))].map((uid) => {
        const box = layout.cards.get(uid);
        return box ? <circle key={uid} className="port" cx={box.x + box.width / 2} cy={box.y + box.height} r={4.5} /> : null;
      })}
    </svg>
  );
}
