import { CONFIGMAPS, FAULTS, IMAGES, NODES, PODS, SECRETS, SERVICES } from "../../api/resources.ts";
import type { Fault } from "../../api/types/fault.ts";
import type { Image } from "../../api/types/image.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { keyOf } from "../apiserver/store.ts";
import type { Actor, Change, Wake } from "../sim/actor.ts";
import { NODE_FAULTS } from "./faults.ts";
import { syncNode } from "./node-worker.ts";
import { syncPod } from "./pod-worker.ts";
import type { KubeletWorld } from "./pull.ts";
import { notePullFault } from "./registry.ts";
import { initialKubelets, type ContainerRecord, type KubeletState } from "./state.ts";

/**
 * The kubelets of all nodes. Keys: `pod:<namespace>/<name>`, `node:<name>`, when the behaviour of an image has changed
 * `image:<reference>`, and when a fault of the registry has begun or ended `registry:<fault>`, when a Service has
 * come or gone `services:`, and when somebody has made a ConfigMap or Secret `data:`. A node at rest has no entry in the queue. Source: kubernetes pkg/kubelet (1.36)
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
      case CONFIGMAPS.key: case SECRETS.key: return change.before || !change.after || change.actor !== "user" ? [] : [{ key: "data:", afterMs: 0 }];
      case SERVICES.key: return change.before && change.after ? [] : [{ key: "services:", afterMs: 0 }];
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
      case "data": return stillWaiting(world);
      case "services": return askedAgain(world.state);
      case "registry": return notePullFault(world, name);
      default: return syncNode(world, name);
    }
  },
};

/** A look at each pod with a container of the image. */
function usersOf(state: KubeletState, image: string): Wake[] {
  return [...state.pods].filter(([, record]) => record.containers.some((c) => c.image === image)).map(([key]) => ({ key: `pod:${key}`, afterMs: 0 }));
}

/** Pods that wait for a ConfigMap or a Secret find it at their next try, which is now worth waiting for. */
function stillWaiting({ state, nowMs }: KubeletWorld): Wake[] {
  return [...state.pods].flatMap(([key, { mounting, containers }]) => {
    const times = mounting ? [mounting.retryMs] : containers.flatMap(({ phase }) => (phase.kind === "pull-failed" && phase.reason === "CreateContainerConfigError" ? [phase.nextMs] : []));
    return times.map((atMs) => ({ key: `pod:${key}`, afterMs: Math.max(0, atMs - nowMs) }));
  });
}

/** Each pod with a command that waits for something in the cluster looks now, as it does all the time. */
function askedAgain(state: KubeletState): Wake[] {
  const wakes: Wake[] = [];
  for (const [key, record] of state.pods) {
    if (!record.containers.some(({ phase }) => phase.kind === "running" && phase.own?.looksAgainMs !== undefined)) continue;
    state.pods.set(key, { ...record, containers: record.containers.map(lookingNow) });
    wakes.push({ key: `pod:${key}`, afterMs: 0 });
  }
  return wakes;
}

function lookingNow(c: ContainerRecord): ContainerRecord {
  return c.phase.kind === "running" && c.phase.own?.looksAgainMs !== undefined ? { ...c, phase: { ...c.phase, own: { ...c.phase.own, looksAgainMs: 0 } } } : c;
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
