import type { DaemonSet } from "../../../api/types/daemonset.ts";
import type { Node } from "../../../api/types/node.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { hash32 } from "../../sim/random.ts";
import { explainVerdict, nodeVerdict, type Verdict } from "./predicate.ts";
import type { DaemonSetState } from "./state.ts";

/**
 * The verdict of a DaemonSet on a node, from the cache while neither changed. A new or changed verdict leaves a
 * decision; it is worth a stop only as news about a node (`isNews`), not when a sync walks over all nodes.
 */
export function verdictOf(world: ActorWorld<DaemonSetState>, ds: DaemonSet, node: Node, options: { isNews: boolean }): Verdict {
  const key = `${ds.metadata.uid}/${node.metadata.name}`;
  const cached = world.state.verdicts.get(key);
  if (cached && cached.node === node && cached.template === ds.spec.template) return cached.verdict;
  if (cached && cached.template === ds.spec.template && cached.node.spec.taints === node.spec.taints && cached.node.metadata.labels === node.metadata.labels && cached.node.metadata.uid === node.metadata.uid) {
    world.state.verdicts.set(key, { ...cached, node });
    return cached.verdict;
  }
  const verdict = nodeVerdict(ds, node);
  const recorded = record(world, ds, node, cached?.node.metadata.uid === node.metadata.uid ? cached?.recorded : undefined, options.isNews);
  world.state.verdicts.set(key, { node, template: ds.spec.template, verdict, recorded });
  return verdict;
}

function record(world: ActorWorld, ds: DaemonSet, node: Node, before: number | undefined, isNews: boolean): number {
  const { verdict, steps, text } = explainVerdict(ds, node);
  const said = hash32(`${verdict.shouldRun}/${verdict.shouldContinueRunning}/${text}/${steps.map((s) => s.text).join("/")}`);
  if (said === before) return said;
  world.decide({
    object: referenceTo(ds),
    subject: referenceTo(node),
    verdict: verdict.shouldRun ? "should-run" : verdict.shouldContinueRunning ? "may-stay" : "should-not-run",
    rule: "daemonset/eligibility",
    evidence: steps.find((s) => s.verdict === "fail")?.evidence ?? [],
    steps,
    text,
    ...(isNews ? {} : { quiet: true }),
    source: "pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod",
  });
  return said;
}
