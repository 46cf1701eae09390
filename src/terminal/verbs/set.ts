import { parseQuantity } from "../../api/quantity.ts";
import { SERVICES } from "../../api/resources.ts";
import { parseLabelSelector } from "../../api/selector.ts";
import type { StringMap } from "../../api/types/meta.ts";
import type { PodSpec } from "../../api/types/pod.ts";
import type { Service } from "../../api/types/service.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, KubectlContext, Process, Verb } from "../kubectl/verb.ts";
import { gathered, type Found } from "./objects.ts";
import { outcomeOf } from "./outcome.ts";
import { containersPatch, matchingContainers, objectsToSet, patchObject, setPodSpecs, SET_FLAGS, type SetOptions, type SpecChange } from "./pod-specs.ts";
import { pairWords } from "./pair-words.ts";

const MANAGER = "kubectl-set";
const CONTAINERS = { name: "containers", short: "c", type: "string" } as const;

/** `kubectl set image TYPE/NAME CONTAINER=IMAGE`. Source: kubectl pkg/cmd/set/set_image.go (1.36) */
export const setImage: Verb = { name: "set image", flags: SET_FLAGS, places: ["type/name"], run: runImage };

function* runImage(args: Arguments, context: KubectlContext): Process {
  const { resources, pairs } = pairWords(args.words, "image");
  const outcome = yield* outcomeOf(args);
  const objects = yield* objectsToSet(resources, args, context);
  checkAll(args);
  if (pairs.length === 0) fail("at least one image update is required");
  const images = new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
  if (images.size > 1 && images.has("*")) fail("all containers are already specified by *, but saw more than one container_name=container_image pairs");
  const change = (spec: PodSpec): SpecChange => {
    const imageOf = (name: string) => images.get("*") ?? images.get(name);
    const names = [...spec.containers, ...(spec.initContainers ?? [])].map(({ name }) => name);
    const body = containersPatch(spec, ({ name, image }) => (imageOf(name) === undefined || imageOf(name) === image ? undefined : { image: imageOf(name) }));
    const problems = [...images.keys()].filter((name) => name !== "*" && !names.includes(name)).map((name) => `unable to find container named ${JSON.stringify(name)}`);
    return { ...(body ? { patch: body } : {}), problems };
  };
  yield* setPodSpecs(objects, change, { outcome, word: "image updated", failed: "failed to patch image update to pod template:", ...howOf(args) });
  return 0;
}

/** `kubectl set resources TYPE/NAME --limits= --requests=`. Source: kubectl pkg/cmd/set/set_resources.go (1.36) */
export const setResources: Verb = {
  name: "set resources",
  flags: [...SET_FLAGS, CONTAINERS, { name: "limits", type: "string" }, { name: "requests", type: "string" }],
  places: ["type/name"],
  run: runResources,
};

function* runResources(args: Arguments, context: KubectlContext): Process {
  const outcome = yield* outcomeOf(args);
  const objects = yield* objectsToSet(args.words, args, context);
  checkAll(args);
  if (!args.text("limits") && !args.text("requests")) fail("you must specify an update to requests or limits (in the form of --requests/--limits)");
  const wanted = { limits: amountsOf(args.text("limits")), requests: amountsOf(args.text("requests")) };
  const pattern = args.text("containers") ?? "*";
  const change = (spec: PodSpec): SpecChange => {
    const matching = new Set([...matchingContainers(spec.containers, pattern), ...matchingContainers(spec.initContainers, pattern)]);
    if (matching.size === 0) return { problems: [`unable to find container named ${pattern}`] };
    const body = containersPatch(spec, (container) => {
      const lists = (["limits", "requests"] as const).filter((list) => matching.has(container) && Object.entries(wanted[list]).some(([name, amount]) => container.resources?.[list]?.[name] !== amount));
      return lists.length > 0 ? { resources: Object.fromEntries(lists.map((list) => [list, wanted[list]])) } : undefined;
    });
    return body ? { patch: body } : {};
  };
  yield* setPodSpecs(objects, change, { outcome, word: "resource requirements updated", failed: "failed to patch resources update to pod template", ...howOf(args) });
  return 0;
}

