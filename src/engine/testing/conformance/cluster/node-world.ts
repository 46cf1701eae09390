import type { Condition, KubeObject } from "../../../../api/types/meta.ts";
import type { Node, Taint } from "../../../../api/types/node.ts";
import type { Pod } from "../../../../api/types/pod.ts";
import type { ClusterCase } from "./cluster-case.ts";
import { wholeNode, wholePod } from "./objects.ts";
import { ScenarioWorld } from "./scenario-world.ts";

/** Time for the kubelets to start what is given. Not on a tick of any controller. */
const ORIGIN_MS = 32_000;

/**
 * A whole cluster in which what is given has been running for a while: nodes are Ready, pods are started by their
 * kubelets. Taints that evict and conditions that are not well come at second 0, as controllers count from when they
 * see them.
 */
export function openNodeWorld(scenario: ClusterCase): ScenarioWorld {
  const given = scenario.given ?? [];
  const world = new ScenarioWorld({ originMs: ORIGIN_MS });
  const nodes = given.filter((o) => o.kind === "Node").map((o) => wholeNode(o as Node));
  for (const node of nodes) world.seedNode(wellNode(node), leaseTimeMs(scenario, node.metadata.name));
  for (const object of given.filter((o) => o.kind !== "Node" && o.kind !== "Pod")) world.seedOther(object);
  const pods = given.filter((o) => o.kind === "Pod");
  for (const pod of pods.filter((p) => !p.metadata.deletionTimestamp)) world.seedPod(pod);
  world.runTo(0);
  for (const pod of pods.filter((p) => p.metadata.deletionTimestamp)) world.seedPod(pod);
  for (const node of nodes) makeAsGiven(world, node);
  return world;
}

const isEvicting = (taint: Taint) => taint.effect === "NoExecute";
const isWell = (c: Condition) => c.status === (c.type === "Ready" ? "True" : "False");

function wellNode(node: Node): KubeObject {
  const { taints = [], ...spec } = node.spec;
  const { conditions = [], ...status } = node.status;
  const kept = taints.filter((t) => !isEvicting(t));
  return { ...node, spec: { ...spec, ...(kept.length > 0 ? { taints: kept } : {}) }, status: { ...status, conditions: conditions.filter(isWell) } } as Node;
}

function makeAsGiven(world: ScenarioWorld, node: Node): void {
  const { name } = node.metadata;
  const ill = (node.status.conditions ?? []).filter((c) => !isWell(c));
  if (ill.length > 0) world.setConditions(name, ill);
  const evicting = (node.spec.taints ?? []).filter(isEvicting);
  if (evicting.length > 0) world.setTaints(name, [...(world.node(name)?.spec.taints ?? []), ...evicting]);
}

/** The moment that the case calls the node's last renewal. */
function leaseTimeMs(scenario: ClusterCase, node: string): number | undefined {
  const step = scenario.steps?.find((s) => s.do === "lastLeaseRenewal" && s["node"] === node);
  return step ? ORIGIN_MS + Math.round((step.at ?? 0) * 1000) : undefined;
}

/** Finite times that pods of the case tolerate a taint for, in seconds. */
export function tolerationTimes(scenario: ClusterCase): number[] {
  const pods = [...(scenario.given ?? []), ...(scenario.steps ?? []).flatMap((s) => [s["pod"], s["object"]])].filter(isPod);
  const own = pods.flatMap((pod) => wholePod(pod).spec.tolerations ?? []);
  const later = (scenario.steps ?? []).flatMap((s) => (s["tolerations"] ?? []) as readonly { tolerationSeconds?: number }[]);
  return [...own, ...later].flatMap((t) => t.tolerationSeconds ?? []);
}

function isPod(value: unknown): value is Pod {
  return typeof value === "object" && value !== null && (value as { kind?: string }).kind === "Pod";
}
