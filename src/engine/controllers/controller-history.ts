import type { KubeResponse } from "../../api/request.ts";
import { create, remove, update } from "../../api/request.ts";
import { CONTROLLERREVISIONS } from "../../api/resources.ts";
import { sortedMembers } from "../../api/semantic.ts";
import type { ControllerRevision } from "../../api/types/controllerrevision.ts";
import type { StringMap } from "../../api/types/meta.ts";
import type { PodTemplateSpec } from "../../api/types/pod.ts";
import { referenceTo } from "../apiserver/describe.ts";
import type { ActorWorld } from "../sim/actor.ts";
import { claim, type Claimer } from "./claim.ts";
import { controllerReference } from "./controller-reference.ts";

/** Who keeps its templates in ControllerRevisions: a DaemonSet or a StatefulSet. */
export interface Historian extends Claimer {
  readonly spec: Claimer["spec"] & { readonly template: PodTemplateSpec };
}

/** A revision that is to be made: what it is called, how it is labelled, which number it gets. */
export interface NewRevision {
  readonly name: string;
  readonly labels: StringMap;
  readonly revision: number;
  /** Upstream function that makes it, for the decision. */
  readonly source: string;
}

/** What a revision holds: a patch that sets the template. Source: pkg/controller/daemon/update.go getPatch, statefulset/stateful_set_utils.go getPatch. */
export function revisionData(owner: Historian): ControllerRevision["data"] {
  return { spec: { template: { ...owner.spec.template, $patch: "replace" } } };
}

/**
 * Owned revisions that match the selector, and matching orphans, which are adopted: that is how a recreated set finds
 * its history. Lowest number first.
 */
export function claimRevisions(world: ActorWorld, owner: Historian): ControllerRevision[] {
  const own = world.store.revisionsOwnedBy<ControllerRevision>(owner.metadata.uid);
  return byRevision(claim(world, owner, own, world.store.all<ControllerRevision>(CONTROLLERREVISIONS)));
}

/** Lowest number first; equal numbers by age, then by name. Source: pkg/controller/history/controller_history.go SortControllerRevisions. */
function byRevision(revisions: readonly ControllerRevision[]): ControllerRevision[] {
  const key = ({ metadata }: ControllerRevision) => `${metadata.creationTimestamp} ${metadata.name}`;
  return [...revisions].sort((a, b) => a.revision - b.revision || (key(a) < key(b) ? -1 : 1));
}

/** Records the owner's template as a new revision. The answer is the API server's: the name may be taken. */
export function createRevision(world: ActorWorld, owner: Historian, { name, labels, revision, source }: NewRevision): KubeResponse<ControllerRevision> {
  const { annotations } = owner.metadata;
  const draft = {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: {
      name,
      namespace: owner.metadata.namespace ?? "default",
      labels,
      ...(annotations ? { annotations } : {}),
      ownerReferences: [controllerReference(owner)],
    },
    // In Go's order: `kubectl rollout undo` compares the text of it with its own.
    data: sortedMembers(revisionData(owner)),
    revision,
  };
  return world.handle<ControllerRevision>(create(CONTROLLERREVISIONS, draft), (stored) => ({
    object: referenceTo(owner),
    subject: referenceTo(stored),
    verdict: "created",
    rule: `${owner.kind.toLowerCase()}/new-revision`,
    evidence: [{ object: referenceTo(owner), path: "spec.template" }],
    text: `recorded the template as revision ${revision}, ControllerRevision \`${stored.metadata.name}\`.`,
    source,
  }));
}

/** A template that was there before: its revision becomes the newest. Returns it as stored. */
export function renumberRevision(world: ActorWorld, owner: Historian, kept: ControllerRevision, revision: number, source: string): ControllerRevision {
  const response = world.handle<ControllerRevision>(update(CONTROLLERREVISIONS, { ...kept, revision } as ControllerRevision));
  world.decide({
    object: referenceTo(owner),
    subject: referenceTo(kept),
    verdict: "renumbered",
    rule: `${owner.kind.toLowerCase()}/renumber-revision`,
    evidence: [{ object: referenceTo(kept), path: "revision", value: kept.revision }],
    text: `reused ControllerRevision \`${kept.metadata.name}\`: the template is that of revision ${kept.revision}, which becomes revision ${revision}.`,
    source,
  });
  return response.ok ? response.body : kept;
}

/**
 * Deletes the oldest unused revisions beyond the limit.
 * @param surplus how many may go at most
 * @param isInUse a revision that stays in any case
 */
export function deleteOldest(world: ActorWorld, revisions: readonly ControllerRevision[], surplus: number, isInUse: (revision: ControllerRevision) => boolean): void {
  const unused = surplus > 0 ? byRevision(revisions).filter((r) => !isInUse(r)) : [];
  for (const revision of unused.slice(0, surplus)) world.handle(remove(CONTROLLERREVISIONS, revision.metadata));
}
