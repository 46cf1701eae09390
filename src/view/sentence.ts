import type { Actor, Decision } from "../api/decision.ts";

/** A piece of a sentence: prose, or the name of an object, field or value to be set as code. */
export interface SentencePart {
  readonly kind: "text" | "code";
  readonly text: string;
}

export interface Sentence {
  /** Who, to be set in bold before the parts: `DaemonSet controller`. */
  readonly actor: string;
  /** What and why. */
  readonly parts: readonly SentencePart[];
  /** The whole sentence without marks, for screen readers and titles. */
  readonly plain: string;
}

const ACTOR_WORDS: Readonly<Record<Actor, string>> = {
  "user": "You",
  "daemonset-controller": "DaemonSet controller",
  "default-scheduler": "Scheduler",
  "kubelet": "Kubelet",
  "node-controller": "Node controller",
  "taint-eviction-controller": "Taint eviction controller",
  "pod-garbage-collector": "Pod garbage collector",
  "garbage-collector": "Garbage collector",
  "namespace-controller": "Namespace controller",
  "deployment-controller": "Deployment controller",
  "replicaset-controller": "ReplicaSet controller",
  "statefulset-controller": "StatefulSet controller",
  "disruption-controller": "Disruption controller",
  "persistentvolume-controller": "PersistentVolume controller",
  "pvc-protection-controller": "PVC protection controller",
  "serviceaccount-controller": "ServiceAccount controller",
  "root-ca-certificate-publisher": "Root CA publisher",
  "node-ipam-controller": "Node IPAM controller",
  "ttl-controller": "TTL controller",
  "endpointslice-controller": "EndpointSlice controller",
  "endpoints-controller": "Endpoints controller",
  "kube-apiserver": "API server",
};

/** The sentence of a decision, cut into what is drawn. Its text has no subject: the actor's words go before it. */
export function sentenceOf(decision: Pick<Decision, "actor" | "text">): Sentence {
  const actor = ACTOR_WORDS[decision.actor];
  const parts = splitCode(decision.text);
  return { actor, parts, plain: `${actor} ${parts.map((p) => p.text).join("")}` };
}

/** Splits at backquotes; a backquote without its partner is prose. */
export function splitCode(text: string): SentencePart[] {
  const pieces = text.split("`");
  // An even number of pieces means an odd number of backquotes: the last one has no partner.
  if (pieces.length % 2 === 0) {
    const last = pieces.pop()!;
    pieces[pieces.length - 1] += `\`${last}`;
  }
  const parts = pieces.map((piece, i): SentencePart => ({ kind: i % 2 === 1 ? "code" : "text", text: piece }));
  return parts.filter((p) => p.text !== "");
}
