import "../theme/legend.css";
import { Glyph } from "../graph/Glyph.tsx";
import { OwnerMark } from "../graph/OwnerMark.tsx";
import { isRollingOut } from "../graph/use-revision.ts";
import { hueOf, STATE_ORDER, STATE_WORDS } from "../graph/pod-words.ts";
import { useIsMixed, useMirror, useWorkloads } from "../hooks/use-mirror.ts";
import type { WorkloadKind, WorkloadRow } from "../../api/frame.ts";
import type { TaintEffect } from "../../api/types/pod.ts";
import type { Mirror } from "../../view/mirror.ts";
import { DOORS } from "../graph/TaintTag.tsx";
import { useClock, useSession } from "../session-context.ts";
import { useUi } from "../store.ts";

/** A row for each mark that is in the picture now; the states filter. */
export function LegendRows() {
  const counts = useMirror("counts", (m) => m.counts);
  const { mirror } = useSession();
  useClock((c) => c.contextVersion);
  const workloads = useWorkloads();
  const isMixed = useIsMixed();
  const highlight = useUi((s) => s.highlight);
  const present = STATE_ORDER.filter((s) => counts.states[s]);
  return (
    <div className="legend">
      <p className="eyebrow">In the picture now</p>
      {present.map((state) => (
        <button key={state} type="button" className="legend-row" aria-pressed={highlight === state}
          onClick={() => useUi.setState({ highlight: highlight === state ? undefined : state })}>
          <span className={`legend-chip pod-chip hue-${hueOf(state)} state-${state}`}><Glyph name={state} size={12} /></span>
          <span>{STATE_WORDS[state]}</span><span className="muted number">{counts.states[state]}</span>
        </button>
      ))}
      {isMixed ? kindsOf(workloads).map((kind) => (
        <p key={kind} className="legend-row"><span className="legend-chip"><OwnerMark kind={kind} size={13} /></span><span>pods of a {kind}</span><span className="muted">{kind === "DaemonSet" ? "by node" : "by number"}</span></p>
      )) : null}
      {counts.missing > 0 ? (
        <p className="legend-row"><span className="legend-chip slot-ghost missing"><Glyph name="missing" size={12} /></span><span>pod wanted, not there</span><span className="muted number">{counts.missing}</span></p>
      ) : null}
      {counts.misscheduled > 0 ? (
        <p className="legend-row"><span className="legend-chip badge-misscheduled"><Glyph name="misscheduled" size={12} /></span><span>runs where no longer wanted</span><span className="muted number">{counts.misscheduled}</span></p>
      ) : null}
      {workloads.some(isRollingOut) ? (
        <p className="legend-row"><span className="legend-chip pod-chip hue-ready"><span className="stripe" /></span><span>newest revision</span><span className="revision new">{newestLetter(workloads)}</span></p>
      ) : null}
      {effectsIn(mirror).map((effect) => (
        <p key={effect} className="legend-row"><span className="legend-chip tag taint"><Glyph name={DOORS[effect]} size={12} /></span><span>taint {effect}</span></p>
      ))}
      <p className="legend-row"><span className="legend-chip bar-sample" /><span>requested by daemon pods</span></p>
      {highlight ? <button type="button" className="link-button" onClick={() => useUi.setState({ highlight: undefined })}>Show all states</button> : null}
    </div>
  );
}

function newestLetter(workloads: readonly WorkloadRow[]): string | undefined {
  const row = workloads.find(isRollingOut);
  return row?.revisions.find((r) => r.hash === row.currentRevision)?.letter;
}

function kindsOf(workloads: readonly WorkloadRow[]): readonly WorkloadKind[] {
  return [...new Set(workloads.map((w) => w.kind))];
}

function effectsIn(mirror: Mirror): readonly TaintEffect[] {
  return [...new Set([...mirror.trays.values()].flatMap((t) => (t.node?.taints ?? []).map((taint) => taint.effect)))];
}
