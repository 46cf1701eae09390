import { FAULTS, IMAGES, NODES, PODS } from "../../api/resources.ts";
import type { Fault } from "../../api/types/fault.ts";
import type { Image } from "../../api/types/image.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { keyOf } from "../apiserver/store.ts";
import type { Actor, Change, Wake } from "../sim/actor.ts";
import { NODE_FAULTS } from "./faults.ts";
import { syncNode } from "./node-worker.ts";
import { syncPod } from "./pod-worker.ts";
import { notePullFault } from "./registry.ts";
import { initialKubelets, type KubeletState } from "./state.ts";

/**
 * The kubelets of all nodes. Keys: `pod:<namespace>/<name>`, `node:<name>`, when the behaviour of an image has changed
 * `image:<reference>`, and when a fault of the registry has begun or ended `registry:<fault>`. A node at rest has no entry in the queue. Source: kubernetes pkg/kubelet (1.36)
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
      case IMAGES.key: return [change.before, change.after].flatMap((image) => (image ? [{ key: `image:${(image as Image).spec.image}` }] : []));
      default: return [];
    }
  },
  reconcile(world, key) {
    const colon = key.indexOf(":");
    const name = key.slice(colon + 1);
    switch (key.slice(0, colon)) {
      case "pod": return syncPod(world, name);
      case "image": return usersOf(world.state, name);
      case "registry": return notePullFault(world, name);
      default: return syncNode(world, name);
    }
  },
};

/** A look at each pod with a container of the image. */
function usersOf(state: KubeletState, image: string): Wake[] {
  return [...state.pods].filter(([, record]) => record.containers.some((c) => c.image === image)).map(([key]) => ({ key: `pod:${key}`, afterMs: 0 }));
}

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

function faultWakes({ metadata, spec }: Fault): Wake[] {
  if ("podName" in spec) return [{ key: `pod:${keyOf(spec.namespace, spec.podName)}` }];
  if (spec.type === "ImagePullFailure") return [{ key: `registry:${metadata.name}` }];
  return NODE_FAULTS.includes(spec.type) ? [{ key: `node:${spec.nodeName}` }] : [];
}
