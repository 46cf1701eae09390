import type { Row } from "../api/frame.ts";
import { CONFIGMAPS, CONTROLLERREVISIONS, DAEMONSETS, DEPLOYMENTS, ENDPOINTS, ENDPOINTSLICES, FAULTS, NODES, PODS, REPLICASETS, resourceByKey, SERVICEACCOUNTS, SERVICES, STATEFULSETS, STORAGECLASSES } from "../api/resources.ts";
import { parseTime } from "../api/time.ts";
import type { Fault } from "../api/types/fault.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { Store } from "../engine/apiserver/store.ts";

export type ObjectKey = { readonly resource: string; readonly key: string };

/** What one update of the row book has still to look at, and what it found. Keys are store keys. */
export class RowWork {
  readonly nodes = new Set<string>();
  readonly pods = new Set<string>();
  /** Ids (see `idOf`) of DaemonSets, Deployments, StatefulSets and ReplicaSets. */
  readonly workloads = new Set<string>();
  readonly inert: ObjectKey[] = [];
  /** Nodes whose pods turned out to have changed. */
  readonly lateNodes = new Set<string>();
  readonly changed: Row[] = [];
  readonly removed: string[] = [];
  #down: ReadonlyMap<string, number> | undefined;

  /**
   * Since when a NodeDown fault stands for the node, virtual ms; undefined without one. All faults are read once, at
   * the first question.
   */
  downSinceMs(store: Store, nodeName: string): number | undefined {
    this.#down ??= downNodes(store);
    return this.#down.get(nodeName);
  }
}

/** One key for an object of any kind: store keys have no space. */
export function idOf(resource: string, key: string): string {
  return `${resource} ${key}`;
}

export function keyFrom(id: string): ObjectKey {
  const space = id.indexOf(" ");
  return { resource: id.slice(0, space), key: id.slice(space + 1) };
}

/** `<DaemonSet uid>/<node name>` apart; neither has a slash. */
export function splitVerdictKey(key: string): readonly [daemonSetUid: string, nodeName: string] {
  const slash = key.indexOf("/");
  return [key.slice(0, slash), key.slice(slash + 1)];
}

/** Whether rows are made of it, or depend on it. */
export function isOfInterest(resource: string, store: Store): boolean {
  return INTERESTING.has(resource) || isInert(resource, store);
}

/** A kind that nothing acts on; kinds of a CustomResourceDefinition always are. */
export function isInert(resource: string, store: Store): boolean {
  return resourceByKey(resource)?.inert ?? store.customResources.some((r) => r.key === resource);
}

const MADE_FOR_SERVICES = ["endpoints.kubernetes.io/managed-by", "endpointslice.kubernetes.io/managed-by"];

/** What every cluster has of its own and nobody made: a list of what somebody stored would drown in it. */
export function isOfTheCluster(resource: string, { namespace, name, labels }: KubeObject["metadata"]): boolean {
  switch (resource) {
    case SERVICEACCOUNTS.key:
      return name === "default";
    case CONFIGMAPS.key:
      return name === "kube-root-ca.crt";
    case STORAGECLASSES.key:
      return name === "standard";
    case ENDPOINTS.key:
    case ENDPOINTSLICES.key:
      return name === "kubernetes" || MADE_FOR_SERVICES.some((label) => labels?.[label] !== undefined);
    default:
      return resource === SERVICES.key && namespace === "default" && name === "kubernetes";
  }
}

const INTERESTING: ReadonlySet<string> = new Set([
  PODS.key, NODES.key, DAEMONSETS.key, DEPLOYMENTS.key, REPLICASETS.key, STATEFULSETS.key, CONTROLLERREVISIONS.key, FAULTS.key,
]);

function downNodes(store: Store): Map<string, number> {
  const since = new Map<string, number>();
  for (const fault of store.all<Fault>(FAULTS)) {
    if (fault.spec.type === "NodeDown") since.set(fault.spec.nodeName, parseTime(fault.metadata.creationTimestamp) ?? 0);
  }
  return since;
}
