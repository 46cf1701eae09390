import type { Actor } from "../../../api/decision.ts";
import { COMPONENTSTATUSES, EVENTS, LEASES, NODES, PODS, resourceOf, type Resource, type Subresource } from "../../../api/resources.ts";
import { structureOf } from "../../../api/schema/structure.ts";
import { isMembers } from "../../../api/semantic.ts";
import type { KubeEvent } from "../../../api/types/event.ts";
import type { KubeObject, ManagedFieldsEntry } from "../../../api/types/meta.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { compare } from "./compare.ts";
import { difference, fieldSet, intersection, isEmpty, listKey, member, union, without, type FieldSet, type Path } from "./field-set.ts";
import { entryOf, sorted, type Entries } from "./managers.ts";
import { IDENTITY, ownable, withoutAdmitted } from "./server-fields.ts";

/** The name an actor of the cluster signs its writes with. */
export function managerOf(actor: Exclude<Actor, "user">): string {
  if (actor === "kubelet") return "kubelet";
  if (actor === "kube-apiserver") return actor;
  return actor === "default-scheduler" ? "kube-scheduler" : CONTROLLERS;
}

/**
 * The object as a client sees it: with the managedFields of the cluster's own actors. Their writes are far too many to
 * keep account of each, and what they write is always the same, so who owns what follows from the object. What clients
 * own is kept in the store, and what controllers own in an object that a client made (see track.ts): this adds the rest.
 * Departure: the times are those that stand in the object; a field that was set and reset counts as never owned.
 * @returns the object itself if there is nothing to add
 */
export function withManagedFields<T extends KubeObject>(object: T): T {
  const resource = resourceOf(object);
  // What is only worked out has no uid, and nobody has written it.
  if (!resource || resource === COMPONENTSTATUSES) return object;
  const kept = object.metadata.managedFields;
  const derived = kept ? (hasStatusEntry(kept) || !isKubelets(resource) ? [] : statusEntries(object, resource)) : ownEntries(object, resource);
  return derived.length > 0 ? { ...object, metadata: { ...object.metadata, managedFields: sorted([...(kept ?? []), ...derived]) } } : object;
}

/**
 * Who owns what, for a client's write to begin from: what is kept, or what the actor owns who made the object. The
 * status of pods and nodes is left to whoever asks (see withManagedFields) until a client writes that.
 */
export function entriesOf(object: KubeObject, resource: Resource, subresource: Subresource | undefined): Entries {
  if (subresource === "status") return withManagedFields(object).metadata.managedFields ?? [];
  if (object.metadata.managedFields) return object.metadata.managedFields;
  return isKubelets(resource) ? mainEntries(object, resource) : ownEntries(object, resource);
}

/** Kinds whose status the kubelets write, as often as anything in the cluster is written. */
export function isKubelets(resource: Resource): boolean {
  return resource === PODS || resource === NODES;
}

export function hasStatusEntry(entries: Entries): boolean {
  return entries.some((e) => e.subresource === "status");
}

const CONTROLLERS = "kube-controller-manager";
const path = (...names: readonly string[]): Path => names.map(member);

function ownEntries(object: KubeObject, resource: Resource): Entries {
  return sorted([...mainEntries(object, resource), ...statusEntries(object, resource)]);
}

function mainEntries(object: KubeObject, resource: Resource): Entries {
  if (resource === EVENTS) return [eventEntry(object as KubeEvent)];
  const sent = resource === PODS ? sentByController(object as Pod) : undefined;
  const fields = withoutAdmitted(ownable(everythingOf(object, resource), resource, undefined), resource, sent);
  if (resource === NODES) return nodeEntries(object as Node, fields);
  const manager = resource === LEASES && object.metadata.namespace === "kube-node-lease" ? "kubelet" : CONTROLLERS;
  return entry(manager, object, resource === PODS ? without(fields, ...BOUND) : fields, object.metadata.creationTimestamp);
}

/** Set by binding, which nobody owns. */
const BOUND: readonly Path[] = [
  path("spec", "nodeName"), path("metadata", "labels", "topology.kubernetes.io/zone"), path("metadata", "labels", "topology.kubernetes.io/region"),
];

/** Of what admission may add to a pod, what was in it before as far as one can tell: anything but what admission itself would say. */
function sentByController({ spec }: Pod): unknown {
  const { tolerations = [], priorityClassName, serviceAccountName } = spec;
  const isAdded = (t: { readonly tolerationSeconds?: number }) => t.tolerationSeconds === 300;
  const account = serviceAccountName === "default" ? undefined : serviceAccountName;
  return { spec: { tolerations: tolerations.every(isAdded) ? undefined : tolerations, priorityClassName, serviceAccountName: account, serviceAccount: account } };
}

/** A kubelet registers its node; its taints, addresses for pods and their time to live are the controllers'. */
function nodeEntries(node: Node, fields: FieldSet): Entries {
  const { creationTimestamp, annotations = {} } = node.metadata;
  const cidrs = fields["f:spec"]?.["f:podCIDRs"];
  const isOnlyTtl = Object.keys(annotations).every((name) => name === TTL);
  const marks = [path("spec", "podCIDR"), path("metadata", "annotations", TTL), ...(isOnlyTtl ? [path("metadata", "annotations")] : [])];
  const found = union(intersection(fields, fieldSet(...marks)), cidrs ? { "f:spec": { "f:podCIDRs": cidrs } } : {});
  const theirs = union(found, fieldSet(...(node.spec.taints?.length ? [path("spec", "taints")] : [])));
  return [...entry("kubelet", node, difference(fields, theirs), creationTimestamp), ...entry(CONTROLLERS, node, theirs, creationTimestamp)];
}

