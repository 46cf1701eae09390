import type { Mark } from "../api/timeline.ts";
import type { Moment } from "../engine/cluster.ts";

/** More moments than anybody undoes: the oldest are forgotten. */
const KEPT = 200;

/** Moments that the page has asked to remember. A moment is a few pointers, so they stay here and the page gets numbers. */
export class Marks {
  #moments = new Map<number, Moment>();
  #runs = new WeakMap<Moment["inputs"], number>();
  #lastId = 0;
  #lastRun = 0;

  add(moment: Moment): Mark {
    const run = this.#runs.get(moment.inputs) ?? ++this.#lastRun;
    this.#runs.set(moment.inputs, run);
    const id = ++this.#lastId;
    this.#moments.set(id, moment);
    this.#moments.delete(id - KEPT);
    return { id, run };
  }

  get(id: number): Moment | undefined {
    return this.#moments.get(id);
  }
}
