import { formatLabelSelector } from "../selector.ts";
import type { KubeObject, LabelSelector, StringMap } from "../types/meta.ts";
import type { PodTemplateSpec } from "../types/pod.ts";
import { ageColumn, column, containerImages, containerNames, labelsText, nameColumn, NUMBER, orNone, WIDE } from "./column.ts";
import type { Column } from "./column.ts";

/** Kinds that are stored and listed but that nothing in the engine acts on: only what a table prints of them. */
interface Inert extends KubeObject {
  readonly data?: StringMap;
  readonly binaryData?: StringMap;
  readonly type?: string;
  readonly value?: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
  readonly roleRef?: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: PodTemplateSpec;
    readonly selector?: unknown;
    readonly type?: string;
    readonly clusterIP?: string;
    readonly ports?: readonly { readonly port: number; readonly nodePort?: number; readonly protocol?: string }[];
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
  };
  readonly status?: Readonly<Record<string, unknown>>;
}

/** The columns of an inert kind that people apply beside a DaemonSet; undefined for a kind without a printer here. */
export function inertColumnsOf(resourceKey: string): readonly Column<KubeObject>[] | undefined {
  return Object.hasOwn(COLUMNS, resourceKey) ? COLUMNS[resourceKey] : undefined;
}

/** By resource key. Source: kubernetes pkg/printers/internalversion/printers.go (1.36) */
const COLUMNS: Readonly<Record<string, readonly Column<Inert>[]>> = {
  serviceaccounts: [nameColumn(), ageColumn()],
  configmaps: [nameColumn(), column("Data", (map) => size(map.data) + size(map.binaryData)), ageColumn()],
  secrets: [nameColumn(), column("Type", (secret) => secret.type ?? "Opaque"), column("Data", (secret) => size(secret.data)), ageColumn()],
  services: [
    nameColumn(),
    column("Type", (service) => service.spec?.type ?? "ClusterIP"),
    column("Cluster-IP", (service) => orNone(service.spec?.clusterIP)),
    column("External-IP", () => "<none>"),
    column("Port(s)", (service) => orNone(portsText(service))),
    ageColumn(),
    column("Selector", (service) => labelsText(service.spec?.selector as StringMap | undefined), WIDE),
  ],
  "deployments.apps": [
    nameColumn(), column("Ready", readyOfReplicas), column("Up-to-date", (d) => count(d, "updatedReplicas")),
    column("Available", (d) => count(d, "availableReplicas")), ageColumn(), ...templateColumns(), selectorColumn(),
  ],
  "replicasets.apps": [
    nameColumn(), column("Desired", (set) => set.spec?.replicas ?? 1, NUMBER), column("Current", (set) => count(set, "replicas"), NUMBER),
    column("Ready", (set) => count(set, "readyReplicas"), NUMBER), ageColumn(), ...templateColumns(), selectorColumn(),
  ],
  "statefulsets.apps": [nameColumn(), column("Ready", readyOfReplicas), ageColumn(), ...templateColumns()],
  "priorityclasses.scheduling.k8s.io": [
    nameColumn(),
    column("Value", (pc) => pc.value ?? 0, NUMBER),
    column("Global-Default", (pc) => pc.globalDefault ?? false, { type: "boolean" }),
    ageColumn(),
    column("PreemptionPolicy", (pc) => pc.preemptionPolicy ?? "PreemptLowerPriority"),
  ],
  "poddisruptionbudgets.policy": [
    nameColumn(),
    column("Min Available", (budget) => String(budget.spec?.minAvailable ?? "N/A")),
    column("Max Unavailable", (budget) => String(budget.spec?.maxUnavailable ?? "N/A")),
    column("Allowed Disruptions", (budget) => count(budget, "disruptionsAllowed"), NUMBER),
    ageColumn(),
  ],
  "rolebindings.rbac.authorization.k8s.io": bindingColumns(),
  "clusterrolebindings.rbac.authorization.k8s.io": bindingColumns(),
};

function templateColumns(): readonly Column<Inert>[] {
  return [
    column("Containers", (w) => (w.spec?.template ? containerNames(w.spec.template.spec) : ""), WIDE),
    column("Images", (w) => (w.spec?.template ? containerImages(w.spec.template.spec) : ""), WIDE),
  ];
}

function bindingColumns(): readonly Column<Inert>[] {
  return [
    nameColumn(),
    column("Role", ({ roleRef }) => (roleRef ? `${roleRef.kind}/${roleRef.name}` : "")),
    ageColumn(),
    ...["User", "Group", "ServiceAccount"].map((kind) => column<Inert>(`${kind}s`, (binding) => subjectsText(binding, kind), WIDE)),
  ];
}

function subjectsText({ subjects = [] }: Inert, kind: string): string {
  return subjects.filter((s) => s.kind === kind).map((s) => (s.namespace ? `${s.namespace}/${s.name}` : s.name)).join(", ");
}

function selectorColumn(): Column<Inert> {
  return column("Selector", (w) => formatLabelSelector(w.spec?.selector as LabelSelector | undefined), WIDE);
}

function readyOfReplicas(workload: Inert): string {
  return `${count(workload, "readyReplicas")}/${workload.spec?.replicas ?? 1}`;
}

function count(object: Inert, field: string): number {
  const value = object.status?.[field];
  return typeof value === "number" ? value : 0;
}

function size(map: StringMap | undefined): number {
  return Object.keys(map ?? {}).length;
}

function portsText(service: Inert): string {
  return (service.spec?.ports ?? []).map((p) => `${p.port}${p.nodePort ? `:${p.nodePort}` : ""}/${p.protocol ?? "TCP"}`).join(",");
}
