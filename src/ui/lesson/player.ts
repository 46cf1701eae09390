import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import type { Mark } from "../../api/timeline.ts";
import { Conditions } from "../../lessons/conditions.ts";
import { factsOf } from "../../lessons/facts.ts";
import type { Facts, Moment } from "../../lessons/facts.ts";
import type { LessonBundle } from "../../lessons/lesson.ts";
import type { LessonStep } from "../../lessons/schema.ts";
import { goalState, happensAtBegin, isPlayable, litParts, wrongTurns } from "../../lessons/step.ts";
import { useMarks } from "../graph/mark-store.ts";
import type { AskedLesson, Session } from "../session.ts";
import { useUi } from "../store.ts";
import { readMoment } from "./moment.ts";
import { gradeMarks, startMarking, type GradeView } from "./prediction.ts";
import { noteStep } from "./progress.ts";
import { passTime } from "./pass-time.ts";
import type { LineRun } from "./run-lines.ts";
import { keepTime, type TimeKeeper } from "./time-keeper.ts";

/** `opening`: the cluster is brought to the step. `ready`: it can be played. `running`: it happens. */
export type Phase = "opening" | "ready" | "running" | "done";

export interface PlayerState {
  readonly index: number;
  readonly phase: Phase;
  /** While it opens: so many steps before this one are over. */
  readonly passed: number;
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
  /** What the step's lines printed; empty before they ran. */
  readonly printed: readonly LineRun[];
  /** The goal was reached before its step began. */
  readonly isEarly: boolean;
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
  /** How far it has come: only from there can anything be taken back. */
  furthest: { readonly nowMs: number; readonly acts: number };
  /** The moment at which something was first so that must not be. */
  brokenAtMs?: number;
}

