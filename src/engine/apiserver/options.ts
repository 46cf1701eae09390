import type { KubeRequest } from "../../api/request.ts";
import { badRequest, invalid, type FieldError, type Status } from "../../api/status.ts";
import { forbidden, notSupported, required, tooLong } from "./strategies/field-error.ts";

const OPTIONS_KIND: Partial<Record<KubeRequest["verb"], string>> = {
  create: "CreateOptions", update: "UpdateOptions", patch: "PatchOptions", delete: "DeleteOptions", deletecollection: "DeleteOptions",
};
const MANAGER_MAX = 128;
const VALIDATIONS: readonly string[] = ["", "Ignore", "Strict", "Warn"];
const POLICIES: readonly string[] = ["Foreground", "Background", "Orphan"];

/**
 * What is wrong with the options of a request from outside; undefined: nothing. They come from clients, so that their
 * types promise nothing.
 * Source: apimachinery pkg/apis/meta/v1/validation/validation.go (1.36)
 */
export function optionsProblem(request: KubeRequest): Status | undefined {
  const kind = OPTIONS_KIND[request.verb];
  const untyped = [request.options?.labelSelector, request.options?.fieldSelector].find((text) => text !== undefined && typeof text !== "string");
  if (untyped !== undefined) return badRequest("a selector is written as text");
  if (kind === undefined || !request.options) return undefined;
  const errors = kind === "DeleteOptions" ? deleteErrors(request) : writeErrors(request);
  return errors.length > 0 ? invalid({ kind, group: "meta.k8s.io", name: "" }, errors) : undefined;
}

function writeErrors({ verb, options = {} }: KubeRequest): FieldError[] {
  const { fieldManager, fieldValidation, force, patchType } = options;
  const manager: unknown = fieldManager;
  const isApply = verb === "patch" && patchType === "apply";
  return [
    ...(isApply && !manager ? [required("fieldManager", "is required for apply patch")] : []),
    ...(verb === "patch" && !isApply && force !== undefined ? [forbidden("force", "may not be specified for non-apply patch")] : []),
    ...(typeof manager === "string" && manager.length > MANAGER_MAX ? [tooLong("fieldManager", MANAGER_MAX)] : []),
    ...(fieldValidation !== undefined && !VALIDATIONS.includes(fieldValidation) ? [notSupported("fieldValidation", fieldValidation, VALIDATIONS)] : []),
  ];
}

function deleteErrors({ options = {} }: KubeRequest): FieldError[] {
  const { propagationPolicy } = options;
  if (propagationPolicy === undefined || POLICIES.includes(propagationPolicy)) return [];
  return [notSupported("propagationPolicy", propagationPolicy, [...POLICIES, "nil"])];
}
