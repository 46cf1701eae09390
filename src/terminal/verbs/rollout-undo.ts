import { patch, type KubeRequest } from "../../api/request.ts";
import { canonicalJson } from "../../api/semantic.ts";
import type { Deployment } from "../../api/types/deployment.ts";
import type { KubeObject, StringMap } from "../../api/types/meta.ts";
import type { PodTemplateSpec } from "../../api/types/pod.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, KubectlContext, Process, Verb } from "../kubectl/verb.ts";
import { podTemplateText } from "../pod-template-print.ts";
import { complain, send, type Steps } from "../process.ts";
import { eachObject, type Found } from "./objects.ts";
import { changeOptions, outcomeOf, OUTCOME_FLAGS, tell, type Outcome } from "./outcome.ts";
import { checkNamed, refuseKind, revisionsOf, ROLLOUT_FLAGS, workloadOf, type Revision } from "./rollout-objects.ts";

/** `kubectl rollout undo TYPE/NAME`. Source: kubectl pkg/cmd/rollout/rollout_undo.go, pkg/polymorphichelpers/rollback.go (1.36) */
export const rolloutUndo: Verb = {
  name: "rollout undo",
  flags: [...ROLLOUT_FLAGS, ...OUTCOME_FLAGS.filter(({ name }) => name !== "field-manager"), { name: "to-revision", type: "int" }],
  places: ["type/name"],
  run,
};

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

function* run(args: Arguments, context: KubectlContext): Process {
  const outcome = yield* outcomeOf(args);
  checkNamed(args);
  const toRevision = args.number("to-revision") ?? 0;
  yield* eachObject({ words: args.words, takesAll: true }, args, context, (found) => undo(found, toRevision, outcome));
  return 0;
}

function* undo(found: Found, toRevision: number, outcome: Outcome): Steps<void> {
  const workload = workloadOf(found) ?? refuseKind(found, "rollbacker", "rollbacker");
  yield* warnOfApply(found);
  const revisions = yield* revisionsOf(workload);
  const revision = toRevision === 0 ? previous(workload, revisions) : revisions.find(({ number }) => number === toRevision);
  if (!revision) fail(`unable to find specified revision ${toRevision} in history`);
  if (outcome.dryRun === "client") {
    return yield* tell(found, `${workload.kind === "Deployment" ? "" : "will roll back to "}${podTemplateText(revision.template)}`, outcome);
  }
  if (workload.kind === "Deployment" && (workload as Deployment).spec.paused) {
    fail("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again");
  }
  if (canonicalJson(withoutHash(revision.template)) === canonicalJson(withoutHash(workload.spec.template))) {
    return yield* tell(found, `skipped rollback (current template already matches revision ${toRevision})`, outcome);
  }
  const response = yield* send<KubeObject>(restoring(found, revision, outcome));
  if (!response.ok) fail(`failed restoring revision ${toRevision}: ${response.status.message ?? ""}`);
  yield* tell(found, "rolled back", outcome);
}

/** The revision before the newest one. */
function previous({ kind, metadata }: KubeObject, revisions: readonly Revision[]): Revision {
  const before = revisions.at(-2);
  return before ?? fail(kind === "Deployment" ? `no rollout history found for deployment ${JSON.stringify(metadata.name)}` : "no last revision to roll back to");
}

function* warnOfApply({ resource, object: { metadata } }: Found): Steps<void> {
  if (metadata.annotations?.[LAST_APPLIED] === undefined) return;
  yield* complain(
    `Warning: resource ${resource.plural}/${metadata.name} was previously managed with 'kubectl apply'. Rolling back will not update the ${LAST_APPLIED} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n`,
  );
}

const HASH = "pod-template-hash";

function withoutHash({ metadata = {}, spec }: PodTemplateSpec): PodTemplateSpec {
  const { [HASH]: _, ...labels } = metadata.labels ?? {};
  return { metadata: { ...metadata, labels }, spec };
}

function restoring({ resource, object }: Found, { template, holder, data }: Revision, outcome: Outcome): KubeRequest {
  if (data) return patch(resource, object.metadata, data, changeOptions(outcome, { patchType: "strategic" }));
  const body = [
    { op: "replace", path: "/spec/template", value: withoutHash(template) },
    { op: "replace", path: "/metadata/annotations", value: annotationsAfter(object.metadata.annotations, holder.metadata.annotations) },
  ];
  return patch(resource, object.metadata, body, changeOptions(outcome, { patchType: "json" }));
}

/** What a Deployment keeps to itself; everything else comes from the ReplicaSet. */
const OWN = new Set([LAST_APPLIED, ...["revision", "revision-history", "desired-replicas", "max-replicas"].map((name) => `deployment.kubernetes.io/${name}`), "deprecated.deployment.rollback.to"]);

function annotationsAfter(deployment: StringMap = {}, replicaSet: StringMap = {}): StringMap {
  const own = Object.entries(deployment).filter(([key]) => OWN.has(key));
  return Object.fromEntries([...own, ...Object.entries(replicaSet).filter(([key]) => !OWN.has(key))]);
}
