/** A metric of a HorizontalPodAutoscaler: of its spec with a target, of its status with what is current. */
export interface Metric {
  readonly type?: string;
  readonly resource?: MetricSource;
  readonly containerResource?: MetricSource;
  readonly pods?: MetricSource;
  readonly object?: MetricSource;
  readonly external?: MetricSource;
}

interface MetricSource { readonly name?: string; readonly target?: MetricValue; readonly current?: MetricValue }
interface MetricValue { readonly averageUtilization?: number; readonly averageValue?: string; readonly value?: string }

const SHOWN = 2;

/** `cpu: 10%/80%`, the first two and how many more; `<none>` without metrics. Source: kubernetes pkg/printers/internalversion/printers.go formatHPAMetrics (1.36) */
export function metricsText(specs: readonly Metric[] = [], statuses: readonly Metric[] = []): string {
  if (specs.length === 0) return "<none>";
  const texts = specs.map((spec, i) => metricText(spec, statuses[i]));
  return texts.slice(0, SHOWN).join(", ") + (texts.length > SHOWN ? ` + ${texts.length - SHOWN} more...` : "");
}

function metricText(spec: Metric, status: Metric | undefined): string {
  switch (spec.type) {
    case "Resource": return resourceText(spec.resource, status?.resource);
    case "ContainerResource": return resourceText(spec.containerResource, status?.containerResource);
    case "Pods": return `${status?.pods?.current?.averageValue ?? "<unknown>"}/${spec.pods?.target?.averageValue ?? "0"}`;
    case "Object": return valueText(spec.object, status?.object);
    case "External": return valueText(spec.external, status?.external);
    default: return "<unknown type>";
  }
}

function resourceText(spec: MetricSource | undefined, status: MetricSource | undefined): string {
  const { averageValue, averageUtilization } = spec?.target ?? {};
  if (averageValue !== undefined) return `${spec?.name ?? ""}: ${status?.current?.averageValue ?? "<unknown>"}/${averageValue}`;
  return `${spec?.name ?? ""}: ${percent(status?.current?.averageUtilization) ?? "<unknown>"}/${percent(averageUtilization) ?? "<auto>"}`;
}

function valueText(spec: MetricSource | undefined, status: MetricSource | undefined): string {
  const { averageValue, value } = spec?.target ?? {};
  if (averageValue !== undefined) return `${status?.current?.averageValue ?? "<unknown>"}/${averageValue} (avg)`;
  return `${status?.current?.value ?? "<unknown>"}/${value ?? "0"}`;
}

function percent(share: number | undefined): string | undefined {
  return share === undefined ? undefined : `${share}%`;
}
