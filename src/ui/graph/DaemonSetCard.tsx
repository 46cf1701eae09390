import { memo } from "react";
import type { DaemonSetRow } from "../../api/frame.ts";
import { useMirror } from "../hooks/use-mirror.ts";
import { openMenu } from "../open-menu.ts";
import { useSession } from "../session-context.ts";
import { select, useUi } from "../store.ts";
import type { Selection } from "../store.ts";
import { onDemand } from "../hooks/on-demand.tsx";
import { Glyph } from "./Glyph.tsx";
import { STALE_WORDS } from "./pod-words.ts";
import { RevisionKey } from "./RevisionKey.tsx";
import { useIsStale } from "./use-stale.ts";
import { ProgressSegments } from "./ProgressSegments.tsx";
import { Icon } from "../shell/Icon.tsx";

// Only rollouts that use their budget need a doctor.
const StuckChip = onDemand(() => import("./StuckChip.tsx").then((m) => m.StuckChip));

/** The budget shows so many cells; more are a number. */
const MOST_CELLS = 2;

/** The controller's card: what it wants, what there is, and who uses the rollout's budget. */
export const DaemonSetCard = memo(function DaemonSetCard({ uid }: { readonly uid: string }) {
  const set = useMirror("daemonsets", (m) => m.daemonSets.find((d) => d.uid === uid));
  const isFocus = useMirror("daemonsets", (m) => m.daemonSets[0]?.uid === uid);
  const isSelected = useUi((s) => s.selection?.uid === uid);
  const session = useSession();
  const isStale = useIsStale(set);
  if (!set) return null;
  const target: Selection = { kind: "DaemonSet", namespace: set.namespace, name: set.name, uid };
  return (
    <article className={["ds-card", isSelected ? "selected" : "", isFocus ? "in-focus" : "", set.deleting ? "deleting" : ""].filter(Boolean).join(" ")} aria-label={`DaemonSet ${set.name}`}>
      <header>
        <span className="ds-icon"><Glyph name="daemonset" size={16} /></span>
        <button type="button" className="ds-name stretched" data-kind="DaemonSet" data-uid={uid} data-name={set.name} aria-label={cardWords(set)} title={isStale ? STALE_WORDS : undefined} aria-pressed={isSelected}
          onContextMenu={(e) => openMenu(e, target)} onClick={() => { session.focus(uid); select(target); }}>{set.name}</button>
        {set.namespace === "default" ? null : <span className="muted ds-namespace">{set.namespace}</span>}
        <span className="eyebrow kind">{set.deleting ? "deleting" : "DaemonSet"}</span>
        <button type="button" className="more" aria-label={`Actions for ${set.name}`} aria-haspopup="menu" onClick={(e) => openMenu(e, target)}>
          <Icon name="more" size={16} />
        </button>
      </header>
      <ProgressSegments set={set} />
      <Numbers set={set} />
      <footer>
        <Strategy set={set} />
        <RevisionKey set={set} />
      </footer>
    </article>
  );
});

function Numbers({ set }: { readonly set: DaemonSetRow }) {
  return (
    <dl className={set.desired > 999 ? "ds-numbers dense" : "ds-numbers"}>
      <Count label="desired" value={set.desired} />
      <Count label="current" value={set.current} isOff={set.current !== set.desired} />
      <Count label="ready" value={set.ready} isOff={set.ready !== set.desired} />
      <Count label="up-to-date" value={set.upToDate} isOff={set.upToDate !== set.desired} />
      <Count label="available" value={set.available} isOff={set.available !== set.desired} />
      {set.misscheduled > 0 ? <Count label="misscheduled" value={set.misscheduled} isOff /> : null}
    </dl>
  );
}

function Count({ label, value, isOff }: { readonly label: string; readonly value: number; readonly isOff?: boolean }) {
  return <div className={isOff ? "off" : undefined}><dt>{label}</dt><dd className="number">{value}</dd></div>;
}

/** The rollout's budget as cells, with the name of the node that sits in each. */
function Strategy({ set }: { readonly set: DaemonSetRow }) {
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
      {set.budget.length > 0 ? <StuckChip set={set} /> : null}
      {Math.max(size, set.budget.length) > cells ? <span className="muted number">+{Math.max(size, set.budget.length) - cells}</span> : null}
    </span>
  );
}

function cardWords(set: DaemonSetRow): string {
  return `DaemonSet ${set.name}: desired ${set.desired}, current ${set.current}, ready ${set.ready}, up-to-date ${set.upToDate}, available ${set.available}${set.misscheduled > 0 ? `, misscheduled ${set.misscheduled}` : ""}`;
}
