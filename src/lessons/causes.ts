import { create, patch, type KubeRequest } from "../api/request.ts";
import { DAEMONSETS, FAULTS, SIM_GROUP } from "../api/resources.ts";
import type { ObjectDraft } from "../api/types/meta.ts";
import { diceOf, type Dice } from "./dice.ts";
import { daemonSetDraft, nodeDraft, tenantDraft, type NodeTraits } from "./drafts.ts";
import { createRequests } from "./setup.ts";

/** What can be wrong, one at a time. The words for each are the page's. */
export const CAUSES = ["taint", "selector", "cpu", "memory", "host-port", "image", "crash", "not-ready", "quota", "budget"] as const;
export type CauseId = (typeof CAUSES)[number];

/** A broken cluster with one cause. The same for a seed on every machine. */
export interface Trouble {
  readonly seed: number;
  readonly cause: CauseId;
  /** Name of the DaemonSet, in the namespace `default`. */
  readonly agent: string;
  /** The nodes on which a pod of it shall be ready, in its newest version. */
  readonly nodeNames: readonly string[];
  /** What the newest version must be, where a release is what does not go on: going back is no repair then. */
  readonly image?: string;
  readonly setup: readonly KubeRequest[];
  /** What happened since, at its virtual times. */
  readonly inputs: readonly { readonly atMs: number; readonly request: KubeRequest }[];
  /** When the trouble can be seen and the learner comes, virtual ms. */
  readonly openAtMs: number;
  /** kubectl lines of one way to repair it. */
  readonly solution: readonly string[];
}

const OPEN_AT_MS = 300_000;
const RELEASE_AT_MS = 180_000;
const REPOSITORY = "registry.example.com/agent";
const OLD = `${REPOSITORY}:1.4`;
const NEW = `${REPOSITORY}:1.5`;

/** @param seed any whole number, 0 or more; neighbours differ as much as others */
export function troubleOf(seed: number): Trouble {
  const dice = diceOf(seed);
  const cause = dice.oneOf(CAUSES);
  const agent = dice.oneOf(["log-agent", "metrics-agent", "node-agent", "disk-agent"]);
  const names = Array.from({ length: dice.int(4, 6) }, (_, i) => `node-${i + 1}`);
  const victim = dice.oneOf(names as [string, ...string[]]);
  const { podSpec = {}, traits = {}, others = {}, before = [], beside = [], inputs = [], solution, image, isLost = false } = PLANS[cause]({ dice, agent, victim, nodes: names.length });
  const noise = noiseOf(dice, names.filter((name) => name !== victim));
  const nodes = names.map((name) => nodeDraft(name, name === victim ? traits : merged(others, noise[name])));
  const { requests } = createRequests([...nodes, ...before, ...beside, daemonSetDraft(agent, podSpec)]);
  return {
    seed, cause, agent, inputs, solution, setup: requests, openAtMs: OPEN_AT_MS,
    nodeNames: isLost ? names.filter((name) => name !== victim) : names,
    ...(image === undefined ? {} : { image }),
  };
}

interface Situation { readonly dice: Dice; readonly agent: string; readonly victim: string; readonly nodes: number }

interface Plan {
  readonly podSpec?: Readonly<Record<string, unknown>>;
  /** Of the node where it shows, and of all others. */
  readonly traits?: NodeTraits;
  readonly others?: NodeTraits;
  /** Objects that are there before anything else, and beside. */
  readonly before?: readonly ObjectDraft[];
  readonly beside?: readonly ObjectDraft[];
  readonly inputs?: Trouble["inputs"];
  readonly solution: readonly string[];
  readonly image?: string;
  /** The node itself is beyond help. */
  readonly isLost?: boolean;
}

