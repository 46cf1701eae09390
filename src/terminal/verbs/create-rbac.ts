import type { StringMap } from "../../api/types/meta.ts";
import { fail } from "../kubectl/errors.ts";
import { resourceNamed } from "../kubectl/resources.ts";
import { KubectlError, type Arguments, type Flag, type Verb } from "../kubectl/verb.ts";
import { complain, type Steps } from "../process.ts";
import type { Draft } from "./create.ts";
import { kindNamed } from "./create-jobs.ts";
import { creating, string, strings } from "./create-kinds.ts";

const GROUP = "rbac.authorization.k8s.io";
const RULE_FLAGS: readonly Flag[] = [strings("verb"), strings("resource"), { name: "resource-name", type: "array" }];
export const SUBJECT_FLAGS: readonly Flag[] = [{ name: "user", type: "array" }, { name: "group", type: "array" }, { name: "serviceaccount", type: "array" }];

/** Roles and their bindings. Source: kubectl pkg/cmd/create/create_role.go, create_clusterrole.go, create_rolebinding.go (1.36) */
export const CREATE_RBAC: readonly Verb[] = [
  creating("create role", [], RULE_FLAGS, { resource: kindNamed(`roles.${GROUP}`), draft: role }),
  creating("create clusterrole", [], [...RULE_FLAGS, strings("non-resource-url"), string("aggregation-rule")], { resource: kindNamed(`clusterroles.${GROUP}`), draft: clusterRole }),
  creating("create rolebinding", [], [...SUBJECT_FLAGS, string("role"), string("clusterrole")], { resource: kindNamed(`rolebindings.${GROUP}`), failed: "failed to create rolebinding:", draft: roleBinding }),
  creating("create clusterrolebinding", [], [...SUBJECT_FLAGS, string("clusterrole")], {
    resource: kindNamed(`clusterrolebindings.${GROUP}`), failed: "failed to create clusterrolebinding:",
    draft: (name, args) => binding(name, "ClusterRole", args.text("clusterrole")!, args),
  }, ["clusterrole"]),
];

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}

function* role(name: string, args: Arguments): Steps<Draft> {
  const verbs = yield* verbsOf(args);
  const resources = args.texts("resource");
  if (resources.length === 0) fail("at least one resource must be specified");
  return { metadata: { name }, rules: yield* rulesFor(resources, verbs, args) };
}

function* clusterRole(name: string, args: Arguments): Steps<Draft> {
  const [urls, resources, aggregated] = [args.texts("non-resource-url"), args.texts("resource"), args.text("aggregation-rule")];
  if (aggregated) {
    if (urls.length + resources.length + args.texts("verb").length + args.texts("resource-name").length > 0) fail("aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames");
    const matchLabels: StringMap = Object.fromEntries(aggregated.split(",").map((pair) => pair.split("=") as [string, string]));
    return { metadata: { name }, aggregationRule: { clusterRoleSelectors: [{ matchLabels }] }, rules: null };
  }
  const verbs = yield* verbsOf(args);
  if (urls.length + resources.length === 0) fail("one of resource or nonResourceURL must be specified");
  for (const url of urls) if (url !== "*" && !url.startsWith("/")) fail("nonResourceURL should start with /");
  if (urls.length > 0) for (const verb of verbs) if (!URL_VERBS.includes(verb)) fail(`invalid verb: '${verb}' for nonResourceURL`);
  const rules: Rule[] = yield* rulesFor(resources, verbs, args);
  return { metadata: { name }, rules: urls.length > 0 ? [...rules, { verbs, nonResourceURLs: urls }] : rules };
}

const URL_VERBS = ["*", "get", "post", "put", "delete", "patch", "head", "options"];
const VERBS = ["*", "get", "delete", "list", "create", "update", "patch", "watch", "proxy", "deletecollection", "use", "bind", "escalate", "impersonate", "approve", "sign", "attest"];

function* verbsOf(args: Arguments): Steps<readonly string[]> {
  const verbs = [...new Set(args.texts("verb").map((verb) => verb.trim()))];
  if (verbs.includes("*")) return ["*"];
  if (verbs.length === 0) fail("at least one verb must be specified");
  const isForUrls = args.texts("non-resource-url").length > 0;
  for (const verb of verbs) if (!isForUrls && !VERBS.includes(verb)) yield* complain(`Warning: '${verb}' is not a standard resource verb\n`);
  return verbs;
}

/** One rule for each API group, in the order in which they come. */
function* rulesFor(resources: readonly string[], verbs: readonly string[], args: Arguments): Steps<Rule[]> {
  const groups = new Map<string, string[]>();
  for (const text of new Set(resources)) {
    const [type = "", ...subresource] = text.split("/");
    const { group, plural } = type === "*" ? { group: "", plural: "*" } : yield* kindOf(type);
    groups.set(group, [...(groups.get(group) ?? []), [plural, ...subresource].join("/")]);
  }
  const resourceNames = [...new Set(args.texts("resource-name"))];
  return [...groups].map(([group, plurals]) => ({ verbs, apiGroups: [group], resources: plurals, ...(resourceNames.length > 0 ? { resourceNames } : {}) }));
}

/** kubectl passes the server's words on as they are here. */
function* kindOf(type: string): ReturnType<typeof resourceNamed> {
  try {
    return yield* resourceNamed(type);
  } catch (error) {
    throw error instanceof KubectlError ? new KubectlError(error.message.replace(/^error: /, "")) : error;
  }
}

function roleBinding(name: string, args: Arguments): Draft {
  const [own, cluster] = [args.text("role"), args.text("clusterrole")];
  if (Boolean(own) === Boolean(cluster)) fail("exactly one of clusterrole or role must be specified");
  return own ? binding(name, "Role", own, args) : binding(name, "ClusterRole", cluster!, args);
}

function binding(name: string, kind: "Role" | "ClusterRole", roleName: string, args: Arguments): Draft {
  const subjects = subjectsOf(args);
  return { metadata: { name }, ...(subjects.length > 0 ? { subjects } : {}), roleRef: { apiGroup: GROUP, kind, name: roleName } };
}

export interface Subject {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Who the flags of a binding name: users, then groups, then accounts. */
export function subjectsOf(args: Arguments): readonly Subject[] {
  const named = (flag: "user" | "group", subjectKind: string) => args.texts(flag).map((subject): Subject => ({ apiGroup: GROUP, kind: subjectKind, name: subject }));
  const accounts = args.texts("serviceaccount").map((text): Subject => {
    const [namespace, account, ...more] = text.split(":");
    return namespace && account && more.length === 0 ? { kind: "ServiceAccount", name: account, namespace } : fail("serviceaccount must be <namespace>:<name>");
  });
  return [...named("user", "User"), ...named("group", "Group"), ...accounts];
}
