import { readManifests } from "../../api/manifest.ts";
import type { Manifest } from "../../api/manifest.ts";
import type { KubeList, KubeRequest, KubeResponse } from "../../api/request.ts";
import { get, list } from "../../api/request.ts";
import type { Resource } from "../../api/resources.ts";
import { CUSTOMRESOURCEDEFINITIONS, defineResource, resourceByKey, resourceOf } from "../../api/resources.ts";
import type { Status } from "../../api/status.ts";
import type { KubeObject, ObjectDraft } from "../../api/types/meta.ts";
import { createRequests } from "../../lessons/setup.ts";
import { applyRequest } from "../../terminal/apply/apply-request.ts";
import type { Act } from "../session/acts.ts";
import type { Session } from "../session.ts";
import { lineOfFailure } from "./failure-line.ts";

/** What became of one document. */
export interface ApplyResult {
  /** Where the document begins; of a refused one, where the field stands that was refused. */
  readonly line: number;
  /** `daemonset.apps/node-logger`, as kubectl names it. */
  readonly name: string;
  readonly outcome: "created" | "configured" | "unchanged" | "failed";
  /** Nothing in this cluster acts on its kind. */
  readonly isInert: boolean;
  readonly failure?: Status | string;
  readonly warnings: readonly string[];
}

/** `line` counts from 1. */
export interface LineMessage {
  readonly line: number;
  readonly message: string;
}

export interface Applied {
  /** Where the text is no YAML, or a document no object. */
  readonly errors: readonly LineMessage[];
  readonly results: readonly ApplyResult[];
  readonly requests: readonly KubeRequest[];
}

/** Applies every document of a text in its order; one that fails does not stop the others, as with `kubectl apply -f`. */
export async function applyYaml(session: Session, text: string): Promise<Applied> {
  const { documents, errors } = await readDocuments(session, text);
  // What one file does is undone as one.
  const act = { title: "kubectl apply -f manifest.yaml" };
  const requests: KubeRequest[] = [];
  const results: ApplyResult[] = [];
  for (const { document, request, problem } of documents) {
    results.push(request ? await applyOne(session, document, request, { sent: requests, act }) : failed(document.object, document.line, problem));
  }
  session.poke();
  return { errors, results, requests };
}

/** Where a text is wrong, by the YAML reader and a dry run of each document. What may only lack an earlier document is not wrong. */
export async function checkYaml(session: Session, text: string): Promise<readonly LineMessage[]> {
  const { documents, errors } = await readDocuments(session, text);
  const found = await Promise.all(documents.map((read) => dryRun(session, read)));
  return [...errors, ...found.flatMap((f) => f ?? [])];
}

async function dryRun(session: Session, { document, request, problem }: Read): Promise<LineMessage | undefined> {
  if (!request) return { line: document.line, message: problem };
  const { wanted } = await plan(session, document, request);
  if (!wanted) return undefined;
  const response = await session.link.send({ ...wanted, options: { ...wanted.options, dryRun: true } });
  if (response.ok || !TEXT_IS_WRONG.has(response.status.reason ?? "")) return undefined;
  return { line: lineOfFailure(document, response.status), message: response.status.message ?? "" };
}

const TEXT_IS_WRONG: ReadonlySet<string> = new Set(["Invalid", "BadRequest"]);

interface Read {
  readonly document: Manifest;
  readonly request: KubeRequest | undefined;
  /** Why there is no request. */
  readonly problem: string;
}

async function readDocuments(session: Session, text: string): Promise<{ readonly documents: readonly Read[]; readonly errors: readonly LineMessage[] }> {
  const { documents, errors } = readManifests(text);
  const stored = await storedDefinitions(session);
  const { requests, problems } = createRequests([...stored, ...documents.map((d) => d.object)]);
  const unknown = new Map(problems.map((p) => [p.index - stored.length, p.message]));
  const creates = requests.slice(stored.length);
  const read = documents.map((document, i): Read => {
    const problem = unknown.get(i);
    const request = problem === undefined ? creates.shift() : undefined;
    return { document, request, problem: problem ?? "it is not an object" };
  });
  return { documents: read, errors: errors.map((e) => ({ line: e.line, message: withOneLine(e.message, e.line) })) };
}

/** Reads the object first, as kubectl does: what is sent depends on what is there and on what was applied last. */
async function plan(session: Session, { object: draft }: Manifest, request: KubeRequest) {
  const { namespace, resource: key } = request;
  const resource = resourceByKey(key) ?? customResource(request, draft);
  const found = await session.link.send<KubeObject>(get(resource, { namespace, name: draft.metadata.name ?? "" }));
  return { resource, found, wanted: applyRequest(resource, draft, found.ok ? found.body : undefined) };
}

async function applyOne(session: Session, document: Manifest, request: KubeRequest, { sent, act }: { readonly sent: KubeRequest[]; readonly act: Act }): Promise<ApplyResult> {
  const { object: draft, line } = document;
  const { resource, found, wanted } = await plan(session, document, request);
  const result = { line, name: nameOf(draft), isInert: resource.inert, warnings: [] };
  if (!wanted) return { ...result, outcome: "unchanged" };
  sent.push(wanted);
  const response: KubeResponse = await session.send(wanted, act);
  if (!response.ok) return { ...result, line: lineOfFailure(document, response.status), outcome: "failed", warnings: response.warnings ?? [], failure: response.status };
  const isSame = found.ok && (response.body as KubeObject).metadata.resourceVersion === found.body.metadata.resourceVersion;
  return { ...result, outcome: !found.ok ? "created" : isSame ? "unchanged" : "configured", warnings: response.warnings ?? [] };
}

/** A kind of a CustomResourceDefinition; its request has been made with the definition's names. */
function customResource(request: KubeRequest, draft: ObjectDraft): Resource {
  const [plural = "", ...group] = request.resource.split(".");
  const version = draft.apiVersion.split("/").at(-1) ?? "";
  return defineResource(group.join("."), version, draft.kind, { plural, cluster: request.namespace === undefined, inert: true });
}

async function storedDefinitions(session: Session): Promise<readonly ObjectDraft[]> {
  const response = await session.link.send<KubeList>(list(CUSTOMRESOURCEDEFINITIONS));
  return response.ok ? response.body.items.map((o) => ({ ...o })) : [];
}

function failed(draft: ObjectDraft, line: number, message: string): ApplyResult {
  return { line, name: nameOf(draft), outcome: "failed", isInert: false, failure: message, warnings: [] };
}

function nameOf(draft: ObjectDraft): string {
  const known = resourceOf(draft);
  // A kind of a CustomResourceDefinition: kubectl names it by its singular, which is the kind in small letters.
  const group = known ? known.group : draft.apiVersion.includes("/") ? draft.apiVersion.split("/")[0] : "";
  const singular = known?.singular ?? draft.kind.toLowerCase();
  return `${group ? `${singular}.${group}` : singular}/${draft.metadata.name ?? ""}`;
}

/** kubectl counts lines within the document, and often one short: beside the true line that would be a second number. */
function withOneLine(message: string, line: number): string {
  return message.replace(/yaml: line \d+: /, `yaml: line ${line}: `);
}

