import { create } from "../../api/request.ts";
import { RESOURCES, SELFSUBJECTACCESSREVIEWS, SELFSUBJECTREVIEWS, SELFSUBJECTRULESREVIEWS, apiVersionOf, type Resource } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { ask, fail } from "../kubectl/errors.ts";
import { customResources, findResource, namespaceOf } from "../kubectl/resources.ts";
import type { Arguments, KubectlContext, Verb } from "../kubectl/verb.ts";
import { complain, print, type Process, type Steps } from "../process.ts";
import { objectPrinter } from "../print/object-printer.ts";
import { alignedLines } from "../print/table.ts";

/** Verbs of the API, for the warning about others. Source: kubectl pkg/cmd/auth/cani.go resourceVerbs, nonResourceURLVerbs */
const RESOURCE_VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "use", "bind", "impersonate", "*", "approve", "sign", "escalate", "attest"];
const PATH_VERBS = ["get", "put", "post", "head", "options", "delete", "patch", "*"];

/** `kubectl auth can-i`. Source: kubectl pkg/cmd/auth/cani.go (1.36) */
export const authCanI: Verb = {
  name: "auth can-i",
  flags: [
    { name: "all-namespaces", short: "A", type: "bool" },
    { name: "list", type: "bool" },
    { name: "no-headers", type: "bool" },
    { name: "quiet", short: "q", type: "bool" },
    { name: "subresource", type: "string" },
  ],
  places: [RESOURCE_VERBS.filter((verb) => verb !== "*"), "type"],
  run: canI,
};

/** `kubectl auth whoami`. Source: kubectl pkg/cmd/auth/whoami.go (1.36) */
export const authWhoami: Verb = {
  name: "auth whoami",
  flags: [{ name: "output", short: "o", type: "string" }, { name: "template", type: "string" }, { name: "show-managed-fields", type: "bool" }],
  run: whoami,
};

interface AccessReview extends KubeObject { readonly status: { readonly allowed: boolean; readonly reason?: string; readonly evaluationError?: string } }
interface RulesReview extends KubeObject {
  readonly status: { readonly resourceRules: readonly Rule[]; readonly nonResourceRules: readonly Rule[] };
}
interface Rule { readonly verbs?: readonly string[]; readonly apiGroups?: readonly string[]; readonly resources?: readonly string[]; readonly resourceNames?: readonly string[]; readonly nonResourceURLs?: readonly string[] }
interface SelfReview extends KubeObject { readonly status: { readonly userInfo: { readonly username?: string; readonly uid?: string; readonly groups?: readonly string[] } } }

function* canI(args: Arguments, context: KubectlContext): Process {
  const namespace = namespaceOf(args, context);
  if (args.is("list")) {
    if (args.words.length > 0) fail("list option must be specified with no arguments");
    return yield* listRules(namespace ?? "", args);
  }
  const [verb, what, ...more] = args.words;
  if (verb === undefined || what === undefined || more.length > 0) fail("you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.");
  const { status } = yield* review<AccessReview>(SELFSUBJECTACCESSREVIEWS, what.startsWith("/")
    ? { nonResourceAttributes: yield* pathAttributes(verb, what, args) }
    : { resourceAttributes: yield* resourceAttributes(verb, what, namespace, args) });
  if (!args.is("quiet")) yield* print(`${status.allowed ? "yes" : "no"}${status.reason ? ` - ${status.reason}` : ""}${status.evaluationError ? ` - ${status.evaluationError}` : ""}\n`);
  return status.allowed ? 0 : 1;
}

function* pathAttributes(verb: string, path: string, args: Arguments): Steps<object> {
  if (args.text("subresource")) fail("--subresource can not be used with NonResourceURL");
  if (!PATH_VERBS.includes(verb)) yield* complain(`Warning: verb '${verb}' is not a known verb\n\n`);
  return { path, verb };
}

function* resourceAttributes(verb: string, what: string, namespace: string | undefined, args: Arguments): Steps<object> {
  const [type = "", name = ""] = what.split("/", 2);
  const resource = type === "*" ? undefined : yield* namedOrWarned(type);
  const isClusterWide = resource !== undefined && !resource.namespaced;
  if (isClusterWide && namespace !== undefined) yield* complain(`Warning: resource '${resource.plural}' is not namespace scoped${resource.group ? ` in group '${resource.group}'` : ""}\n\n`);
  if (!RESOURCE_VERBS.includes(verb)) yield* complain(`Warning: verb '${verb}' is not a known verb\n\n`);
  const subresource = args.text("subresource");
  const scope = namespace !== undefined && !isClusterWide ? { namespace } : {};
  return { ...scope, verb, group: resource?.group ?? "", resource: resource?.plural ?? type, ...(subresource ? { subresource } : {}), ...(name ? { name } : {}) };
}

/** Types that nobody knows are asked about all the same. */
function* namedOrWarned(type: string): Steps<Resource | undefined> {
  const resource = findResource(type, RESOURCES) ?? findResource(type, yield* customResources());
  const [name, group] = type.split(/\.(.*)/s);
  if (!resource) yield* complain(`Warning: the server doesn't have a resource type '${name}'${group ? ` in group '${group}'` : ""}\n\n`);
  return resource;
}

function* listRules(namespace: string, args: Arguments): Process {
  const { status } = yield* review<RulesReview>(SELFSUBJECTRULESREVIEWS, { namespace });
  const header = args.is("no-headers") ? [] : [["Resources", "Non-Resource URLs", "Resource Names", "Verbs"]];
  const rows = [...status.resourceRules.flatMap(ruleRows), ...status.nonResourceRules.map((rule) => cells("", rule))];
  yield* print(alignedLines([...header, ...rows]));
  return 0;
}

function ruleRows(rule: Rule): readonly (readonly string[])[] {
  return (rule.apiGroups ?? [""]).flatMap((group) => (rule.resources ?? []).map((resource) => {
    const [plural = "", below] = resource.split("/", 2);
    return cells(`${plural}${group ? `.${group}` : ""}${below === undefined ? "" : `/${below}`}`, rule);
  }));
}

function cells(resources: string, { nonResourceURLs = [], resourceNames = [], verbs = [] }: Rule): readonly string[] {
  return [resources, ...[nonResourceURLs, resourceNames, verbs].map((list) => `[${list.join(" ")}]`)];
}

function* whoami(args: Arguments): Process {
  const answer = yield* review<SelfReview>(SELFSUBJECTREVIEWS);
  const output = args.text("output");
  if (output) {
    yield* print(output === "json" ? `${JSON.stringify(inGoOrder(answer), null, 4)}\n` : objectPrinter(output)(answer));
    return 0;
  }
  const { username, uid, groups = [] } = answer.status.userInfo;
  const rows = [...(username ? [["Username", username]] : []), ...(uid ? [["UID", uid]] : []), ...(groups.length > 0 ? [["Groups", `[${groups.join(" ")}]`]] : [])];
  yield* print(alignedLines([["ATTRIBUTE", "VALUE"], ...rows]));
  return 0;
}

/** As the API's own types list their fields, which kubectl's JSON keeps here. */
function inGoOrder({ kind, apiVersion, metadata, status: { userInfo: { username, uid, groups } } }: SelfReview): object {
  return { kind, apiVersion, metadata, status: { userInfo: { username, uid, groups } } };
}

function review<T>(resource: Resource, spec?: object): Steps<T> {
  const body = { apiVersion: apiVersionOf(resource), kind: resource.kind, metadata: {}, ...(spec ? { spec } : {}) };
  return ask<T>(create(resource, body));
}
