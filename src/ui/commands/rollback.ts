import { patch, type KubeRequest } from "../../api/request.ts";
import { HASH_LABEL } from "../../api/rollout.ts";
import type { RevisionMark, WorkloadRow } from "../../api/frame.ts";
import { DEPLOYMENTS } from "../../api/resources.ts";
import type { Deployment } from "../../api/types/deployment.ts";
import type { StringMap } from "../../api/types/meta.ts";
import type { ReplicaSet } from "../../api/types/replicaset.ts";
import type { Command, CommandContext } from "./command.ts";
import { rolloutLine } from "./rollout.ts";
import { needsWorkload, notNow, WORKLOADS, workloadObjectOf, workloadOf } from "./targets.ts";
import { refusal, text } from "./values.ts";

const KINDS = ["DaemonSet", "Deployment", "StatefulSet"] as const;
const TEMPLATE_HASH = "pod-template-hash";

/**
 * Writes an old template back: a ControllerRevision's data as a patch that replaces the template, or the template of
 * an old ReplicaSet.
 * Source: kubectl pkg/polymorphichelpers/rollback.go (1.36)
 */
export const rollback: Command = {
  id: "rollback",
  title: "Roll back",
  group: "workload",
  kinds: KINDS,
  shortcut: "b",
  when(context) {
    const found = needsWorkload(context, KINDS);
    if (found !== true) return found;
    const row = workloadOf(context, KINDS)!;
    const [newest] = earlierRevisions(row);
    if (!newest) return "There is no earlier revision to roll back to.";
    if (row.kind === "Deployment" && row.paused) {
      return `cannot rollback a paused deployment; resume it first with 'kubectl rollout resume deployment/${row.name}' and try again`;
    }
    return requestOf(context, row, newest) ? true : "The page is still reading the revisions.";
  },
  fields(context) {
    const options = earlierRevisions(workloadOf(context, KINDS)).map((r) => ({ value: String(r.revision), label: `${r.letter}: revision ${r.revision}, ${r.image}` }));
    return [{ id: "revision", label: "Revision", type: "choice", initial: options[0]?.value ?? "", options }];
  },
  plan(context, values) {
    const row = workloadOf(context, KINDS);
    if (!row) return notNow(needsWorkload(context, KINDS));
    const earlier = earlierRevisions(row);
    const wanted = text(values, "revision");
    const mark = earlier.find((r) => String(r.revision) === wanted);
    if (!mark) return refusal("revision", `unable to find specified revision ${wanted} in history`);
    const request = requestOf(context, row, mark);
    if (!request) return refusal("revision", "The page is still reading this revision.");
    // Without a number kubectl takes the second highest revision.
    return { requests: [request], kubectl: [rolloutLine("undo", row, mark === earlier[0] ? [] : [`--to-revision=${mark.revision}`])] };
  },
};

/** All but the present one, newest first. The present one has the highest number. */
function earlierRevisions(row: WorkloadRow | undefined): readonly RevisionMark[] {
  return [...(row?.revisions ?? [])].sort((a, b) => b.revision - a.revision).slice(1);
}

function requestOf(context: CommandContext, row: WorkloadRow, mark: RevisionMark): KubeRequest | undefined {
  if (row.kind === "Deployment") return deploymentRequest(context, mark);
  const owned = (context.revisions ?? []).filter((r) => r.metadata.ownerReferences?.some((o) => o.uid === row.uid));
  // By hash: after a rollback the controller gives an old revision a new number, and the hash stays.
  const data = owned.find((r) => r.metadata.labels?.[HASH_LABEL] === mark.hash || r.metadata.name === mark.hash)?.data;
  return data && patch(WORKLOADS[row.kind].resource, row, data, { patchType: "strategic" });
}

/** The template without the label that the controller adds, and the annotations that came with it. */
function deploymentRequest(context: CommandContext, mark: RevisionMark): KubeRequest | undefined {
  const deployment = workloadObjectOf(context, ["Deployment"]);
  const set = context.objects.find((o): o is ReplicaSet => o.kind === "ReplicaSet" && isOf(o as ReplicaSet, deployment) && o.metadata.labels?.[TEMPLATE_HASH] === mark.hash);
  if (!deployment || !set) return undefined;
  const { [TEMPLATE_HASH]: _, ...labels } = set.spec.template.metadata?.labels ?? {};
  const template = { ...set.spec.template, metadata: { ...set.spec.template.metadata, labels } };
  return patch(DEPLOYMENTS, deployment.metadata, [
    { op: "replace", path: "/spec/template", value: template },
    { op: "replace", path: "/metadata/annotations", value: annotationsAfter(deployment, set) },
  ], { patchType: "json" });
}

function isOf(set: ReplicaSet, deployment: Deployment | undefined): boolean {
  return set.metadata.ownerReferences?.some((o) => o.controller && o.uid === deployment?.metadata.uid) ?? false;
}

/** Annotations that belong to the Deployment itself; all others come from the ReplicaSet. */
const OWN_ANNOTATIONS: readonly string[] = [
  "kubectl.kubernetes.io/last-applied-configuration", "deployment.kubernetes.io/revision", "deployment.kubernetes.io/revision-history",
  "deployment.kubernetes.io/desired-replicas", "deployment.kubernetes.io/max-replicas", "deprecated.deployment.rollback.to",
];

function annotationsAfter(deployment: Deployment, set: ReplicaSet): StringMap {
  const pick = (map: StringMap | undefined, isWanted: (key: string) => boolean) => Object.entries(map ?? {}).filter(([key]) => isWanted(key));
  return Object.fromEntries([
    ...pick(deployment.metadata.annotations, (key) => OWN_ANNOTATIONS.includes(key)),
    ...pick(set.metadata.annotations, (key) => !OWN_ANNOTATIONS.includes(key)),
  ]);
}
