import type { Resource } from "../resources.ts";

/** One API group as discovery tells it: its versions, the preferred one first, and of each the resources by name. */
export interface Group {
  /** "" for core. */
  readonly name: string;
  readonly versions: readonly { readonly version: string; readonly resources: readonly Served[] }[];
}

/** What discovery says of a resource or a subresource. */
export interface Served {
  /** `pods`, or `pods/log` of a subresource. */
  readonly name: string;
  readonly singular: string;
  readonly kind: string;
  /** Where the kind is of another group version than the resource: Scale, Eviction, TokenRequest. */
  readonly kindGroup?: { readonly group: string; readonly version: string };
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
}

/** Order in which kube-apiserver 1.36 lists its groups (the priorities of its APIServices); kinds of definitions follow. */
const ORDER = [
  "", "apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch",
  "certificates.k8s.io", "networking.k8s.io", "policy", "rbac.authorization.k8s.io", "storage.k8s.io",
  "admissionregistration.k8s.io", "apiextensions.k8s.io", "scheduling.k8s.io", "coordination.k8s.io", "node.k8s.io",
  "discovery.k8s.io", "resource.k8s.io", "flowcontrol.apiserver.k8s.io",
];

const ALL_VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

/** Resources with fewer verbs: reviews are asked, not stored; namespaces go one by one. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  componentstatuses: ["get", "list"],
  namespaces: ALL_VERBS.filter((verb) => verb !== "deletecollection"),
  "selfsubjectaccessreviews.authorization.k8s.io": ["create"],
  "selfsubjectrulesreviews.authorization.k8s.io": ["create"],
  "selfsubjectreviews.authentication.k8s.io": ["create"],
};

/** Groups whose kinds extend the API itself. */
const EXTENDING = ["admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io"];

const READ_WRITE = ["get", "patch", "update"];
const STREAM = ["create", "get"];

/** Of each subresource its verbs and, where it is not the kind of its parent, its kind. */
const SUBRESOURCES: Readonly<Record<Resource["subresources"][number], Pick<Served, "verbs" | "kindGroup"> & { readonly kind?: string }>> = {
  attach: { verbs: STREAM, kind: "PodAttachOptions" },
  binding: { verbs: ["create"], kind: "Binding" },
  ephemeralcontainers: { verbs: READ_WRITE },
  eviction: { verbs: ["create"], kind: "Eviction", kindGroup: { group: "policy", version: "v1" } },
  exec: { verbs: STREAM, kind: "PodExecOptions" },
  finalize: { verbs: ["update"] },
  log: { verbs: ["get"] },
  resize: { verbs: READ_WRITE },
  scale: { verbs: READ_WRITE, kind: "Scale", kindGroup: { group: "autoscaling", version: "v1" } },
  status: { verbs: READ_WRITE },
  token: { verbs: ["create"], kind: "TokenRequest", kindGroup: { group: "authentication.k8s.io", version: "v1" } },
};

/** Served, but not stored: they have no row in the table of resources. */
const VIRTUAL: readonly { readonly group: string; readonly version: string; readonly served: Served }[] = [
  asked("authentication.k8s.io", "SelfSubjectReview"),
  asked("authorization.k8s.io", "SelfSubjectAccessReview"),
  asked("authorization.k8s.io", "SelfSubjectRulesReview"),
  measured("nodes", "NodeMetrics", false),
  measured("pods", "PodMetrics", true),
];

/**
 * The groups of a table of resources, with what is served besides it, in the order in which kube-apiserver lists them.
 * Pure and total: every row appears once.
 */
export function groupsOf(resources: readonly Resource[]): readonly Group[] {
  const rows = resources.flatMap((resource) => servedOf(resource).map((served) => ({ group: resource.group, version: resource.version, served })));
  const isListed = (row: (typeof VIRTUAL)[number]) => rows.some((r) => r.group === row.group && r.served.name === row.served.name);
  const all = [...rows, ...VIRTUAL.filter((row) => !isListed(row))];
  return unique(all.map((row) => row.group)).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).map((name) => ({
    name,
    versions: unique(all.filter((row) => row.group === name).map((row) => row.version)).sort(byStability).map((version) => ({
      version,
      resources: all.filter((row) => row.group === name && row.version === version).map((row) => row.served).sort((a, b) => (a.name < b.name ? -1 : 1)),
    })),
  }));
}

function servedOf(resource: Resource): readonly Served[] {
  const { plural, kind, namespaced } = resource;
  const categories = EXTENDING.includes(resource.group) ? ["api-extensions"] : resource.categories;
  const main: Served = {
    name: plural, singular: resource.singular, kind, namespaced, verbs: VERBS[resource.key] ?? ALL_VERBS, shortNames: resource.shortNames, categories,
  };
  const below = resource.subresources.map((name): Served => ({
    kind, ...SUBRESOURCES[name], name: `${plural}/${name}`, singular: "", namespaced, shortNames: [], categories: [],
  }));
  return [main, ...below];
}

function asked(group: string, kind: string): (typeof VIRTUAL)[number] {
  const singular = kind.toLowerCase();
  return { group, version: "v1", served: { name: `${singular}s`, singular, kind, namespaced: false, verbs: ["create"], shortNames: [], categories: [] } };
}

/** As the metrics server registers them. */
function measured(name: string, kind: string, namespaced: boolean): (typeof VIRTUAL)[number] {
  return { group: "metrics.k8s.io", version: "v1beta1", served: { name, singular: "", kind, namespaced, verbs: ["get", "list"], shortNames: [], categories: [] } };
}

function rank(group: string): number {
  const at = ORDER.indexOf(group);
  return at === -1 ? ORDER.length : at;
}

/**
 * Stable versions before beta before alpha, then the higher number; anything else last.
 * Source: apimachinery pkg/version/helpers.go CompareKubeAwareVersionStrings (1.36)
 */
function byStability(a: string, b: string): number {
  const [left, right] = [stability(a), stability(b)];
  const at = left.findIndex((n, i) => n !== right[i]);
  return at === -1 ? (a < b ? -1 : 1) : (right[at] ?? 0) - (left[at] ?? 0);
}

function stability(version: string): readonly number[] {
  const [, major, level, minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  if (major === undefined) return [0, 0, 0];
  return [level === undefined ? 3 : level === "beta" ? 2 : 1, Number(major), Number(minor ?? 0)];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
