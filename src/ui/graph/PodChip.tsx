import { memo, useLayoutEffect, useRef } from "react";
import type { PodRow } from "../../api/frame.ts";
import type { PodSlot } from "../../view/tray.ts";
import { animate } from "../hooks/animate.ts";
import { useHasNamespaces } from "../hooks/use-mirror.ts";
import { openMenu } from "../open-menu.ts";
import { useClock, useNow } from "../session-context.ts";
import { select, useUi } from "../store.ts";
import { shortImage } from "../format.ts";
import { Glyph } from "./Glyph.tsx";
import { useLight, useLook } from "./light-store.ts";
import { toggleMark, useMark } from "./mark-store.ts";
import { hueOf, podWords } from "./pod-words.ts";
import { useRevision } from "./use-revision.ts";

interface PodChipProps {
  readonly slot: PodSlot;
  readonly tabIndex: number;
}

/** A pod in its tray: state by fill, outline and glyph, revision by letter, a new revision also by a striped edge. */
export const PodChip = memo(function PodChip({ slot, tabIndex }: PodChipProps) {
  const { pod } = slot;
  const ref = useRef<HTMLButtonElement>(null);
  const isSelected = useUi((s) => s.selection?.uid === pod.uid);
  const isFaded = useUi((s) => s.highlight !== undefined && s.highlight !== pod.state);
  // As with kubectl, the namespace `default` goes without saying.
  const hasNamespace = useHasNamespaces() && pod.namespace !== "default";
  const look = useLook("pods", pod.uid);
  const mark = useMark("pods", pod.name);
  const wouldGo = useLight((s) => s.outcome?.gone.has(pod.uid) ?? false);
  const revision = useRevision(pod);
  const words = useClock((c) => podWords(pod, revision?.letter, Math.floor(c.nowMs / 1000) * 1000));
  const target = { kind: "Pod", namespace: pod.namespace, name: pod.name, uid: pod.uid } as const;
  useLayoutEffect(() => {
    if (ref.current) return animate(ref.current, [{ opacity: 0, transform: "translateY(-8px) scale(.96)" }, { opacity: 1, transform: "none" }], { duration: 260 });
    return undefined;
  }, []);
  return (
    <button ref={ref} type="button" tabIndex={tabIndex} data-kind="Pod" data-uid={pod.uid}
      className={["pod-chip", `hue-${hueOf(pod.state)}`, `state-${pod.state}`, slot.kind === "pending" ? "ghost" : "", pod.misscheduled ? "misscheduled" : "", isSelected ? "selected" : "", isFaded ? "faded" : "", look, mark && `mark-${mark}`, wouldGo ? "would-go" : ""].filter(Boolean).join(" ")}
      aria-label={words} title={words} aria-pressed={isSelected}
      onClick={() => { if (!toggleMark("pods", pod.name)) select(target); }}
      onContextMenu={(e) => openMenu(e, target)}>
      {revision?.isNew ? <span className="stripe" aria-hidden="true" /> : null}
      <span className="chip-glyph">
        <Glyph name={pod.state} size={13} />
        {pod.timer ? <TimerRing timer={pod.timer} /> : null}
      </span>
      <PodName pod={pod} />
      {hasNamespace ? <span className="pod-namespace" title={`namespace ${pod.namespace}`}>{pod.namespace}</span> : null}
      {pod.misscheduled ? <span className="badge-misscheduled" title="runs where it is no longer wanted"><Glyph name="misscheduled" size={11} /></span> : null}
      {pod.restarts > 0 ? <span className="restarts number" title={`${pod.restarts} restarts`}>{pod.restarts}↻</span> : null}
      {revision ? (
        <span className={revision.isNew ? "revision new" : "revision"} title={`revision ${revision.letter}: ${shortImage(pod.image)}`}>{revision.letter}</span>
      ) : null}
    </button>
  );
});

/** The random end of a generated name tells pods apart, so the beginning is what gives way. */
function PodName({ pod }: { readonly pod: PodRow }) {
  const { name } = pod;
  // An ordinal says nothing without the name before it, and beside a pod of nobody no mark says whose it is.
  if (!pod.workload || pod.workload.kind === "StatefulSet") return <span className="pod-name"><span className="pod-whole">{name}</span></span>;
  const cut = name.lastIndexOf("-");
  const [head, end] = cut > 0 && name.length - cut <= 6 ? [name.slice(0, cut), name.slice(cut)] : [name, ""];
  return <span className="pod-name"><span className="pod-base">{head}</span><span className="pod-end">{end}</span></span>;
}

/** A countdown or progress on the virtual clock as an arc, so that going back in time runs it backwards. */
function TimerRing({ timer }: { readonly timer: NonNullable<PodRow["timer"]> }) {
  const now = useNow(100);
  const part = Math.min(1, Math.max(0, (now - timer.fromMs) / Math.max(1, timer.toMs - timer.fromMs)));
  return (
    <svg className="timer-ring" viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="10" cy="10" r="8.5" pathLength="100" strokeDasharray={`${Math.round(part * 100)} 100`} />
    </svg>
  );
}
