import type { Decision } from "../api/decision.ts";
import type { Frame } from "../api/frame.ts";
import type { KubeRequest, KubeResponse } from "../api/request.ts";
import type { OpenOptions, RunLog } from "../api/timeline.ts";
import type { ObjectReference } from "../api/types/meta.ts";
import type { Store } from "../engine/apiserver/store.ts";
import type { Inside } from "../engine/kubelet/inside.ts";
import { Cluster, type Moment } from "../engine/cluster.ts";
import { changesSince } from "../api/watch.ts";
import { WatchHistory, type StoredChange } from "../api/watch-history.ts";
import { inspectObject } from "./inspection.ts";
import { looksInside } from "./looks-inside.ts";
import { withManagersShown } from "./managers-shown.ts";
import { Marks } from "./marks.ts";
import { Trial, type Forkable } from "./preview.ts";
import type { EnginePort, FromEngine, ToEngine } from "./protocol.ts";
import { RowBook } from "./row-book.ts";
import type { ObjectKey } from "./row-work.ts";

/** What the host needs of an engine. `Cluster` is one. */
export interface Engine {
  readonly nowMs: number;
  readonly endMs: number;
  readonly store: Store;
  readonly log: RunLog;
  readonly decisions: {
    readonly lastId: number;
    since(id: number, limit?: number): readonly Decision[];
    about(object: ObjectReference, limit: number): readonly Decision[];
    causes(id: number): readonly Decision[];
    eligibility(daemonSetUid: string, nodeName: string): Decision | undefined;
    eligibilities(): Pick<ReadonlyMap<string, Decision>, "get" | "keys">;
    takeChangedEligibility(): Iterable<string>;
  };
  handle(request: KubeRequest): KubeResponse;
  advance(toMs: number, limits?: { readonly shouldStop?: () => boolean; readonly untilDecision?: boolean }): "reached" | "stopped" | "decision";
  seek(toMs: number): void;
  settle(limitMs: number): void;
  nextAtMs(): number | undefined;
  nextNotableAtMs(): number | undefined;
  /** Whose turn it is at `nextAtMs`. */
  peek(): { readonly atMs: number; readonly actor: string } | undefined;
  takeDirty(): "all" | Iterable<ObjectKey>;
  lookInside?(inside: Inside): void;
  /** Absent: its time cannot be turned back. */
  moment?(): Moment;
  goTo?(moment: Moment): void;
  /** Absent: nobody can ask it what would happen. */
  fork?(): Forkable;
  /** Absent: nobody can ask it what has changed since. */
  onChange?(listener: (change: StoredChange) => void): () => void;
}

export interface HostOptions {
  /** Real ms, growing; only to end a call in time. */
  readonly now: () => number;
  /** Builds the cluster of a log; the real one unless a test brings its own. */
  readonly open?: (log: RunLog) => Engine;
  /** Loads what reads and answers commands in containers, when somebody first asks for them or one comes in. Absent: nobody can. */
  readonly inside?: () => Promise<Inside>;
}

/** Real ms an `advance` may work before it answers with what it has. */
const BUDGET_MS = 8;
const SETTLE_LIMIT_MS = 600_000;
const FRAME_DECISIONS = 200;
/** Changes that are remembered for whoever watches: the busiest frame brings some hundreds. */
const KEPT_CHANGES = 8192;

/**
 * The engine's end of the wire: owns one cluster, answers every message at once, and remembers what rows it has sent.
 * A thrown error is a broken invariant: it is told as `crashed` with the log that leads to it, and everything but
 * `open` is refused from then on.
 */
export class EngineHost {
  #post: (message: FromEngine) => void;
  #options: HostOptions;
  #engine: Engine | undefined;
  #book = new RowBook();
  /** uids of the rows that the page holds. */
  #sent = new Set<string>();
  #lastDecisionId = 0;
  #history = noHistory(0);
  #marks = new Marks();
  #inside: Inside | undefined;
  /** Messages that came after one that waits for `inside`: everything is done in the order in which it came. */
  #held: ToEngine[] | undefined;
  /** What somebody is thinking of doing. */
  #trial: Trial | undefined;

  constructor(post: (message: FromEngine) => void, options: HostOptions) {
    this.#post = post;
    this.#options = options;
  }