const TTL = "node.alpha.kubernetes.io/ttl";

/** Events of the scheduler are written in another version of the API, with other names for the same fields. */
function eventEntry(event: KubeEvent): ManagedFieldsEntry {
  const source = event.source?.component || event.reportingComponent || "";
  const manager = source === "kubelet" ? "kubelet" : source === "default-scheduler" ? "kube-scheduler" : CONTROLLERS;
  const writer = { manager, operation: "Update" as const };
  const time = event.lastTimestamp ?? event.metadata.creationTimestamp;
  if (!event.eventTime) return entryOf({ ...writer, apiVersion: event.apiVersion }, everythingOf(event, EVENTS), time);
  const names = ["action", "eventTime", "note", "reason", "regarding", "reportingController", "reportingInstance", "type"];
  return entryOf({ ...writer, apiVersion: "events.k8s.io/v1" }, fieldSet(...names.map((n) => path(n))), event.metadata.creationTimestamp);
}

function statusEntries(object: KubeObject, resource: Resource): Entries {
  const status = resource.subresources.includes("status") ? everythingOf(object, resource)["f:status"] : undefined;
  if (!status) return [];
  const fields: FieldSet = { "f:status": status };
  if (resource === PODS) return podStatusEntries(object as Pod, fields);
  if (resource === NODES && !isPostedByKubelet(object as Node)) return [];
  const manager = resource === NODES ? "kubelet" : CONTROLLERS;
  return entry(manager, object, resource === NODES ? difference(without(fields, ...REGISTERED), unchangedConditions(object as Node)) : fields, latestTime(object), "status");
}

/** A node is created with these; what a kubelet changes later are its conditions. */
const REGISTERED: readonly Path[] = ["capacity", "allocatable", "addresses", "daemonEndpoints", "nodeInfo"].map((f) => path("status", f));

/** Since it was registered. */
function isPostedByKubelet({ metadata, status }: Node): boolean {
  return (status.conditions ?? []).some((c) => (c.lastHeartbeatTime ?? "") > metadata.creationTimestamp);
}

/** Of a node's conditions what nobody has changed since it was registered: which there are, and what those say that never turned. */
function unchangedConditions({ metadata, status }: Node): FieldSet {
  const paths = (status.conditions ?? []).flatMap(({ type, lastTransitionTime }) => {
    const step = [...CONDITIONS, listKey({ type })];
    const hasTurned = (lastTransitionTime ?? "") > metadata.creationTimestamp;
    const same = ["type", ...(hasTurned ? [] : ["status", "reason", "message", "lastTransitionTime"])];
    return [step, ...same.map((name) => [...step, member(name)])];
  });
  return fieldSet(CONDITIONS, ...paths);
}

const CONDITIONS = path("status", "conditions");
const SCHEDULED = listKey({ type: "PodScheduled" });

/** Whether it is scheduled the scheduler says as long as it is not; then binding says it, and the rest is the kubelet's. */
function podStatusEntries(pod: Pod, fields: FieldSet): Entries {
  const { phase, conditions = [], containerStatuses = [] } = pod.status;
  const isWaiting = conditions.some((c) => c.type === "PodScheduled" && c.status === "False");
  const scheduled = fields["f:status"]?.["f:conditions"]?.[SCHEDULED];
  const schedulers: FieldSet = isWaiting && scheduled ? { "f:status": { "f:conditions": { ".": {}, [SCHEDULED]: scheduled } } } : {};
  const nobodys = [path("status", "qosClass"), path("status", "nominatedNodeName"), ...(phase === "Pending" ? [path("status", "phase")] : [])];
  const kubelets = difference(without(fields, [...CONDITIONS, SCHEDULED], ...nobodys), fieldSet(CONDITIONS));
  const isPosted = pod.status["startTime"] !== undefined || containerStatuses.length > 0;
  return [
    ...entry("kube-scheduler", pod, schedulers, latestTime(pod), "status"),
    ...(isPosted ? entry("kubelet", pod, kubelets, latestTime(pod), "status") : []),
  ];
}

function everythingOf(object: KubeObject, resource: Resource): FieldSet {
  const { added, modified } = compare({}, object, structureOf(resource));
  return difference(union(added, modified), IDENTITY);
}

function entry(manager: string, object: KubeObject, fields: FieldSet, time: string, subresource?: string): Entries {
  if (isEmpty(fields)) return [];
  return [entryOf({ manager, operation: "Update", apiVersion: object.apiVersion, ...(subresource ? { subresource } : {}) }, fields, time)];
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** The latest time that stands in a status, or that of creation. */
function latestTime(object: KubeObject): string {
  const times = [object.metadata.creationTimestamp];
  const look = (value: unknown): void => {
    if (typeof value === "string" && TIME.test(value)) times.push(value);
    else if (Array.isArray(value)) value.forEach(look);
    else if (isMembers(value)) Object.values(value).forEach(look);
  };
  look((object as KubeObject & { readonly status?: unknown }).status);
  return times.sort().at(-1)!;
}
