import { groupsOf } from "../../api/discovery/groups.ts";
import { list } from "../../api/request.ts";
import { CUSTOMRESOURCEDEFINITIONS, definedResources, RESOURCES, type Resource } from "../../api/resources.ts";
import { sendList, type Steps } from "../process.ts";
import { COMMON_FLAGS } from "./arguments.ts";
import { fail } from "./errors.ts";
import type { Arguments, KubectlContext } from "./verb.ts";

/** What the words of a command name. */
export type Targets =
  /** `ds,pods`, `pod a b`: kinds, and names that stand for each of them. */
  | { readonly kind: "types"; readonly resources: readonly Resource[]; readonly names: readonly string[] }
  /** `ds/a pod/b`. */
  | { readonly kind: "pairs"; readonly pairs: readonly { readonly resource: Resource; readonly name: string }[] }
  /** No words at all. */
  | { readonly kind: "nothing" };

const ABOUT_PAIRS =
  "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'";

/**
 * Reads `TYPE[,TYPE] [NAME …]` or `TYPE/NAME …`.
 * Errors: ends the verb with kubectl's texts about unknown types and about pairs mixed with other words.
 * Source: cli-runtime pkg/resource/builder.go ResourceTypeOrNameArgs (1.36)
 */
export function* targetsOf(words: readonly string[]): Steps<Targets> {
  const slashes = words.filter((word) => word.includes("/")).length;
  if (slashes > 0) {
    if (slashes < words.length) fail(ABOUT_PAIRS);
    return { kind: "pairs", pairs: yield* pairsOf(words.map(splitPair)) };
  }
  const [types, ...names] = words;
  if (types === undefined) return { kind: "nothing" };
  return { kind: "types", resources: yield* typesOf(types), names };
}

/** The kinds of `ds,pods,all`, each once. Source: builder.go SplitResourceArgument, ReplaceAliases */
function* typesOf(text: string): Steps<readonly Resource[]> {
  const resources = new Set<Resource>();
  for (const type of text.split(",").filter(Boolean)) {
    const category = categoryOf(type);
    for (const resource of category.length > 0 ? category : [yield* resourceNamed(type)]) resources.add(resource);
  }
  return [...resources];
}

/** The kinds of a category (`all`), in the order in which the API server lists them. Source: client-go restmapper/category_expansion.go */
function categoryOf(name: string): readonly Resource[] {
  const kinds = RESOURCES.filter((r) => r.categories.includes(name));
  return groupsOf(kinds).flatMap(({ name: group, versions }) => versions.flatMap(({ resources }) => resources.flatMap((served) => kinds.find((r) => r.group === group && r.plural === served.name) ?? [])));
}

/** The kind of a word. CustomResourceDefinitions are asked for only where the word is not one of the usual kinds. */
export function* resourceNamed(type: string): Steps<Resource> {
  const known = findResource(type, RESOURCES) ?? findResource(type, yield* customResources());
  return known ?? fail(`the server doesn't have a resource type ${JSON.stringify(type.split(".")[0])}`);
}

/** Kinds that people have defined in the cluster. */
export function* customResources(): Steps<readonly Resource[]> {
  const response = yield* sendList(list(CUSTOMRESOURCEDEFINITIONS));
  return response.ok ? response.body.items.flatMap(definedResources) : [];
}

/**
 * Plural, singular, kind in any case, or short name; alone, as `ds.apps` (a beginning of the group will do) or as
 * `ds.v1.apps`. Source: apimachinery DefaultRESTMapper.ResourcesFor, kubectl's shortcut expander
 */
export function findResource(type: string, resources: readonly Resource[]): Resource | undefined {
  const [name = "", second, ...rest] = type.split(".");
  const named = resources.filter((r) => r.plural === name.toLowerCase() || r.singular === name.toLowerCase() || r.shortNames.includes(name));
  if (second === undefined) return named[0];
  const inVersion = rest.length > 0 ? named.find((r) => r.version === second && r.group === rest.join(".")) : undefined;
  const group = [second, ...rest].join(".");
  return inVersion ?? named.find((r) => r.group === group) ?? named.find((r) => r.group.startsWith(group)) ?? named.find((r) => r.group === "" && rest.length === 0 && r.version === second);
}

/** The namespace of the command; undefined: all of them (`-A`). */
export function namespaceOf(args: Arguments, context: Pick<KubectlContext, "namespace">): string | undefined {
  if (args.is(COMMON_FLAGS.allNamespaces.name)) return undefined;
  return args.text("namespace") || context.namespace;
}

/** As `list`, `get` and their kin take it: none for kinds that live in no namespace. */
export function scopeOf(resource: Resource, namespace: string | undefined): { readonly namespace?: string } {
  return resource.namespaced && namespace !== undefined ? { namespace } : {};
}

/** How results name an object: `daemonset.apps/x`. */
export function objectName(resource: Pick<Resource, "singular" | "group">, name: string): string {
  return `${resource.group ? `${resource.singular}.${resource.group}` : resource.singular}/${name}`;
}

interface Pair { readonly type: string; readonly name: string }

function splitPair(word: string): Pair {
  const [type = "", name = "", ...more] = word.split("/");
  if (more.length > 0) fail("arguments in resource/name form may not have more than one slash");
  if (type === "" || name === "" || type.includes(",")) fail("arguments in resource/name form must have a single resource and name");
  return { type, name };
}

function* pairsOf(pairs: readonly Pair[]): Steps<readonly { readonly resource: Resource; readonly name: string }[]> {
  const resolved = [];
  for (const { type, name } of pairs) resolved.push({ resource: yield* resourceNamed(type), name });
  return resolved;
}
