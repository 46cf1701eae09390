import { labelValueErrors, qualifiedNameErrors } from "../../../api/label-syntax.ts";
import { matchesLabels } from "../../../api/selector.ts";
import type { FieldError } from "../../../api/status.ts";
import type { LabelSelector, LabelSelectorRequirement, StringMap } from "../../../api/types/meta.ts";
import type { NodeSelectorRequirement } from "../../../api/types/pod.ts";
import { forbidden, invalidEach, invalidValue, required } from "./field-error.ts";
import { validateLabels } from "./metadata.ts";

/** Source: apimachinery pkg/apis/meta/v1/validation/validation.go ValidateLabelSelector (1.36) */
export function validateLabelSelector(selector: LabelSelector | undefined, path: string): FieldError[] {
  const expressions = selector?.matchExpressions ?? [];
  return [
    ...validateLabels(selector?.matchLabels, `${path}.matchLabels`),
    ...expressions.flatMap((e, i) => validateRequirement(e, `${path}.matchExpressions[${i}]`)),
  ];
}

/** A workload must select the pods it makes. Without a selector it selects none. */
export function selectorMatchesTemplate(selector: LabelSelector | undefined, labels: StringMap | undefined): FieldError[] {
  if (selector && !isReadable(selector)) return [];
  if (matchesLabels(selector, labels)) return [];
  return [invalidValue("spec.template.metadata.labels", labels, "`selector` does not match template `labels`")];
}

function isReadable(selector: LabelSelector): boolean {
  return validateLabelSelector(selector, "").length === 0;
}

/** @param validateValues what an operator asks of its values: nodes know two operators more */
export function validateRequirement(requirement: LabelSelectorRequirement | NodeSelectorRequirement, path: string, validateValues = validateOperator): FieldError[] {
  const { key = "", operator, values = [] } = requirement;
  return [
    ...validateValues(operator, values, path),
    ...invalidEach(`${path}.key`, key, qualifiedNameErrors(key)),
    ...values.flatMap((value, i) => invalidEach(`${path}.values[${i}]`, value, labelValueErrors(value))),
  ];
}

export function validateOperator(operator: string, values: readonly string[], path: string): readonly FieldError[] {
  switch (operator) {
    case "In":
    case "NotIn":
      return values.length > 0 ? [] : [required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
    case "Exists":
    case "DoesNotExist":
      return values.length === 0 ? [] : [forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    default:
      return [invalidValue(`${path}.operator`, operator ?? "", "not a valid selector operator")];
  }
}
