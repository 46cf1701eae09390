import { isPodUpdated, TEMPLATE_GENERATION_ANNOTATION } from "../../../api/rollout.ts";
import type { Evidence } from "../../../api/decision.ts";
import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { Verdict } from "./predicate.ts";

/** Why a pod is created or deleted: a stable rule id, a clause for the sentence, the fields behind it. */
export interface Reason {
  readonly rule: string;
  /** Goes after "because": `the node has no daemon pod`. */
  readonly because: string;
  readonly evidence?: readonly Evidence[];
}

/** One write that a sync will make. */
export type Write =
  | { readonly kind: "create"; readonly nodeName: string; readonly reason: Reason }
  | {
      readonly kind: "delete";
      readonly pod: Pod;
      readonly nodeName: string;
      readonly reason: Reason;
      /** Written to the DaemonSet before the delete. */
      readonly event?: { readonly type: "Normal" | "Warning"; readonly reason: string; readonly message: string };
    };

/** What one sync looks at: read once, never changed. */
export interface SyncView {
  readonly ds: DaemonSet;
  readonly nodes: readonly Node[];
  /** Verdict of each node, by name. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** See podsByNode: oldest first. */
  readonly byNode: ReadonlyMap<string, readonly Pod[]>;
  /** Of the current revision. */
  readonly hash: string;
  readonly nowMs: number;
}

/** Source: daemon_controller.go: `burstReplicas`; creates and deletes of one call are each cut to it. */
const BURST_REPLICAS = 250;

export function cutToBurst(writes: readonly Write[]): Write[] {
  const creates = writes.filter((w) => w.kind === "create").slice(0, BURST_REPLICAS);
  const deletes = writes.filter((w) => w.kind === "delete").slice(0, BURST_REPLICAS);
  return [...creates, ...deletes];
}

export function desiredNumber(view: SyncView): number {
  let n = 0;
  for (const v of view.verdicts.values()) if (v.shouldRun) n++;
  return n;
}

/** Whether a pod is of the set's present template. */
export function isUpdated(pod: Pod, view: Pick<SyncView, "ds" | "hash">): boolean {
  return isPodUpdated(pod, view.ds.metadata.annotations?.[TEMPLATE_GENERATION_ANNOTATION], view.hash);
}
