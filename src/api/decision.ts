import type { ObjectReference } from "./types/meta.ts";

/** Who decided. `user` is whoever sits outside the cluster. */
export type Actor =
  | "user"
  | "daemonset-controller"
  | "default-scheduler"
  | "kubelet"
  | "node-controller"
  | "taint-eviction-controller"
  | "pod-garbage-collector"
  | "garbage-collector"
  | "namespace-controller"
  | "deployment-controller"
  | "replicaset-controller"
  | "statefulset-controller"
  | "disruption-controller"
  | "persistentvolume-controller"
  | "pvc-protection-controller"
  | "serviceaccount-controller"
  | "root-ca-certificate-publisher"
  | "node-ipam-controller"
  | "ttl-controller"
  | "endpointslice-controller"
  | "endpoints-controller"
  | "kube-apiserver";

/** One field that decided: whose field, where in the object, and what stood there (JSON, or absent). */
export interface Evidence {
  readonly object: ObjectReference;
  /** API path inside the object: `spec.template.spec.tolerations`, `spec.taints[0]`. */
  readonly path: string;
  readonly value?: unknown;
}

/** One rule of a decision that asks several in order, e.g. the DaemonSet controller's node predicate. */
export interface RuleStep {
  /** Stable id: `node-name`, `node-selector`, `node-affinity`, `taints`. */
  readonly rule: string;
  readonly verdict: "pass" | "fail" | "not-asked";
  /** One short sentence, true by itself. */
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

/** A reason that a text counts over nodes, and the nodes that it counts. */
export interface Clause {
  /** As the text says it: `node(s) had untolerated taint(s)`. */
  readonly reason: string;
  /** Of very many the first. Absent: all nodes that no other clause names. */
  readonly nodeNames?: readonly string[];
}

/**
 * What an actor decided and why, written beside its writes. The sentence under the picture, the why panel, the
 * feed and the doctor are views of this one stream.
 */
export interface Decision {
  /** 1, 2, 3 … within a run. */
  readonly id: number;
  readonly atMs: number;
  readonly actor: Actor;
  /** What it is about: the DaemonSet, the Pod, the Node. */
  readonly object: ObjectReference;
  /** On what, or for whom: the node of a daemon pod, the pod that was created. */
  readonly subject?: ObjectReference;
  /** Stable, short: `created`, `deleted`, `bound`, `eligible`, `not-eligible`, `waits`, `started`. */
  readonly verdict: string;
  /** Stable id `actor-noun/rule`, e.g. `daemonset/missing-pod`, `daemonset/rolling-update`, `scheduler/bind`. */
  readonly rule: string;
  readonly evidence: readonly Evidence[];
  /** Only for decisions that asked several rules in order. */
  readonly steps?: readonly RuleStep[];
  /** Only for a decision whose event counts nodes. */
  readonly clauses?: readonly Clause[];
  /**
   * One sentence without its subject, true by itself: the actor's name goes before it. Past tense, names of objects
   * in backquotes: "created `node-logger-x7k2p` for `node-3` because the node has no daemon pod."
   */
  readonly text: string;
  /** Recorded for the why panel, but not worth stopping for: no step, no sentence. */
  readonly quiet?: boolean;
  /** Upstream file and function that it models. */
  readonly source: string;
  /** Id of the decision that led to this one; absent for the first in a chain. */
  readonly cause?: number;
}

/** What an actor hands in: the world adds id, time, actor and cause. */
export type DecisionDraft = Omit<Decision, "id" | "atMs" | "actor" | "cause">;
