import { readManifests } from "../../api/manifest.ts";
import type { KubeList, KubeRequest, KubeResponse } from "../../api/request.ts";
import { list } from "../../api/request.ts";
import { CUSTOMRESOURCEDEFINITIONS, resourceOf } from "../../api/resources.ts";
import type { Status } from "../../api/status.ts";
import type { ObjectDraft } from "../../api/types/meta.ts";
import { createRequests } from "../../lessons/setup.ts";
import type { Session } from "../session.ts";

/** What became of one document. */
export interface ApplyResult {
  readonly line: number;
  /** `daemonset.apps/node-logger`, as kubectl names it. */
  readonly name: string;
  readonly outcome: "created" | "configured" | "failed";
  /** Nothing in this cluster acts on its kind. */
  readonly isInert: boolean;
  readonly failure?: Status | string;
  readonly warnings: readonly string[];
}

export interface Applied {
  /** Where the text is no YAML, or a document no object. */
  readonly errors: readonly { readonly line: number; readonly message: string }[];
  readonly results: readonly ApplyResult[];
  readonly requests: readonly KubeRequest[];
}

/** Applies every document of a text in its order; one that fails does not stop the others, as with `kubectl apply -f`. */
export async function applyYaml(session: Session, text: string): Promise<Applied> {
  const { documents, errors } = readManifests(text);
  const stored = await storedDefinitions(session);
  const drafts = documents.map((d) => d.object);
  const plan = createRequests([...stored, ...drafts]);
  const requests: KubeRequest[] = [];
  const results: ApplyResult[] = [];
  const unknown = new Map(plan.problems.map((p) => [p.index - stored.length, p.message]));
  const creates = plan.requests.slice(stored.length);
  for (const [i, draft] of drafts.entries()) {
    const line = documents[i]?.line ?? 1;
    const message = unknown.get(i);
    const request = message === undefined ? creates.shift() : undefined;
    results.push(request ? await applyOne(session, draft, request, line, requests) : failed(draft, line, message ?? "it is not an object"));
  }
  session.poke();
  return { errors, results, requests };
}

async function applyOne(session: Session, draft: ObjectDraft, request: KubeRequest, line: number, sent: KubeRequest[]): Promise<ApplyResult> {
  let used: KubeRequest = { ...request, options: { ...request.options, fieldManager: "kubectl-client-side-apply" } };
  let response: KubeResponse = await session.send(used);
  const isThere = !response.ok && response.status.reason === "AlreadyExists";
  if (isThere) {
    used = patchOf(request, draft);
    response = await session.send(used);
  }
  sent.push(used);
  return {
    line,
    name: nameOf(draft, request.resource),
    outcome: !response.ok ? "failed" : isThere ? "configured" : "created",
    isInert: resourceOf(draft)?.inert ?? true,
    warnings: response.warnings ?? [],
    ...(response.ok ? {} : { failure: response.status }),
  };
}

/** The object exists: what is written in the document is merged into it. */
function patchOf(request: KubeRequest, draft: ObjectDraft): KubeRequest {
  const { namespace, resource } = request;
  return {
    verb: "patch", resource, name: draft.metadata.name ?? "", body: draft,
    ...(namespace ? { namespace } : {}),
    options: { patchType: resourceOf(draft) ? "strategic" : "merge", fieldManager: "kubectl-client-side-apply", fieldValidation: "Strict" },
  };
}

async function storedDefinitions(session: Session): Promise<readonly ObjectDraft[]> {
  const response = await session.link.send<KubeList>(list(CUSTOMRESOURCEDEFINITIONS));
  return response.ok ? response.body.items.map((o) => ({ ...o })) : [];
}

function failed(draft: ObjectDraft, line: number, message: string): ApplyResult {
  return { line, name: nameOf(draft, draft.kind.toLowerCase()), outcome: "failed", isInert: false, failure: message, warnings: [] };
}

function nameOf(draft: ObjectDraft, resource: string): string {
  const known = resourceOf(draft);
  const kind = known ? (known.group ? `${known.singular}.${known.group}` : known.singular) : resource;
  return `${kind}/${draft.metadata.name ?? ""}`;
}

