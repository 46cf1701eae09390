import { readManifests } from "../api/manifest.ts";
import { resourceOf, type Resource } from "../api/resources.ts";
import { matchesLabels, parseLabelSelector } from "../api/selector.ts";
import type { ObjectDraft } from "../api/types/meta.ts";
import { resolvePath, type Files } from "./files.ts";
import { COMMON_FLAGS } from "./kubectl/arguments.ts";
import { fail } from "./kubectl/errors.ts";
import { customResources } from "./kubectl/resources.ts";
import { KubectlError, type Arguments, type Flag, type KubectlContext } from "./kubectl/verb.ts";
import { throwProblems, type Problem } from "./problems.ts";
import { wholeInput, type Steps } from "./process.ts";

/** An object of a file, and what it is. Its namespace is filled in. */
export interface FileObject {
  readonly resource: Resource;
  readonly object: ObjectDraft;
  /** Without the namespace that was filled in. */
  readonly written: ObjectDraft;
  readonly name: string;
  /** As `-f` names it: a path, or `STDIN`. */
  readonly source: string;
}

export interface FileObjects {
  readonly objects: readonly FileObject[];
  /** What could not be read; everything else is there all the same. */
  readonly problems: readonly Problem[];
}

/** `-f`, `-k`, `-R`. */
export const FILE_FLAGS: readonly Flag[] = [COMMON_FLAGS.filename, COMMON_FLAGS.kustomize, COMMON_FLAGS.recursive];
/** `--validate`. */
export const VALIDATE_FLAG: Flag = { name: "validate", type: "optional", alone: "strict" };

export function hasFiles(args: Arguments): boolean {
  return args.texts("filename").length > 0 || args.has("kustomize");
}

/** Ends the verb if it cannot do without `-f` and there is none, or with `-k` besides. */
export function requireFiles(args: Arguments, exitStatus = 1): void {
  if (args.texts("filename").length > 0 && args.has("kustomize")) throw new KubectlError("error: only one of -f or -k can be specified", exitStatus);
  if (!hasFiles(args)) throw new KubectlError("error: must specify one of -f and -k", exitStatus);
}

/**
 * The objects of all files of `-f`: files, folders in the order of their names, `-` for the standard input.
 * Errors: ends the verb where a path is not there, or with `-k`, for which there is no kustomize here.
 * Source: cli-runtime pkg/resource/builder.go, visitor.go (1.36)
 */
export function* readFiles(args: Arguments, context: KubectlContext): Steps<FileObjects> {
  refuseKustomize(args, context);
  const sources = yield* sourcesOf(args, context);
  let custom: readonly Resource[] | undefined;
  const labels = parseLabelSelector(args.text("selector") ?? "");
  const objects: FileObject[] = [];
  const problems: Problem[] = [];
  for (const { name: source, text } of sources) {
    const { documents, errors } = readManifests(text, source, { validates: validationOf(args) !== "Ignore" });
    for (const { object: draft, line } of documents) {
      // Whatever stands behind a mistake is not read.
      if (errors.some((error) => error.line < line)) break;
      const resource = resourceOf(draft) ?? resourceOf(draft, (custom ??= yield* customResources()));
      if (!resource) {
        problems.push({ text: mappingNotFound(draft, source) });
        continue;
      }
      const problem = namespaceProblem(draft, resource, args);
      if (problem) problems.push({ text: problem });
      else if (!("selector" in labels) || matchesLabels(labels.selector, draft.metadata.labels ?? {})) objects.push({ resource, object: inNamespace(draft, resource, args, context), written: draft, name: draft.metadata.name ?? "", source });
    }
    if (errors[0]) problems.push({ text: errors[0].message });
  }
  return { objects, problems };
}

/**
 * Reads `--validate`. Errors: ends the verb for any other value.
 * Source: kubectl pkg/cmd/util/helpers.go GetValidationDirective (1.36)
 */
export function validationOf(args: Arguments): "Strict" | "Warn" | "Ignore" {
  const value = args.text(VALIDATE_FLAG.name);
  switch (value) {
    case undefined: case "strict": return "Strict";
    case "warn": return "Warn";
    case "ignore": return "Ignore";
  }
  if (/^(?:1|t|T|TRUE|true|True)$/.test(value)) return "Strict";
  if (/^(?:0|f|F|FALSE|false|False)$/.test(value)) return "Ignore";
  return fail(`invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`);
}

