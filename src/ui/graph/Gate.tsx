import "../theme/gate.css";
import { useMirror } from "../hooks/use-mirror.ts";
import { select } from "../store.ts";
import { Glyph } from "./Glyph.tsx";

/** Pods that are meant for no node in particular and that the scheduler has not placed: they wait at its gate. */
export function Gate() {
  const gate = useMirror("gate", (m) => m.gate);
  return (
    <div className="gate" role="group" aria-label="Waiting at the scheduler">
      <span className="eyebrow">Waiting at the scheduler</span>
      {gate.slice(0, 4).map((pod) => (
        <button key={pod.uid} type="button" className="tag taint" data-kind="Pod" data-uid={pod.uid} title={pod.detail ?? pod.status}
          onClick={() => select({ kind: "Pod", namespace: pod.namespace, name: pod.name, uid: pod.uid }, "why")}>
          <Glyph name="pending" size={12} /> {pod.name}
        </button>
      ))}
      {gate.length > 4 ? <span className="muted">+{gate.length - 4}</span> : null}
    </div>
  );
}