const PLANS: Readonly<Record<CauseId, (situation: Situation) => Plan>> = {
  taint: ({ dice, victim }) => {
    // The first is what a drain leaves behind if nobody cleans up: being cordoned alone would stop no daemon pod.
    const [taint, unschedulable] = dice.oneOf<readonly [{ key: string; value?: string; effect: "NoSchedule" | "NoExecute" }, boolean]>([
      [{ key: "maintenance", value: "kernel", effect: "NoExecute" }, true],
      [{ key: "dedicated", value: "db", effect: "NoSchedule" }, false],
      [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }, false],
    ]);
    return { traits: { taints: [taint], unschedulable }, solution: [`kubectl taint nodes ${victim} ${taint.key}:${taint.effect}-`] };
  },
  selector: ({ dice, victim }) => {
    const [key, ours, theirs] = dice.oneOf<readonly [string, string, string]>([["disk", "ssd", "hdd"], ["pool", "general", "generic"], ["example.com/agent", "enabled", "enable"]]);
    const isBare = dice.int(0, 1) === 0;
    return {
      podSpec: { nodeSelector: { [key]: ours } }, others: { labels: { [key]: ours } }, traits: { labels: isBare ? {} : { [key]: theirs } },
      solution: [`kubectl label nodes ${victim} ${key}=${ours} --overwrite`],
    };
  },
  cpu: ({ victim }) => ({ beside: [tenantDraft("shop", victim, { cpu: "3950m", memory: "1Gi" })], solution: ["kubectl delete pod shop"] }),
  memory: ({ victim }) => ({ beside: [tenantDraft("cache", victim, { cpu: "500m", memory: "8128Mi" })], solution: ["kubectl delete pod cache"] }),
  "host-port": ({ dice, victim }) => {
    const port = dice.oneOf([9100, 8125, 2020]);
    const ports = [{ containerPort: port, hostPort: port }];
    const tenant = tenantDraft("old-agent", victim, { cpu: "100m", memory: "64Mi" });
    const spec = tenant["spec"] as { readonly containers: readonly object[] };
    return {
      podSpec: { containers: [{ name: "agent", image: OLD, ports, resources: { requests: { cpu: "100m", memory: "128Mi" } } }] },
      beside: [{ ...tenant, spec: { ...spec, containers: spec.containers.map((c) => ({ ...c, ports })) } }],
      solution: ["kubectl delete pod old-agent"],
    };
  },
  image: ({ agent }) => release(agent, { pull: { error: `rpc error: code = NotFound desc = failed to pull and unpack image "${NEW}": failed to resolve reference "${NEW}": ${NEW}: not found` } }),
  crash: ({ dice, agent }) => release(agent, { run: { exitAfterSeconds: dice.int(1, 4), exitCode: dice.oneOf([1, 2, 78]) } }),
  "not-ready": ({ agent }) => ({
    ...release(agent, { probes: { httpStatus: 503 } }),
    podSpec: { containers: [{ name: "agent", image: OLD, readinessProbe: { httpGet: { path: "/ready", port: 8080 }, periodSeconds: 5 }, resources: { requests: { cpu: "100m", memory: "128Mi" } } }] },
  }),
  quota: ({ nodes }) => ({
    before: [{ apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "team", namespace: "default" }, spec: { hard: { pods: `${nodes - 1}` } } }],
    solution: ["kubectl delete resourcequota team"],
  }),
  budget: ({ agent, victim }) => ({
    inputs: [{ atMs: RELEASE_AT_MS - 120_000, request: create(FAULTS, nodeDown(victim) as { metadata: { namespace?: string } }) }, { atMs: RELEASE_AT_MS, request: newImage(agent) }],
    solution: [`kubectl delete node ${victim}`], image: NEW, isLost: true,
  }),
};

/** A release that does not work: at most maxUnavailable nodes are hurt, and going back heals it. */
function release(agent: string, behaviour: object): Plan {
  return {
    before: [{ apiVersion: `${SIM_GROUP}/v1`, kind: "Image", metadata: { name: "agent-1.5" }, spec: { image: NEW, ...behaviour } }],
    inputs: [{ atMs: RELEASE_AT_MS, request: newImage(agent) }],
    solution: [`kubectl rollout undo ds/${agent}`],
  };
}

function newImage(agent: string): KubeRequest {
  const body = { spec: { template: { spec: { containers: [{ name: "agent", image: NEW }] } } } };
  return patch(DAEMONSETS, { namespace: "default", name: agent }, body, { patchType: "strategic", fieldManager: "kubectl-set" });
}

function nodeDown(nodeName: string): object {
  return { apiVersion: `${SIM_GROUP}/v1`, kind: "Fault", metadata: { name: `node-down-${nodeName}` }, spec: { type: "NodeDown", nodeName } };
}

/** What looks suspicious and is not: no daemon pod minds being cordoned, or a taint that only prefers. */
function noiseOf(dice: Dice, names: readonly string[]): Readonly<Record<string, NodeTraits>> {
  const [first = "", second = ""] = dice.shuffled(names);
  return {
    ...(dice.int(0, 1) === 0 ? { [first]: { unschedulable: true } } : {}),
    ...(dice.int(0, 1) === 0 ? { [second]: { taints: [{ key: "spot", value: "true", effect: "PreferNoSchedule" as const }] } } : {}),
  };
}

function merged(a: NodeTraits, b: NodeTraits = {}): NodeTraits {
  return { ...a, ...b, labels: { ...a.labels, ...b.labels } };
}
