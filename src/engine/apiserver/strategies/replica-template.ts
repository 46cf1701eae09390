import { isEmptySelector } from "../../../api/selector.ts";
import type { FieldError } from "../../../api/status.ts";
import type { LabelSelector } from "../../../api/types/meta.ts";
import type { PodTemplateSpec } from "../../../api/types/pod.ts";
import { forbidden, invalidValue, notSupported, required } from "./field-error.ts";
import { validatePodTemplate } from "./pod-template.ts";
import { selectorMatchesTemplate, validateLabelSelector } from "./selector-rules.ts";

/**
 * Selector and template of what makes interchangeable pods. The text about an empty selector names a deployment for a
 * ReplicaSet as well.
 * Source: pkg/apis/apps/validation/validation.go ValidateDeploymentSpec, ValidateReplicaSetSpec, ValidatePodTemplateSpecForReplicaSet
 */
export function validateSelectorAndTemplate(selector: LabelSelector | undefined, template: PodTemplateSpec): FieldError[] {
  return [
    ...(selector ? validateLabelSelector(selector, "spec.selector") : [required("spec.selector")]),
    ...(selector && isEmptySelector(selector) ? [invalidValue("spec.selector", selector, "empty selector is invalid for deployment")] : []),
    ...selectorMatchesTemplate(selector, template.metadata?.labels),
    ...validatePodTemplate(template, "spec.template"),
    ...(template.spec.restartPolicy === "Always"
      ? []
      : [notSupported("spec.template.spec.restartPolicy", template.spec.restartPolicy, ["Always"])]),
    ...(template.spec["activeDeadlineSeconds"] === undefined
      ? []
      : [forbidden("spec.template.spec.activeDeadlineSeconds", "activeDeadlineSeconds in ReplicaSet is not Supported")]),
  ];
}
