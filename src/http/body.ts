import type { Resource } from "../api/resources.ts";
import { badRequest, type Status } from "../api/status.ts";
import { parseYamlValue } from "../api/yaml-value.ts";
import { readJsonSyntax } from "./json-syntax.ts";
import { decodeProtobufBody } from "./protobuf/decode.ts";
import { unknownBodyFormat, unsupportedPatch } from "./statuses.ts";

export type DecodedBody =
  | { readonly ok: true; readonly value: unknown; readonly duplicates: readonly string[] }
  | { readonly ok: false; readonly status: Status };

const PATCHES: readonly string[] = ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml"];
const SHOWN_BYTES = 30;

/**
 * The body of a request as plain data. Without a media type it is JSON.
 * @param verb what is done with it: a patch has media types of its own, DeleteOptions may be left out
 */
export function decodeBody(resource: Resource, verb: string, contentType: string | undefined, bytes: Uint8Array): DecodedBody {
  const media = (contentType ?? "").split(";")[0]!.trim().toLowerCase();
  const isDelete = verb === "delete" || verb === "deletecollection";
  if (verb === "patch" && !PATCHES.includes(media)) return { ok: false, status: unsupportedPatch() };
  if (bytes.length === 0 && isDelete) return { ok: true, value: undefined, duplicates: [] };
  if (verb === "patch") return decodePatch(media, bytes);
  const kind = isDelete ? "DeleteOptions" : resource.kind;
  switch (media) {
    case "application/vnd.kubernetes.protobuf": {
      const decoded = decodeProtobufBody(bytes);
      return decoded.ok ? { ok: true, value: decoded.value, duplicates: [] } : { ok: false, status: badRequest(unrecognized(kind, decoded.message, bytes)) };
    }
    case "application/yaml": case "application/x-yaml": case "text/yaml": return decodeYaml(bytes, (problem) => unrecognized(kind, problem, bytes));
    case "": case "application/json": return decodeJson(bytes, (error) => unrecognized(kind, `couldn't get version/kind; json parse error: ${error}`, bytes));
    default: return { ok: false, status: unknownBodyFormat() };
  }
}

function decodePatch(media: string, bytes: Uint8Array): DecodedBody {
  if (media === "application/apply-patch+yaml") return decodeYaml(bytes, (problem) => `error decoding YAML: ${problem}`);
  return decodeJson(bytes, (error) => (media === "application/json-patch+json" ? `error decoding patch: ${error}` : error));
}

function decodeJson(bytes: Uint8Array, message: (error: string) => string): DecodedBody {
  const text = new TextDecoder().decode(bytes);
  const { error, duplicates } = readJsonSyntax(text);
  if (error !== undefined) return { ok: false, status: badRequest(message(error)) };
  return { ok: true, value: withoutProto(JSON.parse(text), text), duplicates };
}

/** JSON is YAML, and most clients that may send YAML send JSON. */
function decodeYaml(bytes: Uint8Array, message: (problem: string) => string): DecodedBody {
  const text = new TextDecoder().decode(bytes);
  if (/^\s*[{[]/.test(text) && readJsonSyntax(text).error === undefined) return decodeJson(bytes, message);
  const parsed = parseYamlValue(text);
  if ("problem" in parsed) return { ok: false, status: badRequest(message(parsed.problem)) };
  return { ok: true, value: withoutProto(parsed.value, text), duplicates: [] };
}

/** No field of Kubernetes has this name, and code that copies fields by assignment must never meet it. */
function withoutProto(value: unknown, text: string): unknown {
  if (!/__proto__|\\u005f/i.test(text)) return value;
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) => (key === "__proto__" ? undefined : inner));
}

/** Source: apiserver pkg/endpoints/handlers/rest.go transformDecodeError, summarizeData */
function unrecognized(kind: string, problem: string, bytes: Uint8Array): string {
  return `the object provided is unrecognized (must be of type ${kind}): ${problem} (${summary(bytes)})`;
}

function summary(bytes: Uint8Array): string {
  if (bytes.length === 0) return "<empty>";
  const shown = bytes.slice(0, SHOWN_BYTES);
  const more = bytes.length > SHOWN_BYTES ? " ..." : "";
  if (bytes[0] === 0x7b) return new TextDecoder().decode(shown) + more;
  return [...shown].map((b) => b.toString(16).padStart(2, "0")).join("") + more;
}
