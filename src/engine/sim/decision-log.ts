import { CowMap } from "./cow-map.ts";
import type { Decision } from "../../api/decision.ts";
import type { KubeObject, ObjectReference } from "../../api/types/meta.ts";

/** How many decisions a run keeps; the oldest go first. */
const LIMIT = 60_000;

/** All decisions of a run in order, and the latest verdict of each DaemonSet on each node. */
export class DecisionLog {
  /** Shared with forks, which only look at the first `#length`; who appends behind that takes a copy. */
  #items: Decision[] = [];
  #length = 0;
  #first = 1;
  #eligibility = new CowMap<string, Decision>();
  #changedEligibility = new Set<string>();

  /** Id of the newest decision; 0 when there is none. */
  get lastId(): number {
    return this.#first + this.#length - 1;
  }
  add(decision: Decision): void {
    if (this.#items.length > this.#length) this.#items = this.#items.slice(0, this.#length);
    this.#items.push(decision);
    if (++this.#length > LIMIT) {
      this.#items = this.#items.slice(LIMIT / 4);
      this.#first += LIMIT / 4;
      this.#length = this.#items.length;
    }
    if (decision.rule === "daemonset/eligibility" && decision.subject) {
      const key = eligibilityKey(decision.object.uid!, decision.subject.name);
      this.#eligibility.set(key, decision);
      this.#changedEligibility.add(key);
    }
  }
  get(id: number): Decision | undefined {
    return id <= this.lastId ? this.#items[id - this.#first] : undefined;
  }
  /** Decisions after `id`, oldest first, at most the newest `limit`. */
  since(id: number, limit = Infinity): Decision[] {
    const from = Math.max(0, id + 1 - this.#first, this.#length - limit);
    return this.#items.slice(from, this.#length);
  }
  /** Newest first: decisions about the object, or with it as subject. */
  about(object: ObjectReference, limit: number): Decision[] {
    const out: Decision[] = [];
    for (let i = this.#length - 1; i >= 0 && out.length < limit; i--) {
      const d = this.#items[i]!;
      if (isSame(d.object, object) || (d.subject && isSame(d.subject, object))) out.push(d);
    }
    return out;
  }
  /** The decision itself, then its cause, and so on to the first one still kept. */
  causes(id: number): Decision[] {
    const out: Decision[] = [];
    for (let d = this.get(id); d; d = d.cause === undefined ? undefined : this.get(d.cause)) out.push(d);
    return out;
  }
  eligibility(daemonSetUid: string, nodeName: string): Decision | undefined {
    return this.#eligibility.get(eligibilityKey(daemonSetUid, nodeName));
  }
  /** All latest verdicts, keyed `<DaemonSet uid>/<node name>`. */
  eligibilities(): Pick<ReadonlyMap<string, Decision>, "get" | "keys"> {
    return this.#eligibility;
  }
  /** A Node or a DaemonSet is gone: its verdicts go too. */
  forget(object: KubeObject): void {
    const isItsOwn = object.kind === "Node"
      ? (key: string) => key.slice(key.indexOf("/") + 1) === object.metadata.name
      : (key: string) => key.startsWith(`${object.metadata.uid}/`);
    for (const key of [...this.#eligibility.keys()].filter(isItsOwn)) {
      this.#eligibility.delete(key);
      this.#changedEligibility.add(key);
    }
  }
  /** Keys whose verdict changed since the last call. */
  takeChangedEligibility(): string[] {
    const keys = [...this.#changedEligibility];
    this.#changedEligibility.clear();
    return keys;
  }
  clone(): DecisionLog {
    const copy = new DecisionLog();
    copy.#items = this.#items;
    copy.#length = this.#length;
    copy.#first = this.#first;
    copy.#eligibility = this.#eligibility.fork();
    return copy;
  }
}

function eligibilityKey(daemonSetUid: string, nodeName: string): string {
  return `${daemonSetUid}/${nodeName}`;
}

function isSame(a: ObjectReference, b: ObjectReference): boolean {
  if (a.kind !== b.kind || a.name !== b.name || (a.namespace ?? "") !== (b.namespace ?? "")) return false;
  return a.uid === undefined || b.uid === undefined || a.uid === b.uid;
}
