import type { KubeObject } from "../../api/types/meta.ts";
import type { Steps } from "../process.ts";
import { Description } from "./description.ts";
import { writeLabelsAndAnnotations } from "./head.ts";

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

interface Role extends KubeObject { readonly rules?: readonly Rule[] | null }

interface RoleBinding extends KubeObject {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

/** What a Role or ClusterRole allows; no events. Source: kubectl pkg/describe RoleDescriber, ClusterRoleDescriber (1.36) */
// oxlint-disable-next-line require-yield -- a describer that has nothing to ask
export function* describeRole(role: Role): Steps<string> {
  const out = new Description();
  out.line(0, "Name:", role.metadata.name);
  writeLabelsAndAnnotations(out, role);
  out.line(0, "PolicyRule:");
  out.line(1, "Resources", "Non-Resource URLs", "Resource Names", "Verbs");
  out.line(1, "---------", "-----------------", "--------------", "-----");
  for (const { apiGroups, resources, nonResourceURLs, resourceNames, verbs } of joined(role.rules ?? [])) {
    out.line(1, resourceText(resources?.[0] ?? "", apiGroups?.[0] ?? ""), ...[nonResourceURLs, resourceNames, verbs].map((list) => `[${(list ?? []).join(" ")}]`));
  }
  return out.text();
}

/** Source: kubectl pkg/describe RoleBindingDescriber, ClusterRoleBindingDescriber (1.36) */
// oxlint-disable-next-line require-yield -- a describer that has nothing to ask
export function* describeRoleBinding(binding: RoleBinding): Steps<string> {
  const { metadata, roleRef, subjects = [] } = binding;
  const out = new Description();
  out.line(0, "Name:", metadata.name);
  writeLabelsAndAnnotations(out, binding);
  out.line(0, "Role:");
  out.line(1, "Kind:", roleRef.kind);
  out.line(1, "Name:", roleRef.name);
  out.line(0, "Subjects:");
  out.line(1, "Kind", "Name", "Namespace");
  out.line(1, "----", "----", "---------");
  for (const { kind, name, namespace } of subjects) out.line(1, kind, name, namespace ?? "");
  return out.text();
}

/** `pods.apps/log`. Source: kubectl pkg/describe CombineResourceGroup */
function resourceText(resource: string, group: string): string {
  const [plural = "", ...below] = resource.split("/");
  return [`${plural}${group ? `.${group}` : ""}`, ...below].join("/");
}

/** One rule for each resource, with all that may be done to it. Source: component-helpers rbac CompactRules, SortableRuleSlice */
function joined(rules: readonly Rule[]): readonly Rule[] {
  const byKey = new Map<string, Rule>();
  for (const single of rules.flatMap(singles)) {
    const key = keyOf({ ...single, verbs: single.nonResourceURLs ? single.verbs : [] });
    const before = byKey.get(key);
    byKey.set(key, before ? { ...before, verbs: [...new Set([...before.verbs, ...single.verbs])] } : single);
  }
  return [...byKey.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function singles({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: Rule): readonly Rule[] {
  const names = resourceNames.length > 0 ? resourceNames.map((name) => [name]) : [[]];
  return [
    ...apiGroups.flatMap((group) => resources.flatMap((resource) => names.map((resourceName) => ({ verbs, apiGroups: [group], resources: [resource], resourceNames: resourceName })))),
    ...nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ verbs: [verb], nonResourceURLs: [url] }))),
  ];
}

/** As Go writes the struct, which is what they are sorted by. */
function keyOf({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: Rule): string {
  return [verbs, apiGroups, resources, resourceNames, nonResourceURLs].map((list) => `[${list.join(" ")}]`).join(",");
}
