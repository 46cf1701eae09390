import { list, type KubeList, type KubeRequest } from "../../api/request.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import type { Deployment } from "../../api/types/deployment.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { StatefulSet } from "../../api/types/statefulset.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { ask, fail } from "../kubectl/errors.ts";
import type { Arguments, KubectlContext, Process, Verb } from "../kubectl/verb.ts";
import { changes, now, print, type Steps } from "../process.ts";
import { daemonSetRolloutStatus, deploymentRolloutStatus, statefulSetRolloutStatus } from "../rollout-status.ts";
import { eachObject, type Found } from "./objects.ts";
import { checkNamed, kindName, ROLLOUT_FLAGS, tellNothingFound, workloadOf } from "./rollout-objects.ts";

/** `kubectl rollout status TYPE/NAME`. Source: kubectl pkg/cmd/rollout/rollout_status.go (1.36) */
export const rolloutStatus: Verb = {
  name: "rollout status",
  interruptedStatus: 1,
  flags: [...ROLLOUT_FLAGS, COMMON_FLAGS.timeout, { name: "watch", short: "w", type: "bool" }, { name: "revision", type: "int" }],
  places: ["type/name"],
  run,
};

function* run(args: Arguments, context: KubectlContext): Process {
  checkNamed(args);
  const revision = args.number("revision") ?? 0;
  if (revision < 0) fail(`revision must be a positive integer: ${revision}`);
  const count = yield* eachObject({ words: args.words, takesAll: true }, args, context, (found) => follow(found, revision, args));
  if (count === 0) yield* tellNothingFound(args, context);
  return 0;
}

/** A line for each event of the object, until its rollout is done. */
function* follow(found: Found, revision: number, args: Arguments): Steps<void> {
  if (!workloadOf(found)) fail(`no status viewer has been implemented for ${kindName(found.resource)}`);
  const timeoutMs = args.number("timeout") ?? 0;
  const untilMs = timeoutMs > 0 ? (yield* now()) + timeoutMs : undefined;
  const { name, namespace } = found.object.metadata;
  const one: KubeRequest = list(found.resource, namespace, { fieldSelector: `metadata.name=${name}` });
  const isOver = (object: KubeObject) => tellStatus(object, revision, args);
  for (;;) {
    const { items, metadata } = yield* ask<KubeList>(one);
    if (!items[0]) fail("object has been deleted");
    if (yield* isOver(items[0])) return;
    let since = metadata.resourceVersion;
    for (;;) {
      const news = yield* changes(one, since, untilMs === undefined ? undefined : Math.max(0, untilMs - (yield* now())));
      if (news.isExpired) break;
      for (const { type, object } of news.events) {
        if (type === "DELETED") fail("object has been deleted");
        if (yield* isOver(object)) return;
      }
      if (untilMs !== undefined && (yield* now()) >= untilMs) fail("timed out waiting for the condition");
      since = news.resourceVersion;
    }
  }
}

/** Whether nothing more is to be waited for. */
function* tellStatus(object: KubeObject, revision: number, args: Arguments): Steps<boolean> {
  const status = statusOf(object, revision);
  if ("error" in status) fail(status.error);
  yield* print(status.message);
  return status.done || (args.has("watch") && !args.is("watch"));
}

type Status = ReturnType<typeof deploymentRolloutStatus>;

function statusOf(object: KubeObject, revision: number): Status {
  switch (object.kind) {
    case "DaemonSet": return ofDaemonSet(object as DaemonSet);
    case "Deployment": return ofDeployment(object as Deployment, revision);
    default: return ofStatefulSet(object as StatefulSet);
  }
}

const ONLY_ROLLING: Status = { error: "rollout status is only available for RollingUpdate strategy type" };

function ofDaemonSet({ metadata, spec, status }: DaemonSet): Status {
  if (spec.updateStrategy.type !== "RollingUpdate") return ONLY_ROLLING;
  return daemonSetRolloutStatus({
    ...generations(metadata, status),
    desiredNumberScheduled: status.desiredNumberScheduled,
    updatedNumberScheduled: status.updatedNumberScheduled ?? 0,
    numberAvailable: status.numberAvailable ?? 0,
  });
}

const REVISION = "deployment.kubernetes.io/revision";

function ofDeployment({ metadata, spec, status }: Deployment, wanted: number): Status {
  const running = Number(metadata.annotations?.[REVISION] ?? 0);
  if (wanted > 0 && wanted !== running) return { error: `desired revision (${wanted}) is different from the running revision (${running})` };
  const progressing = status.conditions?.find(({ type }) => type === "Progressing")?.reason;
  return deploymentRolloutStatus({
    ...generations(metadata, status),
    replicas: spec.replicas,
    statusReplicas: status.replicas ?? 0,
    updatedReplicas: status.updatedReplicas ?? 0,
    availableReplicas: status.availableReplicas ?? 0,
    ...(progressing ? { progressing } : {}),
  });
}

function ofStatefulSet({ metadata, spec, status }: StatefulSet): Status {
  if (spec.updateStrategy.type !== "RollingUpdate") return ONLY_ROLLING;
  return statefulSetRolloutStatus({
    ...generations(metadata, status),
    replicas: spec.replicas,
    readyReplicas: status.readyReplicas ?? 0,
    updatedReplicas: status.updatedReplicas ?? 0,
    currentReplicas: status.currentReplicas ?? 0,
    partition: spec.updateStrategy.rollingUpdate ? (spec.updateStrategy.rollingUpdate.partition ?? 0) : null,
    revisionsEqual: status.updateRevision === status.currentRevision,
    updateRevision: status.updateRevision ?? "",
  });
}

function generations({ name, generation = 0 }: KubeObject["metadata"], { observedGeneration = 0 }: { readonly observedGeneration?: number }) {
  return { name, generation, observedGeneration };
}
