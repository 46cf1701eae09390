import type { KubeList } from "../api/request.ts";
import { get, list } from "../api/request.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, FAULTS } from "../api/resources.ts";
import type { ClusterLink } from "../api/timeline.ts";
import type { ControllerRevision } from "../api/types/controllerrevision.ts";
import type { DaemonSet } from "../api/types/daemonset.ts";
import type { Fault } from "../api/types/fault.ts";
import type { Mirror } from "../view/mirror.ts";
import type { Facts } from "./facts.ts";

/** Asks the API for what commands need beside the rows. What cannot be had is missing or empty. */
export async function readFacts(link: ClusterLink, mirror: Mirror): Promise<Facts> {
  const focus = mirror.focus === undefined ? undefined : mirror.rows.get(mirror.focus);
  const [daemonSet, revisions, faults] = await Promise.all([
    focus?.kind === "DaemonSet" ? link.send<DaemonSet>(get(DAEMONSETS, focus)) : undefined,
    link.send<KubeList<ControllerRevision>>(list(CONTROLLERREVISIONS)),
    link.send<KubeList<Fault>>(list(FAULTS)),
  ]);
  return {
    daemonSet: daemonSet?.ok ? daemonSet.body : undefined,
    revisions: revisions.ok ? revisions.body.items.filter((r) => isOwnedBy(r, focus?.uid)) : [],
    faults: faults.ok ? faults.body.items.map((f) => f.metadata.name) : [],
  };
}

function isOwnedBy(revision: ControllerRevision, uid: string | undefined): boolean {
  return revision.metadata.ownerReferences?.some((o) => o.uid === uid) ?? false;
}
