import { memo } from "react";
import type { DaemonSetRow } from "../../api/frame.ts";
import { useIsMixed, useMirror } from "../hooks/use-mirror.ts";
import { onDemand } from "../hooks/on-demand.tsx";
import type { CountName } from "../../view/light.ts";
import { CardFrame } from "./CardFrame.tsx";
import { CountDoor } from "./CountDoor.tsx";
import { STALE_WORDS } from "./pod-words.ts";
import { RevisionKey } from "./RevisionKey.tsx";
import { MANY_CARDS } from "./scene-metrics.ts";
import { useIsStale } from "./use-stale.ts";
import { ProgressSegments } from "./ProgressSegments.tsx";

// Only rollouts that use their budget, and pods that are missing, need a doctor.
const StuckChip = onDemand(() => import("./StuckChip.tsx").then((m) => m.StuckChip));

/** The budget shows so many cells; more are a number. */
const MOST_CELLS = 2;

/** The controller's card: what it wants, what there is, and who uses the rollout's budget. */
export const DaemonSetCard = memo(function DaemonSetCard({ uid }: { readonly uid: string }) {
  const set = useMirror("workloads", (m) => m.daemonSets.find((d) => d.uid === uid));
  const isStale = useIsStale(set);
  const isMixed = useIsMixed();
  const isSlim = useMirror("workloads", (m) => m.workloads.length >= MANY_CARDS);
  if (!set) return null;
  return (
    <CardFrame row={set} words={cardWords(set)} title={isStale ? STALE_WORDS : undefined}>
      <ProgressSegments set={set} />
      <Numbers set={set} isDense={isMixed || isSlim} />
      {isMixed ? (
        <div className="scope-row">
          <p className="scope">looks at nodes: <b className="number">{set.ready} of {set.desired}</b> {set.desired === 1 ? "has" : "have"} its pod</p>
          <Stuck set={set} />
        </div>
      ) : null}
      <footer>
        <Strategy set={set} hasStuck={!isMixed} />
        <RevisionKey set={set} />
      </footer>
    </CardFrame>
  );
});

/** kubectl's columns. */
const COUNTS: readonly (readonly [CountName, (set: DaemonSetRow) => number])[] = [
  ["desired", (s) => s.desired], ["current", (s) => s.current], ["ready", (s) => s.ready], ["up-to-date", (s) => s.upToDate], ["available", (s) => s.available],
];

function Numbers({ set, isDense }: { readonly set: DaemonSetRow; readonly isDense: boolean }) {
  return (
    <dl className={isDense || set.desired > 999 || set.misscheduled > 0 ? "ds-numbers dense" : "ds-numbers"}>
      {COUNTS.map(([count, value]) => <CountDoor key={count} uid={set.uid} count={count} value={value(set)} isOff={value(set) !== set.desired} />)}
      {set.misscheduled > 0 ? <CountDoor uid={set.uid} count="misscheduled" value={set.misscheduled} isOff /> : null}
    </dl>
  );
}

/** The rollout's budget as cells, with the name of the node that sits in each. */
function Strategy({ set, hasStuck }: { readonly set: DaemonSetRow; readonly hasStuck: boolean }) {
  if (set.strategy === "OnDelete") return <span className="strategy">OnDelete</span>;
  const isSurge = set.maxSurgeNodes > 0;
  const size = isSurge ? set.maxSurgeNodes : set.maxUnavailableNodes;
  const cells = Math.min(Math.max(size, set.budget.length), size > 9 ? 1 : MOST_CELLS);
  return (
    <span className="strategy">
      <span>{isSurge ? "maxSurge" : "maxUnavailable"} <b className="number">{isSurge ? set.maxSurge : set.maxUnavailable}</b></span>
      {Array.from({ length: cells }, (_, i) => {
        const user = set.budget[i];
        return user
          ? <span key={user.nodeName} className={i >= size ? "tag taint over" : "tag taint"} title={`${user.nodeName}: ${user.text.replaceAll("`", "")}`}>{user.nodeName}</span>
          : <span key={`free-${i}`} className="budget-free" title="free" />;
      })}
      {hasStuck ? <Stuck set={set} /> : null}
      {Math.max(size, set.budget.length) > cells ? <span className="muted number">+{Math.max(size, set.budget.length) - cells}</span> : null}
    </span>
  );
}

function Stuck({ set }: { readonly set: DaemonSetRow }) {
  return set.budget.length > 0 || set.current < set.desired ? <StuckChip row={set} /> : null;
}

function cardWords(set: DaemonSetRow): string {
  return `DaemonSet ${set.name}: desired ${set.desired}, current ${set.current}, ready ${set.ready}, up-to-date ${set.upToDate}, available ${set.available}${set.misscheduled > 0 ? `, misscheduled ${set.misscheduled}` : ""}`;
}
