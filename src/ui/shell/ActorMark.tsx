import type { Actor } from "../../api/decision.ts";

const SHAPES: Readonly<Record<Actor, string>> = {
  "user": "M8 2.5a2.6 2.6 0 1 1-.01 0M2.8 14c.6-3.6 2.6-5 5.2-5s4.6 1.4 5.2 5z",
  "daemonset-controller": "M8 1.5l5.7 3.25v6.5L8 14.5l-5.7-3.25v-6.5z",
  "default-scheduler": "M8 2l6 6-6 6-6-6z",
  "kubelet": "M2.5 2.5h11v11h-11z",
  "node-controller": "M8 2a6 6 0 1 1-.01 0",
  "taint-eviction-controller": "M8 2l6.5 11.5h-13z",
  "pod-garbage-collector": "M2.5 4.5h11L12 14H4z",
  "namespace-controller": "M2 2h12v12H2zM5 5v6h6V5z",
  "garbage-collector": "M2.5 4.5h11L12 14H4z",
  "deployment-controller": "M1 12a7 7 0 0 1 14 0z",
  "replicaset-controller": "M2 5h9v9H2zM5 2h9v9h-2V4H5z",
  "statefulset-controller": "M2.5 2h11v3h-11zM2.5 6.5h11v3h-11zM2.5 11h11v3h-11z",
  "disruption-controller": "M8 1.5l5.5 2v4.2c0 3.1-2.3 5.4-5.5 6.8-3.2-1.4-5.5-3.7-5.5-6.8V3.5z",
  "persistentvolume-controller": "M2.5 4.5C2.5 1.5 13.5 1.5 13.5 4.5v7c0 3-11 3-11 0z",
  "pvc-protection-controller": "M2.5 4.5C2.5 1.5 13.5 1.5 13.5 4.5v7c0 3-11 3-11 0z",
  "serviceaccount-controller": "M8 2.5a2.6 2.6 0 1 1-.01 0M2.8 14c.6-3.6 2.6-5 5.2-5s4.6 1.4 5.2 5z",
  "root-ca-certificate-publisher": "M2.5 2.5h11v8h-4.5L8 14.5l-1-4h-4.5z",
  "node-ipam-controller": "M8 2a6 6 0 1 1-.01 0",
  "ttl-controller": "M8 2a6 6 0 1 1-.01 0",
  "endpointslice-controller": "M2 2h9v9H2zM5 5v9h9V5z",
  "endpoints-controller": "M2 2h9v9H2zM5 5v9h9V5z",
  "kube-apiserver": "M2 2h12v12H2zM5 5v6h6V5z",
};

/** One simple shape for each actor, the same everywhere. */
export function ActorMark({ actor }: { readonly actor: Actor }) {
  return <svg className={`actor-mark actor-${actor}`} width="12" height="12" viewBox="0 0 16 16" aria-hidden="true" fill="currentColor"><path d={SHAPES[actor]} /></svg>;
}
