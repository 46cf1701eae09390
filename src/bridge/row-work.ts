import type { Row } from "../api/frame.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, FAULTS, NODES, PODS, resourceByKey } from "../api/resources.ts";
import type { Fault } from "../api/types/fault.ts";
import type { Store } from "../engine/apiserver/store.ts";

export type ObjectKey = { readonly resource: string; readonly key: string };

/** What one update of the row book has still to look at, and what it found. Keys are store keys. */
export class RowWork {
  readonly nodes = new Set<string>();
  readonly pods = new Set<string>();
  readonly daemonSets = new Set<string>();
  readonly inert: ObjectKey[] = [];
  /** Nodes whose pods turned out to have changed. */
  readonly lateNodes = new Set<string>();
  readonly changed: Row[] = [];
  readonly removed: string[] = [];
  #down: Set<string> | undefined;

  /** Whether a NodeDown fault stands for the node; all faults are read once, at the first question. */
  isDown(store: Store, nodeName: string): boolean {
    this.#down ??= downNodes(store);
    return this.#down.has(nodeName);
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

const INTERESTING: ReadonlySet<string> = new Set([PODS.key, NODES.key, DAEMONSETS.key, CONTROLLERREVISIONS.key, FAULTS.key]);

function downNodes(store: Store): Set<string> {
  const names = new Set<string>();
  for (const fault of store.all<Fault>(FAULTS)) if (fault.spec.type === "NodeDown") names.add(fault.spec.nodeName);
  return names;
}
