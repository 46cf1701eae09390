import { updateStatus } from "../../../api/request.ts";
import { PODDISRUPTIONBUDGETS, PODS } from "../../../api/resources.ts";
import { isEmptySelector, matchesLabels } from "../../../api/selector.ts";
import { deepEqual } from "../../../api/semantic.ts";
import { parseTime } from "../../../api/time.ts";
import type { LabelSelector, StringMap } from "../../../api/types/meta.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { PodDisruptionBudget } from "../../../api/types/poddisruptionbudget.ts";
import { budgetsOf, withBudgetCondition, withDisruptionAllowed } from "../../apiserver/budgets.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import { keyOf, type Store } from "../../apiserver/store.ts";
import type { Actor, ActorWorld, Change, Wake } from "../../sim/actor.ts";
import { isReady, isTerminating } from "../pod-state.ts";
import { expectation, type Expectation } from "./expected-pods.ts";
import { staleCondition, syncStaleCondition } from "./stale-condition.ts";

type BudgetStatus = PodDisruptionBudget["status"];

/** How long an eviction that was granted is believed to happen. Source: disruption.go DeletionTimeout */
const DELETION_TIMEOUT_MS = 120_000;

/**
 * The disruption controller: how many pods each PodDisruptionBudget lets go at present. The eviction API only reads
 * and counts down that number. Keys: `budget/<ns>/<name>`, and `pod/<ns>/<name>` for a pod that carries the condition
 * DisruptionTarget and is not going. Source: pkg/controller/disruption/disruption.go (1.36)
 */
export const disruptionController: Actor = {
  name: "disruption",
  who: "disruption-controller",
  component: "controllermanager",
  lagMs: [4, 12],
  initial: () => ({}),
  wakes,
  reconcile(world, key) {
    const rest = key.slice(key.indexOf("/") + 1);
    return key.startsWith("pod/") ? syncStaleCondition(world, rest) : syncBudget(world, rest);
  },
};

function* wakes(change: Change, store: Store): Iterable<Wake> {
  if (change.resource === PODDISRUPTIONBUDGETS.key) {
    if (change.after) yield { key: `budget/${change.key}` };
    return;
  }
  if (change.resource !== PODS.key) return;
  const pod = (change.after ?? change.before) as Pod;
  if (store.count(PODDISRUPTIONBUDGETS) > 0) for (const { metadata } of budgetsOf(store, pod)) yield { key: `budget/${keyOf(metadata.namespace, metadata.name)}` };
  if (change.after && staleCondition(pod)) yield { key: `pod/${change.key}` };
}

function syncBudget(world: ActorWorld, key: string): readonly Wake[] {
  const budget = world.store.getByKey<PodDisruptionBudget>(PODDISRUPTIONBUDGETS.key, key);
  if (!budget) return [];
  const pods = podsOf(world.store, budget);
  if (pods.length === 0) world.event(budget, "Normal", "NoPods", "No matching pods found");
  const expected = expectation(world.store, budget, pods);
  if ("error" in expected) {
    failSafe(world, budget, expected.error);
    return [];
  }
  if (expected.unmanaged.length > 0) world.event(budget, "Warning", "UnmanagedPods", unmanagedText(budget.spec.selector));
  const { disrupted, recheckMs } = disruptedPods(world, budget, pods);
  writeStatus(world, budget, statusOf(world, budget, pods, expected, disrupted), expected);
  return recheckMs === undefined ? [] : [{ key: `budget/${key}`, afterMs: recheckMs }];
}

function podsOf(store: Store, { metadata, spec }: PodDisruptionBudget): Pod[] {
  const pods: Pod[] = [];
  if (!spec.selector) return pods;
  const selectsAll = isEmptySelector(spec.selector);
  for (const pod of store.all<Pod>(PODS)) {
    if (pod.metadata.namespace === metadata.namespace && (selectsAll || matchesLabels(spec.selector, pod.metadata.labels))) pods.push(pod);
  }
  return pods;
}

