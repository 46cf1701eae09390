import { lastAnswer } from "../../../api/last-answer.ts";
import { firstUntolerated, matchesRequiredNodeAffinity } from "../../../api/node-matching.ts";
import type { Evidence, RuleStep } from "../../../api/decision.ts";
import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { Node, Taint } from "../../../api/types/node.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import { isSameObject } from "../../sim/references.ts";
import { daemonPodTolerations } from "./tolerations.ts";

/** Whether a node may have a daemon pod. The two answers differ exactly for an untolerated NoSchedule taint. */
export interface Verdict {
  /** A missing pod is created. */
  readonly shouldRun: boolean;
  /** A pod that is there may stay. */
  readonly shouldContinueRunning: boolean;
  /** The rule that decided: the first that refused, or `all`. */
  readonly rule: "node-name" | "node-selector" | "node-affinity" | "taints" | "all";
}

/**
 * Node conditions, spec.unschedulable, resources and ports are not looked at: they are the scheduler's business.
 * Source: pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod.
 */
export function nodeVerdict(ds: DaemonSet, node: Node): Verdict {
  const spec = ds.spec.template.spec;
  if (spec.nodeName && spec.nodeName !== node.metadata.name) return refused("node-name");
  const affinity = matchesRequiredNodeAffinity(spec, node);
  if (!affinity.matches) return refused(affinity.rule);
  const tolerations = daemonPodTolerations(spec);
  if (!firstUntolerated(node.spec.taints, tolerations, ["NoSchedule", "NoExecute"])) {
    return { shouldRun: true, shouldContinueRunning: true, rule: "all" };
  }
  const isEvicting = firstUntolerated(node.spec.taints, tolerations, ["NoExecute"]) !== undefined;
  return { shouldRun: false, shouldContinueRunning: !isEvicting, rule: "taints" };
}

function refused(rule: Verdict["rule"]): Verdict {
  return { shouldRun: false, shouldContinueRunning: false, rule };
}

/** The same walk in words: one step a rule, in the controller's order, with the fields that decided. */
export function explainVerdict(ds: DaemonSet, node: Node): { readonly verdict: Verdict; readonly steps: readonly RuleStep[]; readonly text: string } {
  const verdict = nodeVerdict(ds, node);
  const asked = [nodeNameStep(ds, node), selectorStep(ds, node), taintsStep(ds, node)];
  const failedAt = asked.findIndex((s) => s.verdict === "fail");
  const steps = failedAt < 0 ? asked : asked.map((s, i): RuleStep => (i <= failedAt ? s : { ...s, verdict: "not-asked", text: "not asked: an earlier rule already refused" }));
  return { verdict, steps, text: summary(ds, node, verdict, steps) };
}

function summary(ds: DaemonSet, node: Node, verdict: Verdict, steps: readonly RuleStep[]): string {
  const name = `\`${node.metadata.name}\``;
  const set = `\`${ds.metadata.name}\``;
  if (verdict.shouldRun) return `found that ${name} should run a pod of ${set}: every rule passes.`;
  const why = steps.find((s) => s.verdict === "fail")?.text ?? "";
  if (verdict.shouldContinueRunning) return `found that ${name} should get no pod of ${set} (one that is there may stay): ${why}.`;
  return `found that ${name} should not run a pod of ${set}: ${why}.`;
}

function nodeNameStep(ds: DaemonSet, node: Node): RuleStep {
  const wanted = ds.spec.template.spec.nodeName;
  const passes = !wanted || wanted === node.metadata.name;
  const text = !wanted ? "the template names no node" : passes ? `the template names this node` : `the template names node \`${wanted}\``;
  return { rule: "node-name", verdict: passes ? "pass" : "fail", text, evidence: [ofSet(ds, "spec.template.spec.nodeName", wanted), ofNode(node, "metadata.name", node.metadata.name)] };
}

function selectorStep(ds: DaemonSet, node: Node): RuleStep {
  const spec = ds.spec.template.spec;
  const result = matchesRequiredNodeAffinity(spec, node);
  if (!result.matches) {
    return {
      rule: result.rule,
      verdict: "fail",
      text: result.text,
      evidence: [ofSet(ds, `spec.template.spec.${result.path}`, result.value), ofNode(node, result.nodePath ?? "metadata.labels", result.nodeValue)],
    };
  }
  const pairs = Object.entries(spec.nodeSelector ?? {});
  const affinity = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (pairs.length === 0 && !affinity) return stepsOf(ds).noLabels;
  const text = pairs.length > 0 ? `the node has ${pairs.map(([k, v]) => `\`${k}=${v}\``).join(" and ")}` : "the node affinity matches";
  const evidence: Evidence[] = [ofSet(ds, "spec.template.spec.nodeSelector", spec.nodeSelector)];
  if (affinity) evidence.push(ofSet(ds, "spec.template.spec.affinity.nodeAffinity", affinity));
  for (const [key, value] of pairs) evidence.push(ofNode(node, `metadata.labels['${key}']`, value));
  return { rule: affinity && pairs.length === 0 ? "node-affinity" : "node-selector", verdict: "pass", text, evidence };
}

function taintsStep(ds: DaemonSet, node: Node): RuleStep {
  const tolerations = daemonPodTolerations(ds.spec.template.spec);
  const taints = node.spec.taints ?? [];
  const refusing = firstUntolerated(taints, tolerations, ["NoExecute"]) ?? firstUntolerated(taints, tolerations, ["NoSchedule", "NoExecute"]);
  const own = ofSet(ds, "spec.template.spec.tolerations", ds.spec.template.spec.tolerations);
  if (refusing) {
    return {
      rule: "taints",
      verdict: "fail",
      text: `no toleration for the taint \`${taintText(refusing)}\``,
      evidence: [ofNode(node, `spec.taints[${taints.indexOf(refusing)}]`, taintText(refusing)), own],
    };
  }
  if (taints.length === 0) return stepsOf(ds).noTaints;
  const hard = taints.filter((t) => t.effect !== "PreferNoSchedule");
  const text = hard.length === 0 ? "the node has no taint that matters" : `tolerated: ${hard.map((t) => `\`${taintText(t)}\``).join(", ")}`;
  return { rule: "taints", verdict: "pass", text, evidence: [...taints.map((t, i) => ofNode(node, `spec.taints[${i}]`, taintText(t))), own] };
}

/** What does not depend on the node: made once for all the nodes that a sync walks over, and shared by their verdicts. */
const stepsOf = lastAnswer((ds: DaemonSet) => {
  const { nodeSelector, tolerations } = ds.spec.template.spec;
  const noLabels: RuleStep = { rule: "node-selector", verdict: "pass", text: "the template asks for no labels", evidence: [ofSet(ds, "spec.template.spec.nodeSelector", nodeSelector)] };
  const noTaints: RuleStep = { rule: "taints", verdict: "pass", text: "the node has no taint that matters", evidence: [ofSet(ds, "spec.template.spec.tolerations", tolerations)] };
  return { noLabels, noTaints };
});

/** kubectl's spelling of a taint: `key=value:Effect`, without `=` when there is no value. */
function taintText(taint: Taint): string {
  return `${taint.key}${taint.value ? `=${taint.value}` : ""}:${taint.effect}`;
}

const setReference = lastAnswer((ds: DaemonSet) => referenceTo(ds), isSameObject);

function ofSet(ds: DaemonSet, path: string, value: unknown): Evidence {
  return { object: setReference(ds), path, ...(value === undefined ? {} : { value }) };
}
function ofNode(node: Node, path: string, value: unknown): Evidence {
  return { object: referenceTo(node), path, ...(value === undefined ? {} : { value }) };
}
