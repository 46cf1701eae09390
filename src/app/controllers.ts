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
  "endpointslice-controller": "endpointslice-controller",
  "endpoints-controller": "endpoints-controller",
};

/** Controllers of kube-controller-manager that this cluster does without: saying whether they run changes nothing. Source: as above */
const ABSENT: readonly string[] = [
  "serviceaccount-token-controller", "endpointslice-mirroring-controller",
  "replicationcontroller-controller", "resourcequota-controller", "job-controller", "cronjob-controller", "horizontal-pod-autoscaler-controller",
  "certificatesigningrequest-signing-controller", "certificatesigningrequest-approving-controller", "certificatesigningrequest-cleaner-controller",
  "bootstrap-signer-controller", "token-cleaner-controller", "service-lb-controller", "node-route-controller", "cloud-node-lifecycle-controller",
  "persistentvolume-attach-detach-controller", "persistentvolume-expander-controller", "clusterrole-aggregation-controller",
  "persistentvolume-protection-controller", "volumeattributesclass-protection-controller", "ttl-after-finished-controller",
  "ephemeral-volume-controller", "storageversion-garbage-collector-controller", "resourceclaim-controller", "device-taint-eviction-controller",
  "legacy-serviceaccount-token-cleaner-controller", "validatingadmissionpolicy-status-controller", "service-cidr-controller",
  "storage-version-migrator-controller", "selinux-warning-controller", "podcertificaterequest-cleaner-controller",
  "kube-apiserver-serving-clustertrustbundle-publisher-controller",
];

/** Their older names, which the flag takes as well. Source: cmd/kube-controller-manager/app ControllerDescriptor aliases (1.36) */
const ALIASES: Readonly<Record<string, string>> = {
  "serviceaccount-token": "serviceaccount-token-controller",
  endpoint: "endpoints-controller",
  endpointslice: "endpointslice-controller",
  endpointslicemirroring: "endpointslice-mirroring-controller",
  replicationcontroller: "replicationcontroller-controller",
  podgc: "pod-garbage-collector-controller",
  resourcequota: "resourcequota-controller",
  namespace: "namespace-controller",
  serviceaccount: "serviceaccount-controller",
  garbagecollector: "garbage-collector-controller",
  daemonset: "daemonset-controller",
  job: "job-controller",
  deployment: "deployment-controller",
  replicaset: "replicaset-controller",
  horizontalpodautoscaling: "horizontal-pod-autoscaler-controller",
  disruption: "disruption-controller",
  statefulset: "statefulset-controller",
  cronjob: "cronjob-controller",
  csrsigning: "certificatesigningrequest-signing-controller",
  csrapproving: "certificatesigningrequest-approving-controller",
  csrcleaner: "certificatesigningrequest-cleaner-controller",
  ttl: "ttl-controller",
  bootstrapsigner: "bootstrap-signer-controller",
  tokencleaner: "token-cleaner-controller",
  nodeipam: "node-ipam-controller",
  nodelifecycle: "node-lifecycle-controller",
  service: "service-lb-controller",
  route: "node-route-controller",
  "cloud-node-lifecycle": "cloud-node-lifecycle-controller",
  "persistentvolume-binder": "persistentvolume-binder-controller",
  attachdetach: "persistentvolume-attach-detach-controller",
  "persistentvolume-expander": "persistentvolume-expander-controller",
  "clusterrole-aggregation": "clusterrole-aggregation-controller",
  "pvc-protection": "persistentvolumeclaim-protection-controller",
  "pv-protection": "persistentvolume-protection-controller",
  "ttl-after-finished": "ttl-after-finished-controller",
  "root-ca-cert-publisher": "root-ca-certificate-publisher-controller",
  "ephemeral-volume": "ephemeral-volume-controller",
  "storage-version-gc": "storageversion-garbage-collector-controller",
  "resource-claim-controller": "resourceclaim-controller",
  "legacy-service-account-token-cleaner": "legacy-serviceaccount-token-cleaner-controller",
};

const KUBELET: ActorName = "kubelet";

/**
 * Names of the engine's actors that run. The scheduler and the API server always do.
 * @param controllers as kube-controller-manager's flag: `*`, `name`, `-name`; the first entry that speaks of one wins
 * Source: k8s.io/controller-manager app.IsControllerEnabled
 */
export function actorsOf(controllers: string, hasKubelet: boolean): readonly string[] | { readonly error: string } {
  const entries = controllers.split(",").map((c) => c.trim()).filter(Boolean).map(canonical);
  const unknown = entries.filter((c) => c !== "*" && !isKnown(c.replace(/^-/, "")));
  if (unknown.length > 0) return { error: `${unknown.map((c) => JSON.stringify(c)).join(", ")} is not in the list of known controllers: ${[...Object.keys(CONTROLLERS), ...ABSENT].join(", ")}` };
  const off = new Set<ActorName>(Object.keys(CONTROLLERS).filter((name) => !isEnabled(entries, name)).map((name) => CONTROLLERS[name]!));
  if (!hasKubelet) off.add(KUBELET);
  return ACTORS.filter((a) => !off.has(a.who)).map((a) => a.name);
}

/** An entry of the flag with the name of today. */
function canonical(entry: string): string {
  const [, minus = "", name = ""] = /^(-?)(.*)$/.exec(entry) ?? [];
  return minus + (Object.hasOwn(ALIASES, name) ? ALIASES[name]! : name);
}

function isKnown(name: string): boolean {
  return Object.hasOwn(CONTROLLERS, name) || ABSENT.includes(name);
}

function isEnabled(entries: readonly string[], name: string): boolean {
  const said = entries.find((c) => c === name || c === `-${name}`);
  return said === undefined ? entries.includes("*") : said === name;
}
