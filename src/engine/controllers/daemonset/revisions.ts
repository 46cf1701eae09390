import { HASH_LABEL } from "../../../api/rollout.ts";
import type { KubeResponse } from "../../../api/request.ts";
import { create, remove, updateStatus, update } from "../../../api/request.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, PODS } from "../../../api/resources.ts";
import { matchesLabels } from "../../../api/selector.ts";
import { canonicalJson } from "../../../api/semantic.ts";
import type { ControllerRevision } from "../../../api/types/controllerrevision.ts";
import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { hash32 } from "../../sim/random.ts";
import { writeOwners } from "../../apiserver/owners.ts";
import { controllerOf } from "../../apiserver/store.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import { controllerReference } from "./daemon-pod.ts";

export interface RevisionHistory {
  readonly current: ControllerRevision;
  readonly old: readonly ControllerRevision[];
  readonly hash: string;
}

/** What a revision holds: a patch that sets the template. Source: pkg/controller/daemon/update.go getPatch. */
export function revisionData(ds: DaemonSet): ControllerRevision["data"] {
  return { spec: { template: { ...ds.spec.template, $patch: "replace" } } };
}

const ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

/**
 * Hash of a template. Upstream dumps the Go object; here it is the canonical JSON, so the number differs from a real
 * cluster's, but it is as stable and as unique. Departure: the text cannot be reproduced without Go's dump format.
 * Source: pkg/controller/controller_utils.go ComputeHash, apimachinery rand.SafeEncodeString.
 */
export function templateHash(ds: DaemonSet): string {
  const collisions = ds.status.collisionCount;
  const number = hash32(canonicalJson(ds.spec.template) + (collisions === undefined ? "" : `/${collisions}`));
  return Array.from(String(number), (c) => ALPHABET[c.charCodeAt(0) % ALPHABET.length]!).join("");
}

/**
 * The current revision and the old ones, made, renumbered and de-duplicated as needed.
 * Source: pkg/controller/daemon/update.go constructHistory.
 * @returns an error text when the sync has to be retried
 */
export function constructHistory(world: ActorWorld, ds: DaemonSet, pods: readonly Pod[]): RevisionHistory | { readonly error: string } {
  const all = claimRevisions(world, ds).map((r) => withHashLabel(world, r));
  const wanted = canonicalJson(revisionData(ds));
  const same = all.filter((r) => canonicalJson(r.data) === wanted);
  const old = all.filter((r) => !same.includes(r));
  const next = Math.max(0, ...old.map((r) => r.revision)) + 1;
  if (same.length === 0) return createRevision(world, ds, old, next);

  const kept = same.reduce((a, b) => (b.revision >= a.revision ? b : a));
  dropDuplicates(world, kept, same.filter((r) => r !== kept), pods);
  const current = kept.revision < next ? renumber(world, ds, kept, next) : kept;
  return { current, old, hash: current.metadata.labels?.[HASH_LABEL] ?? "" };
}

/** Owned revisions that still match, and matching orphans, which are adopted: that is how a recreated set finds its history. */
function claimRevisions(world: ActorWorld, ds: DaemonSet): ControllerRevision[] {
  const claimed: ControllerRevision[] = [];
  const matches = (r: ControllerRevision) => matchesLabels(ds.spec.selector, r.metadata.labels);
  for (const r of world.store.revisionsOwnedBy<ControllerRevision>(ds.metadata.uid)) {
    if (matches(r)) claimed.push(r);
    else writeOwners(world, r, (r.metadata.ownerReferences ?? []).filter((o) => o.uid !== ds.metadata.uid));
  }
  for (const r of world.store.all<ControllerRevision>(CONTROLLERREVISIONS)) {
    if (r.metadata.namespace !== ds.metadata.namespace || controllerOf(r) || r.metadata.deletionTimestamp || !matches(r)) continue;
    claimed.push(writeOwners(world, r, [...(r.metadata.ownerReferences ?? []), controllerReference(ds)]));
  }
  return claimed;
}

function withHashLabel(world: ActorWorld, revision: ControllerRevision): ControllerRevision {
  if (revision.metadata.labels?.[HASH_LABEL]) return revision;
  const labels = { ...revision.metadata.labels, [HASH_LABEL]: revision.metadata.name };
  return stored(world.handle<ControllerRevision>(update(CONTROLLERREVISIONS, { ...revision, metadata: { ...revision.metadata, labels } })), revision);
}

function stored<T>(response: KubeResponse<T>, otherwise: T): T {
  return response.ok ? response.body : otherwise;
}

