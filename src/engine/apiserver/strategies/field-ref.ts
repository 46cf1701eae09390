import { splitFieldPath } from "../../../api/field-path.ts";
import { qualifiedNameErrors } from "../../../api/label-syntax.ts";
import { canonicalText, isQuantity, parseQuantity } from "../../../api/quantity.ts";
import type { FieldError } from "../../../api/status.ts";
import type { EnvVar } from "../../../api/types/pod.ts";
import { invalidEach, invalidValue, notSupported, required } from "./field-error.ts";

/** Fields that each place may show. */
const ALLOWED = {
  env: ["metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"],
  volume: ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"],
} as const;
/** Known to the API server, shown nowhere. */
const OTHERS = ["spec.restartPolicy", "spec.schedulerName", "spec.hostNetwork", "status.phase", "status.nominatedNodeName"];
const KNOWN: readonly string[] = [...ALLOWED.env, ...ALLOWED.volume, ...OTHERS];

const RESOURCES = ["limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"];
const CPU_DIVISORS = ["1m", "1"];
const BYTE_DIVISORS = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

type ResourceFieldRef = NonNullable<NonNullable<EnvVar["valueFrom"]>["resourceFieldRef"]>;

/** `path` is the field `fieldRef`. Source: pkg/apis/core/validation/validation.go validateObjectFieldSelector (1.36) */
export function validateFieldRef(fieldPath: string, path: string, where: keyof typeof ALLOWED): FieldError[] {
  const field = `${path}.fieldPath`;
  if (fieldPath === "") return [required(field)];
  const { path: parent, subscript, isSubscripted } = splitFieldPath(fieldPath);
  if (!isSubscripted) return validatePlainPath(fieldPath, field, ALLOWED[where]);
  if (parent === "metadata.labels") return [...invalidEach(path, subscript, qualifiedNameErrors(subscript))];
  if (parent === "metadata.annotations") return [...invalidEach(path, subscript, qualifiedNameErrors(subscript.toLowerCase()))];
  return [invalidValue(field, fieldPath, `error converting fieldPath: field label does not support subscript: ${fieldPath}`)];
}

function validatePlainPath(fieldPath: string, field: string, allowed: readonly string[]): FieldError[] {
  // Clients of old still say spec.host.
  const known = fieldPath === "spec.host" ? "spec.nodeName" : fieldPath;
  if (allowed.includes(known)) return [];
  if (KNOWN.includes(known)) return [notSupported(field, known, allowed)];
  return [invalidValue(field, fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`)];
}

/**
 * `path` is the field `resourceFieldRef`. A bad divisor is reported with the resource as its value: so does the API
 * server. In a volume the container must be named, as a volume has none of its own.
 * Source: validation.go validateContainerResourceFieldSelector
 */
export function validateResourceFieldRef(ref: Partial<ResourceFieldRef>, path: string, where: keyof typeof ALLOWED): FieldError[] {
  const { resource = "", divisor = "0" } = ref;
  const isUnnamed = where === "volume" && !ref.containerName;
  if (isUnnamed) return [required(`${path}.containerName`), ...validateDivisor(resource, divisor, path)];
  if (resource === "") return [required(`${path}.resource`)];
  if (!RESOURCES.includes(resource) && !isHugePages(resource)) return [notSupported(`${path}.resource`, resource, RESOURCES)];
  return validateDivisor(resource, divisor, path);
}

function validateDivisor(resource: string, divisor: string, path: string): FieldError[] {
  if (!RESOURCES.includes(resource) && !isHugePages(resource)) return [];
  const name = resource.replace(/^(limits|requests)\./, "");
  const allowed = name === "cpu" ? CPU_DIVISORS : BYTE_DIVISORS;
  const parsed = parseQuantity(divisor);
  const text = isQuantity(parsed) ? canonicalText(parsed.nanos, parsed.format) : divisor;
  if (text === "0" || allowed.includes(text)) return [];
  const values = name === "cpu" ? "1m and 1" : BYTE_DIVISORS.join(", ");
  const why = `only divisor's values ${values} are supported with the ${isHugePages(resource) ? "hugepages" : name} resource`;
  return [invalidValue(`${path}.divisor`, resource, why)];
}

function isHugePages(resource: string): boolean {
  return /^(limits|requests)\.hugepages-/.test(resource);
}
