import type { KubeObject } from "./types/meta.ts";

/** One row of the resource table: how the API, kubectl and the page name a kind. */
export interface Resource {
  /** kubectl's `resource.group`; the engine's key for the kind. */
  readonly key: string;
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  /** Nothing that the picture shows comes of it by itself: it is stored and listed, and the page says so. */
  readonly inert: boolean;
  /** What stands below an object's path, besides the object. Empty for kinds that have nothing to report. */
  readonly subresources: readonly Subresource[];
  /** `all`: kubectl's `get all` asks for it. */
  readonly categories: readonly string[];
}

export type Subresource = "status" | "scale" | "log" | "exec" | "attach" | "binding" | "eviction" | "finalize" | "ephemeralcontainers" | "resize" | "token";

export function apiVersionOf(r: Pick<Resource, "group" | "version">): string {
  return r.group ? `${r.group}/${r.version}` : r.version;
}

interface Names {
  plural?: string;
  short?: readonly string[];
  cluster?: boolean;
  inert?: boolean;
  /** Absent: `status`, which most kinds have. */
  sub?: readonly Subresource[];
  /** In kubectl's category `all`. */
  all?: boolean;
}

/** A row from its kind; the plural is the kind in lower case with `s` unless given. Also used for CustomResourceDefinitions. */
export function defineResource(group: string, version: string, kind: string, names: Names = {}): Resource {
  const singular = kind.toLowerCase();
  const plural = names.plural ?? `${singular}s`;
  return {
    key: group ? `${plural}.${group}` : plural,
    group, version, plural, singular, kind,
    namespaced: !names.cluster,
    shortNames: names.short ?? [],
    inert: names.inert ?? false,
    subresources: names.sub ?? ["status"],
    categories: names.all ? ["all"] : [],
  };
}

/** Our own group: faults and the behaviour of images. */
export const SIM_GROUP = "sim.playground.local";

const NONE: readonly Subresource[] = [];
const WITH_SCALE: readonly Subresource[] = ["status", "scale"];

export const PODS = defineResource("", "v1", "Pod", { short: ["po"], all: true, sub: ["status", "log", "exec", "attach", "binding", "eviction"] });
export const NODES = defineResource("", "v1", "Node", { short: ["no"], cluster: true });
export const NAMESPACES = defineResource("", "v1", "Namespace", { short: ["ns"], cluster: true, sub: ["status", "finalize"] });
export const EVENTS = defineResource("", "v1", "Event", { short: ["ev"], sub: NONE });
export const DAEMONSETS = defineResource("apps", "v1", "DaemonSet", { short: ["ds"], all: true });
export const DEPLOYMENTS = defineResource("apps", "v1", "Deployment", { short: ["deploy"], all: true, sub: WITH_SCALE });
export const REPLICASETS = defineResource("apps", "v1", "ReplicaSet", { short: ["rs"], all: true, sub: WITH_SCALE });
export const STATEFULSETS = defineResource("apps", "v1", "StatefulSet", { short: ["sts"], all: true, sub: WITH_SCALE });
export const CONTROLLERREVISIONS = defineResource("apps", "v1", "ControllerRevision", { sub: NONE });
export const PODDISRUPTIONBUDGETS = defineResource("policy", "v1", "PodDisruptionBudget", { short: ["pdb"] });
export const PERSISTENTVOLUMECLAIMS = defineResource("", "v1", "PersistentVolumeClaim", { short: ["pvc"] });
export const FAULTS = defineResource(SIM_GROUP, "v1", "Fault", { cluster: true, sub: NONE });
/** How a container image behaves, where its name does not say it. */
export const IMAGES = defineResource(SIM_GROUP, "v1", "Image", { cluster: true, sub: NONE });
/** Read when containers are created (environment) and pods are admitted (quota); nothing acts on them by itself. */
export const CONFIGMAPS = defineResource("", "v1", "ConfigMap", { short: ["cm"], inert: true, sub: NONE });
export const SECRETS = defineResource("", "v1", "Secret", { inert: true, sub: NONE });
export const SERVICES = defineResource("", "v1", "Service", { short: ["svc"], inert: true, all: true });
export const SERVICEACCOUNTS = defineResource("", "v1", "ServiceAccount", { short: ["sa"], inert: true, sub: ["token"] });
export const RESOURCEQUOTAS = defineResource("", "v1", "ResourceQuota", { short: ["quota"], inert: true });
/** Who stands behind a Service; the older form of it, and the newer. */
export const ENDPOINTS = defineResource("", "v1", "Endpoints", { plural: "endpoints", short: ["ep"], inert: true, sub: NONE });
export const ENDPOINTSLICES = defineResource("discovery.k8s.io", "v1", "EndpointSlice", { inert: true, sub: NONE });
export const PERSISTENTVOLUMES = defineResource("", "v1", "PersistentVolume", { short: ["pv"], cluster: true, inert: true });
export const STORAGECLASSES = defineResource("storage.k8s.io", "v1", "StorageClass", { plural: "storageclasses", short: ["sc"], cluster: true, inert: true, sub: NONE });
/** Worked out, not stored: only to be read. */
export const COMPONENTSTATUSES = defineResource("", "v1", "ComponentStatus", { plural: "componentstatuses", short: ["cs"], cluster: true, inert: true, sub: NONE });
export const LEASES = defineResource("coordination.k8s.io", "v1", "Lease", { inert: true, sub: NONE });
/** Not inert: admission reads it when a pod is created. */
export const PRIORITYCLASSES = defineResource("scheduling.k8s.io", "v1", "PriorityClass", { plural: "priorityclasses", short: ["pc"], cluster: true, sub: NONE });
export const CUSTOMRESOURCEDEFINITIONS = defineResource("apiextensions.k8s.io", "v1", "CustomResourceDefinition", { short: ["crd", "crds"], cluster: true, inert: true });

