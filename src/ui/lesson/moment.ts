import type { KubeList } from "../../api/request.ts";
import { list } from "../../api/request.ts";
import {
  CONTROLLERREVISIONS, DAEMONSETS, DEPLOYMENTS, EVENTS, FAULTS, NODES, PERSISTENTVOLUMECLAIMS, PODDISRUPTIONBUDGETS, PODS, REPLICASETS, SERVICES, STATEFULSETS,
} from "../../api/resources.ts";
import type { Resource } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Moment } from "../../lessons/facts.ts";
import type { Session } from "../session.ts";

/** Every kind that a lesson's conditions can name. */
const KINDS: readonly Resource[] = [
  NODES, PODS, DAEMONSETS, DEPLOYMENTS, REPLICASETS, STATEFULSETS, CONTROLLERREVISIONS, EVENTS, FAULTS, SERVICES, PODDISRUPTIONBUDGETS, PERSISTENTVOLUMECLAIMS,
];

/** The present moment of the run as whole objects. What cannot be had is not in it. */
export async function readMoment(session: Session): Promise<Moment> {
  const objects = await Promise.all(KINDS.map((kind) => listed(session, kind)));
  return { nowMs: session.clock.getState().nowMs, objects: objects.flat(), decisions: session.mirror.decisions };
}

async function listed(session: Session, resource: Resource): Promise<readonly KubeObject[]> {
  const response = await session.link.send<KubeList<KubeObject>>(list(resource)).catch(() => undefined);
  if (!response?.ok) return [];
  // Items of a list may come without their kind, which conditions look at.
  return response.body.items.map((item) => (item.kind ? item : { ...item, kind: resource.kind }));
}
