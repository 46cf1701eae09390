import { list } from "../../api/request.ts";
import { REPLICASETS } from "../../api/resources.ts";
import { formatLabelSelector } from "../../api/selector.ts";
import { deepEqual } from "../../api/semantic.ts";
import type { Deployment } from "../../api/types/deployment.ts";
import type { PodTemplateSpec } from "../../api/types/pod.ts";
import type { ReplicaSet } from "../../api/types/replicaset.ts";
import { sendList, type Steps } from "../process.ts";
import { writeConditions } from "./conditions.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { writeLabelsAndAnnotations, writeName } from "./head.ts";
import { writePodTemplate } from "./pod-template.ts";
import { longTime } from "./times.ts";

/** Source: kubectl pkg/describe DeploymentDescriber (1.36) */
export function* describeDeployment(deployment: Deployment, about: Describing): Steps<string> {
  const { metadata, spec, status } = deployment;
  const out = new Description();
  writeName(out, deployment);
  out.line(0, "CreationTimestamp:", longTime(metadata.creationTimestamp));
  writeLabelsAndAnnotations(out, deployment);
  out.line(0, "Selector:", formatLabelSelector(spec.selector));
  out.line(0, "Replicas:", replicasText(deployment));
  out.line(0, "StrategyType:", spec.strategy.type ?? "");
  out.line(0, "MinReadySeconds:", String(spec.minReadySeconds ?? 0));
  const rolling = spec.strategy.rollingUpdate;
  if (rolling) out.line(0, "RollingUpdateStrategy:", `${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge`);
  writePodTemplate(out, spec.template);
  writeConditions(out, status.conditions);
  const { old, current } = yield* replicaSetsOf(deployment);
  out.line(0, "OldReplicaSets:", replicaSetsText(old));
  out.line(0, "NewReplicaSet:", replicaSetsText(current ? [current] : []));
  yield* writeEventsOf(out, deployment, about);
  return out.text();
}

function replicasText({ spec, status }: Deployment): string {
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status;
  return `${spec.replicas} desired | ${updatedReplicas} updated | ${replicas} total | ${availableReplicas} available | ${unavailableReplicas} unavailable`;
}

function replicaSetsText(sets: readonly ReplicaSet[]): string {
  return sets.map((set) => `${set.metadata.name} (${set.status.replicas}/${set.spec.replicas} replicas created)`).join(", ") || "<none>";
}

/** Those it controls, oldest first: the one with its present template, and the others. Source: kubectl pkg/util/deployment GetAllReplicaSetsInChunks */
function* replicaSetsOf({ metadata, spec }: Deployment): Steps<{ readonly old: readonly ReplicaSet[]; readonly current: ReplicaSet | undefined }> {
  const response = yield* sendList<ReplicaSet>(list(REPLICASETS, metadata.namespace, { labelSelector: formatLabelSelector(spec.selector) }));
  const owned = (response.ok ? response.body.items : []).filter((set) => set.metadata.ownerReferences?.some((o) => o.controller && o.uid === metadata.uid));
  const sorted = [...owned].sort((a, b) => (ageKey(a) < ageKey(b) ? -1 : 1));
  const wanted = withoutHash(spec.template);
  const current = sorted.find((set) => deepEqual(withoutHash(set.spec.template), wanted));
  return { old: sorted.filter((set) => set !== current), current };
}

function ageKey({ metadata }: ReplicaSet): string {
  return `${metadata.creationTimestamp} ${metadata.name}`;
}

function withoutHash({ metadata = {}, spec }: PodTemplateSpec): object {
  const { "pod-template-hash": _, ...labels } = metadata.labels ?? {};
  return { metadata: { ...metadata, labels }, spec };
}
