import { HASH_LABEL } from "../../../api/rollout.ts";
import { applyMergePatch } from "../../../api/patch.ts";
import { create, list, remove, updateStatus, update, type KubeResponse } from "../../../api/request.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, EVENTS, NODES, PODS, resourceOf } from "../../../api/resources.ts";
import { canonicalJson, deepEqual } from "../../../api/semantic.ts";
import { targetNodeName } from "../../../api/node-matching.ts";
import { ENGINE_VERSION } from "../../../api/timeline.ts";
import type { ControllerRevision } from "../../../api/types/controllerrevision.ts";
import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { KubeEvent } from "../../../api/types/event.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { Node } from "../../../api/types/node.ts";
import { revisionData } from "../../controllers/controller-history.ts";
import { templateHash } from "../../controllers/name-hash.ts";
import { Cluster } from "../../cluster.ts";
import type { CaseResult } from "./case-result.ts";
import { apiVersionOfKind, isEmpty, isSuperset, resolveTimes, withDefaults } from "./case-values.ts";
import type { Expectation, Match, Scenario, Step } from "./daemonset-case.ts";

const ACTORS_OF: Record<string, string> = { daemonset: "daemonset", garbagecollector: "garbage-collector" };
/** Retries of a failed write come back within this; windows and requeues that a case means are a second or more. */
const RETRY_MS = 500;
const SUPPORTED = ["seed-bypasses-validation", "ResourceQuota"];

/** Runs one case of the `daemonset` format through the engine's request door, on virtual time. */
export function runDaemonSetCase(scenario: Scenario): CaseResult {
  const missing = (scenario.requires ?? []).find((r) => !SUPPORTED.includes(r));
  if (missing) return { outcome: "skipped", why: `requires ${missing}` };
  const failures = new Run(scenario).run();
  return failures.length === 0 ? { outcome: "passed" } : { outcome: "failed", failures };
}

/** What the controllers did between two moments: pods that came, pods that went, events written. */
interface Mark {
  readonly pods: ReadonlyMap<string, Pod>;
  readonly events: ReadonlyMap<string, number>;
  readonly deletedByTest: Set<string>;
  readonly createdByTest: Set<string>;
}

function hashOf(ds: DaemonSet): string {
  return templateHash(ds.spec.template, ds.status.collisionCount);
}

