import { list } from "../../api/request.ts";
import { NAMESPACES, NODES, PODS, RESOURCES, type Resource } from "../../api/resources.ts";
import type { Pod } from "../../api/types/pod.ts";
import { sendList, type Steps } from "../process.ts";
import { VERBS } from "../verbs/list.ts";
import { GLOBAL_FLAGS, valueAlone } from "./arguments.ts";
import { COMMANDS } from "./commands.ts";
import { findVerb } from "./find-verb.ts";
import { customResources, findResource } from "./resources.ts";
import type { Flag, KubectlContext, Place, Verb } from "./verb.ts";

/** Words for the place, or that a file goes there. */
type Candidates = readonly string[] | "files";

const OUTPUTS = ["custom-columns=", "json", "jsonpath=", "name", "wide", "yaml"];
/** Values that flags of this name take, whatever the verb. */
const FLAG_VALUES: Readonly<Record<string, readonly string[]>> = {
  output: OUTPUTS, "dry-run": ["client", "none", "server"], cascade: ["background", "foreground", "orphan"], type: ["json", "merge", "strategic"], validate: ["ignore", "strict", "warn"],
  "sort-by": [".metadata.creationTimestamp", ".metadata.name", ".lastTimestamp"], for: ["condition=", "create", "delete", "jsonpath="],
};
const PODS_FIRST = ["logs", "exec", "attach"];
/** Kinds that nobody lists. */
const UNLISTED = /review$/;

/** Candidates for a word of a kubectl line. @param words whole words after `kubectl`, before the one that is typed */
export function* completeKubectl(words: readonly string[], typed: string, context: KubectlContext, verbs: readonly Verb[] = VERBS): Steps<Candidates> {
  const found = findVerb(words, verbs);
  const known = [...(found.kind === "verb" ? found.verb.flags : []), ...GLOBAL_FLAGS];
  const awaited = words.includes("--") ? undefined : flagThatWaits(words, known);
  if (awaited) return yield* valuesOf(awaited, typed, words, context);
  if (typed.startsWith("-") && !words.includes("--")) return yield* flagWords(typed, found.kind === "verb" ? found.verb.flags : [], words, context);
  if (found.kind === "verb") {
    const names = nextNames(found.verb.name, typed, verbs);
    return names.length > 0 ? names : yield* placeWords(found.verb, wordsWithoutFlags(found.argv, known), typed, words, context);
  }
  if (words[0] === "help") return nextNames(words.slice(1).join(" "), typed, verbs);
  return nextNames(found.kind === "group" ? found.path : "", typed, verbs);
}

/** What can stand next in the name of a verb. */
function nextNames(path: string, typed: string, verbs: readonly Verb[]): string[] {
  const prefix = path === "" ? "" : `${path} `;
  const names = verbs.flatMap(({ name, aliases = [] }) => [name, ...aliases]).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length).split(" ")[0]!);
  const order = path === "" ? COMMANDS.map(({ name }) => name).filter((name) => names.includes(name)) : names;
  return [...new Set(order)].filter((name) => name !== "" && name.startsWith(typed));
}

/** The flag whose value is the next word. */
function flagThatWaits(words: readonly string[], known: readonly Flag[]): Flag | undefined {
  const last = words.at(-1) ?? "";
  if (!last.startsWith("-") || last.includes("=")) return undefined;
  const flag = last.startsWith("--") ? known.find((f) => f.name === last.slice(2)) : known.find((f) => f.short === last.at(-1));
  return flag && valueAlone(flag) === undefined ? flag : undefined;
}

function* flagWords(typed: string, flags: readonly Flag[], words: readonly string[], context: KubectlContext): Steps<Candidates> {
  const [, name, value] = /^--([a-z-]+)=(.*)$/s.exec(typed) ?? [];
  const asked = name === undefined ? undefined : [...flags, ...GLOBAL_FLAGS].find((f) => f.name === name);
  if (asked) {
    const values = yield* valuesOf(asked, value!, words, context);
    return values === "files" ? [] : values.map((v) => `--${name}=${v}`);
  }
  const offered = [...flags, ...GLOBAL_FLAGS.filter((f) => f.name === "namespace" || f.name === "help")];
  return offered.map((flag) => `--${flag.name}${valueAlone(flag) === undefined ? "=" : ""}`).filter((word) => word.startsWith(typed));
}

