import type { ComponentType } from "react";
import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import type { Frame, NodeRow, PodRow, Row, WorkloadRow } from "../api/frame.ts";
import type { KubeRequest, KubeResponse } from "../api/request.ts";
import type { ClusterLink, Crash, Mark, RunLog } from "../api/timeline.ts";
import { createMirror, nodeRowOf, podRows, setFocus } from "../view/mirror.ts";
import type { LessonBundle } from "../lessons/lesson.ts";
import type { SceneNote } from "../lessons/schema.ts";
import type { Mirror } from "../view/mirror.ts";
import { createFacts, NO_FACTS } from "./facts.ts";
import type { Facts } from "./facts.ts";
import { noActs, noteAct } from "./session/acts.ts";
import type { Act, Acts } from "./session/acts.ts";
import { createControls, heldControls } from "./session/controls.ts";
import { createFrames } from "./session/frames.ts";
import { useUi } from "./store.ts";

/** What a run starts from, and what the page calls it. */
export interface Scenario {
  /** One of lessons/scenes.ts; absent: a cluster of somebody else's. */
  readonly scene?: string;
  readonly title: string;
  readonly note?: SceneNote;
  /** The lesson that is played on it. */
  readonly lesson?: AskedLesson;
  readonly log: RunLog;
  /** Where to stand at the beginning, virtual ms or the first moment at rest. */
  readonly at: number | "settled";
  /** The cluster's time is not the page's: it passes by itself, for everybody who looks. */
  readonly live?: LiveTime;
}

export interface AskedLesson {
  readonly bundle: LessonBundle;
  /** Id of the step to begin with; absent, or none of it: the first. */
  readonly step?: string;
}

/** What stands in for the timeline where time cannot be moved. */
export interface LiveTime {
  /** Keeps the picture at the present. @returns ends it */
  drive(session: Session): () => void;
  /** Drawn in the timeline's place. */
  readonly Bar: ComponentType;
  /** Said to whoever tries to move time all the same. */
  readonly refusal: string;
  /** After the connection was lost. */
  reconnect(): void;
}

/** What changes with every frame. */
export interface ClockState {
  readonly nowMs: number;
  readonly endMs: number;
  readonly isOpen: boolean;
  /** Nothing (worth telling) will happen by itself. */
  readonly isAtRest: boolean;
  /** The engine needs longer than the page wants. */
  readonly isBehind: boolean;
  /** What will happen next by itself, be it the hundredth repetition; `by`: name of the actor, as the engine calls it. */
  readonly next: { readonly atMs: number; readonly by: string | undefined } | undefined;
  /** Grows with every change of the cluster, not with the mere passing of time. */
  readonly contextVersion: number;
  readonly facts: Facts;
  readonly crash: Crash | undefined;
}

/**
 * One cluster as the page knows it: the wire to it, the mirror of its rows, and its clock. Everything that moves time
 * goes through here one after the other, so that no two frames can cross.
 */
export interface Session {
  readonly scenario: Scenario;
  readonly link: ClusterLink;
  readonly mirror: Mirror;
  readonly clock: StoreApi<ClockState>;
  /**
   * A request to the API as the person at the page; one that changed something lets time run on unless it was paused
   * on purpose. Call `poke` when done, or the picture waits for the next frame.
   * @param act what it is a part of; absent: it is one by itself
   */
  send(request: KubeRequest, act?: Act): Promise<KubeResponse>;
  /** What can be undone, and done again. */
  readonly acts: Acts;
  /** To a remembered moment of this run, or of what it was before something was undone. */
  goTo(mark: Mark): Promise<void>;
  /** Fetches what changed at the present moment and lets time run on if it may. */
  poke(): void;
  advance(options: { readonly toMs: number; readonly untilDecision: boolean }): Promise<void>;
  /** Whoever moves time stops at the guard's moments and asks it; one guard at a time, the newest. @returns ends it */
  guard(guard: TimeGuard): () => void;
  /** Tells the next `count` decisions that the picture shows already. */
  tell(count: number): void;
  /** One decision by one actor, then stands still. */
  step(): void;
  togglePlaying(): void;
  seek(toMs: number): void;
  /** Back to just before the run began; its inputs stay, so playing tells it again. */
  restart(): void;
  /** Lets time run at least so far, for somebody who waits for it. A pause still holds it. @returns ends the waiting */
  runTo(toMs: number): () => void;
  /** Forgets everything that was done. */
  reset(): void;
  /** After a crash: opens the run anew without the last thing that was done. */
  recover(): void;
  focus(workloadUid: string): void;
  isBusy(): boolean;
  isInThePast(): boolean;
  lastFrame(): Frame | undefined;
  /** The moment that story pace runs to next; absent at rest. */
  notableAtMs(): number | undefined;
  picture(): Picture;
  /** Called whenever time may have to run again. */
  onWake(listener: () => void): () => void;
}

/** Somebody for whom time must not run past a moment unseen: what a lesson waits for may hold in it only. */
export interface TimeGuard {
  /** The moment that may not be passed now, virtual ms. */
  readonly stopMs: () => number;
  /** Time stands at that moment: here the guard may choose a later one. */
  readonly look: () => Promise<void>;
}

