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
  const subscripted = /^(.*?)\['(.*)'\]$/.exec(fieldPath);
  if (!subscripted) {
    const allowed: readonly string[] = ALLOWED[where];
    if (allowed.includes(fieldPath)) return [];
    if (KNOWN.includes(fieldPath)) return [notSupported(field, fieldPath, allowed)];
    return [invalidValue(field, fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`)];
  }
  const [, parent = "", key = ""] = subscripted;
  if (parent === "metadata.labels") return [...invalidEach(path, key, qualifiedNameErrors(key))];
  if (parent === "metadata.annotations") return [...invalidEach(path, key, qualifiedNameErrors(key.toLowerCase()))];
  return [invalidValue(field, fieldPath, `error converting fieldPath: field label does not support subscript: ${fieldPath}`)];
}

/** `path` is the field `resourceFieldRef`. A bad divisor is reported with the resource as its value: so does the API server. */
export function validateResourceFieldRef(ref: ResourceFieldRef, path: string): FieldError[] {
  const { resource = "", divisor = "0" } = ref;
  if (resource === "") return [required(`${path}.resource`)];
  const name = resource.replace(/^(limits|requests)\./, "");
  const isHugePages = name !== resource && name.startsWith("hugepages-");
  if (!RESOURCES.includes(resource) && !isHugePages) return [notSupported(`${path}.resource`, resource, RESOURCES)];
  const allowed = name === "cpu" ? CPU_DIVISORS : BYTE_DIVISORS;
  const parsed = parseQuantity(divisor);
  const text = isQuantity(parsed) ? canonicalText(parsed.nanos, parsed.format) : divisor;
  if (text === "0" || allowed.includes(text)) return [];
  const why = `only divisor's values ${name === "cpu" ? "1m and 1" : BYTE_DIVISORS.join(", ")} are supported with the ${isHugePages ? "hugepages" : name} resource`;
  return [invalidValue(`${path}.divisor`, resource, why)];
}
