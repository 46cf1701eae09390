import { isQuantity, parseQuantity } from "../../api/quantity.ts";
import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import { PODS, RESOURCEQUOTAS, type Resource } from "../../api/resources.ts";
import { deepEqual } from "../../api/semantic.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { ResourceQuota } from "../../api/types/resourcequota.ts";
import type { ApiContext } from "./context.ts";
import { amountText, countsAgainstQuota, matchesScopes, podUsage, unsaid, type Usage } from "./quota-usage.ts";
import { store } from "./write.ts";

/**
 * Why the quotas of its namespace do not let a new pod in: the text after `is forbidden: `. Counted afresh, so a pod
 * that is gone makes room at once.
 * Source: kubernetes staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go CheckRequest (1.36)
 */
export function quotaForbids(ctx: ApiContext, pod: Pod): string | undefined {
  if (ctx.store.count(RESOURCEQUOTAS) === 0) return undefined;
  for (const quota of quotasOf(ctx, pod.metadata.namespace)) {
    const hard = hardOf(quota);
    if (!matchesScopes(quota, pod)) continue;
    const missing = unsaid([...hard.keys()], pod);
    if (missing !== undefined) return `failed quota: ${quota.metadata.name}: ${missing}`;
    const used = usedOf(ctx, quota, hard);
    const requested = podUsage(pod);
    const exceeded = [...hard.keys()].filter((name) => requested.has(name) && (used.get(name) ?? 0n) + (requested.get(name) ?? 0n) > (hard.get(name) ?? 0n)).sort();
    if (exceeded.length > 0) {
      const list = (amounts: Usage) => exceeded.map((name) => `${name}=${amountText(name, amounts.get(name) ?? 0n)}`).join(",");
      return `exceeded quota: ${quota.metadata.name}, requested: ${list(requested)}, used: ${list(used)}, limited: ${list(hard)}`;
    }
  }
  return undefined;
}

/**
 * Keeps `status.hard` and `status.used` of quotas true after a write that may have changed them. Departure: a real
 * cluster has a controller for this, which is a little behind.
 */
export function keepQuotas(ctx: ApiContext, resource: Resource, request: KubeRequest, response: KubeResponse): void {
  if (ctx.store.count(RESOURCEQUOTAS) === 0 || !response.ok || request.options?.dryRun || !mayChangeUse(resource, request, response.body)) return;
  for (const quota of quotasOf(ctx, request.namespace)) {
    const hard = hardOf(quota);
    const used = usedOf(ctx, quota, hard);
    const counted = [...hard.keys()].filter(isCounted);
    const status = { hard: quota.spec?.hard ?? {}, used: Object.fromEntries(counted.map((name) => [name, amountText(name, used.get(name) ?? 0n)])) };
    if (!deepEqual(status, quota.status)) store(ctx, RESOURCEQUOTAS, { ...quota, status }, quota);
  }
}

function mayChangeUse(resource: Resource, request: KubeRequest, body: unknown): boolean {
  if (request.verb === "get" || request.verb === "list") return false;
  if (resource === RESOURCEQUOTAS) return request.verb !== "delete" && request.verb !== "deletecollection";
  if (resource !== PODS) return false;
  if (request.verb !== "update" && request.verb !== "patch") return true;
  // Of the many writes of a pod's status only its end matters.
  const phase = (body as Partial<Pod>).status?.phase;
  return phase === "Succeeded" || phase === "Failed";
}

function quotasOf(ctx: ApiContext, namespace: string | undefined): ResourceQuota[] {
  return [...ctx.store.all<ResourceQuota>(RESOURCEQUOTAS)].filter((q) => namespace === undefined || q.metadata.namespace === namespace);
}

function hardOf({ spec }: ResourceQuota): Usage {
  return new Map(Object.entries(spec?.hard ?? {}).flatMap(([name, text]): [string, bigint][] => {
    const parsed = parseQuantity(String(text));
    return isQuantity(parsed) ? [[name, parsed.nanos]] : [];
  }));
}

/** Departure: of the many resources that a quota can count these are the ones that pods use. */
function isCounted(name: string): boolean {
  return name === "pods" || name === "count/pods" || /^(?:(?:requests|limits)\.)?(?:cpu|memory|ephemeral-storage)$|^(?:requests\.)?hugepages-|^requests\..*\//.test(name);
}

function usedOf(ctx: ApiContext, quota: ResourceQuota, hard: Usage): Usage {
  const used = new Map<string, bigint>();
  for (const pod of ctx.store.all<Pod>(PODS)) {
    if (pod.metadata.namespace !== quota.metadata.namespace || !countsAgainstQuota(pod, ctx.nowMs) || !matchesScopes(quota, pod)) continue;
    for (const [name, nanos] of podUsage(pod)) if (hard.has(name)) used.set(name, (used.get(name) ?? 0n) + nanos);
  }
  return used;
}
