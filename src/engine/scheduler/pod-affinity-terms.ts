import { NAMESPACES } from "../../api/resources.ts";
import { matchesLabels } from "../../api/selector.ts";
import type { LabelSelector, LabelSelectorRequirement, StringMap } from "../../api/types/meta.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { Store } from "../apiserver/store.ts";

/** One term of pod affinity or anti-affinity, as written. */
interface WrittenTerm {
  readonly topologyKey?: string;
  readonly labelSelector?: LabelSelector;
  readonly namespaces?: readonly string[];
  readonly namespaceSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

interface WrittenAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly WrittenTerm[];
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly { readonly weight: number; readonly podAffinityTerm: WrittenTerm }[];
}

/** A term that can be asked about pods. */
export interface PodTerm {
  readonly topologyKey: string;
  readonly selector: LabelSelector | undefined;
  readonly namespaces: readonly string[];
  readonly namespaceSelector: LabelSelector | undefined;
  /** Where it stands in the pod. */
  readonly path: string;
}

export type AffinityKind = "podAffinity" | "podAntiAffinity";

/** The terms of a pod that must hold. */
export function requiredTerms(pod: Pod, kind: AffinityKind): readonly PodTerm[] {
  const terms = affinityOf(pod, kind)?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.map((term, i) => podTerm(pod, term, `spec.affinity.${kind}.requiredDuringSchedulingIgnoredDuringExecution[${i}]`));
}

/** The terms of a pod that are wished for, with their weights. */
export function preferredTerms(pod: Pod, kind: AffinityKind): readonly { readonly weight: number; readonly term: PodTerm }[] {
  const terms = affinityOf(pod, kind)?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.map(({ weight, podAffinityTerm }, i) => ({ weight, term: podTerm(pod, podAffinityTerm, `spec.affinity.${kind}.preferredDuringSchedulingIgnoredDuringExecution[${i}]`) }));
}

export function hasRequiredAntiAffinity(pod: Pod): boolean {
  return (affinityOf(pod, "podAntiAffinity")?.requiredDuringSchedulingIgnoredDuringExecution?.length ?? 0) > 0;
}

function affinityOf(pod: Pod, kind: AffinityKind): WrittenAffinity | undefined {
  return pod.spec.affinity?.[kind] as WrittenAffinity | undefined;
}

/** Source: kubernetes pkg/scheduler/framework/types.go newAffinityTerm; label keys as the API server merges them (1.36) */
function podTerm(pod: Pod, term: WrittenTerm, path: string): PodTerm {
  const namespaces = term.namespaces ?? [];
  const isOwn = namespaces.length === 0 && term.namespaceSelector === undefined;
  return {
    topologyKey: term.topologyKey ?? "",
    selector: withLabelKeys(term, pod.metadata.labels ?? {}),
    namespaces: isOwn ? [pod.metadata.namespace ?? "default"] : namespaces,
    namespaceSelector: term.namespaceSelector,
    path,
  };
}

function withLabelKeys({ labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] }: WrittenTerm, labels: StringMap): LabelSelector | undefined {
  const requirement = (operator: "In" | "NotIn") => (key: string): LabelSelectorRequirement[] => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  };
  const added = [...matchLabelKeys.flatMap(requirement("In")), ...mismatchLabelKeys.flatMap(requirement("NotIn"))];
  return !labelSelector || added.length === 0 ? labelSelector : { ...labelSelector, matchExpressions: [...(labelSelector.matchExpressions ?? []), ...added] };
}

/** Whether a pod, here or gone, is meant by the term. */
export function isMeant(store: Store, term: PodTerm, pod: { readonly namespace: string; readonly labels: StringMap }): boolean {
  if (!matchesLabels(term.selector, pod.labels)) return false;
  if (term.namespaces.includes(pod.namespace)) return true;
  if (!term.namespaceSelector) return false;
  return matchesLabels(term.namespaceSelector, store.get(NAMESPACES, undefined, pod.namespace)?.metadata.labels);
}

/** What a term asks of a pod. */
export function identityOf(pod: Pod): { readonly namespace: string; readonly labels: StringMap } {
  return { namespace: pod.metadata.namespace ?? "default", labels: pod.metadata.labels ?? {} };
}
