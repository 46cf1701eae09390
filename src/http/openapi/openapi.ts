import { RESOURCES, type Resource } from "../../api/resources.ts";
import { groupVersionPath, openApiDocument } from "./document.ts";
import { contentHash } from "./hash.ts";

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

interface Document {
  readonly text: string;
  readonly hash: string;
}

/** Media type of OpenAPI v2 as kubectl asks for it; the answer's own name has a dot where the question has an @. */
const V2_PROTOBUF = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
const INFO = { title: "Kubernetes", version: "v1.36.2" };

/** Documents of the built-in kinds, written once: they are a few hundred kilobytes each and never change. */
const WRITTEN = new Map<string, Document>();

/**
 * `/openapi/v3`, its document for each group version, and `/openapi/v2`. With them kubectl knows that the server
 * validates fields itself (create, apply, replace), how to make strategic patches (apply, edit), and what to explain.
 *
 * Departure: OpenAPI v2 is empty. kubectl asks for it only where v3 does not know a kind, and an empty document gives
 * the right error then ("no matches for kind").
 * @param path without query
 * @param query of it only `hash` counts: a document asked for by its hash may be kept by the client
 * @param resources every kind, those of stored CustomResourceDefinitions included
 * @returns undefined for every other path
 * Source: kube-openapi pkg/handler3/handler.go, pkg/handler/handler.go (1.36)
 */
export function openApiAnswer(path: string, accept: string, query: Readonly<Record<string, string>>, resources: readonly Resource[] = RESOURCES): Answer | undefined {
  const place = path.replace(/\/$/, "");
  if (place === "/openapi/v3") return indexAnswer(resources);
  if (place === "/openapi/v2") return v2Answer(accept);
  const root = "/openapi/v3/";
  const document = place.startsWith(root) ? documentAt(place.slice(root.length), resources) : undefined;
  return document && documentAnswer(place, document, query["hash"]);
}

function indexAnswer(resources: readonly Resource[]): Answer {
  const paths = [...new Set(resources.map(groupVersionPath))].sort().map((place) => {
    const document = documentAt(place, resources);
    return [place, { serverRelativeURL: `/openapi/v3/${place}?hash=${document?.hash ?? ""}` }];
  });
  const headers = { "Cache-Control": "no-cache, private" };
  return { status: 200, headers, contentType: "text/plain; charset=utf-8", body: JSON.stringify({ paths: Object.fromEntries(paths) }) };
}

function documentAnswer(place: string, document: Document, hash: string | undefined): Answer {
  const contentType = "application/json";
  if (hash !== undefined && hash !== document.hash) {
    return { status: 301, headers: { Location: `${place}?hash=${document.hash}` }, contentType, body: "" };
  }
  // A year, as the real server says by a date; this function has no clock.
  const caching = hash === undefined ? {} : { "Cache-Control": "public, immutable, max-age=31536000" };
  return { status: 200, headers: { ...caching, ETag: `"${document.hash}"`, Vary: "Accept" }, contentType, body: document.text };
}

function documentAt(place: string, resources: readonly Resource[]): Document | undefined {
  const rows = resources.filter((r) => groupVersionPath(r) === place);
  if (rows.length === 0) return undefined;
  const isBuiltIn = rows.every((row) => RESOURCES.includes(row));
  const written = isBuiltIn ? WRITTEN.get(place) : undefined;
  if (written) return written;
  const text = JSON.stringify(openApiDocument(rows, INFO));
  const document = { text, hash: contentHash(text) };
  if (isBuiltIn) WRITTEN.set(place, document);
  return document;
}

function v2Answer(accept: string): Answer {
  if (!accept.includes(V2_PROTOBUF)) {
    return { status: 200, headers: {}, contentType: "application/json", body: JSON.stringify({ swagger: "2.0", info: INFO, paths: {} }) };
  }
  return { status: 200, headers: {}, contentType: V2_PROTOBUF.replace("@", "."), body: emptyV2() };
}

/** Protobuf of an OpenAPI v2 document: 1 swagger, 2 info (1 title, 2 version), 8 paths. */
function emptyV2(): Uint8Array {
  const info = [...textField(1, INFO.title), ...textField(2, INFO.version)];
  return Uint8Array.from([...textField(1, "2.0"), ...bytesField(2, info), ...bytesField(8, [])]);
}

function textField(number: number, text: string): number[] {
  return bytesField(number, [...new TextEncoder().encode(text)]);
}

/** A length-delimited field of less than 128 bytes. */
function bytesField(number: number, bytes: readonly number[]): number[] {
  return [(number << 3) | 2, bytes.length, ...bytes];
}