function* valuesOf(flag: Flag, typed: string, words: readonly string[], context: KubectlContext): Steps<Candidates> {
  if (flag.name === "filename" || flag.name === "from-file" || flag.name === "patch-file") return "files";
  if (flag.name === "namespace") return yield* namesOf(NAMESPACES, typed, undefined);
  if (flag.name === "container") return yield* containersOf(words, typed, context);
  if (flag.name === "selector") return yield* labelsLike(words, typed, context);
  if (flag.name === "field-selector") return yield* fieldsLike(typed, words, context);
  return (FLAG_VALUES[flag.name] ?? []).filter((value) => value.startsWith(typed));
}

/** `-l`: the labels that objects of this kind have, key and value at once. */
function* labelsLike(words: readonly string[], typed: string, context: KubectlContext): Steps<readonly string[]> {
  const comma = typed.lastIndexOf(",") + 1;
  const [before, last] = [typed.slice(0, comma), typed.slice(comma)];
  const resource = (yield* kindsIn(words))[0] ?? PODS;
  const response = yield* sendList(list(resource, resource.namespaced ? namespaceOf(words, context) : undefined));
  const items = response.ok ? response.body.items : [];
  const pairs = items.flatMap(({ metadata }) => Object.entries(metadata.labels ?? {}).filter(([key]) => !MADE_UP.test(key)).map(([key, value]) => (value === "" ? key : `${key}=${value}`)));
  return [...new Set(pairs)].filter((pair) => pair.startsWith(last)).map((pair) => before + pair);
}

/** Labels that controllers make up. */
const MADE_UP = /^(?:pod-template-generation|pod-template-hash|controller-revision-hash)$/;
const PHASES = ["Failed", "Pending", "Running", "Succeeded", "Unknown"];

/** `--field-selector`: fields, and the values of those that have few. */
function* fieldsLike(typed: string, words: readonly string[], context: KubectlContext): Steps<readonly string[]> {
  const [, field, operator, value = ""] = /^(.*?)(!?==?)(.*)$/s.exec(typed) ?? [];
  if (field === undefined) return ["metadata.name=", "metadata.namespace=", "spec.nodeName=", "status.phase="].filter((word) => word.startsWith(typed));
  const values = field === "status.phase" ? PHASES : field === "spec.nodeName" ? yield* namesOf(NODES, value, undefined) : field === "metadata.name" ? yield* namesOf((yield* kindsIn(words))[0] ?? PODS, value, namespaceOf(words, context)) : [];
  return values.filter((one) => one.startsWith(value)).map((one) => `${field}${operator}${one}`);
}

/** The kind that a line is about, if it names one. */
function* kindsIn(words: readonly string[]): Steps<readonly Resource[]> {
  for (const word of words.slice(1)) {
    const resource = word.startsWith("-") ? undefined : yield* kindOf(word.split("/")[0]!);
    if (resource) return [resource];
  }
  return [];
}

function* placeWords(verb: Verb, before: readonly string[], typed: string, words: readonly string[], context: KubectlContext): Steps<Candidates> {
  if (PODS_FIRST.includes(verb.name)) return before.length > 0 ? [] : yield* podOrPair(typed, words, context);
  const places: readonly Place[] = verb.places ?? ["type/name"];
  const place = places[before.length] ?? places.at(-1);
  if (place === undefined) return [];
  if (typeof place !== "string") return before.length < places.length ? place.filter((word) => word.startsWith(typed)) : [];
  switch (place) {
    case "file": return "files";
    case "node": return yield* namesOf(NODES, typed, undefined);
    case "container": return yield* containersOf(words, typed, context);
    case "type": return yield* typesLike(typed);
    case "name": case "type/name": return yield* typeOrName(before, typed, words, context);
  }
}

