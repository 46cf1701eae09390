import { humanDuration } from "../duration.ts";
import { formatLabelSelector } from "../selector.ts";
import { parseTime } from "../time.ts";
import type { Condition, KubeObject, LabelSelector, StringMap } from "../types/meta.ts";
import { ageColumn, column, containerImages, containerNames, labelsText, nameColumn, NUMBER, orNone, sinceText, WIDE } from "./column.ts";
import type { Column, ColumnContext } from "./column.ts";
import { metricsText, type Metric } from "./hpa-metrics.ts";

interface Template { readonly spec?: { readonly containers?: readonly { readonly name: string; readonly image?: string }[] } }
interface JobSpec { readonly completions?: number; readonly parallelism?: number; readonly selector?: LabelSelector; readonly template?: Template }

interface Job extends KubeObject {
  readonly spec?: JobSpec;
  readonly status?: { readonly succeeded?: number; readonly startTime?: string; readonly completionTime?: string; readonly conditions?: readonly Condition[] };
}

interface CronJob extends KubeObject {
  readonly spec?: { readonly schedule?: string; readonly timeZone?: string; readonly suspend?: boolean; readonly jobTemplate?: { readonly spec?: JobSpec } };
  readonly status?: { readonly active?: readonly unknown[]; readonly lastScheduleTime?: string };
}

interface HorizontalPodAutoscaler extends KubeObject {
  readonly spec?: {
    readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
    readonly metrics?: readonly Metric[];
  };
  readonly status?: { readonly currentReplicas?: number; readonly currentMetrics?: readonly Metric[] };
}

interface Ingress extends KubeObject {
  readonly spec?: { readonly ingressClassName?: string; readonly rules?: readonly { readonly host?: string }[]; readonly tls?: readonly unknown[] };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] } };
}

interface ReplicationController extends KubeObject {
  readonly spec?: { readonly replicas?: number; readonly selector?: StringMap; readonly template?: Template };
  readonly status?: { readonly replicas?: number; readonly readyReplicas?: number };
}

interface CsiDriver extends KubeObject {
  readonly spec?: {
    readonly attachRequired?: boolean;
    readonly podInfoOnMount?: boolean;
    readonly storageCapacity?: boolean;
    readonly requiresRepublish?: boolean;
    readonly tokenRequests?: readonly { readonly audience?: string }[];
    readonly volumeLifecycleModes?: readonly string[];
  };
}

type NetworkPolicy = KubeObject & { readonly spec?: { readonly podSelector?: LabelSelector } };
type ResourceQuota = KubeObject & { readonly status?: { readonly hard?: StringMap; readonly used?: StringMap } };
type WebhookConfiguration = KubeObject & { readonly webhooks?: readonly unknown[] };

const BOOLEAN = { type: "boolean" } as const;

// Kinds that nothing acts on here, printed as they are stored. Source of all: kubernetes pkg/printers/internalversion/printers.go (1.36)

export const jobColumns: readonly Column<Job>[] = [
  nameColumn(),
  column("Status", jobStatusText),
  column("Completions", completionsText),
  column("Duration", jobDurationText),
  ageColumn(),
  ...templateColumns<Job>((job) => job.spec),
];

export const cronJobColumns: readonly Column<CronJob>[] = [
  nameColumn(),
  column("Schedule", ({ spec }) => spec?.schedule ?? ""),
  column("Timezone", ({ spec }) => spec?.timeZone ?? "<none>"),
  column("Suspend", ({ spec }) => (spec?.suspend === undefined ? "<unset>" : spec.suspend ? "True" : "False"), BOOLEAN),
  column("Active", ({ status }) => status?.active?.length ?? 0, NUMBER),
  column("Last Schedule", ({ status }, { nowMs }) => (status?.lastScheduleTime ? sinceText(status.lastScheduleTime, nowMs) : "<none>")),
  ageColumn(),
  ...templateColumns<CronJob>((cron) => cron.spec?.jobTemplate?.spec),
];

export const horizontalPodAutoscalerColumns: readonly Column<HorizontalPodAutoscaler>[] = [
  nameColumn(),
  column("Reference", ({ spec }) => `${spec?.scaleTargetRef?.kind ?? ""}/${spec?.scaleTargetRef?.name ?? ""}`),
  column("Targets", ({ spec, status }) => metricsText(spec?.metrics, status?.currentMetrics)),
  column("MinPods", ({ spec }) => String(spec?.minReplicas ?? "<unset>")),
  column("MaxPods", ({ spec }) => spec?.maxReplicas ?? 0),
  column("Replicas", ({ status }) => status?.currentReplicas ?? 0),
  ageColumn(),
];

