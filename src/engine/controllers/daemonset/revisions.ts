import { HASH_LABEL } from "../../../api/rollout.ts";
import { remove, updateStatus, update } from "../../../api/request.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, PODS } from "../../../api/resources.ts";
import { canonicalJson } from "../../../api/semantic.ts";
import type { ControllerRevision } from "../../../api/types/controllerrevision.ts";
import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { claimRevisions, createRevision, deleteOldest, renumberRevision, revisionData } from "../controller-history.ts";
import { templateHash } from "../name-hash.ts";

export interface RevisionHistory {
  readonly current: ControllerRevision;
  readonly old: readonly ControllerRevision[];
  readonly hash: string;
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
  if (same.length === 0) return snapshot(world, ds, old, next);

  const kept = same.reduce((a, b) => (b.revision >= a.revision ? b : a));
  dropDuplicates(world, kept, same.filter((r) => r !== kept), pods);
  const current = kept.revision < next ? renumberRevision(world, ds, kept, next, "pkg/controller/daemon/update.go constructHistory") : kept;
  return { current, old, hash: current.metadata.labels?.[HASH_LABEL] ?? "" };
}

function withHashLabel(world: ActorWorld, revision: ControllerRevision): ControllerRevision {
  if (revision.metadata.labels?.[HASH_LABEL]) return revision;
  const labels = { ...revision.metadata.labels, [HASH_LABEL]: revision.metadata.name };
  const response = world.handle<ControllerRevision>(update(CONTROLLERREVISIONS, { ...revision, metadata: { ...revision.metadata, labels } }));
  return response.ok ? response.body : revision;
}

function snapshot(world: ActorWorld, ds: DaemonSet, old: readonly ControllerRevision[], revision: number): RevisionHistory | { readonly error: string } {
  const hash = templateHash(ds.spec.template, ds.status.collisionCount);
  const name = `${ds.metadata.name}-${hash}`;
  const labels = { ...ds.spec.template.metadata?.labels, [HASH_LABEL]: hash };
  const response = createRevision(world, ds, { name, labels, revision, source: "pkg/controller/daemon/update.go snapshot" });
  if (response.ok) return { current: response.body, old, hash };
  if (response.status.reason !== "AlreadyExists") return { error: response.status.message ?? "" };
  return collided(world, ds, name, old);
}

/** The name is taken: by the same data (then it is ours), or by other data: then the hash gets another salt and the sync is retried. */
function collided(world: ActorWorld, ds: DaemonSet, name: string, old: readonly ControllerRevision[]): RevisionHistory | { readonly error: string } {
  const existing = world.store.get<ControllerRevision>(CONTROLLERREVISIONS, ds.metadata.namespace, name);
  if (existing && canonicalJson(existing.data) === canonicalJson(revisionData(ds))) {
    return { current: existing, old, hash: existing.metadata.labels?.[HASH_LABEL] ?? "" };
  }
  const collisionCount = (ds.status.collisionCount ?? 0) + 1;
  world.handle(updateStatus(DAEMONSETS, { ...ds, status: { ...ds.status, collisionCount } } as DaemonSet));
  return { error: `controllerrevisions.apps "${name}" already exists` };
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
  const surplus = old.length - ds.spec.revisionHistoryLimit;
  if (surplus <= 0) return;
  const inUse = new Set(pods.map((p) => p.metadata.labels?.[HASH_LABEL]));
  deleteOldest(world, old, surplus, (revision) => inUse.has(revision.metadata.labels?.[HASH_LABEL]));
}
