import { canonicalText } from "../../api/quantity.ts";
import { podRequests, qosClass, type ResourceAmounts } from "../../api/resource-requests.ts";
import { parseTime } from "../../api/time.ts";
import type { Container, Pod, PodSpec } from "../../api/types/pod.ts";
import type { ResourceQuota, ScopeRequirement } from "../../api/types/resourcequota.ts";

/** Amounts by the names that a quota uses, in nanos. */
export type Usage = ReadonlyMap<string, bigint>;

const ONE = 1_000_000_000n;
const MILLI = 1_000_000n;
/** Quota on these makes every container say what it asks for. */
const MUST_BE_SAID = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

/**
 * What a pod counts against a quota: itself, its requests (also under their short names) and its limits.
 * Source: kubernetes pkg/quota/v1/evaluator/core/pods.go PodUsageFunc (1.36)
 */
export function podUsage({ spec }: Pod): Usage {
  const usage = new Map<string, bigint>([["pods", ONE], ["count/pods", ONE]]);
  for (const [name, nanos] of amounts(podRequests(spec))) {
    usage.set(`requests.${name}`, nanos);
    if (!name.includes("/")) usage.set(name, nanos);
  }
  for (const [name, nanos] of amounts(podRequests(limitsAsRequests(spec)))) if (!name.includes("/")) usage.set(`limits.${name}`, nanos);
  return usage;
}

function amounts({ cpuMillis, memoryBytes, ephemeralStorageBytes, extended }: ResourceAmounts): [string, bigint][] {
  const named: [string, bigint][] = [
    ["cpu", BigInt(cpuMillis) * MILLI], ["memory", BigInt(memoryBytes) * ONE], ["ephemeral-storage", BigInt(ephemeralStorageBytes) * ONE],
    ...Object.entries(extended).map(([name, n]): [string, bigint] => [name, BigInt(n) * ONE]),
  ];
  return named.filter(([, nanos]) => nanos > 0n);
}

function limitsAsRequests(spec: PodSpec): PodSpec {
  const swap = (c: Container): Container => ({ ...c, resources: { requests: c.resources?.limits ?? {} } });
  const { resources: _, overhead: _o, ...rest } = spec;
  return { ...rest, containers: spec.containers.map(swap), ...(spec.initContainers ? { initContainers: spec.initContainers.map(swap) } : {}) };
}

/** An amount as quotas print it: bytes in powers of 1024, everything else in powers of 1000. */
export function amountText(name: string, nanos: bigint): string {
  return canonicalText(nanos, /memory|storage|hugepages/.test(name) ? "BinarySI" : "DecimalSI");
}

/** Pods that have ended, or whose grace has long been over, count no more. Source: pods.go QuotaV1Pod (1.36) */
export function countsAgainstQuota(pod: Pod, nowMs: number): boolean {
  if (pod.status.phase === "Failed" || pod.status.phase === "Succeeded") return false;
  const deletedMs = parseTime(pod.metadata.deletionTimestamp);
  return deletedMs === undefined || nowMs <= deletedMs + (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
}

/** Whether the quota is about such pods. Departure: the scope CrossNamespacePodAffinity holds for none. Source: pods.go podMatchesScopeFunc (1.36) */
export function matchesScopes({ spec }: ResourceQuota, pod: Pod): boolean {
  const named = (spec?.scopes ?? []).map((scopeName): ScopeRequirement => ({ scopeName, operator: "Exists" }));
  return [...named, ...(spec?.scopeSelector?.matchExpressions ?? [])].every((scope) => isInScope(scope, pod));
}

function isInScope({ scopeName, operator, values = [] }: ScopeRequirement, { spec }: Pod): boolean {
  switch (scopeName) {
    case "Terminating": return typeof spec["activeDeadlineSeconds"] === "number";
    case "NotTerminating": return typeof spec["activeDeadlineSeconds"] !== "number";
    case "BestEffort": return qosClass(spec) === "BestEffort";
    case "NotBestEffort": return qosClass(spec) !== "BestEffort";
    case "PriorityClass": {
      const name = spec.priorityClassName ?? "";
      if (operator === "Exists") return name !== "";
      if (operator === "DoesNotExist") return name === "";
      return (operator === "In") === values.includes(name);
    }
    default: return false;
  }
}

/**
 * Why the pod does not say enough for the quota: `must specify limits.cpu for: c1,c2; …`.
 * Source: pods.go Constraints, enforcePodContainerConstraints (1.36)
 */
export function unsaid(names: readonly string[], { spec }: Pod): string | undefined {
  const needed = MUST_BE_SAID.filter((name) => names.includes(name)).sort();
  const missing = needed.flatMap((name) => {
    const containers = [...spec.containers, ...(spec.initContainers ?? [])].filter((c) => !says(c, name)).map((c) => c.name).sort();
    return containers.length > 0 ? [`${name} for: ${containers.join(",")}`] : [];
  });
  return missing.length > 0 ? `must specify ${missing.join("; ")}` : undefined;
}

function says({ resources }: Container, name: string): boolean {
  const [, list, resource = ""] = /^(?:(requests|limits)\.)?(.*)$/.exec(name) ?? [];
  return (list === "limits" ? resources?.limits : resources?.requests)?.[resource] !== undefined;
}
