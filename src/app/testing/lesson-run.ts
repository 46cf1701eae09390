import type { KubeRequest } from "../../api/request.ts";
import { ENGINE_VERSION } from "../../api/timeline.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { Cluster } from "../../engine/cluster.ts";
import { INSIDE } from "../../engine/kubelet/inside.ts";
import { factsOf, type Facts, type Moment } from "../../lessons/facts.ts";
import type { FolderFiles, Scenario } from "../../lessons/scenario.ts";
import { Files, HOME } from "../../terminal/files.ts";
import { PROGRAMS } from "../../terminal/programs/list.ts";
import { runScript } from "../../terminal/shell/run.ts";
import { newShell } from "../../terminal/shell/shell.ts";
import { runProcess, type Ran } from "../../terminal/testing/run-on-cluster.ts";

/** Virtual time after which a cluster that still does something is left alone, and an `until` has failed. */
const SETTLE_MS = 900_000;
const UNTIL_MS = 3_600_000;
/** A watch or a followed log ends by Ctrl-C. */
const INTERRUPT_MS = 900_000;

/** A cluster and the terminal of one learner, without a page. */
export class LessonRun {
  readonly #cluster: Cluster;
  #files: Files;

  private constructor(cluster: Cluster, files: Files) {
    this.#cluster = cluster;
    this.#files = files;
  }

  /** The start cluster of a lesson, at rest. */
  static open(scenario: Scenario, files: FolderFiles): LessonRun {
    const log = { engineVersion: ENGINE_VERSION, seed: scenario.seed, setup: scenario.setup, inputs: [] };
    const run = new LessonRun(Cluster.open(log, { inside: INSIDE, keepsHistory: false }), new Files(Object.entries(files).map(([name, text]) => [`${HOME}/${name}`, text])));
    run.settle();
    return run;
  }

  /** The same moment once more: what is done there does not happen here. */
  fork(): LessonRun {
    const cluster = this.#cluster.fork();
    cluster.lookInside(INSIDE);
    return new LessonRun(cluster, new Files(this.#files.entries()));
  }

  /** Runs a line as if it were typed into a new terminal. 130: it would have gone on. */
  type(line: string, interruptAfterMs = INTERRUPT_MS): Ran {
    return runProcess(this.#cluster, runScript(newShell(this.#files, PROGRAMS), line), { interruptAfterMs });
  }

  /** @returns what the API server says of the first request that it refuses */
  send(requests: readonly KubeRequest[]): string | undefined {
    for (const request of requests) {
      const response = this.#cluster.handle(request);
      if (!response.ok) return response.status.message;
    }
    return undefined;
  }

  moment(): Moment {
    return { nowMs: this.#cluster.nowMs, objects: this.#objects(), decisions: this.#cluster.decisions.since(0) };
  }

  facts(start: Moment): Facts {
    return factsOf(this.moment(), start);
  }

  /** @param look after everything that happens */
  settle(look: () => void = () => undefined): void {
    const limit = this.#cluster.nowMs + SETTLE_MS;
    look();
    for (let next = this.#cluster.nextNotableAtMs(); next !== undefined && next <= limit; next = this.#cluster.nextNotableAtMs()) {
      this.#cluster.advance(next);
      look();
    }
  }

  /** @returns whether it came to that */
  runUntil(holds: () => boolean): boolean {
    const limit = this.#cluster.nowMs + UNTIL_MS;
    for (;;) {
      if (holds()) return true;
      // The clock itself may be what is waited for, so at least once a second somebody looks.
      const next = Math.min(this.#cluster.nextAtMs() ?? Infinity, Math.floor(this.#cluster.nowMs / 1000) * 1000 + 1000);
      if (next > limit) return false;
      this.#cluster.advance(next);
    }
  }

  #objects(): readonly KubeObject[] {
    return [...this.#cluster.store.everything()].map(({ object }) => object);
  }
}
