import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import type { Mark } from "../../api/timeline.ts";
import { Conditions } from "../../lessons/conditions.ts";
import { factsOf } from "../../lessons/facts.ts";
import type { Facts, Moment } from "../../lessons/facts.ts";
import type { LessonBundle } from "../../lessons/lesson.ts";
import type { LessonStep } from "../../lessons/schema.ts";
import { goalState, litParts, wrongTurns } from "../../lessons/step.ts";
import { useMarks } from "../graph/mark-store.ts";
import type { AskedLesson, Session } from "../session.ts";
import { useUi } from "../store.ts";
import { fastSettle, settled, untilHolds } from "./settle.ts";
import { readMoment } from "./moment.ts";
import { gradeMarks, startMarking, type GradeView } from "./prediction.ts";
import { noteStep } from "./progress.ts";

/** `opening`: the cluster is brought to the step. `ready`: it can be played. `running`: it happens. */
export type Phase = "opening" | "ready" | "running" | "done";

export interface PlayerState {
  readonly index: number;
  readonly phase: Phase;
  readonly facts: Facts | undefined;
  readonly grade: GradeView | undefined;
  /** Ids of wrong turns that have been taken; the first has the word. */
  readonly wrong: readonly string[];
  /** Conditions that must never hold and did. */
  readonly broken: readonly string[];
  /** Ids of parts of the diagram. */
  readonly lit: readonly string[];
  /** So many hints are shown. */
  readonly hints: number;
  readonly hasSolution: boolean;
  readonly printed: { readonly text: string; readonly isFailed: boolean } | undefined;
  /** The whole lesson has been gone through. */
  readonly isOver: boolean;
}

/** Plays one lesson on the session's cluster. */
export interface Player {
  readonly bundle: LessonBundle;
  readonly state: StoreApi<PlayerState>;
  step(): LessonStep;
  /** What there is to do next: plays the step, hurries what is being played, or goes on. */
  next(): void;
  back(): void;
  goTo(index: number): void;
  /** The cluster as it was when the step began. */
  restart(): void;
  hint(): void;
  /** The solution has been handed over. */
  solutionShown(): void;
  /** Asks again for marks that were put away with the text. */
  resume(): void;
}

/** What is remembered of a step that has begun. */
interface Begun {
  readonly moment: Moment;
  readonly mark: Mark;
  readonly acts: number;
  /** The moment at which something was first so that must not be. */
  brokenAtMs?: number;
}

const NEW_STEP = { phase: "ready", grade: undefined, wrong: [], broken: [], lit: [], hints: 0, hasSolution: false, printed: undefined, isOver: false } as const;
/** The engine keeps about 200 marks; older ones are not tried. */
const MARKS_KEPT = 150;
const LOOK_MS = 350;

const PLAYERS = new WeakMap<Session, Player>();

/** The one player of this session, made when it is first asked for; it goes on while its text is out of sight. */
export function playerOf(session: Session, { bundle, step }: AskedLesson): Player {
  const known = PLAYERS.get(session);
  if (known) return known;
  const made = createPlayer(session, bundle, step);
  PLAYERS.set(session, made);
  return made;
}

