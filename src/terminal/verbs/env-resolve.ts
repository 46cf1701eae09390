import { textOfBase64 } from "../../api/base64.ts";
import { ceilDiv, MILLI, nanosOf, ONE } from "../../api/quantity.ts";
import { get } from "../../api/request.ts";
import { CONFIGMAPS, SECRETS, type Resource } from "../../api/resources.ts";
import type { KubeObject, StringMap } from "../../api/types/meta.ts";
import type { Container, EnvVar } from "../../api/types/pod.ts";
import { send, type Steps } from "../process.ts";

type Source = NonNullable<EnvVar["valueFrom"]>;
export type ResolvedValue = { readonly value: string } | { readonly error: string };

/** Whose variable it is. */
export interface EnvPlace {
  readonly object: KubeObject;
  readonly container: Container;
}

/**
 * What a variable's reference stands for, as far as kubectl can tell without a node: it asks for ConfigMaps and Secrets
 * and reads fields of the object itself, which for a workload are not those of its pods.
 * Source: kubectl pkg/cmd/set/env/env_resolve.go GetEnvVarRefValue (1.36)
 */
export function* resolvedValue(source: Source, place: EnvPlace): Steps<ResolvedValue> {
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = source;
  if (secretKeyRef) return yield* keyOf(SECRETS, "secret", secretKeyRef, place);
  if (configMapKeyRef) return yield* keyOf(CONFIGMAPS, "config map", configMapKeyRef, place);
  if (fieldRef) return fieldOf(fieldRef.fieldPath, place.object);
  return resourceFieldRef ? resourceOf(resourceFieldRef, place) : { error: "invalid valueFrom" };
}

function* keyOf(resource: Resource, title: string, { name = "", key }: { readonly name?: string; readonly key: string }, { object }: EnvPlace): Steps<ResolvedValue> {
  const response = yield* send<KubeObject & { readonly data?: StringMap }>(get(resource, { namespace: object.metadata.namespace ?? "default", name }));
  if (!response.ok) return { error: response.status.message ?? "" };
  const value = response.body.data?.[key];
  if (value === undefined) return { error: `key ${key} not found in ${title} ${name}` };
  return { value: resource === SECRETS ? (textOfBase64(value) ?? "") : value };
}

function fieldOf(path: string, { metadata }: KubeObject): ResolvedValue {
  const [, list, key = ""] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? [];
  if (list === "labels" || list === "annotations") return { value: metadata[list]?.[key] ?? "" };
  switch (path) {
    case "metadata.annotations": return { value: mapText(metadata.annotations) };
    case "metadata.labels": return { value: mapText(metadata.labels) };
    case "metadata.name": return { value: metadata.name };
    case "metadata.namespace": return { value: metadata.namespace ?? "" };
    case "metadata.uid": return { value: metadata.uid };
    default: return { error: `unsupported fieldPath: ${path}` };
  }
}

function mapText(map: StringMap = {}): string {
  return Object.keys(map).sort().map((key) => `${key}=${JSON.stringify(map[key])}`).join("\n");
}

/** Of the variable's own container, whichever one the reference names: so kubectl does it. */
function resourceOf({ resource, divisor }: NonNullable<Source["resourceFieldRef"]>, { container }: EnvPlace): ResolvedValue {
  const [, list, name = ""] = /^(limits|requests)\.(cpu|memory|ephemeral-storage)$/.exec(resource) ?? [];
  if (list !== "limits" && list !== "requests") return { error: `Unsupported container resource : ${resource}` };
  const unit = name === "cpu" ? MILLI : ONE;
  const parts = (text: string | undefined) => ceilDiv(nanosOf(text), unit);
  return { value: String(ceilDiv(parts(container.resources?.[list]?.[name]), parts(divisor) || ceilDiv(ONE, unit))) };
}
