import { controllerOf } from "../../apiserver/store.ts";
import type { Store } from "../../apiserver/store.ts";
import { targetNodeName } from "../../../api/node-matching.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, NODES, PODS } from "../../../api/resources.ts";
import type { ControllerRevision } from "../../../api/types/controllerrevision.ts";
import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { RestState } from "./program.ts";

const ADDED_TOLERATIONS = ["not-ready:NoExecute", "unreachable:NoExecute", "disk-pressure:NoSchedule", "memory-pressure:NoSchedule", "pid-pressure:NoSchedule", "unschedulable:NoSchedule"];

export function isReady(object: Pod | Node): boolean {
  return object.status.conditions?.some((c) => c.type === "Ready" && c.status === "True") ?? false;
}

/** Names made up by the server or by the player, in a form that every run shares. */
export function sharedText(text: string): string {
  return text
    .replaceAll(/\bn\d+-p\d+\b/g, "<node>")
    .replaceAll(/\b(agent|monitor)-[a-z0-9]{5}\b/g, "$1-*")
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "<uid>");
}

/** Nodes of one class cannot be told apart by any controller. */
export function classOf(node: Node): string {
  const labels = Object.entries(node.metadata.labels ?? {}).filter(([key]) => !/kubernetes\.io\/(hostname|os|arch)$/.test(key)).map(([k, v]) => `${k}=${v}`).sort();
  const taints = (node.spec.taints ?? []).map((t) => `${t.key}${t.value ? `=${t.value}` : ""}:${t.effect}`).sort();
  const { cpu, memory, pods } = node.status.capacity ?? {};
  const parts = [`cpu=${cpu} memory=${memory} pods=${pods}`, labels.length > 0 && `labels ${labels.join(",")}`, taints.length > 0 && `taints ${taints.join(",")}`, node.spec.unschedulable && "cordoned", !isReady(node) && "not ready"];
  return parts.filter(Boolean).join("; ");
}

/** Of a DaemonSet, the oldest first. */
export function revisionsOf(store: Store, uid: string): ControllerRevision[] {
  return [...store.all<ControllerRevision>(CONTROLLERREVISIONS)].filter((r) => controllerOf(r)?.uid === uid).sort((a, b) => a.revision - b.revision);
}

/** The pods of a node as one text. */
export function podsOn(store: Store, nodeName: string): string {
  return [...store.podsOnNode(nodeName)].map((pod) => podText(store, pod)).sort().join(" + ") || "-";
}

/** `DaemonSet/agent r2 Running ready`: whose it is, from which revision, and how it is. */
function podText(store: Store, pod: Pod): string {
  const waiting = pod.status.containerStatuses?.map((c) => c.state?.waiting?.reason).find(Boolean);
  const phase = `${pod.status.phase}${waiting ? (waiting.includes("Image") ? ":image" : ":creating") : ""}`;
  const lacks = controllerOf(pod)?.kind === "DaemonSet" && !hasAddedTolerations(pod);
  return [ownerText(store, pod), phase, isReady(pod) && "ready", pod.metadata.deletionTimestamp && "terminating", lacks && "tolerations missing"].filter(Boolean).join(" ");
}

function ownerText(store: Store, pod: Pod): string {
  const owner = controllerOf(pod);
  if (!owner) return `no owner (app=${pod.metadata.labels?.["app"]})`;
  const hash = pod.metadata.labels?.["controller-revision-hash"];
  const index = revisionsOf(store, owner.uid).findIndex((r) => r.metadata.labels?.["controller-revision-hash"] === hash);
  return `${owner.kind}/${owner.name} r${index < 0 ? "?" : index + 1}`;
}

function hasAddedTolerations({ spec }: Pod): boolean {
  const has = new Set((spec.tolerations ?? []).filter((t) => t.operator === "Exists" && t.tolerationSeconds === undefined).map((t) => `${t.key}:${t.effect}`));
  return ADDED_TOLERATIONS.every((t) => has.has(`node.kubernetes.io/${t}`));
}

/** What the cluster looks like, with all that is a matter of chance left out. */
export function restState(store: Store): RestState {
  const nodes: Record<string, number> = {};
  const daemonPods: Record<string, string[]> = {};
  for (const node of store.all<Node>(NODES)) {
    const kind = classOf(node);
    nodes[kind] = (nodes[kind] ?? 0) + 1;
    (daemonPods[kind] ??= []).push(podsOn(store, node.metadata.name));
  }
  for (const list of Object.values(daemonPods)) list.sort();
  const pods = [...store.all<Pod>(PODS)];
  const isLost = ({ spec }: Pod) => spec.nodeName !== undefined && !store.get(NODES, undefined, spec.nodeName);
  return {
    nodes,
    daemonPods,
    unscheduled: pods.filter((p) => !p.spec.nodeName).map((p) => waitingText(store, p)).sort(),
    lostPods: pods.filter(isLost).map((p) => podText(store, p)).sort(),
    ...setsOf(store, pods),
  };
}

function waitingText(store: Store, pod: Pod): string {
  const wanted = targetNodeName(pod.spec);
  const node = wanted === undefined ? undefined : store.get<Node>(NODES, undefined, wanted);
  const condition = pod.status.conditions?.find((c) => c.type === "PodScheduled");
  return `${podText(store, pod)} for ${node ? classOf(node) : wanted ? "a node that is gone" : "any node"}: ${condition?.reason ?? "no condition"}: ${sharedText(condition?.message ?? "")}`;
}

function setsOf(store: Store, pods: readonly Pod[]): Pick<RestState, "templateGenerations" | "daemonSets" | "revisions"> {
  const templateGenerations: Record<string, string> = {};
  const daemonSets: Record<string, Record<string, number | boolean>> = {};
  const revisions: Record<string, string> = {};
  for (const { metadata: { name, uid, generation = 0 }, status: s } of store.all<DaemonSet>(DAEMONSETS)) {
    daemonSets[name] = {
      desired: s.desiredNumberScheduled, current: s.currentNumberScheduled, misscheduled: s.numberMisscheduled, ready: s.numberReady, updated: s.updatedNumberScheduled ?? 0,
      available: s.numberAvailable ?? 0, unavailable: s.numberUnavailable ?? 0, generation, observed: s.observedGeneration === generation,
    };
    revisions[`DaemonSet/${name}`] = revisionsOf(store, uid).map((r) => r.revision).join(",");
    templateGenerations[name] = pods.filter((p) => controllerOf(p)?.uid === uid).map((p) => p.metadata.labels?.["pod-template-generation"] ?? "none").sort().join(",");
  }
  return { templateGenerations, daemonSets, revisions };
}
