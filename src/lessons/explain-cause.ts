import type { Decision } from "../api/decision.ts";
import { targetNodeName } from "../api/node-matching.ts";
import type { KubeObject, ObjectReference } from "../api/types/meta.ts";
import type { KubeEvent } from "../api/types/event.ts";
import type { DaemonSet } from "../api/types/daemonset.ts";
import type { Pod } from "../api/types/pod.ts";
import type { CauseId, Trouble } from "./causes.ts";
import { conditionStatus, podsOf, type Facts } from "./facts.ts";

/** A cause that the engine itself gives, and the record in which it does. */
export interface Found {
  readonly cause: CauseId;
  readonly because: Decision;
  /** What the kubelet reports of it as an event, where that says more: of a probe, say. */
  readonly event?: string;
}

/**
 * Why the DaemonSet of a trouble is not everywhere it should be, as the records of those who decided say it: the
 * controller on nodes and rollouts, the scheduler on pods that wait, the kubelets on pods that do not get ready.
 * How the cluster was made is not looked at. Empty: nothing is wrong (any more).
 */
export function explainCause(facts: Facts, agent: string): readonly Found[] {
  const pods = (podsOf(facts.lists, agent) as readonly Pod[]).filter((pod) => !pod.metadata.deletionTimestamp);
  const alive = facts.lists.nodes.filter((node) => conditionStatus(node, "Ready") === "True");
  const found = [
    ...alive.flatMap((node) => refusedNode(facts, agent, node) ?? []),
    ...pods.flatMap((pod) => (pod.spec.nodeName ? unwell(facts, pod) : unplaced(facts, pod)) ?? []),
    ...notCreated(facts, agent, pods, alive),
  ];
  // A rollout also waits for a release that does not work: then that is the cause, and the waiting follows from it.
  return found.length > 0 ? oncePerCause(found) : heldBudget(facts, agent);
}

/** Every node that counts has a ready pod of the newest version. Any way there will do. */
export function isRepaired(facts: Facts, { agent, nodeNames, image }: Trouble): boolean {
  const set = facts.lists.daemonsets.find((o) => o.metadata.name === agent && o.metadata.namespace === "default") as DaemonSet | undefined;
  const newest = set?.spec.template.spec.containers[0]?.image;
  if (!set || newest === undefined || (image !== undefined && newest !== image)) return false;
  return readyNodes(facts, agent, newest, nodeNames).length === nodeNames.length;
}

/** Those of the nodes that have a ready pod of the DaemonSet, of the newest version. */
export function nodesInOrder(facts: Facts, { agent, nodeNames, image }: Trouble): readonly string[] {
  const set = facts.lists.daemonsets.find((o) => o.metadata.name === agent) as DaemonSet | undefined;
  return readyNodes(facts, agent, image ?? set?.spec.template.spec.containers[0]?.image ?? "", nodeNames);
}

function readyNodes(facts: Facts, agent: string, image: string, nodeNames: readonly string[]): readonly string[] {
  const pods = (podsOf(facts.lists, agent) as readonly Pod[]).filter((p) => !p.metadata.deletionTimestamp && conditionStatus(p, "Ready") === "True" && p.spec.containers[0]?.image === image);
  return nodeNames.filter((name) => pods.some((p) => p.spec.nodeName === name));
}

function refusedNode(facts: Facts, agent: string, node: KubeObject): Found | undefined {
  const because = about(facts, "Node", node).findLast((d) => d.rule === "daemonset/eligibility" && d.object.name === agent);
  const failed = because?.verdict === "should-run" ? undefined : because?.steps?.find((step) => step.verdict === "fail");
  if (!because || !failed) return undefined;
  return { cause: failed.rule === "taints" ? "taint" : "selector", because };
}

/** By what the scheduler's text counts the one node that its affinity names for. */
function unplaced(facts: Facts, pod: Pod): Found | undefined {
  const because = about(facts, "Pod", pod).findLast((d) => d.actor === "default-scheduler" && d.verdict === "waits");
  const target = targetNodeName(pod.spec);
  const reason = because?.clauses?.find((c) => c.nodeNames?.includes(target ?? ""))?.reason ?? "";
  const cause = SCHEDULER_REASONS.find(([words]) => reason.includes(words))?.[1];
  return because && cause ? { cause, because } : undefined;
}

const SCHEDULER_REASONS: readonly (readonly [string, CauseId])[] = [["Insufficient cpu", "cpu"], ["Insufficient memory", "memory"], ["free ports", "host-port"]];

function unwell(facts: Facts, pod: Pod): Found | undefined {
  if (conditionStatus(pod, "Ready") === "True") return undefined;
  const said = about(facts, "Pod", pod).filter((d) => d.actor === "kubelet");
  for (const [rules, cause] of KUBELET_RULES) {
    const because = said.findLast((d) => rules.includes(d.rule));
    if (because) return { cause, because };
  }
  return neverReady(facts, pod, said);
}

/** An app that runs and has never been ready: no kubelet decides that anew, its probe just keeps failing. */
function neverReady(facts: Facts, pod: Pod, said: readonly Decision[]): Found | undefined {
  const because = said.findLast((d) => d.rule === "kubelet/started");
  const unhealthy = (facts.lists.events as readonly KubeEvent[]).findLast((e) => e.reason === "Unhealthy" && e.involvedObject.uid === pod.metadata.uid);
  return because && unhealthy ? { cause: "not-ready", because, event: unhealthy.message } : undefined;
}

/** The more particular first: an app that ends is also not ready. */
const KUBELET_RULES: readonly (readonly [readonly string[], CauseId])[] = [
  [["kubelet/pull-failed"], "image"], [["kubelet/exited"], "crash"], [["kubelet/probe-failed", "kubelet/not-ready"], "not-ready"],
];

function notCreated(facts: Facts, agent: string, pods: readonly Pod[], alive: readonly KubeObject[]): readonly Found[] {
  const because = facts.decisions.findLast((d) => d.rule === "daemonset/create-failed" && d.object.name === agent);
  const isStill = alive.some((node) => !pods.some((pod) => targetNodeName(pod.spec) === node.metadata.name));
  return because && isStill && because.text.includes("exceeded quota") ? [{ cause: "quota", because }] : [];
}

function heldBudget(facts: Facts, agent: string): readonly Found[] {
  const last = facts.decisions.findLast((d) => d.object.name === agent && (d.rule === "daemonset/rollout-waits" || d.rule === "daemonset/rollout-done"));
  return last?.rule === "daemonset/rollout-waits" ? [{ cause: "budget", because: last }] : [];
}

function about(facts: Facts, kind: string, { metadata: { name } }: KubeObject): readonly Decision[] {
  const isIt = (ref: ObjectReference | undefined) => ref?.kind === kind && ref.name === name;
  return facts.decisions.filter((d) => isIt(d.object) || isIt(d.subject));
}

function oncePerCause(found: readonly Found[]): readonly Found[] {
  return found.filter((f, i) => found.findIndex((g) => g.cause === f.cause) === i);
}
