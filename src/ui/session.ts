import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import type { DaemonSetRow, Frame, NodeRow, PodRow, Row } from "../api/frame.ts";
import type { KubeRequest, KubeResponse } from "../api/request.ts";
import type { ClusterLink, Crash, RunLog } from "../api/timeline.ts";
import { applyFrame, createMirror, nodeRowOf, podRows, setFocus } from "../view/mirror.ts";
import type { Mirror } from "../view/mirror.ts";
import { createFacts, NO_FACTS } from "./facts.ts";
import type { Facts } from "./facts.ts";
import { useUi } from "./store.ts";

/** What a run starts from, and what the page calls it. */
export interface Scenario {
  readonly title: string;
  readonly log: RunLog;
  /** Where to stand at the beginning, virtual ms or the first moment at rest. */
  readonly at: number | "settled";
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
  /** A request to the API as the person at the page. Call `poke` when done, or the picture waits for the next frame. */
  send(request: KubeRequest): Promise<KubeResponse>;
  /** Fetches what changed at the present moment and lets time run on if it may. */
  poke(): void;
  advance(options: { readonly toMs: number; readonly untilDecision: boolean }): Promise<void>;
  /** One decision by one actor, then stands still. */
  step(): void;
  togglePlaying(): void;
  seek(toMs: number): void;
  /** Back to where the run began; its inputs stay, so playing tells it again. */
  restart(): void;
  /** Forgets everything that was done. */
  reset(): void;
  /** After a crash: opens the run anew without the last thing that was done. */
  recover(): void;
  focus(daemonSetUid: string): void;
  isBusy(): boolean;
  isInThePast(): boolean;
  lastFrame(): Frame | undefined;
  picture(): Picture;
  /** Called whenever time may have to run again. */
  onWake(listener: () => void): () => void;
}

/** All rows by kind, in the order in which they are drawn. */
export interface Picture {
  readonly nodes: readonly NodeRow[];
  readonly pods: readonly PodRow[];
  readonly daemonSets: readonly DaemonSetRow[];
  readonly row: (uid: string) => Row | undefined;
}

/** So many moments without a decision end a step: somebody is busy with nothing. */
const MOST_STEP_TRIES = 500;

