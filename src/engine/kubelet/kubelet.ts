import { FAULTS, NODES, PODS } from "../../api/resources.ts";
import type { Fault } from "../../api/types/fault.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { keyOf } from "../apiserver/store.ts";
import type { Actor, Change, Wake } from "../sim/actor.ts";
import { syncNode } from "./node-worker.ts";
import { syncPod } from "./pod-worker.ts";
import { initialKubelets, type KubeletState } from "./state.ts";

/**
 * The kubelets of all nodes. Keys: `pod:<namespace>/<name>` and `node:<name>`. A node at rest has no entry in the
 * queue. Source: kubernetes pkg/kubelet (1.36)
 */
export const kubelets: Actor<KubeletState> = {
  name: "kubelets",
  who: "kubelet",
  lagMs: [1, 5],
  initial: initialKubelets,
  wakes(change) {
    switch (change.resource) {
      case PODS.key: return podWakes(change);
      case NODES.key: return nodeWakes(change);
      case FAULTS.key: return faultWakes((change.after ?? change.before) as Fault);
      default: return [];
    }
  },
  reconcile(world, key) {
    const colon = key.indexOf(":");
    const name = key.slice(colon + 1);
    return key.slice(0, colon) === "pod" ? syncPod(world, name) : syncNode(world, name);
  },
};

/** The kubelet's own writes, and changes of a pod that do not concern it, wake nobody. */
function podWakes(change: Change): Wake[] {
  const before = change.before as Pod | undefined;
  const after = change.after as Pod | undefined;
  if (change.actor === "kubelet" || !(after?.spec.nodeName ?? before?.spec.nodeName)) return [];
  const isSame = before && after && before.spec === after.spec && before.status.phase === after.status.phase
    && before.metadata.deletionTimestamp === after.metadata.deletionTimestamp;
  return isSame ? [] : [{ key: `pod:${change.key}` }];
}

function nodeWakes(change: Change): Wake[] {
  const before = change.before as Node | undefined;
  const after = change.after as Node | undefined;
  if (!after || (before && before.spec.unschedulable === after.spec.unschedulable)) return [];
  return [{ key: `node:${change.key}` }];
}

function faultWakes({ spec }: Fault): Wake[] {
  return [{ key: spec.type === "NodeDown" ? `node:${spec.nodeName}` : `pod:${keyOf(spec.namespace, spec.podName)}` }];
}