/** The evictions that were granted and have not begun yet. One that takes too long is no longer believed. */
function disruptedPods(world: ActorWorld, budget: PodDisruptionBudget, pods: readonly Pod[]): { readonly disrupted: StringMap; readonly recheckMs?: number } {
  const disrupted: Record<string, string> = {};
  let recheckMs: number | undefined;
  for (const pod of pods) {
    const time = budget.status.disruptedPods?.[pod.metadata.name];
    if (time === undefined || isTerminating(pod)) continue;
    const leftMs = (parseTime(time) ?? 0) + DELETION_TIMEOUT_MS - world.nowMs;
    if (leftMs < 0) {
      const { namespace } = budget.metadata;
      world.event(pod, "Warning", "NotDeleted", `Pod was expected by PDB ${namespace}/${namespace} to be deleted but it wasn't`);
    } else {
      disrupted[pod.metadata.name] = time;
      recheckMs = Math.min(recheckMs ?? Infinity, leftMs + 1);
    }
  }
  return { disrupted, ...(recheckMs === undefined ? {} : { recheckMs }) };
}

function statusOf(world: ActorWorld, budget: PodDisruptionBudget, pods: readonly Pod[], { expectedPods, desiredHealthy }: Expectation, disrupted: StringMap): BudgetStatus {
  const currentHealthy = pods.filter((p) => !isTerminating(p) && isReady(p) && !Object.hasOwn(disrupted, p.metadata.name)).length;
  const { generation } = budget.metadata;
  return withDisruptionAllowed({
    ...(budget.status.conditions ? { conditions: budget.status.conditions } : {}),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(Object.keys(disrupted).length > 0 ? { disruptedPods: disrupted } : {}),
    disruptionsAllowed: expectedPods > 0 ? Math.max(0, currentHealthy - desiredHealthy) : 0,
    currentHealthy, desiredHealthy, expectedPods,
  }, world.nowMs);
}

function writeStatus(world: ActorWorld, budget: PodDisruptionBudget, status: BudgetStatus, { expectedPods, desiredHealthy }: Expectation): void {
  if (deepEqual(status, budget.status)) return;
  const { disruptionsAllowed, currentHealthy } = status;
  const isNews = disruptionsAllowed !== budget.status.disruptionsAllowed;
  world.decide({
    object: referenceTo(budget),
    verdict: disruptionsAllowed > 0 ? "allows" : "forbids",
    rule: "disruption/budget",
    evidence: [{ object: referenceTo(budget), path: "spec", value: budget.spec }],
    text: `set what budget \`${budget.metadata.name}\` allows to ${disruptionsAllowed}: ${currentHealthy} ${currentHealthy === 1 ? "pod is" : "pods are"} healthy, ${desiredHealthy} of ${expectedPods} have to be.`,
    ...(isNews ? {} : { quiet: true }),
    source: "pkg/controller/disruption/disruption.go updatePdbStatus",
  });
  world.handle(updateStatus(PODDISRUPTIONBUDGETS, { ...budget, status } as PodDisruptionBudget));
}

/** Nothing can be computed: then nothing may be evicted. Source: disruption.go failSafe */
function failSafe(world: ActorWorld, budget: PodDisruptionBudget, error: string): void {
  world.event(budget, "Warning", "CalculateExpectedPodCountFailed", `Failed to calculate the number of expected pods: ${error}`);
  const status = withBudgetCondition({ ...budget.status, disruptionsAllowed: 0 }, { status: "False", reason: "SyncFailed", message: error }, world.nowMs);
  if (deepEqual(status, budget.status)) return;
  world.decide({
    object: referenceTo(budget),
    verdict: "forbids",
    rule: "disruption/sync-failed",
    evidence: [{ object: referenceTo(budget), path: "spec", value: budget.spec }],
    text: `lets no pod of budget \`${budget.metadata.name}\` go: ${error}.`,
    source: "pkg/controller/disruption/disruption.go failSafe",
  });
  world.handle(updateStatus(PODDISRUPTIONBUDGETS, { ...budget, status } as PodDisruptionBudget));
}

/** The selector is printed as Go's generated String method does. */
function unmanagedText(selector: LabelSelector | undefined): string {
  const labels = Object.entries(selector?.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}: ${value},`).join("");
  const expressions = (selector?.matchExpressions ?? []).map((e) => `LabelSelectorRequirement{Key:${e.key},Operator:${e.operator},Values:[${(e.values ?? []).join(" ")}],},`).join("");
  const printed = `&LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:[]LabelSelectorRequirement{${expressions}},}`;
  return `Pods selected by this PodDisruptionBudget (selector: ${printed}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
}
