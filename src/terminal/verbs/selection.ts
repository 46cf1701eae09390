import { get, list, type KubeRequest } from "../../api/request.ts";
import type { Resource, Subresource } from "../../api/resources.ts";
import type { Status } from "../../api/status.ts";
import type { ObjectDraft } from "../../api/types/meta.ts";
import { fail } from "../kubectl/errors.ts";
import { namespaceOf, scopeOf, targetsOf } from "../kubectl/resources.ts";
import type { Arguments, KubectlContext } from "../kubectl/verb.ts";
import { hasFiles, readFiles } from "../manifest-files.ts";
import type { Problem } from "../problems.ts";
import type { Steps } from "../process.ts";

/** One thing that a command names: all objects of a kind (that selectors let through), or one object. */
export interface Selected {
  readonly resource: Resource;
  readonly namespace?: string;
  /** Absent: all of them. */
  readonly name?: string;
  /** It was asked for alone, so it is printed alone and not as a list of one. */
  readonly isSingle: boolean;
  /** Of a file: where it stands, and what stands there. */
  readonly source?: string;
  readonly draft?: ObjectDraft;
}

export interface Selection {
  readonly visits: readonly Selected[];
  /** Of files that could not be read. */
  readonly problems: readonly Problem[];
}

interface Options {
  /** Types alone stand for all of their objects. */
  readonly takesAll: boolean;
}

/**
 * What the words, selectors and files of a command name. undefined: nothing at all.
 * Errors: ends the verb with kubectl's texts where they make no sense together.
 * Source: cli-runtime pkg/resource/builder.go (1.36)
 */
export function* selectionOf(args: Arguments, context: KubectlContext, { takesAll }: Options): Steps<Selection | undefined> {
  if (hasFiles(args)) {
    if (args.words.length > 0) fail("when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well");
    const { objects, problems } = yield* readFiles(args, context);
    const isSingle = objects.length === 1;
    return { problems, visits: objects.map(({ resource, object, written, name, source }) => ({ resource, ...scopeOf(resource, object.metadata.namespace), name, isSingle, source, draft: written })) };
  }
  const targets = yield* targetsOf(args.words);
  if (targets.kind === "nothing") return undefined;
  const namespace = namespaceOf(args, context);
  const isSelected = Boolean(args.text("selector") || args.text("field-selector")) || args.is("all");
  if (targets.kind === "pairs") {
    if (isSelected) fail("selectors and the all flag cannot be used when passing resource/name arguments");
    const isSingle = targets.pairs.length === 1;
    return { problems: [], visits: targets.pairs.map(({ resource, name }) => named(resource, name, namespace, isSingle)) };
  }
  const { resources, names } = targets;
  if (names.length > 0) {
    if (isSelected) fail("name cannot be provided when a selector is specified");
    const isSingle = names.length === 1 && resources.length === 1;
    return { problems: [], visits: resources.flatMap((resource) => names.map((name) => named(resource, name, namespace, isSingle))) };
  }
  if (args.text("subresource")) fail("subresource cannot be used when bulk resources are specified");
  if (!isSelected && !takesAll) fail("resource(s) were provided, but no name was specified");
  return { problems: [], visits: resources.map((resource) => ({ resource, isSingle: false, ...scopeOf(resource, namespace) })) };
}

/** The request that gets it. `-l`, `--field-selector` and `--subresource` are read from the arguments. */
export function requestOf({ resource, namespace, name }: Selected, args: Arguments): KubeRequest {
  if (name !== undefined) {
    const subresource = args.text("subresource");
    return { ...get(resource, { namespace, name }), ...(showsManagers(args) ? { options: { showsManagedFields: true } } : {}), ...(subresource ? { subresource: subresource as Subresource } : {}) };
  }
  return list(resource, namespace, { ...selectors(args), ...(showsManagers(args) ? { showsManagedFields: true } : {}) });
}

/** Whether what is printed may show who manages which fields: templates see the whole object. */
function showsManagers(args: Arguments): boolean {
  return args.is("show-managed-fields") || args.is("save-config") || /^(?:jsonpath|go-template|template|custom-columns)/.test(args.text("output") ?? "");
}

/** Selectors as options of a list. */
export function selectors(args: Arguments): { readonly labelSelector?: string; readonly fieldSelector?: string } {
  const [labelSelector, fieldSelector] = [args.text("selector"), args.text("field-selector")];
  return { ...(labelSelector ? { labelSelector } : {}), ...(fieldSelector ? { fieldSelector } : {}) };
}

/** The server's answer to a request of a selection; kubectl says of a refused list what it was looking for. */
export function selectionProblem(status: Status, selected: Selected, args: Arguments): Problem {
  if (selected.name !== undefined || (status.reason !== "BadRequest" && status.reason !== "NotFound")) return { status };
  const { resource } = selected;
  const what = JSON.stringify(`${resource.group}/${resource.version}, Resource=${resource.plural}`);
  const [labels, fields] = [args.text("selector") ?? "", args.text("field-selector") ?? ""];
  const head = labels || fields ? `Unable to find ${what} that match label selector ${JSON.stringify(labels)}, field selector ${JSON.stringify(fields)}` : `Unable to list ${what}`;
  return { status: { ...status, message: `${head}: ${status.message ?? ""}` } };
}

function named(resource: Resource, name: string, namespace: string | undefined, isSingle: boolean): Selected {
  if (namespace === undefined && resource.namespaced) fail("a resource cannot be retrieved by name across all namespaces");
  return { resource, name, isSingle, ...scopeOf(resource, namespace) };
}