/** Questions to the API server about whoever asks: created, answered, and not stored. */
export const SELFSUBJECTACCESSREVIEWS = defineResource("authorization.k8s.io", "v1", "SelfSubjectAccessReview", { cluster: true, inert: true, sub: NONE });
export const SELFSUBJECTRULESREVIEWS = defineResource("authorization.k8s.io", "v1", "SelfSubjectRulesReview", { cluster: true, inert: true, sub: NONE });
export const SELFSUBJECTREVIEWS = defineResource("authentication.k8s.io", "v1", "SelfSubjectReview", { cluster: true, inert: true, sub: NONE });

/** All such questions. */
export const REVIEWS: readonly Resource[] = [SELFSUBJECTACCESSREVIEWS, SELFSUBJECTRULESREVIEWS, SELFSUBJECTREVIEWS];

const inert = (group: string, version: string, kind: string, names: Names = {}) => defineResource(group, version, kind, { ...names, inert: true });

/** Every kind the API server knows from the start. Kinds of a stored CustomResourceDefinition come on top. */
export const RESOURCES: readonly Resource[] = [
  PODS, NODES, NAMESPACES, EVENTS, DAEMONSETS, DEPLOYMENTS, REPLICASETS, STATEFULSETS, CONTROLLERREVISIONS, FAULTS, IMAGES,
  SERVICEACCOUNTS,
  SERVICES,
  CONFIGMAPS,
  SECRETS,
  PERSISTENTVOLUMECLAIMS,
  PERSISTENTVOLUMES,
  inert("", "v1", "ReplicationController", { short: ["rc"], all: true, sub: WITH_SCALE }),
  ENDPOINTS,
  inert("", "v1", "PodTemplate", { sub: NONE }),
  COMPONENTSTATUSES,
  inert("", "v1", "LimitRange", { short: ["limits"], sub: NONE }),
  RESOURCEQUOTAS,
  inert("certificates.k8s.io", "v1", "CertificateSigningRequest", { short: ["csr"], cluster: true }),
  inert("batch", "v1", "Job", { all: true }),
  inert("batch", "v1", "CronJob", { short: ["cj"], all: true }),
  inert("rbac.authorization.k8s.io", "v1", "Role", { sub: NONE }),
  inert("rbac.authorization.k8s.io", "v1", "RoleBinding", { sub: NONE }),
  inert("rbac.authorization.k8s.io", "v1", "ClusterRole", { cluster: true, sub: NONE }),
  inert("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", { cluster: true, sub: NONE }),
  PODDISRUPTIONBUDGETS,
  PRIORITYCLASSES,
  inert("networking.k8s.io", "v1", "NetworkPolicy", { plural: "networkpolicies", short: ["netpol"], sub: NONE }),
  inert("networking.k8s.io", "v1", "Ingress", { plural: "ingresses", short: ["ing"] }),
  ENDPOINTSLICES,
  STORAGECLASSES,
  inert("storage.k8s.io", "v1", "CSIDriver", { cluster: true, sub: NONE }),
  LEASES,
  inert("autoscaling", "v2", "HorizontalPodAutoscaler", { short: ["hpa"], all: true }),
  inert("admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration", { cluster: true, sub: NONE }),
  inert("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", { cluster: true, sub: NONE }),
  inert("apiregistration.k8s.io", "v1", "APIService", { cluster: true }),
  CUSTOMRESOURCEDEFINITIONS,
  ...REVIEWS,
];

/** The rows of a CustomResourceDefinition, one for each served version; none where it is not what a definition should be. */
export function definedResources(definition: object): readonly Resource[] {
  const spec = members((definition as { readonly spec?: unknown }).spec);
  const names = members(spec["names"]);
  const { kind, plural, shortNames } = names;
  const group = spec["group"];
  if (typeof kind !== "string" || typeof plural !== "string" || typeof group !== "string" || !Array.isArray(spec["versions"])) return [];
  const short = Array.isArray(shortNames) ? shortNames.filter((n) => typeof n === "string") : [];
  const served = spec["versions"].map(members).filter((v) => v["served"] !== false && typeof v["name"] === "string");
  return served.map((v) => defineResource(group, v["name"] as string, kind, { plural, short, cluster: spec["scope"] === "Cluster", inert: true }));
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** What the `scale` subresource of a workload shows. Not a row of the table: it is nothing by itself. */
export const SCALES = defineResource("autoscaling", "v1", "Scale", { sub: NONE });

const BY_KEY = new Map(RESOURCES.map((r) => [r.key, r]));
const BY_KIND = new Map(RESOURCES.map((r) => [`${apiVersionOf(r)}/${r.kind}`, r]));

export function resourceByKey(key: string, custom: readonly Resource[] = []): Resource | undefined {
  return BY_KEY.get(key) ?? custom.find((r) => r.key === key);
}

/** The row of an object's apiVersion and kind; undefined means "no matches for kind". */
export function resourceOf(object: Pick<KubeObject, "apiVersion" | "kind">, custom: readonly Resource[] = []): Resource | undefined {
  return BY_KIND.get(`${object.apiVersion}/${object.kind}`) ?? custom.find((r) => apiVersionOf(r) === object.apiVersion && r.kind === object.kind);
}
