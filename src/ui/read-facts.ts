import type { KubeList } from "../api/request.ts";
import { list } from "../api/request.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, FAULTS } from "../api/resources.ts";
import type { ClusterLink } from "../api/timeline.ts";
import type { ControllerRevision } from "../api/types/controllerrevision.ts";
import type { DaemonSet } from "../api/types/daemonset.ts";
import type { Fault } from "../api/types/fault.ts";
import type { Facts } from "./facts.ts";

/** Asks the API for what commands need beside the rows. What cannot be had is empty. */
export async function readFacts(link: ClusterLink): Promise<Facts> {
  const [daemonSets, revisions, faults] = await Promise.all([
    link.send<KubeList<DaemonSet>>(list(DAEMONSETS)),
    link.send<KubeList<ControllerRevision>>(list(CONTROLLERREVISIONS)),
    link.send<KubeList<Fault>>(list(FAULTS)),
  ]);
  return {
    daemonSets: daemonSets.ok ? daemonSets.body.items : [],
    revisions: revisions.ok ? revisions.body.items : [],
    faults: faults.ok ? faults.body.items.map((f) => f.metadata.name) : [],
  };
}
