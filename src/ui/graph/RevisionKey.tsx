import { useMemo } from "react";
import type { DaemonSetRow, RevisionMark } from "../../api/frame.ts";
import { podsOf } from "../../view/mirror.ts";
import type { Mirror } from "../../view/mirror.ts";
import { useThrottled } from "../hooks/use-throttled.ts";
import { useClock, useSession } from "../session-context.ts";
import { ImageName, ImageTag } from "./ImageName.tsx";

/** A pod's revision may go with the pod alone, without a change of the DaemonSet's row. */
const REDRAW_MS = 150;

/** What the letters on the pods mean: each revision that a pod carries, oldest first, and the current one last. */
export function RevisionKey({ set }: { readonly set: DaemonSetRow }) {
  const { mirror } = useSession();
  const version = useThrottled(useClock((c) => c.contextVersion), REDRAW_MS);
  const shown = useMemo(() => {
    void version;
    return shownRevisions(mirror, set);
  }, [mirror, set, version]);
  // A restart changes no image: then the number of the revision tells two apart.
  const isSameImage = shown.length > 1 && new Set(shown.map((r) => r.image)).size < shown.length;
  return (
    <span className="revisions">
      {shown.map((r) => (
        <span key={r.hash} className="revision-line" title={`revision ${r.revision}: ${r.image}${r.hash === set.currentRevision ? " (current)" : ""}`}>
          <span className={r.hash === set.currentRevision && shown.length > 1 ? "revision new" : "revision"}>{r.letter}</span>
          {shown.length === 1 ? <ImageName image={r.image} /> : <ImageTag image={r.image} note={isSameImage ? ` #${r.revision}` : undefined} />}
        </span>
      ))}
    </span>
  );
}

function shownRevisions(mirror: Mirror, set: DaemonSetRow): readonly RevisionMark[] {
  const carried = new Set(podsOf(mirror, set.uid).map((p) => p.revision));
  const old = set.revisions.filter((r) => r.hash !== set.currentRevision && carried.has(r.hash));
  return [...old, ...set.revisions.filter((r) => r.hash === set.currentRevision)];
}
