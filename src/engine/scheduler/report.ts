import type { Clause, DecisionDraft, Evidence, RuleStep } from "../../api/decision.ts";
import { patch, remove, type KubeRequest, type KubeResponse } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import { formatTime } from "../../api/time.ts";
import type { Condition } from "../../api/types/meta.ts";
import type { Pod, PodStatus } from "../../api/types/pod.ts";
import { clockText } from "../sim/clock-text.ts";
import type { NodeChoice } from "./preemption.ts";
import type { ActorWorld } from "../sim/actor.ts";
import { podReference } from "../sim/references.ts";
import { PLUGINS, type SearchResult } from "./filter.ts";
import { namedNodes, nodeAffinity } from "./plugins/node-affinity.ts";
import { podEvidence } from "./plugins/plugin.ts";

const MAX_EVENT_BYTES = 1024;
const MAX_NODE_STEPS = 50;
/** Of each clause; a name costs a pointer. */
const MAX_CLAUSE_NODES = 500;

/** Writes the Binding with its decision and event. The answer is the API server's: binding may be refused. */
export function bind(world: ActorWorld, pod: Pod, nodeName: string, feasibleNodes: number): KubeResponse {
  const subject = { kind: "Node", name: nodeName };
  world.decide({
    object: podReference(pod),
    subject,
    verdict: "bound",
    rule: "scheduler/bind",
    ...bindWords(pod, nodeName, feasibleNodes),
    source: "pkg/scheduler/schedule_one.go bindingCycle",
  });
  const namespace = pod.metadata.namespace ?? "default";
  const response = world.handle({
    verb: "create", resource: PODS.key, subresource: "binding", namespace, name: pod.metadata.name,
    body: { apiVersion: "v1", kind: "Binding", metadata: { name: pod.metadata.name }, target: { apiVersion: "v1", kind: "Node", name: nodeName } },
  });
  if (response.ok) world.event(pod, "Normal", "Scheduled", `Successfully assigned ${namespace}/${pod.metadata.name} to ${nodeName}`);
  return response;
}

function bindWords(pod: Pod, nodeName: string, feasibleNodes: number): { text: string; evidence: readonly Evidence[] } {
  const name = `\`${pod.metadata.name}\``;
  const affinity = pod.spec.affinity?.nodeAffinity;
  if (namedNodes(pod.spec).kind === "named") {
    const path = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution";
    return {
      text: `bound ${name} to \`${nodeName}\`, the node that its affinity names.`,
      evidence: [podEvidence(pod, path, affinity?.requiredDuringSchedulingIgnoredDuringExecution)],
    };
  }
  const why = feasibleNodes === 1 ? "the only node where it fits" : `the best of ${feasibleNodes} nodes where it fits`;
  return { text: `bound ${name} to \`${nodeName}\`, ${why}.`, evidence: [podEvidence(pod, "spec.containers[*].resources.requests", pod.spec.containers[0]?.resources?.requests)] };
}

export interface Failure {
  /** Full text, for the condition. */
  readonly message: string;
  readonly reason: "Unschedulable" | "SchedulerError";
  /** Set when preemption promised a node. */
  readonly nominatedNodeName?: string;
  /** Retried without an event that helps; said before. */
  readonly isRepetition: boolean;
  /** Tried again then, whatever happens. */
  readonly retryAtMs?: number;
}

/**
 * Event, condition and decision of an attempt that found no node. The condition is written only if it says something
 * new; a decision likewise.
 * Source: kubernetes pkg/scheduler/schedule_one.go handleSchedulingFailure (1.36)
 */
