import type { Decision } from "../api/decision.ts";
import { targetNodeName } from "../api/node-matching.ts";
import type { KubeRequest } from "../api/request.ts";
import type { ObjectDraft } from "../api/types/meta.ts";
import type { Taint } from "../api/types/node.ts";
import type { Pod } from "../api/types/pod.ts";
import { diceOf, type Dice } from "./dice.ts";
import { daemonSetDraft, nodeDraft, tenantDraft, type NodeTraits } from "./drafts.ts";
import type { Facts } from "./facts.ts";
import { podsOf } from "./facts.ts";
import type { GeneratorName } from "./schema.ts";
import type { Scenario } from "./scenario.ts";
import { createRequests } from "./setup.ts";

/** A cluster that nobody has seen before, and a DaemonSet that is about to be created in it: on which nodes will it run? */
export interface GeneratedCluster {
  readonly scenario: Scenario;
  readonly daemonSet: ObjectDraft;
  /** Creates the DaemonSet. Afterwards the cluster is left to itself until nothing more happens. */
  readonly play: readonly KubeRequest[];
}

/** Whether the DaemonSet runs on a node, and the decision record that says why. */
export interface Placement {
  readonly nodeName: string;
  readonly runs: boolean;
  readonly because?: Decision;
}

const AGENT = "agent";

/**
 * The cluster of a generator and a seed: four to seven nodes, at least one that gets the pod and one that does not.
 * The same on every machine.
 */
export function generateCluster(generator: GeneratorName, seed: number): GeneratedCluster {
  const dice = diceOf(seed);
  const make = GENERATORS[generator];
  const { podSpec, nodes } = make(dice);
  const drafts = dice.shuffled(nodes).flatMap((node, i) => draftsOf(`node-${i + 1}`, node));
  const daemonSet = daemonSetDraft(AGENT, podSpec);
  return {
    scenario: { name: `${generator}-${seed}`, title: "A cluster you have not seen", seed, setup: createRequests(drafts).requests },
    daemonSet,
    play: createRequests([daemonSet]).requests,
  };
}

/**
 * Where the DaemonSet of a generated cluster came to run, as the engine itself explains it: the controller's verdict
 * on each node and, where it wanted a pod, what became of that. To be asked when nothing more happens.
 */
export function placementsOf(facts: Facts): readonly Placement[] {
  const pods = podsOf(facts.lists, AGENT) as readonly Pod[];
  return facts.lists.nodes.map((node): Placement => {
    const nodeName = node.metadata.name;
    const pod = pods.find((p) => targetNodeName(p.spec) === nodeName);
    const about = (kind: string, name: string) => facts.decisions.filter((d) => [d.object, d.subject].some((ref) => ref?.kind === kind && ref.name === name));
    const verdict = about("Node", nodeName).findLast((d) => d.rule === "daemonset/eligibility" && d.object.name === AGENT);
    const refusal = pod && !pod.spec.nodeName ? about("Pod", pod.metadata.name).findLast((d) => d.actor === "default-scheduler" && d.verdict === "waits") : undefined;
    const because = refusal ?? verdict;
    return { nodeName, runs: pod?.spec.nodeName !== undefined && pod.spec.nodeName !== "", ...(because ? { because } : {}) };
  });
}

interface NodePlan extends NodeTraits {
  /** What other pods on the node have asked for. */
  readonly taken?: Readonly<Record<string, string>>;
}

interface Plan { readonly podSpec: Readonly<Record<string, unknown>>; readonly nodes: readonly NodePlan[] }

const GENERATORS: Readonly<Record<GeneratorName, (dice: Dice) => Plan>> = {
  "taint-mix": (dice) => {
    const { toleration, good, bad } = tolerationPlan(dice);
    return { podSpec: { tolerations: [toleration] }, nodes: mix(dice, good, bad) };
  },
  "selector-mix": (dice) => {
    const { podSpec, good, bad } = selectorPlan(dice);
    return { podSpec, nodes: mix(dice, good, bad) };
  },
  "full-node": (dice) => {
    const { podSpec, good, bad } = roomPlan(dice);
    return { podSpec, nodes: mix(dice, good, bad) };
  },
  mixed: (dice) => {
    const [taint, selector, room] = [tolerationPlan(dice), selectorPlan(dice), roomPlan(dice)];
    // A node passes if it passes all three; whatever it fails, the other two may be as they like.
    const passes = merged(dice.oneOf(taint.good), dice.oneOf(selector.good), dice.oneOf(room.good));
    const fails = (): NodePlan => dice.oneOf<() => NodePlan>([
      () => merged(dice.oneOf(taint.bad), dice.oneOf(selector.good), dice.oneOf(room.good)),
      () => merged(dice.oneOf(taint.good), dice.oneOf(selector.bad), dice.oneOf(room.good)),
      () => merged(dice.oneOf(taint.good), dice.oneOf(selector.good), dice.oneOf(room.bad)),
    ])();
    const good = () => merged(dice.oneOf(taint.good), dice.oneOf(selector.good), dice.oneOf(room.good));
    const nodes = [passes, fails(), fails(), ...Array.from({ length: dice.int(1, 4) }, () => (dice.int(0, 1) === 0 ? good() : fails()))];
    return { podSpec: { tolerations: [taint.toleration], ...selector.podSpec, ...room.podSpec }, nodes };
  },
};

