import "../theme/light.css";
import "../theme/lesson.css";
import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { useLight } from "../graph/light-store.ts";
import { useMarks } from "../graph/mark-store.ts";
import { useThrottled } from "../hooks/use-throttled.ts";
import { languageName } from "../messages/language.ts";
import { LEARN } from "../messages/learn.ts";
import { useClock, useSession } from "../session-context.ts";
import type { AskedLesson } from "../session.ts";
import { focusLight } from "./focus-light.ts";
import { LessonEnd } from "./LessonEnd.tsx";
import { LessonFoot } from "./LessonFoot.tsx";
import { useLessonKeys } from "./lesson-keys.ts";
import { useLearn } from "./learn-store.ts";
import { FilesContext } from "./Markdown.tsx";
import { playerOf, type Player } from "./player.ts";
import { StepBody } from "./StepBody.tsx";

const REDRAW_MS = 150;

/** A lesson beside the picture: what this step says and asks, and one button that goes on. */
export function LessonPanel({ asked }: { readonly asked: AskedLesson }) {
  const player = playerOf(useSession(), asked);
  const { index, isOver, phase } = useStore(player.state);
  const [isSmall, setSmall] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  const { bundle } = player;
  const words = bundle.words.steps[index];
  useFocusLight(player);
  useLessonKeys(player);
  useStillPicture(phase === "opening" && index > 0);
  useTitleFocus(title, phase === "opening" ? undefined : `${index} ${isOver}`);
  // On a phone the picture needs the room while it happens.
  const isFolded = isSmall || phase === "running";
  if (!words) return null;
  return (
    <FilesContext value={bundle.files}>
      <aside className={isFolded ? "lesson small" : "lesson"} lang={languageName()} aria-label={`${LEARN.lesson}: ${bundle.words.title}`}>
        <header className="lesson-head">
          <p className="eyebrow"><span className="head-section">{LEARN.sections[bundle.lesson.section]}</span><span className="head-title" aria-hidden="true">{words.title}</span></p>
          <button type="button" className="button plain icon sheet-toggle" aria-expanded={!isSmall} aria-label={isSmall ? LEARN.showText : LEARN.hideText} onClick={() => setSmall(!isSmall)}>
            {isSmall ? <ChevronUp size={16} aria-hidden /> : <ChevronDown size={16} aria-hidden />}
          </button>
          <button type="button" className="button plain icon" aria-label={LEARN.sandbox} title={LEARN.sandboxTitle} onClick={() => useLearn.setState({ isLessonOpen: false })}><X size={16} aria-hidden /></button>
        </header>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It may scroll, so it must be reached by key. */}
        <div className="lesson-body" lang={bundle.language ?? "en"} tabIndex={0} role="region" aria-label={LEARN.stepOf(index + 1, bundle.lesson.steps.length)} key={`${index} ${isOver}`}>
          <h2 ref={title} tabIndex={-1}>{isOver ? LEARN.finished : words.title}</h2>
          {isOver ? <LessonEnd bundle={bundle} /> : <StepBody player={player} words={words} onHandedOver={() => setSmall(true)} />}
        </div>
        <LessonFoot player={player} />
      </aside>
    </FilesContext>
  );
}

/** Keeps what the step is about bright and its button pointed at, but not while the picture is the answer sheet or the workplace. */
function useFocusLight(player: Player): void {
  const { mirror } = useSession();
  const { index, phase, isOver } = useStore(player.state);
  const version = useThrottled(useClock((c) => c.contextVersion), REDRAW_MS);
  const outcomes = useMarks((s) => s.marking?.outcomes);
  const step = player.bundle.lesson.steps[index];
  const isFree = !step || isOver || phase === "opening" || (phase === "ready" && (step.predict !== undefined || step.goal !== undefined));
  const focus = useMemo(() => {
    void version;
    return isFree ? undefined : focusLight(mirror, step.focus, outcomes);
  }, [mirror, step, isFree, version, outcomes]);
  useEffect(() => {
    useLight.setState({ focus, pointed: phase === "ready" ? step?.action : undefined });
  }, [focus, phase, step]);
  useEffect(() => () => useLight.setState({ focus: undefined, pointed: undefined }), []);
  // Out of sight nothing is asked.
  useEffect(() => {
    player.resume();
    return () => useMarks.setState({ marking: undefined });
  }, [player]);
}

/** While the cluster is brought to a step, drawing it would cost most of the time, and nobody could follow. */
function useStillPicture(isCatchingUp: boolean): void {
  useEffect(() => {
    document.body.toggleAttribute("data-catching-up", isCatchingUp);
    return () => document.body.removeAttribute("data-catching-up");
  }, [isCatchingUp]);
}

/** Whoever opens a lesson, or goes on by a key or button of the panel, hears and sees the step from its beginning. */
function useTitleFocus(title: React.RefObject<HTMLHeadingElement | null>, of: string | undefined): void {
  const before = useRef<string>(undefined);
  useEffect(() => {
    if (of === undefined || before.current === of) return;
    before.current = of;
    const { activeElement } = document;
    if (activeElement === document.body || activeElement?.closest(".lesson")) title.current?.focus({ preventScroll: true });
  }, [title, of]);
}