const NEW_STEP = { phase: "ready", passed: 0, grade: undefined, wrong: [], broken: [], lit: [], hints: 0, hasSolution: false, printed: [], isEarly: false, isOver: false } as const;
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
  let playing: TimeKeeper | undefined;
  let isEntering = false;
  /** The lines of the step that is played have run. */
  let hasDone = false;
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
    for (const [i, earlier] of lesson.steps.slice(0, index).entries()) {
      if (stop.aborted) return;
      state.setState({ passed: i });
      const { moment } = await begin(i);
      const time = keepTime(session, stop, { isFast: true });
      await runLines(session, earlier.do, { files: bundle.files, refused: earlier.refused, time, stop });
      await passTime(session, earlier, { conditions, time, start: moment });
      if (earlier.goal) {
        await runLines(session, earlier.solution, { files: bundle.files, refused: earlier.refused, time, stop });
        await time.rest();
      }
      time.end();
    }
    // A step may end in the midst of things: then time stands until the next is played.
    useUi.setState({ isPaused: wasPaused, isPlaying: false, ran: undefined });
    if (!stop.aborted) await enter(index);
  }

  async function begin(index: number): Promise<Begun> {
    const [moment, mark] = await Promise.all([readMoment(session), session.link.mark()]);
    begun.length = index;
    const acts = session.acts.done.length;
    return (begun[index] = { moment, mark, acts, furthest: { nowMs: moment.nowMs, acts } });
  }

  async function enter(index: number): Promise<void> {
    const stop = renew();
    isEntering = true;
    finishedMs = 0;
    const { moment } = await begin(index);
    isEntering = false;
    if (stop.aborted) return;
    show(index, factsOf(moment));
    if (!isPlayable(step())) finish();
    else if (happensAtBegin(step())) await play();
    await look();
  }

  function show(index: number, facts: Facts): void {
    state.setState({ ...NEW_STEP, index, facts });
    useMarks.setState({ marking: startMarking(step(), facts) });
    showAddress(lesson.id, step().id);
    seenVersion = -1;
  }

  /** The next step begins when what the learner did in this one has taken its course. */
  async function goOn(index: number): Promise<void> {
    if (step().goal) {
      const stop = renew();
      isEntering = true;
      const time = keepTime(session, stop, { isFast: true });
      await time.rest();
      time.end();
      isEntering = false;
      if (stop.aborted) return;
    }
    await enter(index);
  }

  /** Does what the step does. A step with a goal is then the learner's, and what was done is where he begins: no undo takes it back. */
  async function play(): Promise<void> {
    const stop = renew();
    const start = begun[state.getState().index]!;
    const { moment, acts } = start;
    state.setState({ phase: "running" });
    useUi.setState({ isPaused: false, isPlaying: true });
    const time = playing = keepTime(session, stop, { isFast: false });
    const { do: lines, goal, refused } = step();
    if (lines.length > 0) {
      const printed = await runLines(session, lines, { files: bundle.files, refused, time, stop });
      if (stop.aborted) return time.end();
      useUi.setState({ ran: { title: bundle.words.title, kubectl: lines, requests: [], warnings: [] } });
      state.setState({ printed });
      start.furthest = { nowMs: moment.nowMs, acts: session.acts.done.length };
    }
    await session.advance({ toMs: session.clock.getState().nowMs, untilDecision: false });
    hasDone = true;
    await passTime(session, step(), { conditions, time, start: moment });
    hasDone = false;
    // Time stands where the step ends, whatever would happen next.
    useUi.setState({ isPlaying: false });
    time.end();
    if (stop.aborted) return;
    state.setState({ facts: factsOf(await readMoment(session), moment) });
    if (!goal) return finish();
    session.acts.done.length = Math.min(session.acts.done.length, acts);
    state.setState({ phase: "ready" });
  }

  function finish({ isEarly } = { isEarly: false }): void {
    const { facts } = state.getState();
    const grade = facts ? gradeMarks(lesson.id, step(), conditions, facts) : undefined;
    if (isPlayable(step())) finishedMs = performance.now();
    state.setState({ phase: "done", grade, isEarly });
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
    if (!isPast && session.acts.done.length < start.acts) return fallBack();
    const acts = session.acts.done.length;
    const isBack = !isPast && moment.nowMs <= start.moment.nowMs && acts <= start.acts && (moment.nowMs < start.furthest.nowMs || acts < start.furthest.acts);
    if (!isPast) start.furthest = { nowMs: moment.nowMs, acts };
    if (start.brokenAtMs !== undefined && moment.nowMs < start.brokenAtMs) delete start.brokenAtMs;
    if (broken.length > 0) start.brokenAtMs ??= moment.nowMs;
    const { phase, broken: known } = state.getState();
    const isBroken = start.brokenAtMs !== undefined;
    state.setState({ facts, lit: litParts(step(), conditions, facts), wrong: phase === "ready" ? wrongTurns(step(), conditions, facts) : [], broken: broken.length > 0 ? broken : isBroken ? known : [] });
    // Undone: it can be played again.
    if ((phase === "done" || hasDone) && isBack && step().do.length > 0) {
      renew();
      hasDone = false;
      state.setState({ phase: "ready", grade: undefined, printed: [] });
      useMarks.setState({ marking: startMarking(step(), facts) });
    }
    const hasActed = session.acts.done.length > start.acts;
    if (phase === "ready" && !isPast && !isBroken && isReached(facts, unmet, hasActed)) finish({ isEarly: !hasActed && step().goal !== undefined });
  }

  /** What an earlier step did was undone: the learner is in that step again. */
  function fallBack(): void {
    const index = begun.findLastIndex(({ acts }) => acts <= session.acts.done.length);
    const start = begun[index];
    if (!start) return;
    renew();
    begun.length = index + 1;
    show(index, factsOf(start.moment));
  }

  /**
   * Whoever does a step himself has done it, by any route, when all that the text says of it is so. A goal may have been
   * reached in an earlier step already: they count in any order.
   */
  function isReached(facts: Facts, unmet: readonly string[], hasActed: boolean): boolean {
    const { goal, claims, until: end } = step();
    if (goal) return unmet.length === 0;
    if (!hasActed || claims.length === 0) return false;
    const isEnd = end === undefined ? session.clock.getState().isAtRest : conditions.ask(end, facts).holds;
    return isEnd && claims.every((claim) => conditions.ask(claim, facts).holds);
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
    // What was done since is no longer there to be undone.
    session.acts.done.length = Math.min(session.acts.done.length, start.acts);
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
      else if (phase === "running") playing?.hurry();
      else if (phase === "done" && index + 1 < lesson.steps.length) void goOn(index + 1);
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
}

/** The address of this step, so that it can be copied and opened again. */
function showAddress(lesson: string, step: string): void {
  const query = new URLSearchParams(location.search);
  query.set("lesson", lesson);
  query.set("step", step);
  history.replaceState(history.state, "", `?${query.toString().replaceAll("%2F", "/")}`);
}

interface LinesParts { readonly files: LessonBundle["files"]; readonly refused: readonly string[]; readonly time: TimeKeeper; readonly stop: AbortSignal }

/** The terminal's programs come when the first line is run. */
async function runLines(session: Session, lines: readonly string[], parts: LinesParts): Promise<readonly LineRun[]> {
  if (lines.length === 0 || parts.stop.aborted) return [];
  return await (await import("./run-lines.ts")).runLines(session, lines, parts);
}
