import type { Condition, KubeObject } from "../../api/types/meta.ts";
import type { Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { writeLabelsAndAnnotations, writeName } from "./head.ts";
import { longTime } from "./times.ts";

/** A wanted or a measured value. */
interface Value { readonly type?: string; readonly averageValue?: string; readonly value?: string; readonly averageUtilization?: number }
interface Source {
  readonly name?: string;
  readonly container?: string;
  readonly metric?: { readonly name: string };
  readonly describedObject?: { readonly kind: string; readonly name: string };
  readonly target?: Value;
  readonly current?: Value;
}

const SOURCES = ["external", "pods", "object", "resource", "containerResource"] as const;
type Metric = { readonly type: string } & { readonly [Kind in (typeof SOURCES)[number]]?: Source };

interface ScalingRules {
  readonly stabilizationWindowSeconds?: number | null;
  readonly selectPolicy?: string;
  readonly policies?: readonly { readonly type: string; readonly value: number; readonly periodSeconds: number }[];
}

interface HorizontalPodAutoscaler extends KubeObject {
  readonly spec: {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly metrics?: readonly Metric[];
    readonly behavior?: { readonly scaleUp?: ScalingRules; readonly scaleDown?: ScalingRules };
  };
  readonly status?: { readonly currentReplicas?: number; readonly desiredReplicas?: number; readonly currentMetrics?: readonly Metric[] | null; readonly conditions?: readonly Condition[] };
}

const UNKNOWN = "<unknown>";

/** Source: kubectl pkg/describe HorizontalPodAutoscalerDescriber, describeHorizontalPodAutoscalerV2 (1.36) */
export function* describeHorizontalPodAutoscaler(scaler: HorizontalPodAutoscaler, about: Describing): Steps<string> {
  const { metadata, spec, status = {} } = scaler;
  const { kind, name } = spec.scaleTargetRef;
  const out = new Description();
  writeName(out, scaler);
  writeLabelsAndAnnotations(out, scaler);
  out.line(0, "CreationTimestamp:", longTime(metadata.creationTimestamp));
  out.line(0, "Reference:", `${kind}/${name}`);
  out.line(0, "Metrics:", "( current / target )");
  for (const [i, metric] of (spec.metrics ?? []).entries()) writeMetric(out, metric, status.currentMetrics?.[i]);
  out.line(0, "Min replicas:", String(spec.minReplicas ?? "<unset>"));
  out.line(0, "Max replicas:", String(spec.maxReplicas));
  if (spec.behavior) out.line(0, "Behavior:");
  writeRules(out, "Scale Up", spec.behavior?.scaleUp);
  writeRules(out, "Scale Down", spec.behavior?.scaleDown);
  out.line(0, `${kind} pods:`, `${status.currentReplicas ?? 0} current / ${status.desiredReplicas ?? 0} desired`);
  writeConditions(out, status.conditions ?? []);
  yield* writeEventsOf(out, scaler, about);
  return out.text();
}

function writeMetric(out: Description, metric: Metric, measured: Metric | undefined): void {
  const [title, values] = metricText(metric, measured);
  out.line(1, title, ...values);
}

/** The metric in words, and beside it what is and what is wanted. */
function metricText(metric: Metric, measured: Metric | undefined): readonly [string, readonly string[]] {
  const source = sourceOf(metric);
  const now = measured && sourceOf(measured)?.current;
  const target = source?.target ?? {};
  const average = [`${now?.averageValue ?? UNKNOWN} / ${target.averageValue ?? ""}`];
  const whole = [`${now?.value ?? UNKNOWN} / ${target.value ?? ""}`];
  const named = `"${source?.metric?.name ?? ""}"`;
  switch (metric.type) {
    case "External": return target.averageValue === undefined ? [`${named} (target value):`, whole] : [`${named} (target average value):`, average];
    case "Pods": return [`${named} on pods:`, average];
    case "Object": {
      const about = `${named} on ${source?.describedObject?.kind ?? ""}/${source?.describedObject?.name ?? ""}`;
      return target.type === "AverageValue" ? [`${about} (target average value):`, average] : [`${about} (target value):`, whole];
    }
    case "Resource": case "ContainerResource": {
      const about = `resource ${source?.name ?? ""}${metric.type === "Resource" ? "" : ` of container "${source?.container ?? ""}"`} on pods`;
      if (target.averageValue !== undefined) return [`${about}:`, average];
      const current = now?.averageUtilization === undefined ? UNKNOWN : `${now.averageUtilization}% (${now.averageValue ?? ""})`;
      return [`${about}  (as a percentage of request):`, [`${current} / ${target.averageUtilization === undefined ? "<auto>" : `${target.averageUtilization}%`}`]];
    }
  }
  return [`<unknown metric type ${JSON.stringify(metric.type)}>`, []];
}

function sourceOf(metric: Metric): Source | undefined {
  return SOURCES.map((kind) => metric[kind]).find((source) => source !== undefined);
}

function writeRules(out: Description, direction: string, rules: ScalingRules | undefined): void {
  if (!rules) return;
  out.line(1, `${direction}:`);
  if (rules.stabilizationWindowSeconds !== undefined && rules.stabilizationWindowSeconds !== null) out.line(2, `Stabilization Window: ${rules.stabilizationWindowSeconds} seconds`);
  if (!rules.policies?.length) return;
  out.line(2, `Select Policy: ${rules.selectPolicy ?? "Max"}`);
  out.line(2, "Policies:");
  for (const { type, value, periodSeconds } of rules.policies) out.line(3, `- Type: ${type}`, `Value: ${value}`, `Period: ${periodSeconds} seconds`);
}

function writeConditions(out: Description, conditions: readonly Condition[]): void {
  if (conditions.length === 0) return;
  out.line(0, "Conditions:");
  out.line(1, "Type", "Status", "Reason", "Message");
  out.line(1, "----", "------", "------", "-------");
  for (const { type, status, reason, message } of conditions) out.line(1, type, status, reason ?? "", message ?? "");
}
