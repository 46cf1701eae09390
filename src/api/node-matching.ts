import { parseInt64 } from "./label-selector-parser.ts";
import { labelValueErrors, qualifiedNameErrors } from "./label-syntax.ts";
import { requirementText } from "./selector.ts";
import type { Node, Taint } from "./types/node.ts";
import type { NodeSelectorRequirement, NodeSelectorTerm, PodSpec, TaintEffect, Toleration } from "./types/pod.ts";

/** What is read of a node. A node without labels matches as one with an empty map. */
export type NodeIdentity = { readonly metadata: Pick<Node["metadata"], "name" | "labels"> };

/**
 * Whether a pod's nodeSelector and required node affinity accept a node, with the field that refused.
 * `path` is relative to the pod spec (`nodeSelector['disk']`), `nodePath` to the node; a map's key is written as a
 * subscript because it may hold dots. An absent `nodeValue` means that the node has no such label.
 */
export type NodeAffinityResult =
  | { readonly matches: true }
  | {
      readonly matches: false;
      readonly rule: "node-selector" | "node-affinity";
      readonly path: string;
      readonly value: unknown;
      readonly nodePath?: string;
      readonly nodeValue?: string;
      /** One sentence, true by itself. */
      readonly text: string;
    };

const REQUIRED = "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
const HARD_EFFECTS: readonly TaintEffect[] = ["NoSchedule", "NoExecute"];

/**
 * Whether one toleration covers one taint. `tolerationSeconds` plays no role. `Gt` and `Lt` never match: their gate is off.
 * Source: kubernetes core/v1 toleration.go ToleratesTaint (1.36)
 */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  if (toleration.operator === "Exists") return true;
  const isEqual = !toleration.operator || toleration.operator === "Equal";
  return isEqual && (toleration.value ?? "") === (taint.value ?? "");
}

/**
 * The first taint, in list order, that has one of the effects and no toleration. Undefined: all are tolerated.
 * Source: kubernetes component-helpers scheduling/corev1 FindMatchingUntoleratedTaint (1.36)
 */
export function firstUntolerated(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly TaintEffect[] = HARD_EFFECTS,
): Taint | undefined {
  return taints?.find((taint) => effects.includes(taint.effect) && !tolerations?.some((t) => tolerates(t, taint)));
}

/**
 * nodeSelector (every pair equal) and required node affinity (one term suffices). When no term matches, the refusal
 * names the first requirement that failed in the first term.
 * Source: kubernetes component-helpers scheduling/corev1/nodeaffinity GetRequiredNodeAffinity (1.36)
 */
export function matchesRequiredNodeAffinity(spec: Pick<PodSpec, "nodeSelector" | "affinity">, node: NodeIdentity): NodeAffinityResult {
  for (const key in spec.nodeSelector) {
    if (node.metadata.labels?.[key] !== spec.nodeSelector[key]) return selectorRefusal(key, spec.nodeSelector[key] ?? "", node);
  }
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (!terms || matchesNodeSelectorTerms(terms, node)) return { matches: true };
  return termsRefusal(terms, node);
}

/** Terms are alternatives; an empty list matches nothing. */
function matchesNodeSelectorTerms(terms: readonly NodeSelectorTerm[], node: NodeIdentity): boolean {
  return terms.some((term) => matchesNodeSelectorTerm(term, node));
}

/** All requirements of a term must hold. A term with none, or with an invalid one, matches nothing. */
function matchesNodeSelectorTerm(term: NodeSelectorTerm, node: NodeIdentity): boolean {
  return failureOf(term, node) === undefined;
}

/**
 * Sum of the weights of the preferred terms that match, before any normalizing.
 * Source: kubernetes component-helpers nodeaffinity PreferredSchedulingTerms.Score (1.36)
 */
export function preferredScore(spec: Pick<PodSpec, "affinity">, node: NodeIdentity): number {
  const preferred = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return preferred.reduce((sum, { weight, preference }) => (matchesNodeSelectorTerm(preference, node) ? sum + weight : sum), 0);
}

/**
 * The node that a required `metadata.name In [node]` field pins the pod to: how a daemon pod names its node before
 * it is bound. Only the first such field counts, and only with exactly one value.
 * Source: kubernetes pkg/controller/daemon/util GetTargetNodeName (1.36)
 */
export function pinnedNodeName(spec: Pick<PodSpec, "affinity">): string | undefined {
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  for (const term of terms) {
    const field = term.matchFields?.find((f) => f.key === "metadata.name" && f.operator === "In");
    if (field) return field.values?.length === 1 ? field.values[0] : undefined;
  }
  return undefined;
}

