import { qualifiedNameErrors } from "../../../api/label-syntax.ts";
import type { FieldError } from "../../../api/status.ts";
import type { LabelSelector } from "../../../api/types/meta.ts";
import type { Affinity, NodeAffinity, NodeSelectorRequirement, NodeSelectorTerm } from "../../../api/types/pod.ts";
import { invalidEach, invalidValue, required } from "./field-error.ts";
import { subdomainErrors } from "./names.ts";
import { validateLabelSelector, validateOperator, validateRequirement } from "./selector-rules.ts";

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

/** Source: pkg/apis/core/validation/validation.go validateAffinity (1.36) */
export function validateAffinity(affinity: Affinity | undefined, path: string): FieldError[] {
  return [
    ...validateNodeAffinity(affinity?.nodeAffinity, `${path}.nodeAffinity`),
    ...validatePodAffinity(affinity?.podAffinity as PodAffinity | undefined, `${path}.podAffinity`),
    ...validatePodAffinity(affinity?.podAntiAffinity as PodAffinity | undefined, `${path}.podAntiAffinity`),
  ];
}

/** The terms of required node affinity. `path` is the selector. */
export function validateNodeSelector(selector: { readonly nodeSelectorTerms?: readonly NodeSelectorTerm[] }, path: string): FieldError[] {
  const terms = selector.nodeSelectorTerms ?? [];
  const field = `${path}.nodeSelectorTerms`;
  if (terms.length === 0) return [required(field, "must have at least one node selector term")];
  return terms.flatMap((term, i) => validateTerm(term, `${field}[${i}]`));
}

function validateNodeAffinity(affinity: NodeAffinity | undefined, path: string): FieldError[] {
  const needed = affinity?.[REQUIRED];
  const preferred = affinity?.[PREFERRED] ?? [];
  return [
    ...(needed ? validateNodeSelector(needed, `${path}.${REQUIRED}`) : []),
    ...preferred.flatMap((p, i) => [
      ...validateWeight(p.weight, `${path}.${PREFERRED}[${i}]`),
      ...validateTerm(p.preference ?? {}, `${path}.${PREFERRED}[${i}].preference`),
    ]),
  ];
}

function validateTerm(term: NodeSelectorTerm, path: string): FieldError[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((e, i) => validateRequirement(e, `${path}.matchExpressions[${i}]`, validateNodeOperator)),
    ...(term.matchFields ?? []).flatMap((f, i) => validateField(f, `${path}.matchFields[${i}]`)),
  ];
}

function validateNodeOperator(operator: string, values: readonly string[], path: string): readonly FieldError[] {
  if (operator !== "Gt" && operator !== "Lt") return validateOperator(operator, values, path);
  return values.length === 1 ? [] : [required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
}

/** Only the name of the node can be selected by field. */
function validateField(requirement: NodeSelectorRequirement, path: string): FieldError[] {
  const { key = "", operator, values = [] } = requirement;
  const isSet = operator === "In" || operator === "NotIn";
  return [
    ...(isSet ? [] : [invalidValue(`${path}.operator`, operator ?? "", "not a valid selector operator")]),
    ...(isSet && values.length !== 1
      ? [required(`${path}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector")]
      : []),
    ...(key === "metadata.name"
      ? values.flatMap((value, i) => invalidEach(`${path}.values[${i}]`, value, subdomainErrors(value)))
      : [invalidValue(`${path}.key`, key, "not a valid field selector key")]),
  ];
}

interface PodAffinityTerm {
  readonly labelSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly topologyKey?: string;
}

interface PodAffinity {
  readonly [REQUIRED]?: readonly PodAffinityTerm[];
  readonly [PREFERRED]?: readonly { readonly weight: number; readonly podAffinityTerm?: PodAffinityTerm }[];
}

function validatePodAffinity(affinity: PodAffinity | undefined, path: string): FieldError[] {
  return [
    ...(affinity?.[REQUIRED] ?? []).flatMap((term, i) => validatePodTerm(term, `${path}.${REQUIRED}[${i}]`)),
    ...(affinity?.[PREFERRED] ?? []).flatMap((p, i) => [
      ...validateWeight(p.weight, `${path}.${PREFERRED}[${i}]`),
      ...validatePodTerm(p.podAffinityTerm ?? {}, `${path}.${PREFERRED}[${i}].podAffinityTerm`),
    ]),
  ];
}

function validatePodTerm(term: PodAffinityTerm, path: string): FieldError[] {
  const { topologyKey = "" } = term;
  return [
    ...validateLabelSelector(term.labelSelector, `${path}.labelSelector`),
    ...validateLabelSelector(term.namespaceSelector, `${path}.namespaceSelector`),
    ...(topologyKey === "" ? [required(`${path}.topologyKey`, "can not be empty")] : []),
    ...invalidEach(`${path}.topologyKey`, topologyKey, qualifiedNameErrors(topologyKey)),
  ];
}

function validateWeight(weight: number | undefined, path: string): readonly FieldError[] {
  const value = weight ?? 0;
  return value >= 1 && value <= 100 ? [] : [invalidValue(`${path}.weight`, value, "must be in the range 1-100")];
}
