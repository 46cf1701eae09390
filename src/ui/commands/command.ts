import type { KubeRequest } from "../../api/request.ts";
import type { DaemonSetRow, DeploymentRow, NodeRow, PodRow, ReplicaSetRow, StatefulSetRow, WorkloadKind, WorkloadRow } from "../../api/frame.ts";
import type { ControllerRevision } from "../../api/types/controllerrevision.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import type { Deployment } from "../../api/types/deployment.ts";
import type { ReplicaSet } from "../../api/types/replicaset.ts";
import type { StatefulSet } from "../../api/types/statefulset.ts";

/** What is selected in the picture; commands act on it. */
export type Target =
  | { readonly kind: "Node"; readonly row: NodeRow }
  | { readonly kind: "Pod"; readonly row: PodRow }
  | { readonly kind: "DaemonSet"; readonly row: DaemonSetRow }
  | { readonly kind: "Deployment"; readonly row: DeploymentRow }
  | { readonly kind: "StatefulSet"; readonly row: StatefulSetRow }
  | { readonly kind: "ReplicaSet"; readonly row: ReplicaSetRow };

/** The whole object of a workload. */
export type WorkloadObject = DaemonSet | Deployment | StatefulSet | ReplicaSet;

/** What a command may look at: the present picture, nothing that changes under its hands. */
export interface CommandContext {
  readonly target?: Target;
  readonly nodes: readonly NodeRow[];
  readonly pods: readonly PodRow[];
  readonly workloads: readonly WorkloadRow[];
  /** uid of the workload in focus: meant where nothing else says which. */
  readonly focus?: string;
  /** Whole objects of workloads and of Deployments' ReplicaSets, as far as the page has them. */
  readonly objects: readonly WorkloadObject[];
  /** The ControllerRevisions, if the page has them: what a rollback sends is their data. */
  readonly revisions?: readonly ControllerRevision[];
  readonly nowMs: number;
  /** Names of standing faults. */
  readonly faults: readonly string[];
}

/** One question a command asks before it runs. */
export type Field =
  | { readonly id: string; readonly label: string; readonly type: "text"; readonly initial: string; readonly placeholder?: string; readonly required?: boolean; readonly help?: string }
  | { readonly id: string; readonly label: string; readonly type: "choice"; readonly initial: string; readonly options: readonly { readonly value: string; readonly label: string }[]; readonly help?: string }
  | { readonly id: string; readonly label: string; readonly type: "lines"; readonly initial: string; readonly placeholder?: string; readonly required?: boolean; readonly help?: string };

export type Values = Readonly<Record<string, string>>;

/** What a command does: API requests in order (stops at the first failure), and the kubectl lines that do the same. */
export interface Plan {
  readonly requests: readonly KubeRequest[];
  readonly kubectl: readonly string[];
}

/** Why an answer will not do, and at which field; `kubectl` where the line is known all the same. */
export interface Refusal {
  readonly error: string;
  readonly field: string;
  readonly kubectl?: readonly string[];
}

/** One thing a person can do. Buttons, keys and the context menu all read this list. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: "cluster" | "node" | "pod" | "workload";
  /** Of the group `workload`: what kinds it is for. */
  readonly kinds?: readonly WorkloadKind[];
  /** A single key, as in KeyboardEvent.key; works when no text field has the focus. */
  readonly shortcut?: string;
  readonly danger?: boolean;
  /** True if it makes sense now; else why not, as a short sentence for the tooltip. */
  when(context: CommandContext): true | string;
  fields?(context: CommandContext): readonly Field[];
  /** Pure. Throws nothing: wrong values come back as `error` naming the field. */
  plan(context: CommandContext, values: Values): Plan | Refusal;
}