/** All rows by kind, in the order in which they are drawn. */
export interface Picture {
  readonly nodes: readonly NodeRow[];
  readonly pods: readonly PodRow[];
  readonly workloads: readonly WorkloadRow[];
  readonly row: (uid: string) => Row | undefined;
}

/** Starts a session: opens the scenario at once; the first frame arrives later. */
export function createSession(link: ClusterLink, scenario: Scenario): Session {
  const mirror = createMirror();
  const clock = createStore<ClockState>(() => STOPPED_CLOCK);
  const facts = createFacts(link, (next) => clock.setState((c) => ({ facts: next, contextVersion: c.contextVersion + 1 })));
  const frames = createFrames({ link, mirror, clock, log: scenario.log, onFacts: facts.refresh });
  const controls = scenario.live ? heldControls(scenario.live) : createControls({ link, mirror, clock, frames, advance });
  let startMs = 0;
  let guard: TimeGuard | undefined;
  const acts = noActs();

  link.onCrash((crash) => {
    clock.setState({ crash, isAtRest: true });
    useUi.setState({ isPlaying: false });
  });
  void open(scenario.log, scenario.at).then(() => { startMs = clock.getState().nowMs; });

  /** As far as the guard lets it; a decision ends it, if it was asked for one. */
  async function advance({ toMs, untilDecision }: { readonly toMs: number; readonly untilDecision: boolean }): Promise<void> {
    for (;;) {
      const stopMs = Math.min(toMs, guard?.stopMs() ?? toMs);
      await frames.ask(() => link.advance({ toMs: stopMs, untilDecision }));
      const { nowMs, crash } = clock.getState();
      if (!guard || crash || nowMs < stopMs || guard.stopMs() > nowMs) return;
      await guard.look();
      const isTelling = untilDecision && mirror.telling.waiting.length > 0;
      if (isTelling || nowMs >= toMs || (guard?.stopMs() ?? toMs) <= nowMs) return;
    }
  }

  function open(log: RunLog, at: number | "settled"): Promise<void> {
    clock.setState({ crash: undefined });
    acts.done.length = acts.undone.length = 0;
    return frames.ask(() => link.open({ log, at })).then(frames.wake);
  }

  return {
    scenario, link, mirror, clock, acts, ...controls,
    async send(request, act) {
      if (!READS.has(request.verb) && request.options?.dryRun !== true) noteAct(acts, link, act, request);
      const response = await link.send(request);
      facts.refresh();
      // What was done shall be seen to work, unless the person stopped time on purpose.
      if (response.ok && !READS.has(request.verb) && !useUi.getState().isPaused) useUi.setState({ isPlaying: true });
      return response;
    },
    goTo(mark) {
      // The command that was last run belongs to another course of things.
      useUi.setState({ ran: undefined });
      return frames.ask(() => link.goTo(mark)).then(frames.wake);
    },
    poke() {
      void frames.ask(() => link.advance({ toMs: clock.getState().nowMs })).then(frames.wake);
    },
    advance,
    guard(next) {
      guard = next;
      return () => { if (guard === next) guard = undefined; };
    },
    tell: frames.tell,
    // What was done first happened at the very moment at which the run began.
    restart: () => controls.seek(Math.max(0, startMs - 1)),
    runTo(toMs) {
      if (scenario.live || toMs <= clock.getState().nowMs) return () => undefined;
      const release = frames.chaseTo(toMs);
      if (!useUi.getState().isPaused) useUi.setState({ isPlaying: true });
      frames.wake();
      return release;
    },
    reset() {
      if (scenario.live) return scenario.live.reconnect();
      useUi.setState({ isPlaying: true, isPaused: false, ran: undefined, selection: undefined });
      void open(scenario.log, scenario.at);
    },
    recover() {
      const crash = clock.getState().crash;
      if (scenario.live) return scenario.live.reconnect();
      if (!crash) return;
      const inputs = crash.log.inputs.slice(0, -1);
      const at = crash.log.inputs.at(-1)?.atMs ?? Math.max(0, crash.atMs - 1);
      void open({ ...crash.log, inputs }, at);
    },
    focus(workloadUid) {
      setFocus(mirror, workloadUid);
    },
    isBusy: frames.isBusy,
    isInThePast: () => clock.getState().nowMs < clock.getState().endMs,
    lastFrame: frames.last,
    notableAtMs: frames.notableAtMs,
    picture: createPicture(mirror, clock),
    onWake: frames.onWake,
  };
}

const READS: ReadonlySet<string> = new Set(["get", "list"]);

const STOPPED_CLOCK: ClockState = {
  nowMs: 0, endMs: 0, isOpen: false, isAtRest: false, isBehind: false, next: undefined, contextVersion: 0, facts: NO_FACTS, crash: undefined,
};

/** The same object until the cluster changes. */
function createPicture(mirror: Mirror, clock: StoreApi<ClockState>): () => Picture {
  let known: { readonly version: number; readonly picture: Picture } | undefined;
  return () => {
    const version = clock.getState().contextVersion;
    if (known?.version !== version) known = { version, picture: pictureOf(mirror) };
    return known.picture;
  };
}

function pictureOf(mirror: Mirror): Picture {
  return {
    nodes: mirror.trayNames.flatMap((name) => nodeRowOf(mirror, name) ?? []),
    pods: podRows(mirror),
    workloads: mirror.workloads,
    row: (uid) => mirror.rows.get(uid),
  };
}
