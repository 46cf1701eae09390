import type { KubeList } from "../api/request.ts";
import { list } from "../api/request.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, DEPLOYMENTS, FAULTS, REPLICASETS, STATEFULSETS } from "../api/resources.ts";
import type { Resource } from "../api/resources.ts";
import type { ClusterLink } from "../api/timeline.ts";
import type { ControllerRevision } from "../api/types/controllerrevision.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { Fault } from "../api/types/fault.ts";
import type { WorkloadObject } from "./commands/command.ts";
import type { Facts } from "./facts.ts";

/** Asks the API for what commands need beside the rows. What cannot be had is empty. */
export async function readFacts(link: ClusterLink): Promise<Facts> {
  const [revisions, faults, ...objects] = await Promise.all([
    listed<ControllerRevision>(link, CONTROLLERREVISIONS),
    listed<Fault>(link, FAULTS),
    ...[DAEMONSETS, DEPLOYMENTS, STATEFULSETS, REPLICASETS].map((r) => listed<WorkloadObject>(link, r)),
  ]);
  return { objects: objects.flat(), revisions, faults: faults.map((f) => f.metadata.name) };
}

async function listed<T extends KubeObject>(link: ClusterLink, resource: Resource): Promise<readonly T[]> {
  const response = await link.send<KubeList<T>>(list(resource));
  return response.ok ? response.body.items.map((item) => withKind(item, resource)) : [];
}

/** Items of a list may come without their kind. */
function withKind<T extends KubeObject>(item: T, resource: Resource): T {
  return item.kind ? item : { ...item, kind: resource.kind };
}
