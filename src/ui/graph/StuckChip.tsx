import "../theme/stuck.css";
import type { WorkloadRow } from "../../api/frame.ts";
import { useDiagnosis } from "../hooks/use-diagnosis.ts";
import { select } from "../store.ts";

/** On the card of a workload that will not get on by itself: a door to what holds it. */
export function StuckChip({ row }: { readonly row: WorkloadRow }) {
  const diagnosis = useDiagnosis(row);
  if (!diagnosis) return null;
  const { kind, namespace, name, uid } = row;
  const words = diagnosis.text.replaceAll("`", "");
  return (
    <button type="button" className="stuck-chip" title={words} aria-label={`${words} Show what would free it.`}
      onClick={() => select({ kind, namespace, name, uid }, "why")}>stuck ?</button>
  );
}
