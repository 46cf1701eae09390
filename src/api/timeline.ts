import type { Decision } from "./decision.ts";
import type { EligibilityRow, Frame } from "./frame.ts";
import type { KubeRequest, Send } from "./request.ts";
import type { KubeObject, ObjectReference } from "./types/meta.ts";
import type { Toleration } from "./types/pod.ts";
import type { KubeEvent } from "./types/event.ts";

/** Version of the engine's behaviour; a log replays exactly only on its own. */
export const ENGINE_VERSION = "0.1.0";

/** Everything needed to make a run again: state is a function of (seed, setup, inputs, time). */
export interface RunLog {
  readonly engineVersion: string;
  readonly seed: number;
  /** What the cluster is made of before anybody does anything; applied in order at 0 ms. */
  readonly setup: readonly KubeRequest[];
  /** Names of the actors that run; absent: all. */
  readonly actors?: readonly string[];
  readonly inputs: readonly { readonly atMs: number; readonly request: KubeRequest }[];
}

export interface OpenOptions {
  readonly log: RunLog;
  /** Where to stand after opening: a time, or the first moment at rest (then at least 0, at most 10 virtual minutes). */
  readonly at: number | "settled";
}

export interface AdvanceOptions {
  readonly toMs: number;
  /** Stop at the first new decision (the clock then stands at its time). */
  readonly untilDecision?: boolean;
}

/** Everything the inspector shows of one object, at the present moment. */
export interface Inspection {
  readonly object?: KubeObject;
  readonly events: readonly KubeEvent[];
  /** Newest first, at most 100: about it, or with it as subject. */
  readonly decisions: readonly Decision[];
  /** For a node: one per DaemonSet. For a daemon pod: of its target node. For a DaemonSet: one per node. */
  readonly eligibility: readonly Eligibility[];
}

/** What a DaemonSet's controller says about a node. */
export interface Eligibility {
  readonly daemonSet: ObjectReference;
  readonly row: EligibilityRow;
  readonly decision?: Decision;
  /** What it will find once it looks again: the node or the template changed since. Absent: the same. */
  readonly pending?: EligibilityRow;
  /** Tolerations that its pods have beside those of the template: every daemon pod gets them. */
  readonly addedTolerations: readonly Toleration[];
}

/** Why the engine stopped: a broken invariant, with what is needed to make it happen again. */
export interface Crash {
  readonly message: string;
  readonly atMs: number;
  readonly log: RunLog;
}

/**
 * The page's end of the wire to a simulated cluster. One `advance` at a time: the next is sent when the last frame
 * has come. Implemented by bridge/engine-remote.ts over a MessagePort-like channel (a worker, or in-thread for tests).
 */
export interface ClusterLink {
  readonly send: Send;
  open(options: OpenOptions): Promise<Frame>;
  advance(options: AdvanceOptions): Promise<Frame>;
  /** Any moment of the run, past or future. Back and forth gives the same state. */
  seek(toMs: number): Promise<Frame>;
  inspect(object: ObjectReference): Promise<Inspection>;
  /** The chain of causes of a decision, itself first, the first cause last. */
  causes(decisionId: number): Promise<readonly Decision[]>;
  exportLog(): Promise<RunLog>;
  /** Called once if the engine dies. `open` with the crash's log (or less of it) starts anew. */
  onCrash(listener: (crash: Crash) => void): void;
}