type Some = readonly [NodePlan, ...NodePlan[]];

/** One of each kind for sure, the others by chance. */
function mix(dice: Dice, good: Some, bad: Some): readonly NodePlan[] {
  const others = Array.from({ length: dice.int(2, 5) }, () => dice.oneOf(dice.int(0, 1) === 0 ? good : bad));
  return [dice.oneOf(good), dice.oneOf(bad), ...others];
}

function merged(...plans: readonly NodePlan[]): NodePlan {
  return {
    labels: Object.assign({}, ...plans.map((p) => p.labels)) as Readonly<Record<string, string>>,
    taints: plans.flatMap((p) => p.taints ?? []),
    unschedulable: plans.some((p) => p.unschedulable),
    ...Object.assign({}, ...plans.map(({ taken }) => (taken ? { taken } : {}))) as Pick<NodePlan, "taken">,
  };
}

function tolerationPlan(dice: Dice): { toleration: object; good: Some; bad: Some } {
  const key = dice.oneOf(["dedicated", "team", "pool"]);
  const [ours, theirs] = dice.oneOf<readonly [string, string]>([["logs", "db"], ["blue", "green"], ["edge", "core"]]);
  const taint = (value: string, effect: Taint["effect"]): NodePlan => ({ taints: [{ key, value, effect }] });
  const isAnyValue = dice.int(0, 1) === 0;
  const effect = dice.oneOf<Taint["effect"]>(["NoSchedule", "NoExecute"]);
  const other = effect === "NoSchedule" ? "NoExecute" : "NoSchedule";
  return {
    toleration: { key, effect, ...(isAnyValue ? { operator: "Exists" } : { operator: "Equal", value: ours }) },
    // Preferring not to is no rule for a DaemonSet, and a cordoned node is tolerated by every daemon pod.
    good: [{}, taint(ours, effect), ...(isAnyValue ? [taint(theirs, effect)] : []), taint(theirs, "PreferNoSchedule"), { unschedulable: true }],
    bad: [taint(ours, other), ...(isAnyValue ? [] : [taint(theirs, effect)]), { labels: { "node-role.kubernetes.io/control-plane": "" }, taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] }],
  };
}

function selectorPlan(dice: Dice): { podSpec: Readonly<Record<string, unknown>>; good: Some; bad: Some } {
  const [key, ours, theirs] = dice.oneOf<readonly [string, string, string]>([["disk", "ssd", "hdd"], ["gpu", "true", "false"], ["tier", "front", "back"]]);
  const labelled = (value: string): NodePlan => ({ labels: { [key]: value } });
  const required = (expression: object) => ({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [expression] }] } } } });
  return dice.oneOf<{ podSpec: Readonly<Record<string, unknown>>; good: Some; bad: Some }>([
    { podSpec: { nodeSelector: { [key]: ours } }, good: [labelled(ours)], bad: [labelled(theirs), {}] },
    // A node without the label is not in the list, so NotIn lets it pass.
    { podSpec: required({ key, operator: "NotIn", values: [theirs] }), good: [labelled(ours), {}], bad: [labelled(theirs)] },
    { podSpec: required({ key, operator: "DoesNotExist" }), good: [{}], bad: [labelled(ours), labelled(theirs)] },
    { podSpec: required({ key, operator: "Exists" }), good: [labelled(ours), labelled(theirs)], bad: [{}] },
  ]);
}

function roomPlan(dice: Dice): { podSpec: Readonly<Record<string, unknown>>; good: Some; bad: Some } {
  const cpuMillis = dice.oneOf([250, 500, 1000]);
  const memoryMi = dice.oneOf([256, 512, 1024]);
  const requests = { cpu: `${cpuMillis}m`, memory: `${memoryMi}Mi` };
  return {
    podSpec: { containers: [{ name: "agent", image: "registry.example.com/agent:1.4", resources: { requests } }] },
    // Exactly what is left is enough; one thousandth of a core, or one mebibyte, less is not.
    good: [{}, { taken: { cpu: `${4000 - cpuMillis}m`, memory: "1Gi" } }, { taken: { cpu: "1", memory: `${8192 - memoryMi}Mi` } }],
    bad: [{ taken: { cpu: `${4001 - cpuMillis}m`, memory: "1Gi" } }, { taken: { cpu: "1", memory: `${8193 - memoryMi}Mi` } }],
  };
}

function draftsOf(name: string, { taken, ...traits }: NodePlan): readonly ObjectDraft[] {
  return [nodeDraft(name, traits), ...(taken ? [tenantDraft(`tenant-${name}`, name, taken)] : [])];
}