export function reportFailure(world: ActorWorld, pod: Pod, failure: Failure, found: SearchResult): void {
  const condition = unschedulableCondition(world, pod, failure);
  const old = pod.status.conditions?.find((c) => c.type === "PodScheduled");
  const isNews = old?.status !== condition.status || old.reason !== condition.reason || old.message !== condition.message;
  const nominates = failure.nominatedNodeName !== undefined && failure.nominatedNodeName !== pod.status.nominatedNodeName;
  if (isNews) world.decide(failureDecision(pod, failure, found));
  world.event(pod, "Warning", "FailedScheduling", eventText(failure.message));
  if (!isNews && !nominates) return;
  const others = (pod.status.conditions ?? []).filter((c) => c.type !== "PodScheduled");
  world.handle(statusPatch(pod, { conditions: [...others, condition], ...(nominates ? { nominatedNodeName: failure.nominatedNodeName! } : {}) }));
}

function unschedulableCondition(world: ActorWorld, pod: Pod, failure: Failure): Condition {
  const old = pod.status.conditions?.find((c) => c.type === "PodScheduled" && c.status === "False");
  return {
    type: "PodScheduled",
    status: "False",
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    lastProbeTime: null,
    lastTransitionTime: old?.lastTransitionTime ?? formatTime(world.nowMs),
    reason: failure.reason,
    message: failure.message,
  };
}

function failureDecision(pod: Pod, failure: Failure, found: SearchResult): DecisionDraft {
  const only = found.rejected.size === 1 ? [...found.rejected][0] : undefined;
  const name = `\`${pod.metadata.name}\``;
  const retry = failure.retryAtMs === undefined ? "" : `; it tries again at ${clockText(failure.retryAtMs)}`;
  const text = failure.reason === "SchedulerError"
    ? `could not bind ${name}: ${failure.message}${retry}.`
    : found.numAllNodes === 0
    ? `left ${name} waiting because the cluster has no nodes${retry}.`
    : only
      ? `left ${name} waiting for \`${only[0]}\`: ${only[1].text}.`
      : `left ${name} waiting because none of the ${found.numAllNodes} nodes takes it: ${countedPart(failure.message)}.`;
  return {
    object: podReference(pod),
    ...(only
      ? { subject: { kind: "Node", name: only[0] }, steps: stepsOf(only[1].plugin, only[1].text, only[1].evidence) }
      : found.rejected.size > 0 ? { steps: stepsByNode(found) } : {}),
    ...(found.rejected.size > 0 ? { clauses: clausesOf(found) } : {}),
    verdict: "waits",
    rule: found.numAllNodes === 0 ? "scheduler/no-nodes" : "scheduler/unschedulable",
    evidence: only ? only[1].evidence : [podEvidence(pod, "status.conditions[PodScheduled].message", failure.message)],
    text,
    ...(failure.isRepetition ? { quiet: true } : {}),
    source: "pkg/scheduler/schedule_one.go handleSchedulingFailure",
  };
}

/** What each node that was looked at failed on, one step a node; of very many the first. */
function stepsByNode({ rejected, numAllNodes, absentReason }: SearchResult): RuleStep[] {
  const steps = [...rejected].slice(0, MAX_NODE_STEPS).map(([nodeName, { plugin, text, evidence }]): RuleStep =>
    ({ rule: plugin, verdict: "fail", text: `\`${nodeName}\`: ${text}.`, evidence }));
  const untold = rejected.size - steps.length;
  if (untold > 0) steps.push({ rule: "more-nodes", verdict: "fail", text: `${untold} more nodes were rejected.`, evidence: [] });
  const absent = absentReason === undefined ? 0 : numAllNodes - rejected.size;
  if (absent > 0) steps.push({ rule: nodeAffinity.name, verdict: "not-asked", text: `${absent} nodes were not looked at: its affinity names others.`, evidence: [] });
  return steps;
}

/** Which nodes each reason of the message counts. */
function clausesOf({ rejected, numAllNodes, absentReason }: SearchResult): Clause[] {
  const names = new Map<string, string[]>();
  for (const [nodeName, { reasons }] of rejected) {
    for (const reason of reasons) {
      const known = names.get(reason) ?? [];
      names.set(reason, known);
      if (known.length < MAX_CLAUSE_NODES) known.push(nodeName);
    }
  }
  const clauses: Clause[] = [...names].map(([reason, nodeNames]) => ({ reason, nodeNames }));
  return absentReason !== undefined && numAllNodes > rejected.size ? [...clauses, { reason: absentReason }] : clauses;
}

