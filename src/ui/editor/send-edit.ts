import { get } from "../../api/request.ts";
import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import type { Resource } from "../../api/resources.ts";
import type { Status } from "../../api/status.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import { lineOfFailure } from "../dialogs/failure-line.ts";
import type { Session } from "../session.ts";
import { useUi } from "../store.ts";
import type { Problem } from "./CodeEditor.tsx";
import type { Draft } from "./drafts.ts";
import { readOne, replaceRequest } from "./editable.ts";

/** What the API server says to an edit. */
export type EditAnswer =
  /** As it would be stored (or is, if it was no dry run), and what is there now. */
  | { readonly kind: "taken"; readonly object: KubeObject; readonly current: KubeObject; readonly warnings: readonly string[] }
  | { readonly kind: "refused"; readonly line: number; readonly status: Status }
  /** Somebody else has changed the object since the editing began. */
  | { readonly kind: "conflict"; readonly status: Status; readonly current: KubeObject }
  /** The text is no object. */
  | { readonly kind: "unreadable"; readonly problem: Problem }
  /** Nobody answered: the engine died, and its banner says so. */
  | { readonly kind: "silence" };

interface Edit {
  readonly resource: Resource;
  readonly draft: Draft;
}

/** Asks what the server would do with an edit. Changes nothing. */
export function tryEdit(session: Session, edit: Edit): Promise<EditAnswer> {
  return ask(session, edit, (request) => session.link.send({ ...request, options: { ...request.options, dryRun: true } }));
}

/** Sends an edit, and leaves the outcome in the strip under the picture. */
export async function sendEdit(session: Session, edit: Edit): Promise<EditAnswer> {
  let sent: KubeRequest | undefined;
  const answer = await ask(session, edit, (request) => {
    sent = request;
    return session.send(request);
  });
  const failure = answer.kind === "refused" || answer.kind === "conflict" ? answer.status : undefined;
  if (sent) {
    useUi.setState({
      ran: { title: "Edit YAML", kubectl: [editLine(edit)], requests: [sent], warnings: answer.kind === "taken" ? answer.warnings : [], ...(failure ? { failure } : {}) },
    });
  }
  session.poke();
  return answer;
}

/** The kubectl line that does the same with the text in a file. */
export function editLine({ resource, draft }: Edit): string {
  const { name, namespace } = draft.base.metadata;
  return kubectlLine(["replace", "-f", `${resource.singular}-${name}.yaml`], namespace);
}

async function ask(session: Session, { resource, draft }: Edit, send: (request: KubeRequest) => Promise<KubeResponse>): Promise<EditAnswer> {
  const read = readOne(draft.text);
  if (!("document" in read)) return { kind: "unreadable", problem: read };
  const { document } = read;
  try {
    // The newest version, not the one on the screen: only so is a conflict somebody's edit, and not the page's delay.
    const found = await session.link.send<KubeObject>(get(resource, draft.base.metadata));
    if (!found.ok) return { kind: "refused", line: document.line, status: found.status };
    const current = withKind(found.body, draft.base);
    const response = await send(replaceRequest(resource, document, { base: draft.base, current }));
    if (response.ok) return { kind: "taken", object: withKind(response.body as KubeObject, draft.base), current, warnings: response.warnings ?? [] };
    const { status } = response;
    const isOutdated = status.reason === "Conflict" && current.metadata.resourceVersion !== draft.base.metadata.resourceVersion;
    return isOutdated ? { kind: "conflict", status, current } : { kind: "refused", line: lineOfFailure(document, status), status };
  } catch {
    return { kind: "silence" };
  }
}

function withKind(object: KubeObject, { apiVersion, kind }: KubeObject): KubeObject {
  return { ...object, apiVersion, kind };
}

/** What is wrong with an edit, by line; empty where nothing is, or where it is not the text that is wrong. */
export function problemsOf(answer: EditAnswer, text: string): readonly Problem[] {
  if (answer.kind === "unreadable") return [answer.problem];
  if (answer.kind !== "refused") return [];
  const causes = answer.status.details?.causes?.filter((c) => c.field) ?? [];
  if (causes.length === 0) return [{ line: answer.line, message: answer.status.message ?? "" }];
  const read = readOne(text);
  return causes.map((cause) => ({
    line: "document" in read ? lineOfFailure(read.document, { ...answer.status, details: { causes: [cause] } }) : answer.line,
    message: `${cause.field}: ${cause.message}`,
  }));
}
