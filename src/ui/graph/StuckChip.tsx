import type { DaemonSetRow } from "../../api/frame.ts";
import { useDiagnosis } from "../hooks/use-diagnosis.ts";
import { select } from "../store.ts";

/** On the card of a DaemonSet whose rollout will not go on by itself: a door to what holds it. */
export function StuckChip({ set }: { readonly set: DaemonSetRow }) {
  const diagnosis = useDiagnosis(set);
  if (!diagnosis) return null;
  const words = diagnosis.text.replaceAll("`", "");
  return (
    <button type="button" className="stuck-chip" title={words} aria-label={`${words} Show what would free it.`}
      onClick={() => select({ kind: "DaemonSet", namespace: set.namespace, name: set.name, uid: set.uid }, "why")}>stuck ?</button>
  );
}
