import type { KubeObject, StringMap } from "../types/meta.ts";
import { ageColumn, column, nameColumn, NUMBER, WIDE } from "./column.ts";
import type { Column } from "./column.ts";
import {
  cronJobColumns, csiDriverColumns, horizontalPodAutoscalerColumns, ingressColumns, jobColumns, networkPolicyColumns, replicationControllerColumns,
  resourceQuotaColumns, webhookConfigurationColumns,
} from "./stored.ts";

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
}

/** The columns of an inert kind that people apply beside a DaemonSet; undefined for a kind without a printer here. */
export function inertColumnsOf(resourceKey: string): readonly Column<KubeObject>[] | undefined {
  return Object.hasOwn(COLUMNS, resourceKey) ? COLUMNS[resourceKey] : undefined;
}

/** By resource key. Source: kubernetes pkg/printers/internalversion/printers.go (1.36) */
const COLUMNS: Readonly<Record<string, readonly Column<KubeObject>[]>> = {
  serviceaccounts: [nameColumn(), ageColumn()],
  configmaps: [nameColumn(), column<Inert>("Data", (map) => size(map.data) + size(map.binaryData)), ageColumn()],
  secrets: [nameColumn(), column<Inert>("Type", (secret) => secret.type ?? "Opaque"), column<Inert>("Data", (secret) => size(secret.data)), ageColumn()],
  "priorityclasses.scheduling.k8s.io": [
    nameColumn(),
    column("Value", (pc: Inert) => pc.value ?? 0, NUMBER),
    column("Global-Default", (pc: Inert) => pc.globalDefault ?? false, { type: "boolean" }),
    ageColumn(),
    column("PreemptionPolicy", (pc: Inert) => pc.preemptionPolicy ?? "PreemptLowerPriority"),
  ],
  "rolebindings.rbac.authorization.k8s.io": bindingColumns(),
  "clusterrolebindings.rbac.authorization.k8s.io": bindingColumns(),
  "jobs.batch": jobColumns,
  "cronjobs.batch": cronJobColumns,
  "horizontalpodautoscalers.autoscaling": horizontalPodAutoscalerColumns,
  "ingresses.networking.k8s.io": ingressColumns,
  "networkpolicies.networking.k8s.io": networkPolicyColumns,
  resourcequotas: resourceQuotaColumns,
  replicationcontrollers: replicationControllerColumns,
  "csidrivers.storage.k8s.io": csiDriverColumns,
  "mutatingwebhookconfigurations.admissionregistration.k8s.io": webhookConfigurationColumns,
  "validatingwebhookconfigurations.admissionregistration.k8s.io": webhookConfigurationColumns,
};

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

function size(map: StringMap | undefined): number {
  return Object.keys(map ?? {}).length;
}
