import type { KubeRequest, KubeResponse } from "../api/request.ts";
import type { Cluster } from "../engine/cluster.ts";
import type { Engine } from "./engine-host.ts";
import type { ObjectKey } from "./row-work.ts";

/** More changes than this while a page did not ask: it is told to look at everything. */
const MOST_DIRTY = 20_000;

/** What one page has not been told yet. */
interface Pending {
  dirty: Map<string, ObjectKey> | "all";
  verdicts: Set<string> | "all";
}

/**
 * One cluster for many pages, whose clock belongs to somebody else: each page has an engine of its own that tells it
 * what changed since *it* asked last. Time passes by itself, so a page can neither hold it nor turn it back.
 */
export class SharedCluster {
  readonly #cluster: Cluster;
  readonly #catchUp: () => void;
  readonly #pages = new Set<Pending>();

  /** @param catchUp brings the cluster to the present */
  constructor(cluster: Cluster, catchUp: () => void) {
    this.#cluster = cluster;
    this.#catchUp = catchUp;
    cluster.onChange(({ resource, key }) => {
      for (const page of this.#pages) note(page, resource, key);
    });
  }

  /** Shares out what the cluster keeps for its only page. To be called now and then, or it piles up. */
  drain(): void {
    const dirty = this.#cluster.takeDirty();
    const verdicts = this.#cluster.decisions.takeChangedEligibility();
    for (const page of this.#pages) {
      if (dirty === "all") page.dirty = "all";
      if (page.verdicts === "all") continue;
      for (const key of verdicts) page.verdicts.add(key);
      if (page.verdicts.size > MOST_DIRTY) page.verdicts = "all";
    }
  }

  /** An engine for a page that has just come. `close` when it has gone. */
  openEngine(): Engine & { close(): void } {
    const cluster = this.#cluster;
    const page: Pending = { dirty: "all", verdicts: "all" };
    const leaves: (() => void)[] = [];
    this.#pages.add(page);
    const present = () => {
      this.#catchUp();
      this.drain();
    };
    const { decisions } = cluster;
    return {
      get nowMs() { return cluster.nowMs; },
      get endMs() { return cluster.nowMs; },
      store: cluster.store,
      log: cluster.log,
      decisions: {
        get lastId() { return decisions.lastId; },
        since: (id, limit) => decisions.since(id, limit),
        about: (object, limit) => decisions.about(object, limit),
        causes: (id) => decisions.causes(id),
        eligibility: (uid, nodeName) => decisions.eligibility(uid, nodeName),
        eligibilities: () => decisions.eligibilities(),
        takeChangedEligibility() {
          const { verdicts } = page;
          page.verdicts = new Set();
          return verdicts === "all" ? [...decisions.eligibilities().keys()] : verdicts;
        },
      },
      handle(request: KubeRequest): KubeResponse {
        this.settle(0);
        return cluster.handle(request);
      },
      advance() {
        present();
        return "reached";
      },
      seek: present,
      settle: present,
      nextAtMs: () => cluster.nextAtMs(),
      nextNotableAtMs: () => cluster.nextNotableAtMs(),
      peek: () => cluster.peek(),
      takeDirty() {
        const { dirty } = page;
        page.dirty = new Map();
        return dirty === "all" ? "all" : [...dirty.values()];
      },
      onChange(listener) {
        const leave = cluster.onChange(listener);
        leaves.push(leave);
        return leave;
      },
      close: () => {
        this.#pages.delete(page);
        for (const leave of leaves) leave();
      },
    };
  }
}

function note(page: Pending, resource: string, key: string): void {
  if (page.dirty === "all") return;
  page.dirty.set(`${resource} ${key}`, { resource, key });
  if (page.dirty.size > MOST_DIRTY) page.dirty = "all";
}