  receive(message: ToEngine): void {
    if (this.#held) this.#held.push(message);
    else if (!this.#inside && this.#options.inside && looksInside(message)) {
      this.#held = [];
      this.#options.inside().then((inside) => {
        this.#inside = inside;
        this.#engine?.lookInside?.(inside);
        this.#receive(message);
        this.#goOn();
      }, (error: unknown) => {
        this.#post({ kind: "refused", id: message.id, message: `Logs and commands could not be loaded: ${String(error)}` });
        this.#goOn();
      });
    } else this.#receive(message);
  }

  #goOn(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const message of held) this.receive(message);
  }

  #receive(message: ToEngine): void {
    let log: RunLog | undefined = message.kind === "open" ? message.options.log : this.#engine?.log;
    try {
      const answer = message.kind === "open" ? this.#open(message.id, message.options) : this.#answer(message);
      log = this.#engine?.log;
      this.#post(answer);
      if (answer.kind === "frame") this.#noteSent(answer.frame);
    } catch (error) {
      this.#crash(error, log);
    }
  }

  #answer(message: Exclude<ToEngine, { kind: "open" }>): FromEngine {
    const { id } = message;
    const engine = this.#engine;
    if (!engine) return { kind: "refused", id, message: "There is no cluster: open one first." };
    switch (message.kind) {
      case "request":
        return { kind: "response", id, response: withManagersShown(message.request, engine.handle(message.request)) };
      case "advance":
        return { kind: "frame", id, frame: this.#advance(engine, message.options) };
      case "seek":
        this.#trial = undefined;
        engine.seek(Math.round(message.toMs));
        // What was recorded belongs to another course of things.
        this.#history = noHistory(engine.store.revision);
        return { kind: "frame", id, frame: this.#frame(engine, { behind: false, reset: true }) };
      case "inspect":
        return { kind: "inspection", id, inspection: inspectObject(engine, message.object) };
      case "causes":
        return { kind: "causes", id, decisions: engine.decisions.causes(message.decisionId) };
      case "changes":
        return { kind: "changes", id, changes: changesSince(this.#history, message.list, message.since, engine.store.revision) };
      case "preview":
        this.#trial = engine.fork && new Trial(id, engine.fork(), message.requests, this.#options.now);
        return { kind: "preview", id, preview: this.#trial?.step() };
      case "previewOn":
        return { kind: "preview", id, preview: this.#trial?.id === message.more ? this.#trial.step() : undefined };
      case "mark":
        return { kind: "marked", id, mark: this.#marks.add(engine.moment?.() ?? { inputs: engine.log.inputs, nowMs: engine.nowMs, endMs: engine.endMs }) };
      case "goTo":
        return this.#goTo(engine, id, message.mark.id);
      case "export":
        return { kind: "log", id, log: plainLog(engine.log) };
    }
  }

  #goTo(engine: Engine, id: number, markId: number): FromEngine {
    const moment = this.#marks.get(markId);
    if (!moment || !engine.goTo) return { kind: "refused", id, message: "This moment cannot be gone back to." };
    this.#trial = undefined;
    engine.goTo(moment);
    this.#history = noHistory(engine.store.revision);
    return { kind: "frame", id, frame: this.#frame(engine, { behind: false, reset: true }) };
  }

  #open(id: number, options: OpenOptions): FromEngine {
    this.#engine = undefined;
    this.#trial = undefined;
    this.#marks = new Marks();
    const engine = this.#options.open?.(options.log) ?? Cluster.open(options.log);
    this.#engine = engine;
    if (this.#inside) engine.lookInside?.(this.#inside);
    if (options.at === "settled") engine.settle(SETTLE_LIMIT_MS);
    else engine.seek(Math.round(options.at));
    this.#history = noHistory(engine.store.revision);
    engine.onChange?.((change) => this.#history.record(change));
    // The page may still hold the rows of another run, perhaps one that died in the middle of a frame: it is told to
    // drop all that it has and gets everything anew.
    this.#book = new RowBook();
    const frame = this.#frame(engine, { behind: false, reset: true });
    return { kind: "frame", id, frame: { ...frame, removed: [...this.#sent] } };
  }

  #advance(engine: Engine, options: { readonly toMs: number; readonly untilDecision?: boolean }): Frame {
    const until = this.#options.now() + BUDGET_MS;
    const result = engine.advance(Math.round(options.toMs), {
      shouldStop: () => this.#options.now() >= until,
      untilDecision: options.untilDecision ?? false,
    });
    return this.#frame(engine, { behind: result === "stopped", reset: false });
  }

  /** Everything that changed since the last frame. */
  #frame(engine: Engine, kind: { readonly behind: boolean; readonly reset: boolean }): Frame {
    const dirty = engine.takeDirty();
    const changedVerdicts = engine.decisions.takeChangedEligibility();
    const changes = this.#book.update(engine, dirty, dirty === "all" ? "all" : changedVerdicts);
    const decisions = engine.decisions.since(kind.reset ? 0 : this.#lastDecisionId, FRAME_DECISIONS);
    this.#lastDecisionId = engine.decisions.lastId;
    const nextAtMs = engine.nextAtMs();
    const nextNotableAtMs = engine.nextNotableAtMs();
    const next = engine.peek();
    return {
      nowMs: engine.nowMs,
      resourceVersion: engine.store.revision,
      ...changes,
      decisions,
      reset: kind.reset,
      ...(nextAtMs !== undefined ? { nextAtMs } : {}),
      ...(next !== undefined && next.atMs === nextAtMs ? { nextBy: next.actor } : {}),
      ...(nextNotableAtMs !== undefined ? { nextNotableAtMs } : {}),
      behind: kind.behind,
      endMs: engine.endMs,
    };
  }

  #noteSent(frame: Frame): void {
    for (const uid of frame.removed) this.#sent.delete(uid);
    for (const row of frame.changed) this.#sent.add(row.uid);
  }

  #crash(error: unknown, log: RunLog | undefined): void {
    const atMs = this.#engine?.nowMs ?? 0;
    this.#engine = undefined;
    const message = error instanceof Error ? error.message : String(error);
    this.#post({ kind: "crashed", crash: { message, atMs, log: plainLog(log ?? { engineVersion: "", seed: 0, setup: [], inputs: [] }) } });
  }
}

/** Answers the messages that come in at a port, in a worker or in the page itself. */
export function serveEngine(port: EnginePort, options: HostOptions): EngineHost {
  const host = new EngineHost((message) => port.postMessage(message), options);
  port.onmessage = (event: MessageEvent) => host.receive(event.data as ToEngine);
  return host;
}

/** Only the log: the engine's own object may grow later. */
function plainLog(log: RunLog): RunLog {
  return { ...log, inputs: [...log.inputs] };
}

/** A history that begins now; nobody listens to it, so nobody's mistake is to be told. */
function noHistory(revision: number): WatchHistory {
  return new WatchHistory(revision, () => undefined, KEPT_CHANGES);
}