interface Source { readonly name: string; readonly text: string }

function* sourcesOf(args: Arguments, context: KubectlContext): Steps<readonly Source[]> {
  const sources: Source[] = [];
  const missing: Problem[] = [];
  for (const path of args.texts("filename")) {
    if (/^https?:\/\//.test(path)) refuseAddress(path);
    if (path === "-") {
      sources.push({ name: "STDIN", text: yield* wholeInput() });
      continue;
    }
    const found = sourcesAt(context.files, path, context.cwd, { isRecursive: args.is("recursive") });
    if (found) sources.push(...found);
    else missing.push({ text: `the path ${JSON.stringify(path)} does not exist` });
  }
  throwProblems(missing);
  return sources;
}

const EXTENSIONS = /\.(?:json|ya?ml)$/;

/** undefined: there is nothing at this path. */
function sourcesAt(files: Files, path: string, cwd: string, { isRecursive }: { readonly isRecursive: boolean }): readonly Source[] | undefined {
  const text = files.read(resolvePath(cwd, path));
  if (text !== undefined) return [{ name: path, text }];
  if (!files.list(resolvePath(cwd, path))) return undefined;
  const found = below(files, path.replace(/\/$/, ""), cwd, isRecursive);
  if (found.length === 0) fail(`error reading [${path}]: recognized file extensions are [.json .yaml .yml]`);
  return found;
}

/** Files of a folder by name; a folder stands where its name does. */
function below(files: Files, path: string, cwd: string, isRecursive: boolean): readonly Source[] {
  return (files.list(resolvePath(cwd, path)) ?? []).flatMap((name): readonly Source[] => {
    const inside = path === "." ? name : `${path}/${name}`;
    if (name.endsWith("/")) return isRecursive ? below(files, inside.slice(0, -1), cwd, isRecursive) : [];
    return EXTENSIONS.test(name) ? [{ name: inside, text: files.read(resolvePath(cwd, inside)) ?? "" }] : [];
  });
}

/** A namespace that is named in the file must not differ from `-n`. */
function namespaceProblem({ metadata }: ObjectDraft, resource: Resource, args: Arguments): string | undefined {
  const [own, wanted] = [metadata.namespace, args.text("namespace")];
  if (!resource.namespaced || !own || !wanted || own === wanted) return undefined;
  return `the namespace from the provided object ${JSON.stringify(own)} does not match the namespace ${JSON.stringify(wanted)}. You must pass '--namespace=${own}' to perform this operation.`;
}

function inNamespace(draft: ObjectDraft, resource: Resource, args: Arguments, context: KubectlContext): ObjectDraft {
  if (!resource.namespaced || draft.metadata.namespace) return draft;
  return { ...draft, metadata: { ...draft.metadata, namespace: args.text("namespace") || context.namespace } };
}

/** kubectl's words for a kind that nobody knows. Source: cli-runtime pkg/resource/mapper.go infoForData */
export function mappingNotFound(draft: ObjectDraft, source: string): string {
  const { name = "", namespace = "" } = draft.metadata;
  return `resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(namespace)} from ${JSON.stringify(source)}: no matches for kind ${JSON.stringify(draft.kind)} in version ${JSON.stringify(draft.apiVersion)}\nensure CRDs are installed first`;
}

function refuseKustomize(args: Arguments, context: KubectlContext): void {
  const folder = args.text("kustomize");
  if (folder === undefined) return;
  const names = context.files.list(resolvePath(context.cwd, folder)) ?? [];
  if (names.some((name) => /^(?:kustomization\.ya?ml|Kustomization)$/.test(name))) fail("kustomize is not part of this page's kubectl: apply the files themselves with -f");
  fail(`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${resolvePath(context.cwd, folder)}'`);
}

/** There is no network here; kubectl says this where nobody answers. */
function refuseAddress(address: string): never {
  const host = /^https?:\/\/([^/]+)/.exec(address)?.[1] ?? address;
  throw new KubectlError(`The connection to the server ${host} was refused - did you specify the right host or port?`);
}
