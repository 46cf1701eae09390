import { apiVersionOf, resourceOf, type Resource } from "../resources.ts";
import { isMembers } from "../semantic.ts";
import { badRequest, type Status } from "../status.ts";
import type { KubeObject } from "../types/meta.ts";
import { jsonWord } from "./go-types.ts";
import { parseJson } from "./json-text.ts";
import { readStruct, type Findings } from "./read-value.ts";
import { structOf } from "./schema.ts";

/**
 * `reason` is the error without its head, for patches, which put it differently (see patchDecodeStatus).
 * `patchReason` is what a strategic merge patch says for the same mistake.
 */
export interface FieldDecodeError {
  readonly ok: false;
  readonly status: Status;
  readonly reason: string;
  readonly patchReason: string;
}

export type Decoded = { readonly ok: true; readonly object: KubeObject; readonly warnings: readonly string[] } | FieldDecodeError;

type FieldValidation = "Strict" | "Warn" | "Ignore";

/**
 * The object in a body, as the API server reads it: unknown fields, nulls and empty values dropped, quantities in
 * canonical form, apiVersion and kind filled in. Of kinds without schema only the metadata is read. Members of `object` that need
 * no change are those of `body`.
 * @param body an object, or the JSON text of one (only text can have duplicate fields)
 * @param fieldValidation what to do about unknown and duplicate fields: refuse, warn (the server's default) or nothing
 * @returns the object, with the texts of warnings; or a 400 BadRequest in the API server's words
 * Source: apiserver pkg/endpoints/handlers/create.go, rest.go transformDecodeError; sigs.k8s.io/json (1.36)
 */
export function decode(resource: Resource, body: unknown, fieldValidation: FieldValidation = "Warn"): Decoded {
  const text = typeof body === "string" ? parseJson(body) : { ok: true as const, value: body, duplicates: [] };
  if (!text.ok) return unrecognized(resource, `json parse error: ${text.error}`, String(body));
  if (!isMembers(text.value)) return unrecognized(resource, notAnObject(text.value), JSON.stringify(text.value ?? null));

  const untyped = typeProblem(text.value);
  if (untyped) return unrecognized(resource, untyped, JSON.stringify(text.value));

  const sent = withType(text.value, resource);
  const wrong = wrongKind(resource, sent);
  if (wrong) return refused(resource, sent, wrong);

  const findings: Findings = { unknown: [] };
  const object = readObject(sent, findings);
  const failure = findings.hardError ?? findings.typeError;
  if (failure) return refused(resource, sent, failure, findings.hardError ?? `unrecognized type: ${findings.wantedType}`);

  const strict = [...text.duplicates.map((f) => `duplicate field "${f}"`), ...findings.unknown.map((f) => `unknown field "${f}"`)];
  if (strict.length > 0 && fieldValidation === "Strict") return refused(resource, sent, `strict decoding error: ${strict.join(", ")}`);
  return { ok: true, object, warnings: fieldValidation === "Warn" ? strict : [] };
}

interface Sent { readonly apiVersion: string; readonly kind: string; readonly [field: string]: unknown }

const SCHEME = 'in scheme "pkg/api/legacyscheme/scheme.go:30"';
const SUMMARY_LENGTH = 30;

function typeProblem(body: Readonly<Record<string, unknown>>): string | undefined {
  const field = ["apiVersion", "kind"].find((name) => body[name] && typeof body[name] !== "string");
  return field && `json parse error: json: cannot unmarshal ${jsonWord(body[field])} into Go struct field .${field} of type string`;
}

/** What is not said is what the path says. */
function withType(body: Readonly<Record<string, unknown>>, resource: Resource): Sent {
  const { apiVersion, kind } = body;
  if (typeof apiVersion === "string" && apiVersion && typeof kind === "string" && kind) return body as Sent;
  return { ...body, apiVersion: (apiVersion as string) || apiVersionOf(resource), kind: (kind as string) || resource.kind };
}

/** Only an object can say what it is. */
function notAnObject(value: unknown): string {
  const wanted = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;
  return `json parse error: json: cannot unmarshal ${jsonWord(value)} into Go value of type ${wanted}`;
}

/** Of kinds without schema only the metadata is read. There always is metadata. */
function readObject(sent: Sent, findings: Findings): KubeObject {
  const { metadata = {} } = sent;
  const struct = structOf(sent.apiVersion, sent.kind);
  if (metadata !== null && !isMembers(metadata)) {
    findings.typeError = `json: cannot unmarshal ${jsonWord(metadata)} into Go struct field ${sent.kind}.metadata of type v1.ObjectMeta`;
    findings.wantedType = "v1.ObjectMeta";
    return sent as unknown as KubeObject;
  }
  const read = struct ? readStruct(sent, struct, findings) : { metadata: readStruct(metadata ?? {}, "ObjectMeta", findings, "metadata", "metadata") };
  if (isMembers(read["metadata"]) && read["metadata"] === sent["metadata"]) return (struct ? read : sent) as unknown as KubeObject;
  return { ...(struct ? read : sent), metadata: read["metadata"] ?? {} } as unknown as KubeObject;
}

/** An object of another kind than the path's. */
function wrongKind(resource: Resource, sent: Sent): string | undefined {
  if (sent.apiVersion === apiVersionOf(resource) && sent.kind === resource.kind) return undefined;
  if (!resourceOf(sent)) return `no kind "${sent.kind}" is registered for version "${sent.apiVersion}" ${SCHEME}`;
  const group = resource.group.split(".")[0] || "core";
  return `converting (${versionOf(sent)}.${sent.kind}) to (${group}.${resource.kind}): unknown conversion`;
}

function refused(resource: Resource, sent: Sent, reason: string, patchReason = reason): FieldDecodeError {
  const message = `${sent.kind} in version "${versionOf(sent)}" cannot be handled as a ${resource.kind}: ${reason}`;
  return { ok: false, status: badRequest(message), reason, patchReason };
}

function unrecognized(resource: Resource, reason: string, text: string): FieldDecodeError {
  const body = text.length > SUMMARY_LENGTH ? `${text.slice(0, SUMMARY_LENGTH)} ...` : text || "<empty>";
  const message = `the object provided is unrecognized (must be of type ${resource.kind}): couldn't get version/kind; ${reason} (${body})`;
  return { ok: false, status: badRequest(message), reason, patchReason: reason };
}

function versionOf(sent: Sent): string {
  return sent.apiVersion.split("/").at(-1) ?? "";
}