/** Starts a session: opens the scenario at once; the first frame arrives later. */
export function createSession(link: ClusterLink, scenario: Scenario): Session {
  const mirror = createMirror();
  const wakeListeners = new Set<() => void>();
  const clock = createStore<ClockState>(() => ({
    nowMs: 0, endMs: 0, isOpen: false, isAtRest: false, isBehind: false, contextVersion: 0, facts: NO_FACTS, crash: undefined,
  }));
  const facts = createFacts(link, mirror, (next) => clock.setState((c) => ({ facts: next, contextVersion: c.contextVersion + 1 })));
  let waiting = 0;
  let tail: Promise<unknown> = Promise.resolve();
  let last: Frame | undefined;
  let startMs = 0;
  let wantedSeek: number | undefined;
  let known: { readonly version: number; readonly picture: Picture } | undefined;

  link.onCrash((crash) => {
    clock.setState({ crash, isAtRest: true });
    useUi.setState({ isPlaying: false });
  });
  void open(scenario.log, scenario.at).then(() => { startMs = clock.getState().nowMs; });

  /** Queues a question about time; the answer is a frame. */
  function ask(question: () => Promise<Frame>): Promise<void> {
    waiting++;
    const done = tail.then(question).then(take, fail).finally(() => { waiting--; });
    tail = done;
    return done;
  }

  function take(frame: Frame): void {
    last = frame;
    applyFrame(mirror, frame);
    const isChanged = frame.reset || frame.changed.length > 0 || frame.removed.length > 0 || frame.eligibility.length > 0 || frame.decisions.length > 0;
    clock.setState((c) => ({
      nowMs: frame.nowMs, endMs: frame.endMs, isOpen: true, isBehind: frame.behind, isAtRest: isAtRest(frame),
      contextVersion: isChanged ? c.contextVersion + 1 : c.contextVersion,
    }));
    if (frame.reset || frame.changed.some((r) => r.kind === "DaemonSet" || r.kind === "Node")) facts.refresh();
  }

  /** The engine's death is told by `onCrash`; anything else is a bug of the page and must be seen. */
  function fail(error: unknown): void {
    if (clock.getState().crash) return;
    const message = error instanceof Error ? error.message : String(error);
    clock.setState((c) => ({ crash: { message, atMs: c.nowMs, log: scenario.log }, isAtRest: true }));
    useUi.setState({ isPlaying: false });
  }

  function isAtRest(frame: Frame): boolean {
    if (frame.nowMs < frame.endMs || frame.behind) return false;
    return (useUi.getState().pace === "story" ? frame.nextNotableAtMs : frame.nextAtMs) === undefined;
  }

  function wake(): void {
    if (last) clock.setState({ isAtRest: isAtRest(last) });
    for (const listener of wakeListeners) listener();
  }

  function open(log: RunLog, at: number | "settled"): Promise<void> {
    clock.setState({ crash: undefined });
    return ask(() => link.open({ log, at })).then(wake);
  }

  /** Goes from one notable moment to the next until something is decided; past the last one the clock does not move. */
  async function stepOnce(): Promise<void> {
    const newest = mirror.decisions.at(-1)?.id;
    for (let tries = 0; tries < MOST_STEP_TRIES; tries++) {
      const toMs = last?.nextNotableAtMs;
      if (toMs === undefined || clock.getState().crash) return;
      await ask(() => link.advance({ toMs, untilDecision: true }));
      if (mirror.decisions.at(-1)?.id !== newest) return;
    }
  }

  function isOver(): boolean {
    return last !== undefined && last.nextNotableAtMs === undefined;
  }

  return {
    scenario, link, mirror, clock,
    async send(request) {
      const response = await link.send(request);
      facts.refresh();
      return response;
    },
    poke() {
      void ask(() => link.advance({ toMs: clock.getState().nowMs })).then(wake);
    },
    advance: (options) => ask(() => link.advance(options)),
    step() {
      useUi.setState({ isPlaying: false });
      if (isOver()) useUi.setState({ toast: "Nothing is left to happen by itself. Change something." });
      else if (waiting === 0) void stepOnce();
    },
    togglePlaying() {
      const { isPlaying } = useUi.getState();
      if (isPlaying && clock.getState().isAtRest) useUi.setState({ toast: "Nothing is left to happen by itself. Change something." });
      else useUi.setState({ isPlaying: !isPlaying });
      wake();
    },
    seek(toMs) {
      useUi.setState({ isPlaying: false });
      const isQueued = wantedSeek !== undefined;
      wantedSeek = toMs;
      // While dragging only the newest wish counts.
      if (!isQueued) {
        void ask(() => {
          const to = wantedSeek ?? toMs;
          wantedSeek = undefined;
          return link.seek(to);
        });
      }
    },
    restart() {
      useUi.setState({ isPlaying: false });
      void ask(() => link.seek(startMs));
    },
    reset() {
      useUi.setState({ isPlaying: true, ran: undefined, selection: undefined });
      void open(scenario.log, scenario.at);
    },
    recover() {
      const crash = clock.getState().crash;
      if (!crash) return;
      const inputs = crash.log.inputs.slice(0, -1);
      const at = crash.log.inputs.at(-1)?.atMs ?? Math.max(0, crash.atMs - 1);
      void open({ ...crash.log, inputs }, at);
    },
    focus(daemonSetUid) {
      setFocus(mirror, daemonSetUid);
      useUi.setState({ focusUid: daemonSetUid });
      facts.refresh();
    },
    isBusy: () => waiting > 0,
    isInThePast: () => clock.getState().nowMs < clock.getState().endMs,
    lastFrame: () => last,
    picture() {
      const version = clock.getState().contextVersion;
      if (known?.version !== version) known = { version, picture: pictureOf(mirror) };
      return known.picture;
    },
    onWake(listener) {
      wakeListeners.add(listener);
      return () => wakeListeners.delete(listener);
    },
  };
}

function pictureOf(mirror: Mirror): Picture {
  return {
    nodes: mirror.trayNames.flatMap((name) => nodeRowOf(mirror, name) ?? []),
    pods: podRows(mirror),
    daemonSets: mirror.daemonSets,
    row: (uid) => mirror.rows.get(uid),
  };
}
