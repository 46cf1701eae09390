import type { KubeRequest } from "../../../src/api/request.ts";
import { DAEMONSETS } from "../../../src/api/resources.ts";
import { WatchHistory, type StoredChange } from "../../../src/api/watch-history.ts";
import type { Cluster } from "../../../src/engine/cluster.ts";

/** Real ms without a sign of the client before time goes on: it has asked for everything that it wants, and read it. */
const QUIET_MS = 60;
/** A client that only asks again and again does so every second. */
const POLLED_QUIET_MS = 250;
const LOOK_EVERY_MS = 10;
/** Real ms after the last moment, for what is still on its way. */
const LINGER_MS = 1_500;

/** A history that knows whether somebody listens, and to what he was told last. */
export class HeardHistory extends WatchHistory {
  listeners = 0;
  isTold = false;

  override listen(resource: string, listener: (change: StoredChange) => void): () => void {
    this.listeners += 1;
    const leave = super.listen(resource, (change) => {
      this.isTold = true;
      listener(change);
    });
    return () => {
      this.listeners -= 1;
      leave();
    };
  }
}

/**
 * Lets the time of a cluster pass while the real kubectl waits, as the page's one does it: from one thing that happens
 * to the next, until one of them concerns the client. So both see the same world at each step, whatever the machine's speed.
 */
export class Pump {
  readonly #cluster: Cluster;
  readonly #history: HeardHistory;
  readonly #untilMs: number;
  readonly #polls: boolean;
  #timer: ReturnType<typeof setInterval> | undefined;
  #lastSign = performance.now();
  #hasWritten = false;
  #asksAgain = false;

  /** @param untilMs the last virtual ms; `polls`: a client that writes and then asks again and again, and never watches */
  constructor(cluster: Cluster, history: HeardHistory, { untilMs, polls }: { readonly untilMs: number; readonly polls: boolean }) {
    this.#cluster = cluster;
    this.#history = history;
    this.#untilMs = untilMs;
    this.#polls = polls;
  }

  noteRequest({ verb, resource, subresource }: KubeRequest): void {
    this.#lastSign = performance.now();
    // Between a cordon and a refusal to drain kubectl only looks up whose the pods are; on a busy machine that takes a while.
    this.#asksAgain ||= subresource === "eviction" || (this.#hasWritten && verb === "get" && resource !== DAEMONSETS.key);
    this.#hasWritten ||= verb !== "get" && verb !== "list";
  }

  /** @returns when the last moment is over */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#timer = setInterval(() => {
        if (this.#cluster.nowMs < this.#untilMs) {
          if (this.#isWaitedFor()) this.#step();
        } else if (performance.now() - this.#lastSign > LINGER_MS) resolve();
      }, LOOK_EVERY_MS);
    });
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #isWaitedFor(): boolean {
    const quietMs = performance.now() - this.#lastSign;
    return this.#history.listeners > 0 ? quietMs > QUIET_MS : this.#polls && this.#asksAgain && quietMs > POLLED_QUIET_MS;
  }

  #step(): void {
    this.#history.isTold = false;
    const stopMs = this.#history.listeners > 0 ? this.#untilMs : Math.min(this.#untilMs, this.#cluster.nowMs + 1_000);
    while (!this.#history.isTold && this.#cluster.nowMs < stopMs) this.#cluster.advance(Math.min(stopMs, this.#cluster.nextAtMs() ?? stopMs));
    this.#lastSign = performance.now();
  }
}
