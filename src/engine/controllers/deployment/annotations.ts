import type { Deployment } from "../../../api/types/deployment.ts";
import type { StringMap } from "../../../api/types/meta.ts";
import type { ReplicaSet } from "../../../api/types/replicaset.ts";
import { limitsOf } from "./limits.ts";

export const REVISION = "deployment.kubernetes.io/revision";
const REVISION_HISTORY = "deployment.kubernetes.io/revision-history";
export const DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas";
export const MAX_REPLICAS = "deployment.kubernetes.io/max-replicas";

const NOT_COPIED = ["kubectl.kubernetes.io/last-applied-configuration", "deprecated.deployment.rollback.to", REVISION, REVISION_HISTORY, DESIRED_REPLICAS, MAX_REPLICAS];
const MAX_HISTORY_CHARACTERS = 2000;

/** The number of a revision; 0 where there is none. */
export function revisionOf(object: Pick<ReplicaSet, "metadata"> | Pick<Deployment, "metadata">): number {
  return numberIn(object.metadata.annotations, REVISION) ?? 0;
}

/** A whole number in an annotation; undefined if there is none. */
export function numberIn(annotations: StringMap | undefined, key: string): number | undefined {
  const text = annotations?.[key];
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/**
 * The annotations of the new ReplicaSet: the Deployment's, and the revision if it is higher than the one it had, which
 * then goes into its history.
 * Source: pkg/controller/deployment/util/deployment_util.go SetNewReplicaSetAnnotations
 */
export function newSetAnnotations(d: Deployment, present: StringMap | undefined, revision: number): StringMap {
  const own = { ...present };
  for (const [key, value] of Object.entries(d.metadata.annotations ?? {})) if (!NOT_COPIED.includes(key)) own[key] = value;
  const text = own[REVISION];
  const before = text === undefined || text === "" ? 0 : numberIn(own, REVISION);
  if (before === undefined || before >= revision) return own;
  return { ...own, ...(text === undefined ? {} : history(own[REVISION_HISTORY] ?? "", text)), [REVISION]: String(revision) };
}

/** The old number at the end of the list; the first ones go when it gets too long. */
function history(list: string, revision: string): StringMap {
  if (list === "") return { [REVISION_HISTORY]: revision };
  const revisions = list.split(",");
  let length = list.length + revision.length + 1;
  let start = 0;
  while (length > MAX_HISTORY_CHARACTERS && start < revisions.length) length -= revisions[start++]!.length + 1;
  return length > MAX_HISTORY_CHARACTERS ? {} : { [REVISION_HISTORY]: [...revisions.slice(start), revision].join(",") };
}

/** What a ReplicaSet remembers of the size its Deployment had, for proportions. Source: deployment_util.go SetReplicasAnnotations */
export function sizeAnnotations(d: Deployment): StringMap {
  const { replicas } = d.spec;
  return { [DESIRED_REPLICAS]: String(replicas), [MAX_REPLICAS]: String(replicas + limitsOf(d).maxSurge) };
}
