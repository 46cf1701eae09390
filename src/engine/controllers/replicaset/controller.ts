import { PODS, REPLICASETS } from "../../../api/resources.ts";
import { matchesLabels } from "../../../api/selector.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { ReplicaSet } from "../../../api/types/replicaset.ts";
import { controllerOf, keyOf, type Store } from "../../apiserver/store.ts";
import type { Actor, ActorWorld, Change, Wake } from "../../sim/actor.ts";
import { isActive } from "../pod-state.ts";
import { initialState, type ReplicaSetState } from "./state.ts";
import { continueSync, markDirty, startSync } from "./sync.ts";

/**
 * The ReplicaSet controller. Keys: `set/<ns>/<name>` looks at a ReplicaSet, `write/<ns>/<name>` goes on with its sync,
 * `delayed/<ns>/<name>` is its one pending delayed wake-up (the earliest wins).
 * Source: pkg/controller/replicaset/replica_set.go
 */
export const replicaSetController: Actor<ReplicaSetState> = {
  name: "replicaset",
  who: "replicaset-controller",
  lagMs: [4, 12],
  initial: initialState,
  wakes,
  reconcile,
};

function reconcile(world: ActorWorld<ReplicaSetState>, key: string): readonly Wake[] {
  if (key.startsWith("delayed/")) return [{ key: `set/${key.slice("delayed/".length)}`, afterMs: 0 }];
  if (key.startsWith("write/")) return continueSync(world, key.slice("write/".length));
  const setKey = key.slice("set/".length);
  return world.state.syncs.has(setKey) ? markDirty(world, setKey) : startSync(world, setKey);
}

function* wakes(change: Change, store: Store): Iterable<Wake> {
  if (change.resource === REPLICASETS.key) yield { key: `set/${change.key}` };
  else if (change.resource === PODS.key) yield* podWakes(change.before as Pod | undefined, change.after as Pod | undefined, store);
}

/** Its owner, the one it had before, or for an orphan whoever could adopt it. */
function* podWakes(before: Pod | undefined, after: Pod | undefined, store: Store): Iterable<Wake> {
  const pod = (after ?? before)!;
  const owner = ownerKey(pod, store);
  const formerOwner = before && ownerKey(before, store);
  if (formerOwner && formerOwner !== owner) yield { key: `set/${formerOwner}` };
  if (owner) yield { key: `set/${owner}` };
  if (!after || controllerOf(after) || !isActive(after)) return;
  if (before && !formerOwner && !controllerOf(before) && deepEqual(before.metadata.labels, after.metadata.labels)) return;
  for (const rs of store.all<ReplicaSet>(REPLICASETS)) {
    if (rs.metadata.namespace !== after.metadata.namespace || !matchesLabels(rs.spec.selector, after.metadata.labels)) continue;
    yield { key: `set/${keyOf(rs.metadata.namespace, rs.metadata.name)}` };
  }
}

function ownerKey(pod: Pod, store: Store): string | undefined {
  const owner = controllerOf(pod);
  if (owner?.kind !== REPLICASETS.kind) return undefined;
  const key = keyOf(pod.metadata.namespace, owner.name);
  return store.getByKey(REPLICASETS.key, key)?.metadata.uid === owner.uid ? key : undefined;
}
