import { DAEMONSETS, NODES, PODS, CONTROLLERREVISIONS } from "../../../api/resources.ts";
import { matchesLabels, isEmptySelector } from "../../../api/selector.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { controllerOf, keyOf, type Store } from "../../apiserver/store.ts";
import type { Actor, ActorWorld, Change, Wake } from "../../sim/actor.ts";
import { checkNode } from "./node-check.ts";
import { isReady, isTerminating } from "../pod-state.ts";
import { continueSync, markDirty, startSync } from "./sync.ts";
import { forget, initialState, type DaemonSetState } from "./state.ts";

/**
 * The DaemonSet controller. Keys: `set/<ns>/<name>` looks at a DaemonSet, `node/<name>` asks which sets a changed
 * node concerns, `gone/<set uid>/<node>` (one of the two empty) forgets a deleted object, `delayed/<ns>/<name>` is the one pending delayed wake-up of a set (the earliest wins).
 * Source: pkg/controller/daemon/daemon_controller.go.
 */
export const daemonSetController: Actor<DaemonSetState> = {
  name: "daemonset",
  who: "daemonset-controller",
  lagMs: [3, 5],
  initial: initialState,
  wakes,
  reconcile,
};

function reconcile(world: ActorWorld<DaemonSetState>, key: string): readonly Wake[] {
  if (key.startsWith("node/")) return checkNode(world, key.slice("node/".length));
  if (key.startsWith("delayed/")) return [{ key: `set/${key.slice("delayed/".length)}`, afterMs: 0 }];
  if (key.startsWith("gone/")) return forget(world.state, key);
  if (key.startsWith("write/")) return continueSync(world, key.slice("write/".length));
  const setKey = key.slice("set/".length);
  return world.state.syncs.has(setKey) ? markDirty(world, setKey) : startSync(world, setKey);
}

function* wakes(change: Change, store: Store): Iterable<Wake> {
  switch (change.resource) {
    case DAEMONSETS.key:
      yield { key: `set/${change.key}` };
      if (!change.after) yield { key: `gone/${change.before!.metadata.uid}/` };
      return;
    case PODS.key: yield* podWakes(change.before as Pod | undefined, change.after as Pod | undefined, store); return;
    case NODES.key:
      if (!change.after) yield { key: `gone//${change.key}` };
      yield* nodeWakes(change.before as Node | undefined, change.after as Node | undefined);
      return;
    case CONTROLLERREVISIONS.key: yield* ownerWakes(change.after ?? change.before!, store); return;
  }
}

/** Only labels and taints matter; a deleted node wakes nobody. */
function* nodeWakes(before: Node | undefined, after: Node | undefined): Iterable<Wake> {
  if (!after) return;
  if (before && deepEqual(before.metadata.labels, after.metadata.labels) && deepEqual(before.spec.taints, after.spec.taints)) return;
  yield { key: `node/${after.metadata.name}` };
}

function* podWakes(before: Pod | undefined, after: Pod | undefined, store: Store): Iterable<Wake> {
  const pod = (after ?? before)!;
  const owner = controllerOf(pod);
  const formerOwner = before && controllerOf(before);
  if (formerOwner && formerOwner.uid !== owner?.uid && formerOwner.kind === "DaemonSet") yield { key: `set/${keyOf(pod.metadata.namespace, formerOwner.name)}` };
  if (!owner) {
    const labelsChanged = !before || !deepEqual(before.metadata.labels, pod.metadata.labels) || formerOwner !== undefined;
    if (after && !isTerminating(after) && labelsChanged) yield* matchingSets(after, store);
    return;
  }
  if (owner.kind !== "DaemonSet") return;
  const key = keyOf(pod.metadata.namespace, owner.name);
  const set = store.getByKey<DaemonSet>(DAEMONSETS.key, key);
  if (!set || set.metadata.uid !== owner.uid) return;
  yield { key: `set/${key}` };
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  if (minReadySeconds > 0 && after && isReady(after) && before && !isReady(before)) {
    yield { key: `delayed/${key}`, afterMs: (minReadySeconds + 1) * 1000 };
  }
}

function* ownerWakes(object: KubeObject, store: Store): Iterable<Wake> {
  const owner = controllerOf(object);
  if (owner) {
    if (owner.kind === "DaemonSet") yield { key: `set/${keyOf(object.metadata.namespace, owner.name)}` };
    return;
  }
  yield* matchingSets(object, store);
}

function* matchingSets(object: KubeObject, store: Store): Iterable<Wake> {
  for (const set of store.all<DaemonSet>(DAEMONSETS)) {
    if (set.metadata.namespace !== object.metadata.namespace || isEmptySelector(set.spec.selector)) continue;
    if (matchesLabels(set.spec.selector, object.metadata.labels)) yield { key: `set/${keyOf(set.metadata.namespace, set.metadata.name)}` };
  }
}
