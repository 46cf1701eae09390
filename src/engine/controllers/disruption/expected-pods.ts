import { DEPLOYMENTS, resourceOf } from "../../../api/resources.ts";
import type { Deployment } from "../../../api/types/deployment.ts";
import type { IntOrString, KubeObject, OwnerReference } from "../../../api/types/meta.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { PodDisruptionBudget } from "../../../api/types/poddisruptionbudget.ts";
import { controllerOf, type Store } from "../../apiserver/store.ts";

/** How many pods there should be, and how many of them have to be healthy. */
export interface Expectation {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
  /** Pods that nobody controls: a share of how many cannot be said of them. */
  readonly unmanaged: readonly Pod[];
}

/**
 * What a budget asks for. A number in minAvailable speaks of the pods that are there; everything else of the scale of
 * the controllers of these pods. Shares are rounded up.
 * @returns an error text for a pod whose controller has no scale, such as a DaemonSet's
 * Source: pkg/controller/disruption/disruption.go getExpectedPodCount
 */
export function expectation(store: Store, budget: PodDisruptionBudget, pods: readonly Pod[]): Expectation | { readonly error: string } {
  const { minAvailable, maxUnavailable } = budget.spec;
  if (maxUnavailable === undefined && typeof minAvailable === "number") return { expectedPods: pods.length, desiredHealthy: minAvailable, unmanaged: [] };
  if (maxUnavailable === undefined && minAvailable === undefined) return { expectedPods: 0, desiredHealthy: 0, unmanaged: [] };
  const scale = expectedScale(store, pods);
  if ("error" in scale) return scale;
  const { expectedPods, unmanaged } = scale;
  const desiredHealthy = maxUnavailable === undefined ? scaled(minAvailable!, expectedPods) : Math.max(0, expectedPods - scaled(maxUnavailable, expectedPods));
  return { expectedPods, desiredHealthy, unmanaged };
}

function scaled(value: IntOrString, total: number): number {
  return typeof value === "number" ? value : Math.ceil((Number(value.slice(0, -1)) * total) / 100);
}

function expectedScale(store: Store, pods: readonly Pod[]): { readonly expectedPods: number; readonly unmanaged: readonly Pod[] } | { readonly error: string } {
  const scales = new Map<string, number>();
  const unmanaged: Pod[] = [];
  const seen = new Set<string>();
  for (const pod of pods) {
    const reference = controllerOf(pod);
    if (!reference) unmanaged.push(pod);
    if (!reference || seen.has(reference.uid)) continue;
    seen.add(reference.uid);
    const found = scaleOf(store, reference, pod.metadata.namespace);
    if (!found) return { error: `found no controllers for pod "${pod.metadata.name}"` };
    if ("error" in found) return found;
    scales.set(found.uid, found.replicas);
  }
  return { expectedPods: [...scales.values()].reduce((sum, n) => sum + n, 0), unmanaged };
}

type Scalable = KubeObject & { readonly spec?: { readonly replicas?: number } };

/** The scale of a pod's controller; of a ReplicaSet's Deployment, where there is one. Source: disruption.go finders */
function scaleOf(store: Store, reference: OwnerReference, namespace: string | undefined): { readonly uid: string; readonly replicas: number } | { readonly error: string } | undefined {
  const resource = resourceOf(reference, store.customResources);
  if (!resource) return { error: `no matches for kind "${reference.kind}" in version "${reference.apiVersion}"` };
  if (!resource.subresources.includes("scale")) return { error: `${resource.key} does not implement the scale subresource` };
  const controller = store.get<Scalable>(resource, namespace, reference.name);
  if (controller?.metadata.uid !== reference.uid) return undefined;
  const top = deploymentOf(store, controller) ?? controller;
  return { uid: top.metadata.uid, replicas: top.spec?.replicas ?? 0 };
}

function deploymentOf(store: Store, replicaSet: KubeObject): Deployment | undefined {
  const owner = controllerOf(replicaSet);
  if (owner?.kind !== "Deployment") return undefined;
  const deployment = store.get<Deployment>(DEPLOYMENTS, replicaSet.metadata.namespace, owner.name);
  return deployment?.metadata.uid === owner.uid ? deployment : undefined;
}