/** Where the pod is, or where it is meant to be: `spec.nodeName`, else the pinned node. */
export function targetNodeName(spec: Pick<PodSpec, "nodeName" | "affinity">): string | undefined {
  return spec.nodeName || pinnedNodeName(spec);
}

interface TermFailure { readonly path: string; readonly requirement?: NodeSelectorRequirement; readonly isField: boolean }

/** The first requirement of a term that does not hold; `path` is relative to the term. */
function failureOf(term: NodeSelectorTerm, node: NodeIdentity): TermFailure | undefined {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return { path: "", isField: false };
  // An invalid requirement spoils its term even if an earlier one decides, but the verdict is "no match" either way.
  for (const [i, requirement] of expressions.entries()) {
    if (!holds(requirement, node.metadata.labels?.[requirement.key])) return { path: `.matchExpressions[${i}]`, requirement, isField: false };
  }
  for (const [i, requirement] of fields.entries()) {
    if (!fieldHolds(requirement, node.metadata.name)) return { path: `.matchFields[${i}]`, requirement, isField: true };
  }
  return undefined;
}

/** False for a requirement that breaks the API's rules, whatever the label. */
function holds({ key, operator, values = [] }: NodeSelectorRequirement, label: string | undefined): boolean {
  if (qualifiedNameErrors(key).length > 0 || values.some((v) => labelValueErrors(v).length > 0)) return false;
  switch (operator) {
    case "In": return label !== undefined && values.includes(label);
    case "NotIn": return values.length > 0 && (label === undefined || !values.includes(label));
    case "Exists": return values.length === 0 && label !== undefined;
    case "DoesNotExist": return values.length === 0 && label === undefined;
    case "Gt":
    case "Lt": {
      const [left, right] = [parseInt64(label), parseInt64(values.length === 1 ? values[0] : undefined)];
      if (left === undefined || right === undefined) return false;
      return operator === "Gt" ? left > right : left < right;
    }
    default: return false;
  }
}

function fieldHolds({ key, operator, values = [] }: NodeSelectorRequirement, nodeName: string): boolean {
  if (key !== "metadata.name" || values.length !== 1) return false;
  if (operator === "In") return values[0] === nodeName;
  return operator === "NotIn" && values[0] !== nodeName;
}

function selectorRefusal(key: string, value: string, node: NodeIdentity): NodeAffinityResult {
  const label = node.metadata.labels?.[key];
  return {
    matches: false,
    rule: "node-selector",
    path: `nodeSelector['${key}']`,
    value,
    ...nodeSide(key, label),
    text: `nodeSelector asks for \`${key}=${value}\`, and node \`${node.metadata.name}\` ${labelWords(key, label)}.`,
  };
}

function termsRefusal(terms: readonly NodeSelectorTerm[], node: NodeIdentity): NodeAffinityResult {
  const [first] = terms;
  const failure = first && failureOf(first, node);
  if (!failure?.requirement) {
    const path = first ? `${REQUIRED}[0]` : REQUIRED;
    const why = first ? "has an empty term first" : "has no terms";
    return { matches: false, rule: "node-affinity", path, value: first ?? terms, text: `Required node affinity ${why}, and that matches no node.` };
  }
  const { requirement, isField } = failure;
  const label = isField ? node.metadata.name : node.metadata.labels?.[requirement.key];
  const side = isField ? { nodePath: "metadata.name", nodeValue: node.metadata.name } : nodeSide(requirement.key, label);
  const has = isField ? `this is node \`${node.metadata.name}\`` : `node \`${node.metadata.name}\` ${labelWords(requirement.key, label)}`;
  const others = terms.length > 1 ? `; none of the ${terms.length} terms matches` : "";
  return {
    matches: false,
    rule: "node-affinity",
    path: `${REQUIRED}[0]${failure.path}`,
    value: requirement,
    ...side,
    text: `Required node affinity asks for \`${requirementText(requirement)}\`, and ${has}${others}.`,
  };
}

function nodeSide(key: string, label: string | undefined): { nodePath: string; nodeValue?: string } {
  return { nodePath: `metadata.labels['${key}']`, ...(label === undefined ? {} : { nodeValue: label }) };
}

function labelWords(key: string, label: string | undefined): string {
  return label === undefined ? `has no label \`${key}\`` : `has \`${key}=${label}\``;
}
