import { formatTime } from "../../../../api/time.ts";
import type { Deployment } from "../../../../api/types/deployment.ts";
import type { IntOrString } from "../../../../api/types/meta.ts";
import type { Pod } from "../../../../api/types/pod.ts";
import type { ReplicaSet } from "../../../../api/types/replicaset.ts";
import { surplusSets } from "../../../controllers/deployment/cleanup.ts";
import { limitsOf, resolveFenceposts } from "../../../controllers/deployment/limits.ts";
import { DESIRED_REPLICAS, MAX_REPLICAS, REVISION } from "../../../controllers/deployment/annotations.ts";
import { scaleSets } from "../../../controllers/deployment/proportions.ts";
import { cleanUpUnhealthy, growNewSet, shrinkAvailable, shrinkOldSets } from "../../../controllers/deployment/rolling.ts";
import { isComplete } from "../../../controllers/deployment/status.ts";
import { DELETION_COST_ANNOTATION, rankForDeletion } from "../../../controllers/replicaset/rank.ts";
import { revisionHash } from "../../../controllers/statefulset/revision-hash.ts";
import type { CaseFunctions } from "../cluster/function-table.ts";
import { wholePod } from "../cluster/objects.ts";

/** The functions of the controllers' tables. */
export const PURE_FUNCTIONS: CaseFunctions = {
  "deployment.resolveFenceposts": ({ replicas, ...rolling }: Given) => resolveFenceposts(rollingOf(rolling), replicas ?? 0) ?? "error",
  "deployment.maxUnavailable": (given: Given) => limitsOf(deployment(given)).maxUnavailable,
  "deployment.newRSReplicas": (given: Given & Sizes) => {
    const newSet = set("new", given.new ?? 0);
    return { new: growNewSet(deployment({ maxUnavailable: 0, ...given }), newSet, [set("old", given.old)])?.replicas ?? newSet.spec.replicas };
  },
  "deployment.reconcileOld": (given: Given & Sizes) => {
    const old = set("old", given.old, given.readyOld);
    const scalings = shrinkOldSets(deployment(given), set("new", given.new ?? 0, given.readyNew), [old]);
    return "error" in scalings ? scalings : { old: scalings.at(-1)?.replicas ?? given.old };
  },
  "deployment.scaleDownOld": (given: Given & Sizes) => {
    const scalings = shrinkAvailable(deployment({ maxSurge: 0, ...given }), [{ rs: set("old", given.old), replicas: given.old }], given.readyOld ?? 0);
    return { old: scalings.at(-1)?.replicas ?? given.old };
  },
  "deployment.cleanupUnhealthy": ({ old, readyOld, maxCleanup }: Sizes & { maxCleanup: number }) => {
    const scalings = cleanUpUnhealthy([set("old", old, readyOld)], maxCleanup);
    return "error" in scalings ? scalings : { cleaned: scalings.reduce((n, s) => n + old - s.replicas, 0) };
  },
  "deployment.cleanupHistory": ({ oldRSs, revisionHistoryLimit }: { oldRSs: [number, number][]; revisionHistoryLimit: number }) => {
    const sets = oldRSs.map(([replicas, actual], i) => ({ ...set(`v${i}`, replicas), status: { replicas: actual } }));
    return { deleted: surplusSets(sets, revisionHistoryLimit).length };
  },
  "deployment.complete": ({ desired, replicas, updated, available }: Readonly<Record<string, number>>) =>
    isComplete(deployment({ replicas: desired }), { replicas, updatedReplicas: updated, availableReplicas: available } as Deployment["status"]),
  "deployment.scaleProportionally": scaleProportionally,
  "replicaset.deleteFirst": deleteFirst,
  "statefulset.revisionHash": ({ name, data, collisionCount }: { name: string; data: { spec: { template: { metadata: { labels: object } } } }; collisionCount: number }) => {
    const hash = revisionHash(data, collisionCount);
    return { name: `${name}-${hash}`, labels: { ...data.spec.template.metadata.labels, "controller.kubernetes.io/hash": hash } };
  },
};

