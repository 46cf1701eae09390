import type { KubeResponse } from "../../../api/request.ts";
import { CONTROLLERREVISIONS } from "../../../api/resources.ts";
import { canonicalJson } from "../../../api/semantic.ts";
import type { ControllerRevision } from "../../../api/types/controllerrevision.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { StatefulSet } from "../../../api/types/statefulset.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { claimRevisions, createRevision, deleteOldest, renumberRevision, revisionData } from "../controller-history.ts";
import { revisionOf } from "./identity.ts";
import { revisionHash } from "./revision-hash.ts";

const HASH_LABEL = "controller.kubernetes.io/hash";
const NAME_PREFIX_MAX = 223;
const SOURCE = "pkg/controller/statefulset/stateful_set_control.go getStatefulSetRevisions";

/** `current`: what the pods are of. `update`: what they are to become; the same one unless an update is under way. */
export interface Revisions {
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  /** All that were there, lowest number first. */
  readonly all: readonly ControllerRevision[];
  readonly collisionCount: number;
}

/**
 * The revision of the present template, made or renumbered as needed, and the one the status calls current.
 * Source: stateful_set_control.go getStatefulSetRevisions.
 * @returns an error text when the sync has to be retried
 */
export function syncRevisions(world: ActorWorld, set: StatefulSet): Revisions | { readonly error: string } {
  const all = claimRevisions(world, set);
  const wanted = canonicalJson(revisionData(set));
  const newest = all.at(-1);
  const next = (newest?.revision ?? 0) + 1;
  const equal = all.findLast((r) => canonicalJson(r.data) === wanted);
  const made = equal ? undefined : makeRevision(world, set, next);
  if (made && "error" in made) return made;
  const update = made?.revision ?? (equal === newest ? equal! : renumberRevision(world, set, equal!, next, SOURCE));
  const current = all.find((r) => r.metadata.name === set.status.currentRevision) ?? update;
  return {
    all, update,
    current: current.metadata.name === update.metadata.name ? update : current,
    collisionCount: made?.collisionCount ?? set.status.collisionCount ?? 0,
  };
}

/** Tries names until one is free or holds the same data. Source: pkg/controller/history/controller_history.go CreateControllerRevision. */
function makeRevision(world: ActorWorld, set: StatefulSet, revision: number): { revision: ControllerRevision; collisionCount: number } | { error: string } {
  const data = revisionData(set);
  for (let collisionCount = set.status.collisionCount ?? 0; ; collisionCount++) {
    const hash = revisionHash(data, collisionCount);
    const name = `${set.metadata.name.slice(0, NAME_PREFIX_MAX)}-${hash}`;
    const labels = { ...set.spec.template.metadata?.labels, [HASH_LABEL]: hash };
    const response: KubeResponse<ControllerRevision> = createRevision(world, set, { name, labels, revision, source: SOURCE });
    if (response.ok) return { revision: response.body, collisionCount };
    if (response.status.reason !== "AlreadyExists") return { error: response.status.message ?? "" };
    const taken = world.store.get<ControllerRevision>(CONTROLLERREVISIONS, set.metadata.namespace, name);
    if (taken && canonicalJson(taken.data) === canonicalJson(data)) return { revision: taken, collisionCount };
  }
}

/**
 * Deletes the oldest revisions beyond spec.revisionHistoryLimit that no pod carries and that are neither current nor
 * the one to update to. Source: stateful_set_control.go truncateHistory.
 */
export function truncateHistory(world: ActorWorld, set: StatefulSet, { all, current, update }: Revisions, pods: readonly Pod[]): void {
  const inUse = new Set([current.metadata.name, update.metadata.name, ...pods.map(revisionOf)]);
  const unused = all.filter((r) => !inUse.has(r.metadata.name));
  deleteOldest(world, unused, unused.length - set.spec.revisionHistoryLimit, () => false);
}
