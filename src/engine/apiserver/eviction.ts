import type { KubeRequest, KubeResponse, RequestOptions } from "../../api/request.ts";
import { PODDISRUPTIONBUDGETS, PODS } from "../../api/resources.ts";
import { badRequest, forbidden, tooManyRequests, type Status } from "../../api/status.ts";
import { formatTime } from "../../api/time.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { PodDisruptionBudget } from "../../api/types/poddisruptionbudget.ts";
import { budgetsOf, withDisruptionAllowed } from "./budgets.ts";
import type { ApiContext } from "./context.ts";
import { remove } from "./delete.ts";
import { store } from "./write.ts";

/** Source: pkg/registry/core/pod/storage/eviction.go MaxDisruptedPodSize */
const MAX_DISRUPTED_PODS = 2000;

const REFUSED = "Cannot evict pod as it would violate the pod's disruption budget.";

/**
 * Eviction of a pod: asks its budget and counts there, puts a condition on the pod, then deletes it in the ordinary way.
 * Pods that have finished, have not started or are going already are not asked about; nor is one that is not Ready,
 * where its budget's policy allows. 429: not now, ask again; 500: more than one budget.
 * Source: pkg/registry/core/pod/storage/eviction.go (1.36)
 */
export function evict(ctx: ApiContext, pod: Pod, request: KubeRequest): KubeResponse {
  const body = request.body as { metadata?: { name?: string }; deleteOptions?: RequestOptions } | undefined;
  const name = body?.metadata?.name;
  if (name !== undefined && name !== pod.metadata.name) return { ok: false, status: badRequest("name in URL does not match name in Eviction object") };
  const options: RequestOptions = { ...body?.deleteOptions, ...(request.options?.dryRun ? { dryRun: true } : {}) };
  const refused = canIgnoreBudgets(pod) ? undefined : askBudget(ctx, pod, options);
  if (refused) return { ok: false, status: refused };
  const marked = options.dryRun ? pod : store(ctx, PODS, withDisruption(ctx, pod), pod);
  const removed = remove(ctx, PODS, marked, options);
  return removed.ok ? { ok: true, code: 201, body: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 } } : removed;
}

function canIgnoreBudgets({ status, metadata }: Pod): boolean {
  return ["Pending", "Succeeded", "Failed"].includes(status.phase ?? "") || metadata.deletionTimestamp !== undefined;
}

/** Why the pod may not go now. If it may, its budget has one disruption less. */
function askBudget(ctx: ApiContext, pod: Pod, options: RequestOptions): Status | undefined {
  const budgets = budgetsOf(ctx.store, pod);
  const budget = budgets[0];
  if (!budget) return undefined;
  if (budgets.length > 1) {
    const message = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";
    return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, code: 500 };
  }
  const isReady = pod.status.conditions?.some((c) => c.type === "Ready" && c.status === "True") ?? false;
  if (!isReady && mayGoUnready(budget)) return undefined;
  return checkBudget(budget) ?? countDisruption(ctx, budget, pod, options);
}

/** A pod that is not Ready does not count as healthy, so its going takes nothing from the budget. */
function mayGoUnready({ spec, status }: PodDisruptionBudget): boolean {
  if (spec.unhealthyPodEvictionPolicy === "AlwaysAllow") return true;
  return status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0;
}

function checkBudget(budget: PodDisruptionBudget): Status | undefined {
  const { metadata, status } = budget;
  const named = { resource: "poddisruptionbudget", group: "policy", name: metadata.name };
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
    return tooManyRequests(REFUSED, [cause(`The disruption budget ${metadata.name} is still being processed by the server.`)], 10);
  }
  if (status.disruptionsAllowed < 0) return forbidden(named, "pdb disruptions allowed is negative");
  if (Object.keys(status.disruptedPods ?? {}).length > MAX_DISRUPTED_PODS) {
    return forbidden(named, "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
  }
  return status.disruptionsAllowed === 0 ? tooManyRequests(REFUSED, [cause(whyNone(budget))]) : undefined;
}

function cause(message: string) {
  return { reason: "DisruptionBudget", message, field: "" };
}

function whyNone({ metadata: { name }, status }: PodDisruptionBudget): string {
  const condition = status.conditions?.find((c) => c.type === "DisruptionAllowed" && c.status === "False" && c.message);
  if (condition?.reason === "SyncFailed") return `The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${condition.message}`;
  if (status.currentHealthy <= status.desiredHealthy) return `The disruption budget ${name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`;
  if (condition) return `The disruption budget ${name} does not allow evicting pods currently (${condition.reason}): ${condition.message}`;
  return `The disruption budget ${name} does not allow evicting pods currently`;
}

function countDisruption(ctx: ApiContext, budget: PodDisruptionBudget, pod: Pod, options: RequestOptions): undefined {
  if (options.dryRun) return;
  const disruptionsAllowed = budget.status.disruptionsAllowed - 1;
  const disruptedPods = { ...budget.status.disruptedPods, [pod.metadata.name]: formatTime(ctx.nowMs) };
  const status = { ...budget.status, disruptionsAllowed, disruptedPods };
  store(ctx, PODDISRUPTIONBUDGETS, { ...budget, status: disruptionsAllowed === 0 ? withDisruptionAllowed(status, ctx.nowMs) : status }, budget);
}

function withDisruption(ctx: ApiContext, pod: Pod): Pod {
  const condition = {
    type: "DisruptionTarget", status: "True" as const, reason: "EvictionByEvictionAPI", message: "Eviction API: evicting",
    lastTransitionTime: formatTime(ctx.nowMs), lastProbeTime: null,
  };
  const others = (pod.status.conditions ?? []).filter((c) => c.type !== condition.type);
  return { ...pod, status: { ...pod.status, conditions: [condition, ...others] } };
}
