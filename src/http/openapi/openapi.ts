import { RESOURCES, type Resource } from "../../api/resources.ts";
import { openApiV2Document } from "./document-v2.ts";
import { openApiDocument } from "./document.ts";
import { contentHash } from "./hash.ts";
import { groupVersionPath } from "./operations.ts";
import { openApiV2Protobuf } from "./protobuf-v2.ts";

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
 * kubectl asks for v2 only where v3 does not know a kind; kubectl before 1.27 and other old clients know nothing else.
 * @param path without query
 * @param query of it only `hash` counts: a document asked for by its hash may be kept by the client
 * @param resources every kind, those of stored CustomResourceDefinitions included
 * @returns undefined for every other path
 * Source: kube-openapi pkg/handler3/handler.go, pkg/handler/handler.go (1.36)
 */
export function openApiAnswer(path: string, accept: string, query: Readonly<Record<string, string>>, resources: readonly Resource[] = RESOURCES): Answer | undefined {
  const place = path.replace(/\/$/, "");
  if (place === "/openapi/v3") return indexAnswer(resources);
  if (place === "/openapi/v2") return v2Answer(accept, resources);
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

/** One document of all kinds, in JSON or as protobuf. */
function v2Answer(accept: string, resources: readonly Resource[]): Answer {
  const key = resources.filter((r) => !RESOURCES.includes(r)).map((r) => `${groupVersionPath(r)}/${r.plural}/${r.kind}`).join(" ");
  if (v2?.key !== key) v2 = { key, ...writtenV2(resources) };
  const headers = { ETag: `"${v2.hash}"`, Vary: "Accept" };
  if (!accept.includes(V2_PROTOBUF)) return { status: 200, headers, contentType: "application/json", body: v2.text };
  return { status: 200, headers, contentType: V2_PROTOBUF.replace("@", "."), body: v2.protobuf };
}

/** Of this set of kinds it was written last: definitions of kinds come and go seldom. */
let v2: (Document & { readonly key: string; readonly protobuf: Uint8Array }) | undefined;

function writtenV2(resources: readonly Resource[]): Document & { readonly protobuf: Uint8Array } {
  const document = openApiV2Document(resources, INFO);
  const written = JSON.stringify(document);
  return { text: written, hash: contentHash(written), protobuf: openApiV2Protobuf(document) };
}