class Run {
  readonly #scenario: Scenario;
  readonly #cluster: Cluster;
  readonly #subject: { name: string; namespace: string };
  readonly #failures: string[] = [];
  /** Every pod ever seen, so that one that came and went between two looks still counts. */
  readonly #log: { created: Pod[]; deleted: Map<string, Pod> } = { created: [], deleted: new Map() };
  #known = new Map<string, Pod>();
  #testCreated = new Set<string>();
  #testDeleted = new Set<string>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    const actors = scenario.controllers.map((c) => ACTORS_OF[c] ?? c);
    this.#cluster = Cluster.open({ engineVersion: ENGINE_VERSION, seed: 1, setup: [], actors, inputs: [] });
    const first = scenario.given.find((o) => o.kind === "DaemonSet");
    this.#subject = { name: scenario.subject ?? first?.metadata.name ?? "", namespace: first?.metadata.namespace ?? "default" };
  }

  run(): string[] {
    this.#seed();
    this.#known = this.#podMap();
    const start = this.#mark();
    this.#quiesce();
    this.#scenario.steps.forEach((step, i) => this.#step(step, `step ${i + 1}`));
    this.#expect(this.#scenario.expect, "expect", start, { created: 0, deleted: 0 });
    return this.#failures;
  }

  // --- seeding

  #seed(): void {
    const uids = new Map<string, string>();
    const uidOf = (kind: string, name: string) => {
      const key = `${kind}/${name}`;
      if (!uids.has(key)) uids.set(key, `00000000-0000-4000-8000-${String(uids.size + 1).padStart(12, "0")}`);
      return uids.get(key)!;
    };
    const hash = this.#seedHash();
    for (const raw of this.#scenario.given) {
      const object = this.#filledIn(raw, hash);
      const owners = object.metadata.ownerReferences?.map((o) => ({ ...o, uid: uidOf(o.kind, o.name) }));
      const seeded = {
        ...object,
        metadata: {
          ...object.metadata,
          creationTimestamp: object.metadata.creationTimestamp ?? "2026-01-01T00:00:00Z",
          uid: uidOf(object.kind, object.metadata.name),
          resourceVersion: "",
          ...(owners ? { ownerReferences: owners } : {}),
        },
      };
      const resource = resourceOf(seeded);
      if (!resource) throw new Error(`unknown kind ${seeded.kind}`);
      this.#cluster.seed(resource, withDefaults(seeded));
    }
  }

  /** Placeholders of the format: `new` hashes, `$template` data, `${new}` in names and labels. */
  #filledIn(raw: KubeObject, hash: string): KubeObject {
    let object = JSON.parse(JSON.stringify(raw).replaceAll("${new}", hash)) as KubeObject;
    if (object.kind === "Pod" && object.metadata.labels?.[HASH_LABEL] === "new") {
      object = { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, [HASH_LABEL]: hash } } };
    }
    if (object.kind === "ControllerRevision") {
      const data = (object as unknown as { data: { $template?: unknown } }).data;
      const template = data.$template === "$current" ? this.#subjectTemplate() : data.$template;
      if (template !== undefined) object = { ...object, data: revisionData(withDefaults({ ...this.#givenSubject(), spec: { ...this.#givenSubject().spec, template } } as KubeObject) as DaemonSet) } as KubeObject;
    }
    return object;
  }
  #givenSubject(): DaemonSet {
    const given = this.#scenario.given.find((o) => o.kind === "DaemonSet" && o.metadata.name === this.#subject.name);
    return (given ?? { apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name: "", uid: "", resourceVersion: "", creationTimestamp: "" }, spec: {} }) as DaemonSet;
  }
  #subjectTemplate(): unknown {
    return this.#givenSubject().spec.template;
  }
  #seedHash(): string {
    const known = this.#scenario.given.find((o) => o.kind === "ControllerRevision" && (o as unknown as { data: { $template?: unknown } }).data.$template === "$current");
    const label = known?.metadata.labels?.[HASH_LABEL];
    if (label && !label.includes("${")) return label;
    const subject = this.#givenSubject();
    return subject.metadata.name ? hashOf(withDefaults(subject) as DaemonSet) : "";
  }

  // --- steps

  #step(step: Step, where: string): void {
    const counts = { created: this.#log.created.length, deleted: this.#log.deleted.size };
    const mark = this.#mark();
    const response = this.#act(step);
    if (step.expectError) this.#expectError(response, step.expectError, where);
    else if (response && !response.ok) this.#fail(where, `must succeed, but: ${response.status.message}`);
    this.#quiesce();
    if (step.expect) this.#expect(step.expect, where, mark, counts);
  }

  #act(step: Step): KubeResponse | undefined {
    if (step.advance) {
      this.#advance(step.advance.seconds * 1000);
      return undefined;
    }
    const value = resolveTimes(step, this.#cluster.nowMs) as Step;
    if (value.create) {
      const resource = resourceOf(value.create)!;
      const response = this.#cluster.handle<KubeObject>(create(resource, value.create as never));
      if (response.ok && resource === PODS) this.#testCreated.add(response.body.metadata.uid);
      if (response.ok && resource === NODES) this.#untaint(response.body as Node);
      return response;
    }
    if (value.update) return this.#update(value.update);
    if (value.patchStatus) return this.#each(value.patchStatus.match, (pod) => this.#cluster.handle(updateStatus(PODS, { ...pod, status: applyMergePatch(pod.status, value.patchStatus!.status) } as Pod)));
    if (value.bind) return this.#each(value.bind.match, (pod) => this.#bind(pod));
    if (value.delete) return this.#delete(value.delete);
    return undefined;
  }

  /** Admission puts not-ready:NoSchedule on every new node, and the node controller, which is off here, would take it off. */
  #untaint(node: Node): void {
    const { taints, ...spec } = node.spec;
    const left = (taints ?? []).filter((t) => t.key !== "node.kubernetes.io/not-ready");
    this.#cluster.handle(update(NODES, { ...node, spec: left.length > 0 ? { ...spec, taints: left } : spec } as Node));
  }

  #each(match: Match, act: (pod: Pod) => KubeResponse | undefined): KubeResponse | undefined {
    const pods = this.#matching(match);
    if (pods.length === 0) this.#fail("step", `matches no pod: ${JSON.stringify(match)}`);
    let last: KubeResponse | undefined;
    for (const pod of pods) {
      last = act(pod) ?? last;
      if (last && !last.ok) return last;
    }
    return last;
  }

  #bind(pod: Pod): KubeResponse | undefined {
    const node = targetNodeName(pod.spec);
    if (pod.spec.nodeName || !node) return undefined;
    return this.#cluster.handle({
      verb: "create", resource: PODS.key, subresource: "binding", namespace: pod.metadata.namespace ?? "default", name: pod.metadata.name,
      body: { apiVersion: "v1", kind: "Binding", metadata: { name: pod.metadata.name }, target: { apiVersion: "v1", kind: "Node", name: node } },
    });
  }

  #update(change: NonNullable<Step["update"]>): KubeResponse {
    const resource = resourceOf({ apiVersion: apiVersionOfKind(change.kind), kind: change.kind })!;
    const namespace = resource.namespaced ? (change.namespace ?? this.#subject.namespace) : undefined;
    const old = this.#cluster.store.get(resource, namespace, change.name);
    if (!old) throw new Error(`${change.kind} ${change.name} does not exist`);
    const next = applyMergePatch(old, change.patch) as KubeObject & { status?: unknown };
    const response = this.#cluster.handle<KubeObject>(update(resource, next));
    if (response.ok && "status" in change.patch && resource !== DAEMONSETS) {
      return this.#cluster.handle(updateStatus(resource, { ...next, metadata: response.body.metadata }));
    }
    return response;
  }

  #delete(change: NonNullable<Step["delete"]>): KubeResponse | undefined {
    const options = { ...(change.gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds: change.gracePeriodSeconds }), ...(change.propagationPolicy ? { propagationPolicy: change.propagationPolicy } : {}) };
    const resource = resourceOf({ apiVersion: apiVersionOfKind(change.kind), kind: change.kind })!;
    if (change.match) {
      return this.#each(change.match, (pod) => {
        this.#testDeleted.add(pod.metadata.uid);
        return this.#cluster.handle(remove(PODS, pod.metadata, options));
      });
    }
    const namespace = resource.namespaced ? (change.namespace ?? this.#subject.namespace) : undefined;
    const object = this.#cluster.store.get(resource, namespace, change.name!);
    if (object && resource === PODS) this.#testDeleted.add(object.metadata.uid);
    return this.#cluster.handle(remove(resource, { ...(namespace ? { namespace } : {}), name: change.name! }, options));
  }

  // --- time

  /** Nothing is left to do at this moment; delayed wake-ups of the future do not count. */
  #quiesce(): void {
    this.#watch();
    for (let n = 0; n < 100_000; n++) {
      const next = this.#cluster.peek();
      if (!next || (next.key.startsWith("delayed/") && next.atMs > this.#cluster.nowMs + RETRY_MS)) return;
      this.#cluster.advance(next.atMs);
      this.#watch();
    }
    this.#fail("quiescence", "is never reached");
  }
  #advance(ms: number): void {
    const until = this.#cluster.nowMs + ms;
    for (let next = this.#cluster.peek(); next && next.atMs <= until; next = this.#cluster.peek()) {
      this.#cluster.advance(next.atMs);
      this.#watch();
    }
    this.#cluster.advance(until);
  }

  /** Notes pods that came and pods that were marked or removed since the last look. */
  #watch(): void {
    const now = this.#podMap();
    for (const [uid, pod] of now) {
      const before = this.#known.get(uid);
      if (!before && !this.#testCreated.has(uid)) this.#log.created.push(pod);
      const isMarked = pod.metadata.deletionTimestamp !== undefined && before?.metadata.deletionTimestamp === undefined;
      if (isMarked && before && !this.#testDeleted.has(uid)) this.#log.deleted.set(uid, pod);
    }
    for (const [uid, pod] of this.#known) {
      const isGone = !now.has(uid) && pod.metadata.deletionTimestamp === undefined;
      if (isGone && !this.#testDeleted.has(uid)) this.#log.deleted.set(uid, pod);
    }
    this.#known = now;
  }

  #mark(): Mark {
    return { pods: this.#podMap(), events: this.#eventCounts(), createdByTest: new Set(this.#testCreated), deletedByTest: new Set(this.#testDeleted) };
  }
  #podMap(): Map<string, Pod> {
    return new Map([...this.#cluster.store.all<Pod>(PODS)].map((p) => [p.metadata.uid, p]));
  }
  #events(): KubeEvent[] {
    return [...this.#cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.involvedObject.kind === "DaemonSet" && e.involvedObject.name === this.#subject.name);
  }
  #eventCounts(): Map<string, number> {
    return new Map(this.#events().map((e) => [e.metadata.name, e.count ?? 1]));
  }

  // --- expectations

  #expect(expect: Expectation, where: string, mark: Mark, counts: { created: number; deleted: number }): void {
    const created = this.#log.created.slice(counts.created).filter((p) => p.metadata.ownerReferences?.some((o) => o.controller && o.kind === "DaemonSet" && o.name === this.#subject.name));
    const deleted = [...this.#log.deleted.values()].slice(counts.deleted);
    const node = (p: Pod) => targetNodeName(p.spec) ?? "";
    if (expect.createdOn) this.#same(where, "createdOn", created.map(node).sort(), [...expect.createdOn].sort());
    if (expect.createdCount !== undefined) this.#same(where, "createdCount", created.length, expect.createdCount);
    if (expect.deletedPods) this.#same(where, "deletedPods", deleted.map((p) => p.metadata.name).sort(), [...expect.deletedPods].sort());
    if (expect.deletedFrom) this.#same(where, "deletedFrom", deleted.map(node).sort(), [...expect.deletedFrom].sort());
    if (expect.deletedCount !== undefined) this.#same(where, "deletedCount", deleted.length, expect.deletedCount);
    this.#expectEvents(expect, where, mark);
    for (const check of expect.pods ?? []) {
      const pods = this.#matching(check.match);
      this.#same(where, `pods ${JSON.stringify(check.match)}`, pods.length, check.count);
      for (const pod of pods) for (const each of check.each ?? []) this.#check(where, pod, each);
    }
    const subject = this.#cluster.store.get<DaemonSet>(DAEMONSETS, this.#subject.namespace, this.#subject.name);
    for (const [field, value] of Object.entries(expect.status ?? {})) {
      this.#same(where, `status.${field}`, (subject?.status as unknown as Record<string, unknown>)?.[field] ?? 0, value);
    }
    if (expect.revisions) this.#expectRevisions(expect.revisions, where, subject);
    for (const check of expect.objects ?? []) this.#expectObject(check, where);
  }

  #expectEvents(expect: Expectation, where: string, mark: Mark): void {
    const fresh = this.#events().map((event) => ({ event, n: (event.count ?? 1) - (mark.events.get(event.metadata.name) ?? 0) })).filter((e) => e.n > 0);
    for (const wanted of expect.events ?? []) {
      const hits = fresh.filter(({ event }) => event.reason === wanted.reason && event.type === wanted.type && (!wanted.messageMatches || new RegExp(wanted.messageMatches).test(event.message)));
      const n = hits.reduce((sum, h) => sum + h.n, 0);
      if (wanted.count === undefined ? n === 0 : n !== wanted.count) this.#fail(where, `event ${wanted.reason} ${wanted.messageMatches ?? ""}: expected ${wanted.count ?? "some"}, came ${n}`);
    }
    for (const reason of expect.noEvents ?? []) if (fresh.some(({ event }) => event.reason === reason)) this.#fail(where, `no event ${reason} expected`);
  }

  #expectRevisions(expect: NonNullable<Expectation["revisions"]>, where: string, subject: DaemonSet | undefined): void {
    const all = this.#revisions();
    if (expect.numbers) this.#same(where, "revision numbers", all.map((r) => r.revision).sort((a, b) => a - b), [...expect.numbers].sort((a, b) => a - b));
    if (expect.current !== undefined) {
      const wanted = subject ? canonicalJson(revisionData(subject)) : "";
      this.#same(where, "current revision", all.filter((r) => canonicalJson(r.data) === wanted).map((r) => r.revision), [expect.current]);
    }
  }
  #revisions(): ControllerRevision[] {
    const { name } = this.#subject;
    return [...this.#cluster.store.all<ControllerRevision>(CONTROLLERREVISIONS)].filter((r) => r.metadata.ownerReferences?.some((o) => o.controller && o.name === name));
  }
  #newestHash(): string {
    return this.#revisions().sort((a, b) => b.revision - a.revision)[0]?.metadata.labels?.[HASH_LABEL] ?? "";
  }

  #expectObject(check: NonNullable<Expectation["objects"]>[number], where: string): void {
    const resource = resourceOf({ apiVersion: apiVersionOfKind(check.kind), kind: check.kind })!;
    const namespace = resource.namespaced ? (check.namespace ?? this.#subject.namespace) : undefined;
    const name = check.name.replaceAll("${new}", this.#seedHash());
    const object = this.#cluster.store.get(resource, namespace, name);
    if ((object !== undefined) !== (check.exists ?? true)) this.#fail(where, `${check.kind} ${name} exists: expected ${check.exists ?? true}`);
    if (object) for (const each of check.checks ?? []) this.#check(where, object, each);
  }

  #check(where: string, object: KubeObject, check: { path: readonly (string | number)[]; op: string; value?: unknown }): void {
    const actual = check.path.reduce<unknown>((o, key) => (o as Record<string | number, unknown> | undefined)?.[key], object);
    const value = check.value === "$hash:new" ? this.#newestHash() : check.value;
    const name = `${object.kind} ${object.metadata.name} ${check.path.join(".")} ${check.op}`;
    const ok = ((): boolean => {
      switch (check.op) {
        case "equals": return deepEqual(actual, value);
        case "sameItems": return deepEqual([...(actual as unknown[] ?? [])].map(canonicalJson).sort(), [...(value as unknown[])].map(canonicalJson).sort());
        case "contains": return ((actual ?? []) as unknown[]).some((item) => isSuperset(item, value));
        case "present": return !isEmpty(actual);
        case "absent": return isEmpty(actual);
        case "matches": return typeof actual === "string" && new RegExp(String(value)).test(actual);
        default: throw new Error(`unknown check ${check.op}`);
      }
    })();
    if (!ok) this.#fail(where, `${name} ${JSON.stringify(value)}, came ${JSON.stringify(actual)}`);
  }

  #matching(match: Match): Pod[] {
    const response = this.#cluster.handle<{ items: Pod[] }>(list(PODS));
    const owner = match.ownedBy ?? this.#subject.name;
    const pods = (response.ok ? response.body.items : []).filter((p) => this.#matches(p, match, owner));
    return match.first === undefined ? pods : pods.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)).slice(0, match.first);
  }
  #matches(pod: Pod, match: Match, owner: string): boolean {
    const oneOf = (want: string | readonly string[], is: string | undefined) => (typeof want === "string" ? want === is : is !== undefined && want.includes(is));
    const isReady = pod.status.conditions?.some((c) => c.type === "Ready" && c.status === "True") ?? false;
    return (pod.metadata.ownerReferences?.some((o) => o.controller && o.kind === "DaemonSet" && o.name === owner) ?? false)
      && (match.name === undefined || oneOf(match.name, pod.metadata.name))
      && (match.node === undefined || oneOf(match.node, targetNodeName(pod.spec)))
      && (match.hash === undefined || (match.hash === "new") === (pod.metadata.labels?.[HASH_LABEL] === this.#newestHash()))
      && (match.terminating === undefined || match.terminating === (pod.metadata.deletionTimestamp !== undefined))
      && (match.ready === undefined || match.ready === isReady)
      && (match.scheduled === undefined || match.scheduled === (pod.spec.nodeName !== undefined))
      && (match.phase === undefined || match.phase === pod.status.phase);
  }

  #expectError(response: KubeResponse | undefined, expected: NonNullable<Step["expectError"]>, where: string): void {
    if (!response || response.ok) return this.#fail(where, `must fail with ${expected.code} ${expected.reason}`);
    this.#same(where, "code", response.status.code, expected.code);
    this.#same(where, "reason", response.status.reason, expected.reason);
    for (const cause of expected.causes ?? []) {
      const hit = response.status.details?.causes?.some((c) => c.field === cause.field && (!cause.messageMatches || new RegExp(cause.messageMatches).test(c.message)));
      if (!hit) this.#fail(where, `cause ${cause.field} ${cause.messageMatches}, came ${JSON.stringify(response.status.details?.causes)}`);
    }
  }
  #same(where: string, what: string, actual: unknown, expected: unknown): void {
    if (!deepEqual(actual, expected)) this.#fail(where, `${what}: expected ${JSON.stringify(expected)}, came ${JSON.stringify(actual)}`);
  }
  #fail(where: string, text: string): void {
    this.#failures.push(`${where}: ${text}`);
  }
}