/** An absent limit is `null` in the tables. */
interface Limit { readonly maxSurge?: IntOrString | null; readonly maxUnavailable?: IntOrString | null }
interface Given extends Limit { readonly replicas?: number | undefined; readonly type?: "RollingUpdate" | "Recreate" }
interface Sizes { readonly old: number; readonly new?: number; readonly readyOld?: number; readonly readyNew?: number }

function rollingOf({ maxSurge, maxUnavailable }: Limit) {
  return { ...(maxSurge === null || maxSurge === undefined ? {} : { maxSurge }), ...(maxUnavailable === null || maxUnavailable === undefined ? {} : { maxUnavailable }) };
}

function deployment({ replicas = 0, type = "RollingUpdate", ...limit }: Given): Deployment {
  return {
    apiVersion: "apps/v1", kind: "Deployment",
    metadata: { name: "d", uid: "d", resourceVersion: "1", creationTimestamp: formatTime(0) },
    spec: {
      replicas, selector: {}, template: { spec: { containers: [] } }, revisionHistoryLimit: 10, progressDeadlineSeconds: 600,
      strategy: { type, ...(type === "RollingUpdate" ? { rollingUpdate: rollingOf(limit) } : {}) },
    },
    status: {},
  };
}

function set(name: string, replicas: number, available = 0): ReplicaSet {
  return {
    apiVersion: "apps/v1", kind: "ReplicaSet",
    metadata: { name, uid: name, resourceVersion: "1", creationTimestamp: formatTime(0), annotations: { [REVISION]: "1" } },
    spec: { replicas, selector: {}, template: { spec: { containers: [] } } },
    status: { replicas, availableReplicas: available },
  };
}

interface Named { readonly name: string; readonly replicas: number }
interface ProportionCase { readonly newReplicas: number; readonly oldReplicas: number; readonly maxSurge: number | null; readonly oldMaxSurge: number | null; readonly newRS: Named | null; readonly oldRSs: readonly Named[] }

/** Old ReplicaSets are listed newest first. */
function scaleProportionally({ newReplicas, oldReplicas, maxSurge, oldMaxSurge, newRS, oldRSs }: ProportionCase): unknown {
  const aged = ({ name, replicas }: Named, ageSeconds: number): ReplicaSet => {
    const plain = set(name, replicas);
    const annotations = { [DESIRED_REPLICAS]: String(oldReplicas), [MAX_REPLICAS]: String(oldReplicas + (oldMaxSurge ?? 0)) };
    return { ...plain, metadata: { ...plain.metadata, annotations, creationTimestamp: formatTime(1_000_000 - ageSeconds * 1000) } };
  };
  const old = oldRSs.map((rs, i) => aged(rs, i + 1)).reverse();
  const newSet = newRS ? aged(newRS, 0) : undefined;
  const scalings = scaleSets(deployment({ replicas: newReplicas, maxSurge }), { ...(newSet ? { newSet } : {}), old });
  const sizeOf = ({ name, replicas }: Named) => scalings.find((s) => s.rs.metadata.name === name)?.replicas ?? replicas;
  return { newRS: newRS ? sizeOf(newRS) : null, oldRSs: oldRSs.map(sizeOf) };
}

interface RankedPod {
  readonly name: string; readonly nodeName: string; readonly phase: NonNullable<Pod["status"]["phase"]>; readonly ready: boolean;
  readonly readySecondsAgo?: number; readonly rank?: number; readonly deletionCost?: number;
}

const NOW_MS = 10_000_000_000;

function deleteFirst(pods: readonly [RankedPod, RankedPod]): string {
  const ranks = new Map(pods.map((p) => [p.name, p.rank ?? 1]));
  const [a, b] = pods.map(({ name, nodeName, phase, ready, readySecondsAgo = 0, deletionCost }) => wholePod({
    metadata: { name, ...(deletionCost === undefined ? {} : { annotations: { [DELETION_COST_ANNOTATION]: String(deletionCost) } }) },
    spec: { nodeName },
    status: { phase, conditions: [{ type: "Ready", status: ready ? "True" : "False", lastTransitionTime: formatTime(NOW_MS - readySecondsAgo * 1000) }] },
  })) as [Pod, Pod];
  return rankForDeletion(a, b, { nowMs: NOW_MS, crowdOf: (pod) => ranks.get(pod.metadata.name) ?? 1 }).order < 0 ? a.metadata.name : b.metadata.name;
}
