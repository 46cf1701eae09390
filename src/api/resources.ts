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
  /** No actor of the engine is woken by it: it is stored and listed, and the page says that it does nothing here by itself. */
  readonly inert: boolean;
}

export function apiVersionOf(r: Pick<Resource, "group" | "version">): string {
  return r.group ? `${r.group}/${r.version}` : r.version;
}

interface Names { plural?: string; short?: readonly string[]; cluster?: boolean; inert?: boolean }

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
  };
}

/** Our own group: faults and the behaviour of images. */
export const SIM_GROUP = "sim.playground.local";

export const PODS = defineResource("", "v1", "Pod", { short: ["po"] });
export const NODES = defineResource("", "v1", "Node", { short: ["no"], cluster: true });
export const NAMESPACES = defineResource("", "v1", "Namespace", { short: ["ns"], cluster: true });
export const EVENTS = defineResource("", "v1", "Event", { short: ["ev"] });
export const DAEMONSETS = defineResource("apps", "v1", "DaemonSet", { short: ["ds"] });
export const CONTROLLERREVISIONS = defineResource("apps", "v1", "ControllerRevision");
export const FAULTS = defineResource(SIM_GROUP, "v1", "Fault", { cluster: true });
/** How a container image behaves, where its name does not say it. */
export const IMAGES = defineResource(SIM_GROUP, "v1", "Image", { cluster: true });
/** Read when containers are created (environment) and pods are admitted (quota); nothing acts on them by itself. */
export const CONFIGMAPS = defineResource("", "v1", "ConfigMap", { short: ["cm"], inert: true });
export const SECRETS = defineResource("", "v1", "Secret", { inert: true });
export const RESOURCEQUOTAS = defineResource("", "v1", "ResourceQuota", { short: ["quota"], inert: true });
/** Not inert: admission reads it when a pod is created. */
export const PRIORITYCLASSES = defineResource("scheduling.k8s.io", "v1", "PriorityClass", { plural: "priorityclasses", short: ["pc"], cluster: true });
export const CUSTOMRESOURCEDEFINITIONS = defineResource("apiextensions.k8s.io", "v1", "CustomResourceDefinition", { short: ["crd", "crds"], cluster: true, inert: true });

const inert = (group: string, version: string, kind: string, names: Names = {}) => defineResource(group, version, kind, { ...names, inert: true });

/** Every kind the API server knows from the start. Kinds of a stored CustomResourceDefinition come on top. */
export const RESOURCES: readonly Resource[] = [
  PODS, NODES, NAMESPACES, EVENTS, DAEMONSETS, CONTROLLERREVISIONS, FAULTS, IMAGES,
  inert("", "v1", "ServiceAccount", { short: ["sa"] }),
  inert("", "v1", "Service", { short: ["svc"] }),
  CONFIGMAPS,
  SECRETS,
  inert("", "v1", "PersistentVolumeClaim", { short: ["pvc"] }),
  inert("", "v1", "PersistentVolume", { short: ["pv"], cluster: true }),
  inert("", "v1", "ReplicationController", { short: ["rc"] }),
  inert("", "v1", "LimitRange", { short: ["limits"] }),
  RESOURCEQUOTAS,
  inert("apps", "v1", "Deployment", { short: ["deploy"] }),
  inert("apps", "v1", "StatefulSet", { short: ["sts"] }),
  inert("apps", "v1", "ReplicaSet", { short: ["rs"] }),
  inert("batch", "v1", "Job"),
  inert("batch", "v1", "CronJob", { short: ["cj"] }),
  inert("rbac.authorization.k8s.io", "v1", "Role"),
  inert("rbac.authorization.k8s.io", "v1", "RoleBinding"),
  inert("rbac.authorization.k8s.io", "v1", "ClusterRole", { cluster: true }),
  inert("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", { cluster: true }),
  inert("policy", "v1", "PodDisruptionBudget", { short: ["pdb"] }),
  PRIORITYCLASSES,
  inert("networking.k8s.io", "v1", "NetworkPolicy", { plural: "networkpolicies", short: ["netpol"] }),
  inert("networking.k8s.io", "v1", "Ingress", { plural: "ingresses", short: ["ing"] }),
  inert("storage.k8s.io", "v1", "StorageClass", { plural: "storageclasses", short: ["sc"], cluster: true }),
  inert("storage.k8s.io", "v1", "CSIDriver", { cluster: true }),
  inert("coordination.k8s.io", "v1", "Lease"),
  inert("autoscaling", "v2", "HorizontalPodAutoscaler", { short: ["hpa"] }),
  inert("admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration", { cluster: true }),
  inert("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", { cluster: true }),
  inert("apiregistration.k8s.io", "v1", "APIService", { cluster: true }),
  CUSTOMRESOURCEDEFINITIONS,
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

const BY_KEY = new Map(RESOURCES.map((r) => [r.key, r]));
const BY_KIND = new Map(RESOURCES.map((r) => [`${apiVersionOf(r)}/${r.kind}`, r]));

export function resourceByKey(key: string, custom: readonly Resource[] = []): Resource | undefined {
  return BY_KEY.get(key) ?? custom.find((r) => r.key === key);
}

/** The row of an object's apiVersion and kind; undefined means "no matches for kind". */
export function resourceOf(object: Pick<KubeObject, "apiVersion" | "kind">, custom: readonly Resource[] = []): Resource | undefined {
  return BY_KIND.get(`${object.apiVersion}/${object.kind}`) ?? custom.find((r) => apiVersionOf(r) === object.apiVersion && r.kind === object.kind);
}
