import { compareEvents } from "../api/columns/event.ts";
import type { Decision } from "../api/decision.ts";
import type { EligibilityRow } from "../api/frame.ts";
import { DAEMONSETS, EVENTS, NODES, PODS, RESOURCES, type Resource } from "../api/resources.ts";
import { targetNodeName } from "../api/node-matching.ts";
import type { Inspection } from "../api/timeline.ts";
import type { DaemonSet } from "../api/types/daemonset.ts";
import type { KubeEvent } from "../api/types/event.ts";
import type { KubeObject, ObjectReference } from "../api/types/meta.ts";
import type { Node } from "../api/types/node.ts";
import type { Pod, Toleration } from "../api/types/pod.ts";
import type { Store } from "../engine/apiserver/store.ts";
import { explainVerdict } from "../engine/controllers/daemonset/predicate.ts";
import { daemonPodTolerations } from "../engine/controllers/daemonset/tolerations.ts";
import { eligibilityRow } from "../view/eligibility.ts";
import { compareNatural } from "../view/natural.ts";

export interface InspectionSource {
  readonly store: Store;
  readonly decisions: {
    about(object: ObjectReference, limit: number): readonly Decision[];
    eligibility(daemonSetUid: string, nodeName: string): Decision | undefined;
  };
}

const SHOWN_DECISIONS = 100;

/** Everything the inspector shows of one object now. An object that is gone still has its events and decisions. */
export function inspectObject(source: InspectionSource, reference: ObjectReference): Inspection {
  const object = findObject(source.store, reference);
  return {
    ...(object ? { object } : {}),
    events: eventsAbout(source.store, reference),
    decisions: source.decisions.about(reference, SHOWN_DECISIONS),
    eligibility: object ? eligibilityOf(source, object) : [],
  };
}

/** The object of a reference; none if another one has taken its name. */
function findObject(store: Store, reference: ObjectReference): KubeObject | undefined {
  for (const resource of resourcesOfKind(store, reference.kind)) {
    const object = store.get(resource, resource.namespaced ? (reference.namespace ?? "default") : undefined, reference.name);
    if (object && (reference.uid === undefined || reference.uid === object.metadata.uid)) return object;
  }
  return undefined;
}

function resourcesOfKind(store: Store, kind: string): Resource[] {
  return [...RESOURCES, ...store.customResources].filter((r) => r.kind === kind);
}

/** Newest last. */
function eventsAbout(store: Store, reference: ObjectReference): KubeEvent[] {
  return Array.from(store.all<KubeEvent>(EVENTS)).filter((event) => isAbout(event, reference)).sort(compareEvents);
}

function isAbout(event: KubeEvent, reference: ObjectReference): boolean {
  const involved = event.involvedObject;
  if (involved.kind !== reference.kind || involved.name !== reference.name || (involved.namespace ?? "") !== (reference.namespace ?? "")) return false;
  // Events about a Node carry its name as uid; see kubernetes pkg/kubelet, nodeRef.
  return reference.uid === undefined || involved.uid === undefined || involved.uid === reference.uid || involved.uid === reference.name;
}

function eligibilityOf(source: InspectionSource, object: KubeObject): Inspection["eligibility"] {
  switch (object.kind) {
    case NODES.kind:
      return sortedBy([...source.store.all<DaemonSet>(DAEMONSETS)]).flatMap((ds) => verdictOf(source, ds, object.metadata.name));
    case DAEMONSETS.kind:
      return sortedBy([...source.store.all<Node>(NODES)]).flatMap((node) => verdictOf(source, object, node.metadata.name));
    case PODS.kind:
      return ofDaemonPod(source, object as Pod);
    default:
      return [];
  }
}

function ofDaemonPod(source: InspectionSource, pod: Pod): Inspection["eligibility"] {
  const nodeName = targetNodeName(pod.spec);
  const owner = pod.metadata.ownerReferences?.find((r) => r.controller && r.kind === DAEMONSETS.kind);
  const ds = owner && source.store.get(DAEMONSETS, pod.metadata.namespace, owner.name);
  return ds && ds.metadata.uid === owner.uid && nodeName !== undefined ? verdictOf(source, ds, nodeName) : [];
}

function verdictOf(source: InspectionSource, ds: KubeObject, nodeName: string): Inspection["eligibility"] {
  const { namespace, name, uid } = ds.metadata;
  const decision = source.decisions.eligibility(uid, nodeName);
  if (!decision) return [];
  const daemonSet = { kind: DAEMONSETS.kind, ...(namespace ? { namespace } : {}), name, uid };
  const pending = pendingVerdict(source.store, ds as DaemonSet, nodeName, decision);
  return [{ daemonSet, row: eligibilityRow(nodeName, decision), decision, ...(pending ? { pending } : {}), addedTolerations: addedTolerations(ds as DaemonSet) }];
}

/** The rules asked anew, as the controller will when its turn comes; undefined if that gives what it said last. */
function pendingVerdict(store: Store, ds: DaemonSet, nodeName: string, decision: Decision): EligibilityRow | undefined {
  const node = store.get<Node>(NODES, undefined, nodeName);
  if (!node) return undefined;
  const { steps, text } = explainVerdict(ds, node);
  const isSame = steps.length === decision.steps?.length && steps.every((step, i) => step.text === decision.steps?.[i]?.text);
  return isSame ? undefined : eligibilityRow(nodeName, { ...decision, steps, text });
}

function addedTolerations(ds: DaemonSet): readonly Toleration[] {
  const { spec } = ds.spec.template;
  return daemonPodTolerations(spec).filter((t) => !spec.tolerations?.includes(t));
}

function sortedBy<T extends KubeObject>(objects: T[]): T[] {
  return objects.sort((a, b) => compareNatural(a.metadata.namespace ?? "", b.metadata.namespace ?? "") || compareNatural(a.metadata.name, b.metadata.name));
}