/** A kind first, then names of that kind; `kind/` stands for itself everywhere. */
function* typeOrName(before: readonly string[], typed: string, words: readonly string[], context: KubectlContext): Steps<Candidates> {
  const slash = typed.indexOf("/");
  if (slash >= 0) return yield* pairsLike(typed.slice(0, slash), typed.slice(slash + 1), words, context);
  const [type] = before;
  if (type === undefined) return yield* typesLike(typed);
  if (type.includes("/") || type.includes(",")) return [];
  const resource = yield* kindOf(type);
  const names = resource ? yield* namesOf(resource, typed, namespaceOf(words, context)) : [];
  return names.filter((name) => !before.includes(name));
}

function* podOrPair(typed: string, words: readonly string[], context: KubectlContext): Steps<Candidates> {
  const slash = typed.indexOf("/");
  if (slash >= 0) return yield* pairsLike(typed.slice(0, slash), typed.slice(slash + 1), words, context);
  const pods = yield* namesOf(PODS, typed, namespaceOf(words, context));
  return [...pods, ...["daemonset/", "deployment/", "statefulset/"].filter((type) => typed !== "" && type.startsWith(typed))];
}

function* pairsLike(type: string, typed: string, words: readonly string[], context: KubectlContext): Steps<readonly string[]> {
  const resource = yield* kindOf(type);
  const names = resource ? yield* namesOf(resource, typed, namespaceOf(words, context)) : [];
  return names.map((name) => `${type}/${name}`);
}

function* kindOf(type: string): Steps<Resource | undefined> {
  return findResource(type, RESOURCES) ?? findResource(type, yield* customResources());
}

/** Kinds that begin as typed; after commas the last of the list. */
function* typesLike(typed: string): Steps<readonly string[]> {
  const comma = typed.lastIndexOf(",") + 1;
  const [before, last] = [typed.slice(0, comma), typed.slice(comma)];
  const all = [...RESOURCES, ...(yield* customResources())].filter((r) => !UNLISTED.test(r.singular));
  const names = all.flatMap((r) => [r.plural, ...(last !== "" && r.shortNames.includes(last) ? [last] : [])]);
  return [...names, "all"].filter((name) => name.startsWith(last)).map((name) => before + name);
}

function* namesOf(resource: Resource, typed: string, namespace: string | undefined): Steps<readonly string[]> {
  const response = yield* sendList(list(resource, resource.namespaced ? namespace : undefined));
  return response.ok ? response.body.items.map((item) => item.metadata.name).filter((name) => name.startsWith(typed)) : [];
}

function* containersOf(words: readonly string[], typed: string, context: KubectlContext): Steps<readonly string[]> {
  const response = yield* sendList<Pod>(list(PODS, namespaceOf(words, context)));
  const pods = response.ok ? response.body.items : [];
  const named = pods.find((pod) => words.some((word) => word === pod.metadata.name || word.endsWith(`/${pod.metadata.name}`)));
  const { containers = [], initContainers = [] } = named?.spec ?? {};
  return [...containers, ...initContainers].map(({ name }) => name).filter((name) => name.startsWith(typed));
}

function namespaceOf(words: readonly string[], context: KubectlContext): string | undefined {
  if (words.includes("-A") || words.includes("--all-namespaces")) return undefined;
  const at = words.findIndex((word) => word === "-n" || word === "--namespace");
  const glued = words.map((word) => /^(?:--namespace=|-n=?)(.+)$/.exec(word)?.[1]).find(Boolean);
  return (at >= 0 ? words[at + 1] : undefined) ?? glued ?? context.namespace;
}

function wordsWithoutFlags(argv: readonly string[], known: readonly Flag[]): string[] {
  const words: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    if (word === "--") break;
    if (!word.startsWith("-")) words.push(word);
    else if (flagThatWaits([word], known)) i++;
  }
  return words;
}
