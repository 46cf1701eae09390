import type { Actor as ActorName } from "../api/decision.ts";
import { ACTORS } from "../engine/actors.ts";

/** Controllers by the names that kube-controller-manager gives them. Source: cmd/kube-controller-manager/names (1.36) */
const CONTROLLERS: Readonly<Record<string, ActorName>> = {
  "daemonset-controller": "daemonset-controller",
  "deployment-controller": "deployment-controller",
  "replicaset-controller": "replicaset-controller",
  "statefulset-controller": "statefulset-controller",
  "disruption-controller": "disruption-controller",
  "garbage-collector-controller": "garbage-collector",
  "namespace-controller": "namespace-controller",
  "node-lifecycle-controller": "node-controller",
  "taint-eviction-controller": "taint-eviction-controller",
  "pod-garbage-collector-controller": "pod-garbage-collector",
  "persistentvolume-binder-controller": "persistentvolume-controller",
  "persistentvolumeclaim-protection-controller": "pvc-protection-controller",
  "serviceaccount-controller": "serviceaccount-controller",
  "root-ca-certificate-publisher-controller": "root-ca-certificate-publisher",
  "node-ipam-controller": "node-ipam-controller",
  "ttl-controller": "ttl-controller",
};

const KUBELET: ActorName = "kubelet";

/**
 * Names of the engine's actors that run. The scheduler and the API server always do.
 * @param controllers as kube-controller-manager's flag: `*`, `name`, `-name`; the first entry that speaks of one wins
 * Source: k8s.io/controller-manager app.IsControllerEnabled
 */
export function actorsOf(controllers: string, hasKubelet: boolean): readonly string[] | { readonly error: string } {
  const entries = controllers.split(",").map((c) => c.trim()).filter(Boolean);
  const unknown = entries.filter((c) => c !== "*" && !Object.hasOwn(CONTROLLERS, c.replace(/^-/, "")));
  if (unknown.length > 0) return { error: `${unknown.map((c) => JSON.stringify(c)).join(", ")} is not in the list of known controllers: ${Object.keys(CONTROLLERS).join(", ")}` };
  const off = new Set<ActorName>(Object.keys(CONTROLLERS).filter((name) => !isEnabled(entries, name)).map((name) => CONTROLLERS[name]!));
  if (!hasKubelet) off.add(KUBELET);
  return ACTORS.filter((a) => !off.has(a.who)).map((a) => a.name);
}

function isEnabled(entries: readonly string[], name: string): boolean {
  const said = entries.find((c) => c === name || c === `-${name}`);
  return said === undefined ? entries.includes("*") : said === name;
}
