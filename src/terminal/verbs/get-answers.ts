import type { KubeList } from "../../api/request.ts";
import type { Resource } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { namespaceOf } from "../kubectl/resources.ts";
import type { Arguments, KubectlContext } from "../kubectl/verb.ts";
import type { TableOptions } from "../print/table.ts";
import type { Problem } from "../problems.ts";
import { send, type Steps } from "../process.ts";
import { requestOf, selectionProblem, type Selected } from "./selection.ts";

/** What the server said to one request of the command. */
export interface Answer {
  readonly selected: Selected;
  readonly objects: readonly KubeObject[];
  /** Of the list, or of the one object. */
  readonly resourceVersion: string;
}

/** Asks for each thing in turn, past those that are refused. */
export function* ask(visits: readonly Selected[], args: Arguments): Steps<{ readonly answers: readonly Answer[]; readonly problems: readonly Problem[] }> {
  const answers: Answer[] = [];
  const problems: Problem[] = [];
  for (const selected of visits) {
    const response = yield* send<KubeObject | KubeList>(requestOf(selected, args));
    if (response.ok) answers.push(answerOf(selected, response.body));
    else if (response.status.reason !== "NotFound" || !args.is("ignore-not-found")) problems.push(selectionProblem(response.status, selected, args));
  }
  return { answers, problems };
}

function answerOf(selected: Selected, body: KubeObject | KubeList): Answer {
  const { resourceVersion } = body.metadata;
  return { selected, resourceVersion, objects: "items" in body && selected.name === undefined ? body.items : [body as KubeObject] };
}

/** How the rows of a kind are printed. `withKind`: several kinds are printed, so names say which is theirs. */
export function tableOptions(resource: Resource, args: Arguments, context: KubectlContext, withKind: boolean): TableOptions {
  return {
    wide: args.text("output") === "wide",
    noHeaders: args.is("no-headers"),
    withNamespace: namespaceOf(args, context) === undefined && resource.namespaced,
    showLabels: args.is("show-labels"),
    labelColumns: args.texts("label-columns"),
    withEvent: args.is("output-watch-events"),
    ...(withKind || args.is("show-kind") ? { kind: resource.group ? `${resource.singular}.${resource.group}` : resource.singular } : {}),
  };
}
