import { DEPLOYMENTS, PODS, REPLICASETS } from "../../../api/resources.ts";
import { matchesLabels } from "../../../api/selector.ts";
import type { Deployment } from "../../../api/types/deployment.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { controllerOf, keyOf, type Store } from "../../apiserver/store.ts";
import type { Actor, ActorWorld, Change, Wake } from "../../sim/actor.ts";
import { isTerminal } from "../pod-state.ts";
import { initialState, type DeploymentState } from "./state.ts";
import { sync } from "./sync.ts";

/**
 * The Deployment controller. Keys: `set/<ns>/<name>` looks at a Deployment, `delayed/<ns>/<name>` is its one pending
 * delayed wake-up (the earliest wins), `gone/<uid>` forgets a deleted one.
 * Source: pkg/controller/deployment/deployment_controller.go
 */
export const deploymentController: Actor<DeploymentState> = {
  name: "deployment",
  who: "deployment-controller",
  lagMs: [4, 12],
  initial: initialState,
  wakes,
  reconcile,
};

function reconcile(world: ActorWorld<DeploymentState>, key: string): readonly Wake[] {
  if (key.startsWith("delayed/")) return [{ key: `set/${key.slice("delayed/".length)}`, afterMs: 0 }];
  if (key.startsWith("gone/")) {
    world.state.rollouts.delete(key.slice("gone/".length));
    return [];
  }
  return sync(world, key.slice("set/".length));
}

function* wakes(change: Change, store: Store): Iterable<Wake> {
  switch (change.resource) {
    case DEPLOYMENTS.key:
      yield { key: `set/${change.key}` };
      if (!change.after) yield { key: `gone/${change.before!.metadata.uid}` };
      return;
    case REPLICASETS.key: yield* replicaSetWakes(change, store); return;
    case PODS.key: yield* podWakes(change.before as Pod | undefined, change.after as Pod | undefined, store); return;
  }
}

/** Its owner, the one it had before, or for an orphan whoever could adopt it. */
function* replicaSetWakes({ before, after }: Change, store: Store): Iterable<Wake> {
  const owner = ownerKey((after ?? before)!, store);
  const formerOwner = before && ownerKey(before, store);
  if (formerOwner && formerOwner !== owner) yield { key: `set/${formerOwner}` };
  if (owner) yield { key: `set/${owner}` };
  if (!after || controllerOf(after)) return;
  for (const d of store.all<Deployment>(DEPLOYMENTS)) {
    if (d.metadata.namespace === after.metadata.namespace && matchesLabels(d.spec.selector, after.metadata.labels)) {
      yield { key: `set/${keyOf(d.metadata.namespace, d.metadata.name)}` };
    }
  }
}

/** A Deployment that recreates waits for its last old pod to end. */
function* podWakes(before: Pod | undefined, after: Pod | undefined, store: Store): Iterable<Wake> {
  if (after && (!isTerminal(after) || (before && isTerminal(before)))) return;
  const owner = controllerOf((after ?? before)!);
  if (owner?.kind !== REPLICASETS.kind) return;
  const namespace = (after ?? before)!.metadata.namespace;
  const rs = store.get(REPLICASETS, namespace, owner.name);
  const key = rs && ownerKey(rs, store);
  if (key && store.getByKey<Deployment>(DEPLOYMENTS.key, key)?.spec.strategy.type === "Recreate") yield { key: `set/${key}` };
}

function ownerKey(object: KubeObject, store: Store): string | undefined {
  const owner = controllerOf(object);
  if (owner?.kind !== DEPLOYMENTS.kind) return undefined;
  const key = keyOf(object.metadata.namespace, owner.name);
  return store.getByKey(DEPLOYMENTS.key, key)?.metadata.uid === owner.uid ? key : undefined;
}
