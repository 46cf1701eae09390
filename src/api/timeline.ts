import type { Decision } from "./decision.ts";
import type { EligibilityRow, Frame } from "./frame.ts";
import type { KubeRequest, Send } from "./request.ts";
import type { Changes } from "./watch.ts";
import type { KubeObject, ObjectReference } from "./types/meta.ts";
import type { Toleration } from "./types/pod.ts";
import type { KubeEvent } from "./types/event.ts";

/** Version of the engine's behaviour; a log replays exactly only on its own. */
export const ENGINE_VERSION = "0.1.0";

/** Everything needed to make a run again: state is a function of (seed, setup, inputs, time). */
export interface RunLog {
  readonly engineVersion: string;
  readonly seed: number;
  /** What the cluster is made of before anybody does anything; applied in order at `startMs`. */
  readonly setup: readonly KubeRequest[];
  /** Virtual time at which the run begins; absent: 0. A cluster in real time begins now, so that API times are real. */
  readonly startMs?: number;
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

/** What requests would lead to, as far as pods are concerned. */
export interface Preview {
  /** uids of pods that would be gone, or on their way out. */
  readonly gone: readonly string[];
  /** Pods that there would be besides. `nodeName`: where it runs or is meant for; `ownerName`: of the workload with the card. */
  readonly added: readonly { readonly namespace: string; readonly name: string; readonly nodeName?: string; readonly ownerName?: string }[];
  /** So much virtual time passed until nothing more happened, or at most. */
  readonly tookMs: number;
  /** Why the API server would refuse it. */
  readonly refusal?: string;
  /** What is known so far: `previewOn` with this number finds out more. */
  readonly more?: number;
}

/** A remembered moment. `run`: the same number as long as nothing else has been done. */
export interface Mark {
  readonly id: number;
  readonly run: number;
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
  /** What requests would lead to, tried on a copy of the cluster, as far as that is known in a moment; undefined: nobody can tell. */
  preview(requests: readonly KubeRequest[]): Promise<Preview | undefined>;
  /** Goes on with the newest preview; undefined if another one, or another moment, has taken its place. */
  previewOn(more: number): Promise<Preview | undefined>;
  /** Remembers this moment and what was done until now. */
  mark(): Promise<Mark>;
  /** To a remembered moment, with what was done until then and nothing else. */
  goTo(mark: Mark): Promise<Frame>;
  /** What has happened to the objects of a `list` request after a resourceVersion; answers at once. */
  changes(list: KubeRequest, since: string): Promise<Changes>;
  /** Called once if the engine dies. `open` with the crash's log (or less of it) starts anew. */
  onCrash(listener: (crash: Crash) => void): void;
}
