import { NODES, PODS } from "../../../../api/resources.ts";
import type { StringMap } from "../../../../api/types/meta.ts";
import type { Node } from "../../../../api/types/node.ts";
import type { Pod } from "../../../../api/types/pod.ts";
import { Store } from "../../../apiserver/store.ts";
import { fitErrorMessage } from "../../../scheduler/fit-error.ts";
import { nodeInfoOf } from "../../../scheduler/node-info.ts";
import { nodeResourcesFit } from "../../../scheduler/plugins/node-resources-fit.ts";
import type { Rejection } from "../../../scheduler/plugins/plugin.ts";
import { pickCandidate, preempt } from "../../../scheduler/preemption.ts";
import { queueBackoffSeconds } from "../../../scheduler/queue.ts";
import { balancedAllocationScore, balanceWith } from "../../../scheduler/scoring/balanced-allocation.ts";
import { imageLocalityScore } from "../../../scheduler/scoring/image-locality.ts";
import { leastAllocatedScore } from "../../../scheduler/scoring/least-allocated.ts";
import { normalizeScores } from "../../../scheduler/scoring/normalize.ts";
import { isMembers } from "../../../../api/semantic.ts";
import { wholeNode, wholePod, type Sketch } from "./objects.ts";
import type { CaseFunctions } from "./function-table.ts";

interface OnNode { readonly pod: Sketch<Pod>; readonly node: Sketch<Node>; readonly podsOnNode?: readonly Sketch<Pod>[]; readonly version?: string }

interface FitErrorCase {
  readonly numAllNodes: number;
  readonly preFilterMsg?: string;
  readonly nodes?: Readonly<Record<string, readonly string[]>>;
  readonly absentReasons?: readonly string[];
  readonly postFilterMsg?: string;
}

interface Victims { readonly pdbViolations?: number; readonly pods: readonly { readonly priority: number; readonly startTime: string }[] }

interface PostFilterCase {
  readonly pod: SketchedPod & { readonly preemptionPolicy?: string };
  readonly nodes: Readonly<Record<string, StringMap>>;
  readonly pods: readonly (SketchedPod & { readonly name: string; readonly node: string })[];
  readonly filterStatus: Readonly<Record<string, string>>;
}
interface SketchedPod { readonly priority: number; readonly requests?: StringMap; readonly startTime?: string }

/** The filter, the scores, the message, the queue and the preemption of the scheduler. */
export const SCHEDULER_FUNCTIONS: CaseFunctions = {
  "fit.filter": (given: OnNode, expected: unknown) => {
    const { pod, info } = onNode(given);
    const rejection = nodeResourcesFit.filter(pod, info);
    const found = { fits: !rejection, reasons: rejection?.reasons ?? [] };
    const isAsked = isMembers(expected) && "resolvableByPreemption" in expected;
    return isAsked ? { ...found, resolvableByPreemption: rejection?.isResolvable ?? false } : found;
  },
  "scheduler.fitErrorMessage": (given: FitErrorCase) => {
    const reasonsByNode = Object.values(given.nodes ?? {});
    const absent = given.absentReasons ? { count: given.numAllNodes - reasonsByNode.length, reasons: given.absentReasons } : undefined;
    return fitErrorMessage({ numAllNodes: given.numAllNodes, preFilterMsg: given.preFilterMsg, reasonsByNode, absent, postFilterMsg: given.postFilterMsg });
  },
  "scheduler.queueBackoffSeconds": ({ attempts }: { attempts: number }) => queueBackoffSeconds(attempts),
  "score.leastAllocated": (given: OnNode) => {
    const { pod, info } = onNode(given);
    return leastAllocatedScore(pod, info);
  },
  "score.balancedAllocation": (given: OnNode) => {
    const { pod, info } = onNode(given);
    const isOld = given.version !== undefined && Number(/^v?1\.(\d+)/.exec(given.version)?.[1]) < 36;
    return (isOld ? balanceWith(pod, info) : balancedAllocationScore(pod, info)) ?? null;
  },
  "score.normalize": ({ raw, reverse }: { raw: number[]; reverse?: boolean }) => normalizeScores(raw, { reverse: reverse === true }),
  "score.imageLocality": ({ imagesPresent, totalNodes, containers }: { imagesPresent: { size: number; numNodes: number }[]; totalNodes: number; containers: number }) =>
    imageLocalityScore(imagesPresent.map(({ size, numNodes }) => ({ sizeBytes: size, numNodes })), totalNodes, containers),
  "preemption.pickNode": ({ candidates }: { candidates: Readonly<Record<string, Victims>> }) =>
    pickCandidate(Object.entries(candidates).map(([nodeName, c]) => ({ nodeName, pdbViolations: c.pdbViolations ?? 0, victims: c.pods }))).nodeName,
  "preemption.postFilter": postFilter,
};

function onNode({ pod, node, podsOnNode = [] }: OnNode) {
  return { pod: wholePod(pod), info: nodeInfoOf(wholeNode(node), podsOnNode.map((p, i) => wholePod(p, `other-${i}`))) };
}

function postFilter(given: PostFilterCase) {
  const store = new Store();
  for (const [name, allocatable] of Object.entries(given.nodes)) store.put(NODES, wholeNode({ status: { allocatable } }, name));
  for (const p of given.pods) store.put(PODS, sketched(p, p.name, p.node));
  const rejected = new Map(Object.entries(given.filterStatus).map(([name, code]): [string, Rejection] =>
    [name, { plugin: "", isResolvable: code === "Unschedulable", reasons: [], text: "", evidence: [] }]));
  const preemptor = sketched(given.pod, "preemptor");
  const result = preempt(store, preemptor, { numAllNodes: Object.keys(given.nodes).length, rejected }, () => []);
  return result.kind === "victims" ? { nominatedNode: result.nodeName, message: "" } : { nominatedNode: "", message: result.message };
}

function sketched(p: SketchedPod & { readonly preemptionPolicy?: string }, name: string, nodeName?: string): Pod {
  return wholePod({
    spec: {
      priority: p.priority,
      containers: [{ name: "c", image: "x", resources: { requests: p.requests ?? {} } }],
      ...(p.preemptionPolicy ? { preemptionPolicy: p.preemptionPolicy } : {}),
      ...(nodeName ? { nodeName } : {}),
    },
    status: p.startTime ? { startTime: p.startTime } : {},
  }, name);
}
