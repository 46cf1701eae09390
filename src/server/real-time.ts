/** What is driven: a cluster's clock. */
export interface Clocked {
  readonly nowMs: number;
  advance(toMs: number, limits: { readonly shouldStop: () => boolean }): "reached" | "stopped" | "decision";
  nextAtMs(): number | undefined;
}

export interface RealTimeOptions {
  /** Virtual ms at which the cluster began … */
  readonly startMs: number;
  /** … and `now()` at that moment. */
  readonly startedAt: number;
  /** Virtual ms in a real one. */
  readonly speed: number;
  /** Real ms. */
  readonly now: () => number;
  /** A broken invariant of the engine; time goes on without the step that broke. */
  readonly onError: (error: unknown) => void;
  /** After every step, for what must not pile up. */
  readonly afterStep: () => void;
}

/** Real ms of work before requests get their turn. */
const BUDGET_MS = 20;
const LONGEST_SLEEP_MS = 1_000;

/** Lets a cluster's time pass with the real one. */
export class RealTime {
  readonly #cluster: Clocked;
  readonly #options: RealTimeOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;
  #isAdvancing = false;
  #isWoken = false;

  constructor(cluster: Clocked, options: RealTimeOptions) {
    this.#cluster = cluster;
    this.#options = options;
    this.#schedule();
  }

  /** Brings the cluster to the present, or as near to it as a short while of work gets. Call before anybody looks at it. */
  catchUp(): void {
    const { now, onError, afterStep } = this.#options;
    const until = now() + BUDGET_MS;
    const target = Math.floor(this.#present());
    this.#isAdvancing = true;
    try {
      // A clock that was set back, or requests within one ms: nothing to do.
      if (target >= this.#cluster.nowMs) this.#cluster.advance(target, { shouldStop: () => now() >= until });
    } catch (error) {
      onError(error);
    }
    this.#isAdvancing = false;
    afterStep();
    this.#schedule();
  }

  /** To be called when something is being written: what follows from it may be due before what was next until now. */
  wake(): void {
    if (this.#isAdvancing || this.#isWoken || this.#isStopped) return;
    this.#isWoken = true;
    clearTimeout(this.#timer);
    // Later, for what follows is put in the queue after this call.
    this.#timer = setTimeout(() => this.catchUp(), 0);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#isWoken = false;
    if (this.#isStopped) return;
    const waitMs = ((this.#cluster.nextAtMs() ?? Infinity) - this.#present()) / this.#options.speed;
    this.#timer = setTimeout(() => this.catchUp(), Math.min(LONGEST_SLEEP_MS, Math.max(0, Math.ceil(waitMs))));
  }

  /** Virtual ms that it is. */
  #present(): number {
    const { now, startMs, startedAt, speed } = this.#options;
    return startMs + (now() - startedAt) * speed;
  }
}
