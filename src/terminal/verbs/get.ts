import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { fail } from "../kubectl/errors.ts";
import { namespaceOf } from "../kubectl/resources.ts";
import type { Arguments, Flag, KubectlContext, Verb } from "../kubectl/verb.ts";
import { resolvePath } from "../files.ts";
import { FILE_FLAGS } from "../manifest-files.ts";
import { listOf, objectPrinter, type ObjectPrinter, type PrinterOptions } from "../print/object-printer.ts";
import { plainTableOf, tableOf } from "../print/object-table.ts";
import { TablePrinter } from "../print/table.ts";
import { throwProblems, type Problem } from "../problems.ts";
import { complain, now, print, type Process } from "../process.ts";
import { ask, tableOptions, type Answer } from "./get-answers.ts";
import { getRaw, RAW_FLAG } from "./raw.ts";
import { selectionOf } from "./selection.ts";
import { noSuchSortField, sortObjects } from "./sort-by.ts";
import { watch } from "./get-watch.ts";

const FLAGS: readonly Flag[] = [
  COMMON_FLAGS.allNamespaces, COMMON_FLAGS.selector, COMMON_FLAGS.fieldSelector, COMMON_FLAGS.output, ...FILE_FLAGS,
  { name: "watch", short: "w", type: "bool" },
  { name: "label-columns", short: "L", type: "strings" },
  ...["watch-only", "output-watch-events", "show-labels", "no-headers", "show-kind", "ignore-not-found", "show-managed-fields", "server-print", "allow-missing-template-keys"].map((name): Flag => ({ name, type: "bool" })),
  ...["sort-by", "template", "subresource"].map((name): Flag => ({ name, type: "string" })),
  { name: "chunk-size", type: "int" },
  RAW_FLAG,
];

/** `kubectl get`. Source: kubectl pkg/cmd/get/get.go (1.36) */
export const get: Verb = {
  name: "get",
  interruptedStatus: 1,
  flags: FLAGS,
  places: ["type", "name"],
  *run(args, context) {
    if (args.text("raw")) return yield* getRaw(args);
    const selection = yield* selectionOf(args, context, { takesAll: true });
    if (!selection) {
      yield* complain('You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n');
      return fail("Required resource not specified.\nUse \"kubectl explain <resource>\" for a detailed description of that resource (e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples");
    }
    const output = args.text("output") ?? "";
    if (args.is("show-labels") && !isTable(output)) fail(`--show-labels option cannot be used with ${output} printer`);
    // Made when there is something to print: that one object is missing is said before what is wrong with a template.
    const printer = isTable(output) ? undefined : () => objectPrinter(output, printerOptions(args, context));
    if (args.is("watch") || args.is("watch-only")) return yield* watch(selection, args, context, printer);
    const { answers, problems } = yield* ask(selection.visits, args);
    const all = [...problems, ...selection.problems];
    if (!printer) return yield* printTables(answers, all, args, context);
    if (answers.length === 0 && selection.visits.length === 1 && selection.visits[0]!.isSingle) throwProblems(all);
    return yield* printObjects(answers, all, args, printer);
  },
};

function isTable(output: string): boolean {
  return output === "" || output === "wide";
}

function printerOptions(args: Arguments, context: KubectlContext): PrinterOptions {
  return {
    forGet: true,
    showManagedFields: args.is("show-managed-fields"),
    noHeaders: args.is("no-headers"),
    allowsMissingKeys: !args.has("allow-missing-template-keys") || args.is("allow-missing-template-keys"),
    template: args.text("template"),
    readFile: (path) => context.files.read(resolvePath(context.cwd, path)),
  };
}

function* printObjects(answers: readonly Answer[], problems: readonly Problem[], args: Arguments, printer: () => ObjectPrinter): Process {
  const objects = answers.flatMap((answer) => answer.objects);
  const [only] = answers;
  const isOne = answers.length === 1 && problems.length === 0 && only?.selected.isSingle === true;
  const write = answers.length > 0 || !args.is("ignore-not-found") ? printer() : undefined;
  if (write && (answers.length > 0 || problems.length === 0)) {
    const sorted = args.text("sort-by") ? sortObjects(objects, args.text("sort-by")!) : objects;
    if (!sorted) return noSuchSortField(args.text("sort-by")!);
    yield* print(write(isOne ? sorted[0]! : listOf(sorted)));
  }
  throwProblems(problems);
  return 0;
}

function* printTables(answers: readonly Answer[], problems: readonly Problem[], args: Arguments, context: KubectlContext): Process {
  const nowMs = yield* now();
  const withKind = new Set(answers.map(({ selected }) => selected.resource)).size > 1;
  const sortBy = args.text("sort-by");
  // kubectl sorts the rows of one answer only.
  if (sortBy && answers.length > 1) return noSuchSortField(sortBy);
  let written = "";
  for (const group of byKind(answers)) {
    const { resource } = group[0]!.selected;
    const objects = group.flatMap((answer) => answer.objects);
    const sorted = sortBy ? (sortObjects(objects, sortBy) ?? []) : objects;
    const table = isPlain(args) ? plainTableOf(sorted, nowMs) : tableOf(resource, sorted, nowMs);
    const text = new TablePrinter(tableOptions(resource, args, context, withKind)).print(table);
    const separator = text && written && !args.is("no-headers") ? "\n" : "";
    written += text;
    yield* print(separator + text);
  }
  if (written === "" && problems.length === 0 && !args.is("ignore-not-found")) yield* complain(nothingFound(answers, args, context));
  throwProblems(problems);
  return 0;
}

/** `--server-print=false`: kubectl makes the tables itself. */
function isPlain(args: Arguments): boolean {
  return args.has("server-print") && !args.is("server-print");
}

/** Answers about one kind that follow each other share a table. */
function byKind(answers: readonly Answer[]): readonly (readonly Answer[])[] {
  const groups: Answer[][] = [];
  for (const answer of answers) {
    const last = groups.at(-1);
    if (last?.[0]?.selected.resource === answer.selected.resource) last.push(answer);
    else groups.push([answer]);
  }
  return groups;
}

function nothingFound(answers: readonly Answer[], args: Arguments, context: KubectlContext): string {
  const namespace = namespaceOf(args, context);
  // Without the server's tables kubectl knows of no kinds where there are no objects.
  const areNamespaced = isPlain(args) || answers.every(({ selected }) => selected.resource.namespaced);
  return namespace !== undefined && areNamespaced ? `No resources found in ${namespace} namespace.\n` : "No resources found\n";
}
