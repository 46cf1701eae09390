import type { Decision } from "./decision.ts";
import type { Condition, IntOrString, StringMap } from "./types/meta.ts";
import type { Taint } from "./types/node.ts";

/**
 * Rows: what the picture needs of each object, and no more. Whole objects cross to the page only when asked for.
 * Rows are plain immutable values; a row that did not change keeps its identity.
 */
export interface NodeRow {
  readonly kind: "Node";
  readonly name: string;
  readonly uid: string;
  readonly roles: readonly string[];
  readonly labels: StringMap;
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
  /** From the Ready condition. `Unknown`: the kubelet stopped posting. */
  readonly ready: Condition["status"];
  /** Since when `ready` holds, virtual ms. */
  readonly readySinceMs: number;
  /** When a kubelet that fell silent last renewed its lease, virtual ms; only while `ready` is Unknown. */
  readonly lastHeardMs?: number;
  readonly createdMs: number;
  /** True while a NodeDown fault stands: the machine is off, whether or not the cluster knows it yet. */
  readonly down: boolean;
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly pods: number;
  /** Sum of the requests of the pods bound here that are not terminal. */
  readonly requestedCpuMillis: number;
  readonly requestedMemoryBytes: number;
}

/** The states of the picture, one fill, shape and glyph each. */
export type PodState =
  | "pending" // not bound: the scheduler has not placed it
  | "creating" // bound; pulling, creating or starting
  | "not-ready" // running, not ready
  | "ready" // ready, not yet available (minReadySeconds)
  | "available"
  | "failing" // crash loop, image cannot be pulled, failed
  | "succeeded"
  | "terminating"
  | "unknown"; // its node does not answer

export interface PodRow {
  readonly kind: "Pod";
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** spec.nodeName. */
  readonly nodeName?: string;
  /** Where it is meant for: nodeName, else the node its affinity pins it to. */
  readonly targetNode?: string;
  readonly ownerKind?: string;
  readonly ownerName?: string;
  readonly ownerUid?: string;
  /** Whose card it belongs to: its controller, or the Deployment of its ReplicaSet. Absent: nobody's. */
  readonly workload?: WorkloadReference;
  readonly state: PodState;
  /** kubectl's STATUS column: Running, ContainerCreating, ImagePullBackOff, Terminating … */
  readonly status: string;
  /** One short clause about the state: why it waits, until when. */
  readonly detail?: string;
  readonly restarts: number;
  /** Label controller-revision-hash; pod-template-hash of a ReplicaSet's pod. */
  readonly revision?: string;
  readonly image: string;
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly createdMs: number;
  /** A running countdown or progress of the present state, on the virtual clock: grace, minReady, pull, back-off. */
  readonly timer?: { readonly fromMs: number; readonly toMs: number };
  /** On a node where its DaemonSet no longer wants it. */
  readonly misscheduled: boolean;
}

/** The kinds that make pods and have a card. */
export type WorkloadKind = "DaemonSet" | "Deployment" | "StatefulSet" | "ReplicaSet";

export interface WorkloadReference {
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly uid: string;
}

export interface RevisionMark {
  /** What the pods of this revision carry as `PodRow.revision`. */
  readonly hash: string;
  readonly revision: number;
  readonly image: string;
  /** A, B, C … by age of the object. */
  readonly letter: string;
}

/** Whether the DaemonSet wants a pod on the node, as the controller's predicate says, with the rule that decided. */
export interface EligibilityRow {
  readonly nodeName: string;
  readonly shouldRun: boolean;
  readonly shouldContinueRunning: boolean;
  readonly rule: string;
  readonly text: string;
}

/** What the rows of all workloads say. Numbers are those of the status: the controller wrote them when it last looked. */
interface WorkloadFields {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly deleting: boolean;
  readonly generation: number;
  readonly observedGeneration: number;
  readonly minReadySeconds: number;
  readonly image: string;
  /** The hash that new pods get. */
  readonly currentRevision?: string;
  readonly revisions: readonly RevisionMark[];
}

export interface DaemonSetRow extends WorkloadFields {
  readonly kind: "DaemonSet";
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
  readonly upToDate: number;
  readonly available: number;
  readonly misscheduled: number;
  readonly strategy: "RollingUpdate" | "OnDelete";
  readonly maxUnavailable: IntOrString;
  readonly maxSurge: IntOrString;
  /** Scaled to the present desired number, rounded up; at least 1 if both are 0. */
  readonly maxUnavailableNodes: number;
  readonly maxSurgeNodes: number;
  readonly nodeSelector: StringMap;
  /** Nodes that use the rollout's budget now, with the reason; empty unless a rollout is unfinished. */
  readonly budget: readonly { readonly nodeName: string; readonly text: string }[];
}

