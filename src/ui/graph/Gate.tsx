import "../theme/gate.css";
import type { PodRow } from "../../api/frame.ts";
import type { Box } from "../../view/scene/layout.ts";
import { laneOf } from "../../view/tray.ts";
import { useIsMixed, useMirror } from "../hooks/use-mirror.ts";
import { select } from "../store.ts";
import { Glyph } from "./Glyph.tsx";
import { OwnerMark } from "./OwnerMark.tsx";
import type { Scene } from "./use-scene.ts";

/** So many groups have a tag; pods of no workload are groups of one. */
const MOST_GROUPS = 4;

/**
 * Pods that are meant for no node in particular and that the scheduler has not placed: they wait at its gate, those of
 * one workload together. `scene`: it stands between its cards and trays; without one in the flow of the page.
 */
export function Gate({ scene }: { readonly scene?: Scene }) {
  const gate = useMirror("gate", (m) => m.gate);
  const isMarked = useIsMixed();
  const groups = groupsOf(gate);
  const shown = groups.slice(0, MOST_GROUPS);
  const left = groups.slice(MOST_GROUPS).reduce((sum, g) => sum + g.length, 0);
  const place = scene && gatePlace(scene);
  const style = place ? { left: place.x, top: place.y, width: place.width, height: place.height } : undefined;
  return (
    <div className={place ? "gate-place" : undefined} style={style}>
      <div className="gate" role="group" aria-label="Waiting at the scheduler">
        <Glyph name="pending" size={13} />
        <span className="eyebrow">Waiting at the scheduler</span>
        {shown.map((pods) => <Group key={pods[0]?.uid} pods={pods} isMarked={isMarked} />)}
        {left > 0 ? <span className="muted">+{left}</span> : null}
      </div>
    </div>
  );
}

/** Between the controllers and the nodes: the scheduler's place. */
function gatePlace({ layout, grid, bounds }: Scene): Box {
  const y = Math.max(0, ...[...layout.cards.values()].map((b) => b.y + b.height));
  const below = layout.trays.size > 0 ? Math.min(...[...layout.trays.values()].map((b) => b.y)) : grid.top;
  return { x: bounds.x, y, width: bounds.width, height: below - y };
}

function groupsOf(pods: readonly PodRow[]): readonly (readonly PodRow[])[] {
  const groups = new Map<string, PodRow[]>();
  for (const pod of pods) {
    const key = laneOf(pod) || pod.uid;
    groups.set(key, [...(groups.get(key) ?? []), pod]);
  }
  return [...groups.values()];
}

/** A door to the first of them: why it waits. */
function Group({ pods, isMarked }: { readonly pods: readonly PodRow[]; readonly isMarked: boolean }) {
  const [pod] = pods;
  if (!pod) return null;
  const words = pods.map((p) => `${p.name}: ${p.detail ?? p.status}`).join("\n");
  return (
    <button type="button" className="tag taint" data-kind="Pod" data-uid={pod.uid} title={words} aria-label={words}
      onClick={() => select({ kind: "Pod", namespace: pod.namespace, name: pod.name, uid: pod.uid }, "why")}>
      {isMarked && pod.workload ? <OwnerMark kind={pod.workload.kind} /> : null}
      {pods.length === 1 ? pod.name : <>{pod.workload?.name} <b className="number">×{pods.length}</b></>}
    </button>
  );
}