/** The counts of the message, without what is said about preemption. */
function countedPart(message: string): string {
  return /^0\/\d+ nodes are available: (.*?)\.(?: |$)/.exec(message)?.[1] ?? message;
}

/** Every filter in order: those before the failing one passed, those after it were not asked. */
function stepsOf(failedPlugin: string, text: string, evidence: readonly Evidence[]): RuleStep[] {
  const failedAt = PLUGINS.findIndex((p) => p.name === failedPlugin);
  return PLUGINS.map((plugin, i) => {
    if (i < failedAt) return { rule: plugin.name, verdict: "pass", text: `${plugin.name} lets the node pass.`, evidence: [] };
    if (i > failedAt) return { rule: plugin.name, verdict: "not-asked", text: `${plugin.name} was not asked.`, evidence: [] };
    return { rule: plugin.name, verdict: "fail", text: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`, evidence };
  });
}

/** At most 1024 bytes, the last four then ` ...`. */
function eventText(message: string): string {
  return message.length <= MAX_EVENT_BYTES ? message : `${message.slice(0, MAX_EVENT_BYTES - 4)} ...`;
}

/**
 * Deletes the victims of a preemption, each with the condition that says why, and with their own grace period.
 * Source: kubernetes pkg/scheduler/framework/preemption/executor.go (1.36)
 */
export function deleteVictims(world: ActorWorld, preemptor: Pod, nodeName: string, victims: readonly Pod[], choice: NodeChoice): void {
  for (const victim of victims.filter((v) => !v.metadata.deletionTimestamp)) {
    world.decide({
      object: podReference(victim),
      subject: podReference(preemptor),
      verdict: "preempted",
      rule: "scheduler/preempt",
      evidence: [podEvidence(preemptor, "spec.priority", preemptor.spec.priority ?? 0), podEvidence(victim, "spec.priority", victim.spec.priority ?? 0)],
      text: `deleted \`${victim.metadata.name}\` (priority ${victim.spec.priority ?? 0}) on \`${nodeName}\` to make room for \`${preemptor.metadata.name}\`, which has a higher priority (${preemptor.spec.priority ?? 0}) and does not fit beside it${choiceText(nodeName, choice)}.`,
      source: "pkg/scheduler/framework/preemption/executor.go prepareCandidate",
    });
    world.handle(statusPatch(victim, { conditions: [disruptionTarget(world), ...(victim.status.conditions ?? []).filter((c) => c.type !== "DisruptionTarget")] }));
    world.handle(remove(PODS, victim.metadata, { preconditions: { uid: victim.metadata.uid } }));
    world.event(victim, "Normal", "Preempted", `Preempted by pod ${preemptor.metadata.uid} on node ${nodeName}`);
  }
}

/** Why this node and no other. */
function choiceText(nodeName: string, { candidates, because }: NodeChoice): string {
  return because === undefined ? "" : `; of the ${candidates} nodes where deleting pods would help, \`${nodeName}\` was chosen because ${because}`;
}

function disruptionTarget(world: ActorWorld): Condition {
  return {
    type: "DisruptionTarget",
    status: "True",
    lastProbeTime: null,
    lastTransitionTime: formatTime(world.nowMs),
    reason: "PreemptionByScheduler",
    message: "default-scheduler: preempting to accommodate a higher priority pod",
  };
}

/** A merge patch replaces lists as a whole, which keeps the order of conditions and their explicit nulls. */
export function statusPatch(pod: Pod, status: Partial<Omit<PodStatus, "nominatedNodeName">> & { readonly nominatedNodeName?: string | null }): KubeRequest {
  return { ...patch(PODS, pod.metadata, { status }, { patchType: "merge" }), subresource: "status" };
}