/** The numbers of a workload that counts pods, not nodes. */
interface ReplicaFields extends WorkloadFields {
  /** spec.replicas. */
  readonly replicas: number;
  /** status.replicas: pods that exist and do not end. */
  readonly current: number;
  readonly ready: number;
  readonly upToDate: number;
  readonly available: number;
  /** What the API server said when it refused a pod, from the condition ReplicaFailure. A StatefulSet has none. */
  readonly refused?: string;
}

/** One of a Deployment's ReplicaSets that has, or wants, pods; or its newest. */
export interface ReplicaSetCount {
  readonly name: string;
  readonly uid: string;
  readonly hash: string;
  /** Its spec.replicas, status.replicas and status.availableReplicas. */
  readonly replicas: number;
  readonly current: number;
  readonly available: number;
}

export interface DeploymentRow extends ReplicaFields {
  readonly kind: "Deployment";
  readonly paused: boolean;
  readonly strategy: "RollingUpdate" | "Recreate";
  readonly maxUnavailable: IntOrString;
  readonly maxSurge: IntOrString;
  /** Scaled to spec.replicas: unavailable rounded down, surge rounded up. */
  readonly maxUnavailablePods: number;
  readonly maxSurgePods: number;
  /** Oldest first, the newest last. */
  readonly replicaSets: readonly ReplicaSetCount[];
  /** Why the rollout does not go on, from the condition Progressing: `ProgressDeadlineExceeded`. */
  readonly stalled?: string;
}

export interface StatefulSetRow extends ReplicaFields {
  readonly kind: "StatefulSet";
  readonly strategy: "RollingUpdate" | "OnDelete";
  readonly podManagementPolicy: "OrderedReady" | "Parallel";
  /** Ordinals below it keep the former revision. */
  readonly partition: number;
  /** spec.ordinals.start. */
  readonly firstOrdinal: number;
  /** status.currentRevision; `currentRevision` is status.updateRevision. */
  readonly formerRevision?: string;
  /** Names of its volumeClaimTemplates. */
  readonly claims: readonly string[];
}

/** A ReplicaSet that no Deployment owns; those of a Deployment are told by its row. */
export interface ReplicaSetRow extends ReplicaFields {
  readonly kind: "ReplicaSet";
}

export type WorkloadRow = DaemonSetRow | DeploymentRow | StatefulSetRow | ReplicaSetRow;
/** Workloads that count pods, wherever the scheduler puts them. */
export type ReplicaRow = DeploymentRow | StatefulSetRow | ReplicaSetRow;

/** A stored object of a kind that nothing here acts on. */
export interface InertRow {
  readonly kind: "Inert";
  readonly resource: string;
  readonly objectKind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid: string;
}

export type Row = NodeRow | PodRow | WorkloadRow | InertRow;

/** What changed since the last frame; after a seek it is the same thing: a diff. */
export interface Frame {
  readonly nowMs: number;
  readonly resourceVersion: number;
  readonly changed: readonly Row[];
  /** uids of rows that are gone. */
  readonly removed: readonly string[];
  /** Eligibility of nodes per DaemonSet uid, only where it changed; `null` when the node or set is gone. */
  readonly eligibility: readonly { readonly daemonSetUid: string; readonly nodeName: string; readonly row: EligibilityRow | null }[];
  /** New decisions, oldest first, at most the newest 200. After a seek: the newest up to that moment, with `reset`. */
  readonly decisions: readonly Decision[];
  /** The decisions and rows before this frame no longer hold as a sequence (seek, reset, crash). */
  readonly reset: boolean;
  /** Virtual time of the next thing that will happen by itself; absent: nothing, ever. */
  readonly nextAtMs?: number;
  /** Name of the actor whose turn it is then, as the engine calls it: `kubelets`; absent if it is not an actor's. */
  readonly nextBy?: string;
  /** Like nextAtMs, without endless repetition (an image pull retried for the tenth time). Absent: at rest. */
  readonly nextNotableAtMs?: number;
  /** Virtual time wanted but not reached: the frame's budget was used up. The page asks again. */
  readonly behind: boolean;
  /** How far the log reaches: seeking up to here replays, beyond runs on. */
  readonly endMs: number;
}
