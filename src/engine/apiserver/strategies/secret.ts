import type { FieldError } from "../../../api/status.ts";
import type { StringMap } from "../../../api/types/meta.ts";
import { base64OfText } from "../../../api/base64.ts";
import type { Strategy } from "./contract.ts";
import { IMMUTABLE, invalidValue, required } from "./field-error.ts";
import { validateKeyedData, validateKeyedDataUpdate, type KeyedData } from "./keyed-data.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate } from "./metadata.ts";

/** `stringData` is for writing only: it goes into `data`, in base64. */
interface Secret extends KeyedData {
  readonly type?: string;
  readonly stringData?: StringMap;
}

/** Keys that a type of Secret has to have. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
};

/** Source: pkg/registry/core/secret/strategy.go, pkg/apis/core/v1/conversion.go, validation.go ValidateSecret (1.36) */
export const secretStrategy: Strategy<Secret> = {
  prepareForCreate: (object) => ({ ...withPlainData(object), type: object.type || "Opaque" }),
  prepareForUpdate(next, old) {
    const type = next.type || old.type || "Opaque";
    return reuseUnchanged({ ...withPlainData(carryMetadata(next, old)), type }, old);
  },
  prepareForStatusUpdate: (_, old) => old,
  validate: (object) => [...validateMetadata(object.metadata), ...validateKeyedData(object, "data"), ...validateType(object)],
  validateUpdate: (next, old) => [
    ...validateMetadataUpdate(next.metadata, old.metadata),
    ...(next.type === old.type ? [] : [invalidValue("type", next.type, IMMUTABLE)]),
    ...validateKeyedDataUpdate(next, old),
    ...validateKeyedData(next, "data"),
    ...validateType(next),
  ],
};

function withPlainData({ stringData, ...secret }: Secret): Secret {
  if (!stringData) return secret;
  const encoded = Object.entries(stringData).map(([key, value]) => [key, base64OfText(value)]);
  return { ...secret, data: { ...secret.data, ...Object.fromEntries(encoded) } };
}

function validateType({ type = "", data = {} }: Secret): FieldError[] {
  return (KEYS[type] ?? []).flatMap((key) => (Object.hasOwn(data, key) ? [] : [required(`data[${key}]`)]));
}