/** `cpu=200m,memory=512Mi`. Source: kubectl pkg/generate/versioned/run.go populateResourceListV1 */
function amountsOf(text: string | undefined): StringMap {
  const entries = (text ? text.split(",") : []).map((part): [string, string] => {
    const [name = "", amount, ...more] = part.split("=");
    if (amount === undefined || more.length > 0) return fail(`Invalid argument syntax ${part}, expected <resource>=<value>`);
    const quantity = parseQuantity(amount);
    return "error" in quantity ? fail(quantity.error) : [name, quantity.text];
  });
  return Object.fromEntries(entries);
}

/** `kubectl set serviceaccount TYPE/NAME ACCOUNT`. Source: kubectl pkg/cmd/set/set_serviceaccount.go (1.36) */
export const setServiceAccount: Verb = { name: "set serviceaccount", aliases: ["set sa"], flags: SET_FLAGS, places: ["type/name"], run: runServiceAccount };

function* runServiceAccount(args: Arguments, context: KubectlContext): Process {
  const outcome = yield* outcomeOf(args);
  const serviceAccountName = args.words.at(-1);
  if (serviceAccountName === undefined) fail("serviceaccount is required");
  const objects = yield* objectsToSet(args.words.slice(0, -1), args, context);
  yield* setPodSpecs(objects, () => ({ patch: { serviceAccountName } }), { outcome, word: "serviceaccount updated", failed: "failed to patch ServiceAccountName", ...howOf(args) });
  return 0;
}

/** `kubectl set selector service NAME KEY=VALUE`. Source: kubectl pkg/cmd/set/set_selector.go (1.36) */
export const setSelector: Verb = { name: "set selector", flags: [...SET_FLAGS, { name: "resource-version", type: "string" }], places: ["type", "name"], run: runSelector };

function* runSelector(args: Arguments, context: KubectlContext): Process {
  const outcome = yield* outcomeOf(args);
  const text = args.words.at(-1);
  if (text === undefined) fail("one selector is required");
  const selector = selectorOf(text);
  const objects = yield* objectsToSet(args.words.slice(0, -1), args, context);
  const problems: string[] = [];
  for (const found of objects) {
    if (found.resource !== SERVICES) problems.push("setting a selector is only supported for Services");
    else if ("error" in selector) problems.push(selector.error);
    else yield* patchObject(found, selectorPatch(found as Found<Service>, selector.labels, args), { outcome, word: "selector updated", failed: "", ...howOf(args) }, problems);
  }
  if (problems.length > 0) throw gathered(problems.map((problem) => problem.trimStart()));
  return 0;
}

function selectorPatch({ object }: Found<Service>, labels: StringMap, args: Arguments) {
  const gone = Object.keys(object.spec.selector ?? {}).filter((key) => !(key in labels)).map((key): [string, null] => [key, null]);
  const resourceVersion = args.text("resource-version");
  return { ...(resourceVersion ? { metadata: { resourceVersion } } : {}), spec: { selector: { ...labels, ...Object.fromEntries(gone) } } };
}

/** A Service selects by plain labels only. */
function selectorOf(text: string): { readonly labels: StringMap } | { readonly error: string } {
  const parsed = parseLabelSelector(text);
  if ("error" in parsed) return fail(parsed.error);
  const plain = text.split(",").map((part) => /^\s*([^=!\s]+)\s*==?\s*([^=\s]*)\s*$/.exec(part));
  if (plain.every((part) => part !== null)) return { labels: Object.fromEntries(plain.map(([, key = "", value = ""]) => [key, value])) };
  const expressions = parsed.selector.matchExpressions.map(({ key, operator, values = [] }) => `{${key} ${operator} [${values.join(" ")}]}`);
  return { error: `match expression [${expressions.join(" ")}] not supported on this object` };
}

function checkAll(args: Arguments): void {
  if (args.is("all") && args.text("selector")) fail("cannot set --all and --selector at the same time");
}

/** Who signs, and whether anything is sent at all. */
function howOf(args: Arguments): Pick<SetOptions, "fieldManager" | "isLocal"> {
  return { fieldManager: args.text("field-manager") ?? MANAGER, isLocal: args.is("local") };
}
