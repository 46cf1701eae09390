import type { Decision } from "../../api/decision.ts";
import type { ObjectReference } from "../../api/types/meta.ts";

/** How many decisions a run keeps; the oldest go first. */
const LIMIT = 60_000;

/** All decisions of a run in order, and the latest verdict of each DaemonSet on each node. */
export class DecisionLog {
  #items: Decision[] = [];
  #first = 1;
  #eligibility = new Map<string, Decision>();
  #changedEligibility = new Set<string>();

  /** Id of the newest decision; 0 when there is none. */
  get lastId(): number {
    return this.#first + this.#items.length - 1;
  }
  add(decision: Decision): void {
    this.#items.push(decision);
    if (this.#items.length > LIMIT) {
      this.#items.splice(0, LIMIT / 4);
      this.#first += LIMIT / 4;
    }
    if (decision.rule === "daemonset/eligibility" && decision.subject) {
      const key = eligibilityKey(decision.object.uid!, decision.subject.name);
      this.#eligibility.set(key, decision);
      this.#changedEligibility.add(key);
    }
  }
  get(id: number): Decision | undefined {
    return this.#items[id - this.#first];
  }
  /** Decisions after `id`, oldest first, at most the newest `limit`. */
  since(id: number, limit = Infinity): Decision[] {
    const from = Math.max(0, id + 1 - this.#first, this.#items.length - limit);
    return this.#items.slice(from);
  }
  /** Newest first: decisions about the object, or with it as subject. */
  about(object: ObjectReference, limit: number): Decision[] {
    const out: Decision[] = [];
    for (let i = this.#items.length - 1; i >= 0 && out.length < limit; i--) {
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
  eligibilities(): ReadonlyMap<string, Decision> {
    return this.#eligibility;
  }
  /** A node or a DaemonSet is gone: its verdicts go too. */
  forgetEligibility(daemonSetUid: string, nodeName: string): void {
    const key = eligibilityKey(daemonSetUid, nodeName);
    if (this.#eligibility.delete(key)) this.#changedEligibility.add(key);
  }
  /** Keys whose verdict changed since the last call. */
  takeChangedEligibility(): string[] {
    const keys = [...this.#changedEligibility];
    this.#changedEligibility.clear();
    return keys;
  }
  clone(): DecisionLog {
    const copy = new DecisionLog();
    copy.#items = [...this.#items];
    copy.#first = this.#first;
    copy.#eligibility = new Map(this.#eligibility);
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
