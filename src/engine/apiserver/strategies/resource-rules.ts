import { qualifiedNameErrors } from "../../../api/label-syntax.ts";
import { compareQuantities, isQuantity, parseQuantity, type Quantity } from "../../../api/quantity.ts";
import type { FieldError } from "../../../api/status.ts";
import type { StringMap } from "../../../api/types/meta.ts";
import type { ResourceRequirements } from "../../../api/types/pod.ts";
import { invalidEach, invalidValue, NOT_NEGATIVE, required } from "./field-error.ts";

const STANDARD = ["cpu", "memory", "ephemeral-storage"];
const NANOS = 1_000_000_000n;

/** `path` is the field `resources`. Source: pkg/apis/core/validation/validation.go ValidateContainerResourceRequirements (1.36) */
export function validateResources(resources: ResourceRequirements | undefined, path: string): FieldError[] {
  const limits = resources?.limits ?? {};
  const requests = resources?.requests ?? {};
  return [
    ...validateList(limits, `${path}.limits`),
    ...Object.entries(requests).flatMap(([name, text]) => [
      ...validateEntry(name, text, `${path}.requests[${name}]`),
      ...validateAgainstLimit(name, text, limits[name], path),
    ]),
  ];
}

function validateList(list: StringMap, path: string): FieldError[] {
  return Object.entries(list).flatMap(([name, text]) => validateEntry(name, text, `${path}[${name}]`));
}

function validateEntry(name: string, text: string, field: string): FieldError[] {
  const errors = [...invalidEach(field, name, nameErrors(name))];
  const quantity = read(text);
  if (!quantity) return errors;
  if (quantity.nanos < 0n) errors.push(invalidValue(field, text, NOT_NEGATIVE));
  if (isExtended(name) && quantity.nanos % NANOS !== 0n) errors.push(invalidValue(field, text, "must be an integer"));
  return errors;
}

function validateAgainstLimit(name: string, text: string, limitText: string | undefined, path: string): readonly FieldError[] {
  const isFixed = isExtended(name) || name.startsWith("hugepages-");
  if (limitText === undefined) {
    return isFixed ? [required(`${path}.limits`, "Limit must be set for non overcommitable resources")] : [];
  }
  const [request, limit] = [read(text), read(limitText)];
  const order = request && limit ? compareQuantities(request, limit) : 0;
  if (isFixed && order !== 0) return [invalidValue(`${path}.requests`, text, `must be equal to ${name} limit of ${limitText}`)];
  return order > 0 ? [invalidValue(`${path}.requests`, text, `must be less than or equal to ${name} limit of ${limitText}`)] : [];
}

function nameErrors(name: string): readonly string[] {
  const syntax = qualifiedNameErrors(name);
  if (syntax.length > 0 || name.includes("/") || STANDARD.includes(name) || name.startsWith("hugepages-")) return syntax;
  return ["must be a standard resource type or fully qualified", "must be a standard resource for containers"];
}

/** A resource of somebody's own domain, counted in whole pieces. */
function isExtended(name: string): boolean {
  return name.includes("/") && !name.includes("kubernetes.io/") && !name.startsWith("requests.");
}

function read(text: string): Quantity | undefined {
  const parsed = parseQuantity(text);
  return isQuantity(parsed) ? parsed : undefined;
}