function createRevision(world: ActorWorld, ds: DaemonSet, old: readonly ControllerRevision[], revision: number): RevisionHistory | { readonly error: string } {
  const hash = templateHash(ds);
  const { annotations } = ds.metadata;
  const draft = {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: {
      name: `${ds.metadata.name}-${hash}`,
      namespace: ds.metadata.namespace ?? "default",
      labels: { ...ds.spec.template.metadata?.labels, [HASH_LABEL]: hash },
      ...(annotations ? { annotations } : {}),
      ownerReferences: [controllerReference(ds)],
    },
    data: revisionData(ds),
    revision,
  };
  const response = world.handle<ControllerRevision>(create(CONTROLLERREVISIONS, draft), (stored) => ({
    object: referenceTo(ds),
    subject: referenceTo(stored),
    verdict: "created",
    rule: "daemonset/new-revision",
    evidence: [{ object: referenceTo(ds), path: "spec.template" }],
    text: `recorded the template as revision ${revision}, ControllerRevision \`${stored.metadata.name}\`.`,
    source: "pkg/controller/daemon/update.go snapshot",
  }));
  if (response.ok) return { current: response.body, old, hash };
  if (response.status.reason !== "AlreadyExists") return { error: response.status.message ?? "" };
  return collided(world, ds, draft.metadata.name, draft.data, old);
}

/** The name is taken: by the same data (then it is ours), or by other data: then the hash gets another salt and the sync is retried. */
function collided(world: ActorWorld, ds: DaemonSet, name: string, data: ControllerRevision["data"], old: readonly ControllerRevision[]): RevisionHistory | { readonly error: string } {
  const existing = world.store.get<ControllerRevision>(CONTROLLERREVISIONS, ds.metadata.namespace, name);
  if (existing && canonicalJson(existing.data) === canonicalJson(data)) {
    return { current: existing, old, hash: existing.metadata.labels?.[HASH_LABEL] ?? "" };
  }
  const collisionCount = (ds.status.collisionCount ?? 0) + 1;
  world.handle(updateStatus(DAEMONSETS, { ...ds, status: { ...ds.status, collisionCount } } as DaemonSet));
  return { error: `controllerrevisions.apps "${name}" already exists` };
}

function renumber(world: ActorWorld, ds: DaemonSet, kept: ControllerRevision, revision: number): ControllerRevision {
  const renumbered = stored(world.handle<ControllerRevision>(update(CONTROLLERREVISIONS, { ...kept, revision } as ControllerRevision)), kept);
  world.decide({
    object: referenceTo(ds),
    subject: referenceTo(kept),
    verdict: "renumbered",
    rule: "daemonset/renumber-revision",
    evidence: [{ object: referenceTo(kept), path: "revision", value: kept.revision }],
    text: `reused ControllerRevision \`${kept.metadata.name}\`: the template is that of revision ${kept.revision}, which becomes revision ${revision}.`,
    source: "pkg/controller/daemon/update.go constructHistory",
  });
  return renumbered;
}

function dropDuplicates(world: ActorWorld, kept: ControllerRevision, others: readonly ControllerRevision[], pods: readonly Pod[]): void {
  if (others.length === 0) return;
  const hash = kept.metadata.labels?.[HASH_LABEL] ?? "";
  for (const pod of pods) {
    if (pod.metadata.labels?.[HASH_LABEL] === hash) continue;
    world.handle(update(PODS, { ...pod, metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, [HASH_LABEL]: hash } } }));
  }
  for (const revision of others) world.handle(remove(CONTROLLERREVISIONS, revision.metadata));
}

/**
 * Deletes the oldest revisions beyond spec.revisionHistoryLimit that no pod carries any more. The current one never
 * counts. Source: pkg/controller/daemon/update.go cleanupHistory.
 */
export function cleanupHistory(world: ActorWorld, ds: DaemonSet, old: readonly ControllerRevision[], pods: readonly Pod[]): void {
  let surplus = old.length - ds.spec.revisionHistoryLimit;
  if (surplus <= 0) return;
  const inUse = new Set(pods.map((p) => p.metadata.labels?.[HASH_LABEL]));
  for (const revision of [...old].sort((a, b) => a.revision - b.revision)) {
    if (surplus <= 0) return;
    if (inUse.has(revision.metadata.labels?.[HASH_LABEL])) continue;
    world.handle(remove(CONTROLLERREVISIONS, revision.metadata));
    surplus--;
  }
}
