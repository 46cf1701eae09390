import { list, type KubeList } from "../../api/request.ts";
import type { Resource } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { goJson } from "../print/go-text.ts";
import type { ObjectPrinter } from "../print/object-printer.ts";
import { tableOf } from "../print/object-table.ts";
import { TablePrinter } from "../print/table.ts";
import { withoutManagedFields } from "../print/without-managed-fields.ts";
import { throwProblems } from "../problems.ts";
import type { Arguments, KubectlContext } from "../kubectl/verb.ts";
import { changes, complain, now, print, send, type Process, type Steps } from "../process.ts";
import { fail } from "../kubectl/errors.ts";
import { ask, tableOptions } from "./get-answers.ts";
import { selectors, type Selected, type Selection } from "./selection.ts";
import { sortObjects } from "./sort-by.ts";

type Told = (objects: readonly KubeObject[], event: string) => Steps<void>;

/**
 * `kubectl get -w`: what is there, then a line for each change, until somebody stops it. A deleted object is told
 * with its last row.
 * Source: kubectl pkg/cmd/get/get.go watch (1.36)
 */
export function* watch(selection: Selection, args: Arguments, context: KubectlContext, printer: (() => ObjectPrinter) | undefined): Process {
  const [selected, ...others] = selection.visits;
  throwProblems(selection.problems);
  if (!selected) return fail("no resources found");
  if (others.some(({ resource }) => resource !== selected.resource)) fail("you may only specify a single resource type");
  if (args.text("sort-by")) yield* complain("warning: --watch requested, --sort-by will be ignored for watch events received\n");
  const { answers, problems } = yield* ask(selection.visits, args);
  throwProblems(problems.slice(0, 1));
  const tell = printer ? objectTeller(args, printer()) : tableTeller(selected.resource, args, context);
  const found = answers.flatMap((answer) => answer.objects);
  if (!args.is("watch-only")) yield* tell(sorted(found, args), "ADDED");
  if (selection.visits.length > 1) fail(`watch is only supported on individual resources and resource collections - ${selection.visits.length} resources were found`);
  return yield* follow(selected, args, answers[0]!.resourceVersion, tell);
}

function* follow(selected: Selected, args: Arguments, resourceVersion: string, tell: Told): Process {
  const watched = list(selected.resource, selected.namespace, selected.name === undefined ? selectors(args) : { fieldSelector: `metadata.name=${selected.name}` });
  for (let since = resourceVersion; ; ) {
    const news = yield* changes(watched, since);
    since = news.resourceVersion;
    for (const { type, object } of news.events) yield* tell([object], type);
    if (!news.isExpired) continue;
    // The clock was put back: what is there now begins anew.
    const response = yield* send<KubeList>(watched);
    if (!response.ok) {
      throwProblems([{ status: response.status }]);
      return 1;
    }
    since = response.body.metadata.resourceVersion;
    yield* tell(response.body.items, "ADDED");
  }
}

function sorted(objects: readonly KubeObject[], args: Arguments): readonly KubeObject[] {
  const sortBy = args.text("sort-by");
  return sortBy ? (sortObjects(objects, sortBy) ?? []) : objects;
}

function tableTeller(resource: Resource, args: Arguments, context: KubectlContext): Told {
  const printer = new TablePrinter(tableOptions(resource, args, context, false));
  return function* (objects, event) {
    yield* print(printer.print(tableOf(resource, objects, yield* now(), objects.map(() => event))));
  };
}

function objectTeller(args: Arguments, printer: ObjectPrinter): Told {
  return function* (objects, event) {
    for (const object of objects) {
      const isEvent = args.is("output-watch-events") && args.text("output") === "json";
      yield* print(isEvent ? `{"type":${JSON.stringify(event)},"object":${goJson(withoutManagedFields(object))}}\n` : printer(object));
    }
  };
}
