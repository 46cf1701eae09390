import type { FieldError } from "../../../api/status.ts";
import type { PodTemplateSpec } from "../../../api/types/pod.ts";
import { validateAnnotations, validateLabels } from "./metadata.ts";
import { validatePodSpec } from "./pod-spec.ts";

/** The paths of labels and annotations lack `metadata`: so do the API server's. Source: validation.go ValidatePodTemplateSpec (1.36) */
export function validatePodTemplate(template: PodTemplateSpec, path: string): FieldError[] {
  return [
    ...validateLabels(template.metadata?.labels, `${path}.labels`),
    ...validateAnnotations(template.metadata?.annotations, `${path}.annotations`),
    ...validatePodSpec(template.spec, `${path}.spec`),
  ];
}