function createPlayer(session: Session, bundle: LessonBundle, firstStep: string | undefined): Player {
  const { lesson } = bundle;
  const conditions = new Conditions();
  const first = Math.max(0, lesson.steps.findIndex((s) => s.id === firstStep));
  const state = createStore<PlayerState>(() => ({ ...NEW_STEP, index: first, phase: "opening", facts: undefined }));
  const begun: Begun[] = [];
  let ends = new AbortController();
  let seenVersion = -1;
  let isLooking = false;
  let isHurried = false;
  let isEntering = false;
  let finishedMs = 0;

  const step = () => lesson.steps[state.getState().index]!;
  session.clock.subscribe(() => void look());
  void open(first);

  /** Plays all steps before it without telling them, and begins it. */
  async function open(index: number): Promise<void> {
    const stop = renew();
    state.setState({ ...NEW_STEP, index, phase: "opening" });
    await until(() => session.clock.getState().isOpen, stop);
    const wasPaused = useUi.getState().isPaused;
    useUi.setState({ isPaused: true, isPlaying: false });
    for (const earlier of lesson.steps.slice(0, index)) {
      if (stop.aborted) return;
      await begin(lesson.steps.indexOf(earlier));
      await fastSettle(session, run(earlier, [...earlier.do, ...earlier.solution], stop), stop, endOf(earlier));
    }
    // A step may end in the midst of things: then time stands until the next is played.
    useUi.setState({ isPaused: wasPaused, isPlaying: false, ran: undefined });
    if (!stop.aborted) await enter(index);
  }

  async function begin(index: number): Promise<Begun> {
    const [moment, mark] = await Promise.all([readMoment(session), session.link.mark()]);
    return (begun[index] = { moment, mark, acts: session.acts.done.length });
  }

  async function enter(index: number): Promise<void> {
    const stop = renew();
    isEntering = true;
    finishedMs = 0;
    const { moment } = await begin(index);
    isEntering = false;
    if (stop.aborted) return;
    state.setState({ ...NEW_STEP, index, facts: factsOf(moment) });
    useMarks.setState({ marking: startMarking(step(), factsOf(moment)) });
    showAddress(lesson.id, step().id);
    seenVersion = -1;
    if (!isPlayable(step())) finish();
    await look();
  }

  async function play(): Promise<void> {
    const stop = renew();
    const { moment } = begun[state.getState().index]!;
    isHurried = false;
    state.setState({ phase: "running" });
    useUi.setState({ isPaused: false, isPlaying: true });
    const { do: lines } = step();
    if (lines.length > 0) {
      const { status, printed } = await run(step(), lines, stop);
      if (stop.aborted) return;
      useUi.setState({ ran: { title: bundle.words.title, kubectl: lines, requests: [], warnings: [] } });
      if (printed !== "") state.setState({ printed: { text: printed, isFailed: status !== 0 } });
    }
    await session.advance({ toMs: session.clock.getState().nowMs, untilDecision: false });
    const end = endOf(step());
    const { holds } = end;
    if (isHurried) await fastSettle(session, Promise.resolve(), stop, end);
    else if (holds) await untilHolds(session, holds, stop);
    else if (step().settle) await settled(session, stop);
    if (stop.aborted) return;
    if (!step().settle || holds) useUi.setState({ isPlaying: false });
    state.setState({ facts: factsOf(await readMoment(session), moment) });
    finish();
  }

  async function run({ refused }: LessonStep, lines: readonly string[], stop: AbortSignal) {
    if (lines.length === 0) return { status: 0, printed: "" };
    const { runLines } = await import("./run-lines.ts");
    return await runLines(session, lines, bundle.files, refused, stop);
  }

  /** How far time runs in a step. */
  function endOf({ until: condition, settle: rests }: LessonStep) {
    if (condition === undefined) return { holds: undefined, rests };
    const holds = async () => conditions.ask(condition, factsOf(await readMoment(session), begun.at(-1)?.moment)).holds;
    return { holds, rests };
  }

  function finish(): void {
    const { facts } = state.getState();
    const grade = facts ? gradeMarks(lesson.id, step(), conditions, facts) : undefined;
    if (isPlayable(step())) finishedMs = performance.now();
    state.setState({ phase: "done", grade });
    noteStep(lesson.id, step().id, lesson.steps.map((s) => s.id));
  }

  /** After each change of the cluster: goal, wrong turns and lights; one look at a time. */
  async function look(): Promise<void> {
    const { phase, index } = state.getState();
    const { contextVersion, isAtRest } = session.clock.getState();
    const version = contextVersion * 2 + (isAtRest ? 1 : 0);
    const start = begun[index];
    if (isLooking || phase === "opening" || !start || version === seenVersion) return;
    isLooking = true;
    seenVersion = version;
    const moment = await readMoment(session);
    isLooking = false;
    if (begun[index] === start && state.getState().index === index) take(start, moment);
    void look();
  }

  function take(start: Begun, moment: Moment): void {
    const facts = factsOf(moment, start.moment);
    const { unmet, broken } = goalState(step(), conditions, facts);
    const isPast = session.isInThePast();
    const isBack = !isPast && moment.nowMs <= start.moment.nowMs && session.acts.done.length <= start.acts;
    if (start.brokenAtMs !== undefined && moment.nowMs < start.brokenAtMs) delete start.brokenAtMs;
    if (broken.length > 0) start.brokenAtMs ??= moment.nowMs;
    const { phase, broken: known } = state.getState();
    const isBroken = start.brokenAtMs !== undefined;
    state.setState({ facts, lit: litParts(step(), conditions, facts), wrong: phase === "ready" ? wrongTurns(step(), conditions, facts) : [], broken: broken.length > 0 ? broken : isBroken ? known : [] });
    // Undone: it can be played again.
    if (phase === "done" && isBack && isPlayable(step())) {
      state.setState({ phase: "ready", grade: undefined, printed: undefined });
      useMarks.setState({ marking: startMarking(step(), facts) });
    }
    if (phase === "ready" && !isPast && !isBroken && session.acts.done.length > start.acts && isReached(facts, unmet)) finish();
  }

  /** Whoever does a step himself has done it, by any route, when all that the text says of it is so. */
  function isReached(facts: Facts, unmet: readonly string[]): boolean {
    const { goal, claims } = step();
    if (goal) return unmet.length === 0;
    return claims.length > 0 && session.clock.getState().isAtRest && claims.every((claim) => conditions.ask(claim, facts).holds);
  }

  async function returnTo(index: number): Promise<void> {
    const stop = renew();
    const start = begun[index];
    const now = await session.link.mark();
    if (!start || now.id - start.mark.id > MARKS_KEPT) {
      session.reset();
      return await open(index);
    }
    await session.goTo(start.mark);
    if (!stop.aborted) await enter(index);
  }

  function renew(): AbortSignal {
    ends.abort();
    ends = new AbortController();
    return ends.signal;
  }

  async function until(holds: () => boolean, stop: AbortSignal): Promise<void> {
    if (holds() || stop.aborted) return;
    await new Promise<void>((resolve) => {
      const check = () => {
        if (!holds() && !stop.aborted) return;
        leave();
        resolve();
      };
      const leave = session.clock.subscribe(check);
      stop.addEventListener("abort", check, { once: true });
    });
  }

  return {
    bundle, state, step,
    next() {
      const { phase, index } = state.getState();
      // Whoever wanted to hurry a step that ended just now has not seen its end yet.
      if (isEntering || performance.now() - finishedMs < LOOK_MS) return;
      if (phase === "ready" && !step().goal) void play();
      else if (phase === "running") hurry();
      else if (phase === "done" && index + 1 < lesson.steps.length) void enter(index + 1);
      else if (phase === "done") state.setState({ isOver: true });
    },
    back() {
      const { index, isOver } = state.getState();
      if (isOver) state.setState({ isOver: false });
      else if (index > 0) void returnTo(index - 1);
    },
    goTo(index) {
      if (begun[index]) void returnTo(index);
      else {
        session.reset();
        void open(index);
      }
    },
    restart: () => void returnTo(state.getState().index),
    hint: () => state.setState(({ hints }) => ({ hints: hints + 1 })),
    solutionShown: () => state.setState({ hasSolution: true }),
    resume() {
      const { phase, facts } = state.getState();
      if (phase === "ready" && facts) useMarks.setState({ marking: startMarking(step(), facts) });
    },
  };

  /** What is still to happen happens at once. */
  function hurry(): void {
    if (isHurried) return;
    isHurried = true;
    void fastSettle(session, Promise.resolve(), ends.signal, endOf(step()));
  }
}

/** Whether there is anything to happen in a step; else it is only read. */
function isPlayable(step: LessonStep): boolean {
  return step.do.length > 0 || step.goal !== undefined || step.predict !== undefined;
}

/** The address of this step, so that it can be copied and opened again. */
function showAddress(lesson: string, step: string): void {
  const query = new URLSearchParams(location.search);
  query.set("lesson", lesson);
  query.set("step", step);
  history.replaceState(history.state, "", `?${query.toString().replaceAll("%2F", "/")}`);
}
