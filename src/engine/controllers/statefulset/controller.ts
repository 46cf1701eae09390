import { PERSISTENTVOLUMECLAIMS, PODS, STATEFULSETS } from "../../../api/resources.ts";
import { matchesLabels } from "../../../api/selector.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { PersistentVolumeClaim } from "../../../api/types/persistentvolumeclaim.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { StatefulSet } from "../../../api/types/statefulset.ts";
import { controllerOf, keyOf, type Store } from "../../apiserver/store.ts";
import type { Actor, ActorWorld, Change, Wake } from "../../sim/actor.ts";
import { isReady, isTerminating } from "../pod-state.ts";
import { ordinalOf } from "./ordinals.ts";
import { initialState, type StatefulSetState } from "./state.ts";
import { continueSync, markDirty, startSync } from "./sync.ts";

/**
 * The StatefulSet controller. Keys: `set/<ns>/<name>` looks at a set, `write/<ns>/<name>` goes on with its sync,
 * `delayed/<ns>/<name>` is the one pending delayed wake-up of a set (the earliest wins), `gone/<uid>` forgets one.
 * Source: pkg/controller/statefulset/stateful_set.go.
 */
export const statefulSetController: Actor<StatefulSetState> = {
  name: "statefulset",
  who: "statefulset-controller",
  lagMs: [4, 12],
  initial: initialState,
  wakes,
  reconcile,
};

function reconcile(world: ActorWorld<StatefulSetState>, key: string): readonly Wake[] {
  const at = key.indexOf("/");
  const rest = key.slice(at + 1);
  switch (key.slice(0, at)) {
    case "delayed": return [{ key: `set/${rest}`, afterMs: 0 }];
    case "write": return continueSync(world, rest);
    case "gone": world.state.notes.delete(rest); return [];
    default: return world.state.syncs.has(rest) ? markDirty(world, rest) : startSync(world, rest);
  }
}

function* wakes(change: Change, store: Store): Iterable<Wake> {
  switch (change.resource) {
    case STATEFULSETS.key:
      yield { key: `set/${change.key}` };
      if (!change.after) yield { key: `gone/${change.before!.metadata.uid}` };
      return;
    case PODS.key: yield* podWakes(change.before as Pod | undefined, change.after as Pod | undefined, store); return;
    case PERSISTENTVOLUMECLAIMS.key: if (!change.after) yield* claimWakes(change.before as PersistentVolumeClaim, store); return;
  }
}

function* podWakes(before: Pod | undefined, after: Pod | undefined, store: Store): Iterable<Wake> {
  const pod = (after ?? before)!;
  const owner = controllerOf(pod);
  const formerOwner = before && controllerOf(before);
  if (formerOwner?.kind === "StatefulSet" && formerOwner.uid !== owner?.uid) yield { key: `set/${keyOf(pod.metadata.namespace, formerOwner.name)}` };
  if (!owner) {
    const isNews = !before || formerOwner !== undefined || !deepEqual(before.metadata.labels, pod.metadata.labels);
    if (after && !isTerminating(after) && isNews) yield* matchingSets(after, store);
    return;
  }
  if (owner.kind !== "StatefulSet") return;
  const key = keyOf(pod.metadata.namespace, owner.name);
  const set = store.getByKey<StatefulSet>(STATEFULSETS.key, key);
  if (set?.metadata.uid !== owner.uid) return;
  yield { key: `set/${key}` };
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  if (minReadySeconds > 0 && before && !isReady(before) && after && isReady(after)) yield { key: `delayed/${key}`, afterMs: (minReadySeconds + 1) * 1000 };
}

function* matchingSets(pod: Pod, store: Store): Iterable<Wake> {
  for (const set of store.all<StatefulSet>(STATEFULSETS)) {
    if (set.metadata.namespace !== pod.metadata.namespace || ordinalOf(set, pod) < 0) continue;
    if (matchesLabels(set.spec.selector, pod.metadata.labels)) yield { key: `set/${keyOf(set.metadata.namespace, set.metadata.name)}` };
  }
}

/**
 * Departure: upstream does not watch claims, and a pod whose earlier claim had to go first waits for whatever wakes
 * the set next; here the end of the claim does.
 */
function* claimWakes(claim: PersistentVolumeClaim, store: Store): Iterable<Wake> {
  for (const set of store.all<StatefulSet>(STATEFULSETS)) {
    if (set.metadata.namespace !== claim.metadata.namespace) continue;
    if (set.spec.volumeClaimTemplates?.some((t) => claim.metadata.name.startsWith(`${t.metadata.name}-${set.metadata.name}-`))) {
      yield { key: `set/${keyOf(set.metadata.namespace, set.metadata.name)}` };
    }
  }
}