export const ingressColumns: readonly Column<Ingress>[] = [
  nameColumn(),
  column("Class", ({ spec }) => spec?.ingressClassName ?? "<none>"),
  column("Hosts", ({ spec }) => hostsText((spec?.rules ?? []).map((r) => r.host ?? ""))),
  column("Address", ({ status }) => [...new Set((status?.loadBalancer?.ingress ?? []).map((i) => i.ip || i.hostname || "").filter(Boolean))].sort().join(",")),
  column("Ports", ({ spec }) => (spec?.tls?.length ? "80, 443" : "80")),
  ageColumn(),
];

export const networkPolicyColumns: readonly Column<NetworkPolicy>[] = [nameColumn(), column("Pod-Selector", ({ spec }) => formatLabelSelector(spec?.podSelector ?? {})), ageColumn()];

export const resourceQuotaColumns: readonly Column<ResourceQuota>[] = [
  nameColumn(),
  column("Request", (quota) => quotaText(quota, (name) => !name.startsWith("limits."))),
  column("Limit", (quota) => quotaText(quota, (name) => name.startsWith("limits."))),
  ageColumn(),
];

export const replicationControllerColumns: readonly Column<ReplicationController>[] = [
  nameColumn(),
  column("Desired", ({ spec }) => spec?.replicas ?? 0, NUMBER),
  column("Current", ({ status }) => status?.replicas ?? 0, NUMBER),
  column("Ready", ({ status }) => status?.readyReplicas ?? 0, NUMBER),
  ageColumn(),
  ...templateColumns<ReplicationController>(({ spec }) => (spec?.template ? { template: spec.template } : {}), ({ spec }) => labelsText(spec?.selector)),
];

export const csiDriverColumns: readonly Column<CsiDriver>[] = [
  nameColumn(),
  column("AttachRequired", ({ spec }) => spec?.attachRequired ?? true, BOOLEAN),
  column("PodInfoOnMount", ({ spec }) => spec?.podInfoOnMount ?? false, BOOLEAN),
  column("StorageCapacity", ({ spec }) => spec?.storageCapacity ?? false, BOOLEAN),
  column("TokenRequests", ({ spec }) => spec?.tokenRequests?.map((t) => t.audience ?? "").join(",") ?? "<unset>"),
  column("RequiresRepublish", ({ spec }) => spec?.requiresRepublish ?? false, BOOLEAN),
  column("Modes", ({ spec }) => orNone(spec?.volumeLifecycleModes?.join(","))),
  ageColumn(),
];

export const webhookConfigurationColumns: readonly Column<WebhookConfiguration>[] = [nameColumn(), column("Webhooks", ({ webhooks }) => webhooks?.length ?? 0, NUMBER), ageColumn()];

function templateColumns<T>(specOf: (object: T) => JobSpec | undefined, selectorText = (object: T) => formatLabelSelector(specOf(object)?.selector)): readonly Column<T>[] {
  const pods = (object: T) => ({ containers: specOf(object)?.template?.spec?.containers ?? [] });
  return [
    column("Containers", (object) => containerNames(pods(object)), WIDE),
    column("Images", (object) => containerImages(pods(object)), WIDE),
    column("Selector", selectorText, WIDE),
  ];
}

function jobStatusText({ metadata, status }: Job): string {
  const has = (type: string) => status?.conditions?.some((c) => c.type === type && c.status === "True");
  if (has("Complete")) return "Complete";
  if (has("Failed")) return "Failed";
  if (metadata.deletionTimestamp) return "Terminating";
  return ["Suspended", "FailureTarget"].find(has) ?? "Running";
}

function completionsText({ spec, status }: Job): string {
  const done = status?.succeeded ?? 0;
  if (spec?.completions !== undefined) return `${done}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${done}/1 of ${parallelism}` : `${done}/1`;
}

function jobDurationText({ status }: Job, { nowMs }: ColumnContext): string {
  const startMs = parseTime(status?.startTime);
  return startMs === undefined ? "" : humanDuration((parseTime(status?.completionTime) ?? nowMs) - startMs);
}

const SHOWN_HOSTS = 3;

/** The first three, and how many rules there are beside them. A rule without a host counts only for the latter. */
function hostsText(hosts: readonly string[]): string {
  const named = hosts.filter(Boolean).slice(0, SHOWN_HOSTS);
  if (named.length === 0) return "*";
  // More, if a rule comes after the one that filled the list.
  const last = named.length < SHOWN_HOSTS ? hosts.length : indexOfNth(hosts, SHOWN_HOSTS) + 1;
  return last < hosts.length ? `${named.join(",")} + ${hosts.length - SHOWN_HOSTS} more...` : named.join(",");
}

function indexOfNth(hosts: readonly string[], nth: number): number {
  let seen = 0;
  return hosts.findIndex((host) => host !== "" && ++seen === nth);
}

function quotaText({ status }: ResourceQuota, isShown: (name: string) => boolean): string {
  const names = Object.keys(status?.hard ?? {}).filter(isShown).sort();
  return names.map((name) => `${name}: ${status?.used?.[name] ?? "0"}/${status?.hard?.[name] ?? "0"}`).join(", ");
}
