import { HASH_LABEL, isPodAvailable } from "../../../api/rollout.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { Reason, SyncView, Write } from "./plan.ts";
import { isReady, isTerminating } from "../pod-state.ts";
import { allowsSurge } from "./strategy.ts";
import { explainVerdict } from "./predicate.ts";

/** Whether a failed pod on this node may be deleted now, or how long the window is. See failed-pods.ts. */
export type FailedPodGate = (nodeName: string) => { readonly kind: "delete" } | ({ readonly kind: "wait"; readonly windowMs: number } & Wait);

interface Wait {
  readonly untilMs: number;
  /** It has not been recorded yet. */
  readonly isNews: boolean;
}

/** A failed pod that is not deleted before `untilMs`. */
export interface WaitingPod extends Wait { readonly pod: Pod; readonly nodeName: string }

export interface ManageResult {
  readonly writes: readonly Write[];
  readonly waiting: readonly WaitingPod[];
  /** A failed pod waits for its window: look again after this. */
  readonly retryAfterMs?: number;
}

/**
 * The main loop: what is missing on each node, and what is too much. Creates first, then deletes.
 * Source: pkg/controller/daemon/daemon_controller.go podsShouldBeOnNode, manage.
 */
export function manage(view: SyncView, gate: FailedPodGate): ManageResult {
  const creates: Write[] = [];
  const deletes: Write[] = [];
  const waiting: WaitingPod[] = [];
  let retryAfterMs: number | undefined;
  for (const node of view.nodes) {
    const pods = view.byNode.get(node.metadata.name) ?? NO_PODS;
    const verdict = view.verdicts.get(node.metadata.name)!;
    if (verdict.shouldRun && pods.length === 0) {
      creates.push({ kind: "create", nodeName: node.metadata.name, reason: missing(node) });
    } else if (verdict.shouldContinueRunning && isInOrder(pods)) {
      continue;
    } else if (verdict.shouldContinueRunning && pods.length > 0) {
      const result = tidy(view, node, pods, verdict.shouldRun, gate);
      for (const write of result.writes) (write.kind === "create" ? creates : deletes).push(write);
      waiting.push(...result.waiting);
      if (result.retryAfterMs !== undefined) retryAfterMs = Math.min(retryAfterMs ?? Infinity, result.retryAfterMs);
    } else if (!verdict.shouldContinueRunning) {
      const unwanted = pods.filter((p) => !isTerminating(p));
      if (unwanted.length > 0) deletes.push(...unwanted.map((pod) => deletion(pod, node.metadata.name, notWanted(view, node))));
    }
  }
  deletes.push(...strandedPods(view));
  return { writes: [...creates, ...deletes], waiting, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

const NO_PODS: readonly Pod[] = [];

/** One pod that starts or runs, as on almost every node at almost every look: nothing to tidy. */
function isInOrder(pods: readonly Pod[]): boolean {
  const [pod] = pods;
  return pods.length === 1 && !isTerminating(pod!) && pod!.status.phase !== "Failed" && pod!.status.phase !== "Succeeded";
}

/** A node where a pod may stay: failed and succeeded ones go, duplicates go. */
function tidy(view: SyncView, node: Node, pods: readonly Pod[], shouldRun: boolean, gate: FailedPodGate): ManageResult {
  const nodeName = node.metadata.name;
  const writes: Write[] = [];
  const live: Pod[] = [];
  const waiting: WaitingPod[] = [];
  let retryAfterMs: number | undefined;
  for (const pod of pods) {
    if (isTerminating(pod)) continue;
    if (pod.status.phase === "Failed") {
      const answer = gate(nodeName);
      if (answer.kind === "wait") {
        retryAfterMs = Math.min(retryAfterMs ?? Infinity, answer.windowMs);
        waiting.push({ pod, nodeName, untilMs: answer.untilMs, isNews: answer.isNews });
      } else writes.push({ ...deletion(pod, nodeName, failed(pod)), event: { type: "Warning", reason: "FailedDaemonPod", message: foundText("failed", pod, nodeName, "kill") } });
    } else if (pod.status.phase === "Succeeded") {
      writes.push({ ...deletion(pod, nodeName, succeeded), event: { type: "Normal", reason: "SucceededDaemonPod", message: foundText("succeeded", pod, nodeName, "delete") } });
    } else {
      live.push(pod);
    }
  }
  writes.push(...(allowsSurge(view.ds) ? surgePair(view, nodeName, live, shouldRun) : duplicates(nodeName, live)));
  return { writes, waiting, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

function foundText(what: string, pod: Pod, nodeName: string, verb: string): string {
  return `Found ${what} daemon pod ${pod.metadata.namespace}/${pod.metadata.name} on node ${nodeName}, will try to ${verb} it`;
}

/** Without surge: one live pod a node, the oldest stays. */
function duplicates(nodeName: string, live: readonly Pod[]): Write[] {
  return live.slice(1).map((pod) => deletion(pod, nodeName, {
    rule: "daemonset/duplicate-pod",
    because: `\`${live[0]!.metadata.name}\` runs there already, and the oldest one stays`,
  }));
}

/** With surge: at most one pod of the present revision and one older beside it. */
function surgePair(view: SyncView, nodeName: string, live: readonly Pod[], shouldRun: boolean): Write[] {
  if (live.length === 0) {
    return shouldRun ? [{ kind: "create", nodeName, reason: { rule: "daemonset/missing-pod", because: "no live pod is left on the node, and with maxSurge the new one does not wait for the old to be gone" } }] : [];
  }
  if (live.length === 1) return [];
  const newest = live.find((p) => p.metadata.labels?.[HASH_LABEL] === view.hash);
  const older = live.find((p) => p.metadata.labels?.[HASH_LABEL] !== view.hash);
  const writes: Write[] = live.filter((p) => p !== newest && p !== older)
    .map((pod) => deletion(pod, nodeName, { rule: "daemonset/duplicate-pod", because: "the node has more than one old and one new pod" }));
  if (!newest || !older) return writes;
  const why = !isReady(older) ? "it is not Ready, and its replacement stands beside it"
    : isPodAvailable(newest, view.ds.spec.minReadySeconds ?? 0, view.nowMs) ? `its replacement \`${newest.metadata.name}\` is available` : undefined;
  if (why) writes.push(deletion(older, nodeName, { rule: "daemonset/surge-replaced", because: why }));
  return writes;
}

/** Pods for a node that is gone: unbound ones are deleted, bound ones wait for the pod garbage collector. */
function strandedPods(view: SyncView): Write[] {
  const writes: Write[] = [];
  for (const [nodeName, pods] of view.byNode) {
    if (view.verdicts.has(nodeName)) continue;
    for (const pod of pods) {
      if (!pod.spec.nodeName) writes.push(deletion(pod, nodeName, { rule: "daemonset/node-gone", because: `node \`${nodeName}\` does not exist` }));
    }
  }
  return writes;
}

function deletion(pod: Pod, nodeName: string, reason: Reason): Extract<Write, { kind: "delete" }> {
  return { kind: "delete", pod, nodeName, reason };
}

function missing(node: Node): Reason {
  return {
    rule: "daemonset/missing-pod",
    because: "the node should run one and has none",
    evidence: [{ object: referenceTo(node), path: "metadata.name", value: node.metadata.name }],
  };
}

function notWanted(view: SyncView, node: Node): Reason {
  const { steps } = explainVerdict(view.ds, node);
  const step = steps.find((s) => s.verdict === "fail");
  return { rule: "daemonset/not-wanted", because: step?.text ?? "the node should not run it", evidence: step?.evidence ?? [] };
}

function failed(pod: Pod): Reason {
  const why = pod.status.reason ? ` (${pod.status.reason})` : "";
  return {
    rule: "daemonset/failed-pod",
    because: `it has failed${why}; a new one will be made`,
    evidence: [{ object: referenceTo(pod), path: "status.phase", value: "Failed" }],
  };
}

const succeeded: Reason = { rule: "daemonset/succeeded-pod", because: "it has ended, and a daemon pod is to run for ever" };
