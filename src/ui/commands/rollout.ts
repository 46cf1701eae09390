import { patch } from "../../api/request.ts";
import { DAEMONSETS } from "../../api/resources.ts";
import { HASH_LABEL } from "../../api/rollout.ts";
import { formatTime } from "../../api/time.ts";
import type { RevisionMark } from "../../api/frame.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import type { Command, CommandContext } from "./command.ts";
import { patchDaemonSet } from "./requests.ts";
import { daemonSetObjectOf, daemonSetOf, needsDaemonSet, needsDaemonSetObject, notNow } from "./targets.ts";
import { refusal, text } from "./values.ts";

const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

/** A new annotation on the template, hence a new revision and a rollout of the same image. */
export const rolloutRestart: Command = {
  id: "rollout-restart",
  title: "Restart rollout",
  group: "daemonset",
  when: needsDaemonSetObject,
  plan(context) {
    const daemonSet = daemonSetObjectOf(context);
    if (!daemonSet) return notNow(needsDaemonSetObject(context));
    const now = formatTime(context.nowMs);
    if (daemonSet.spec.template.metadata?.annotations?.[RESTARTED_AT] === now) {
      return refusal("", "if restart has already been triggered within the past second, please wait before attempting to trigger another");
    }
    const { namespace, name } = daemonSet.metadata;
    const body = { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: now } } } } };
    return {
      requests: [patchDaemonSet(daemonSet.metadata, body, "kubectl-rollout")],
      kubectl: [kubectlLine(["rollout", "restart", `ds/${name}`], namespace)],
    };
  },
};

/**
 * Sends the data of an old ControllerRevision as a patch; it replaces the template.
 * Source: kubectl pkg/polymorphichelpers/rollback.go DaemonSetRollbacker (1.36)
 */
export const rollback: Command = {
  id: "rollback",
  title: "Roll back",
  group: "daemonset",
  shortcut: "b",
  when(context) {
    const found = needsDaemonSet(context);
    if (found !== true) return found;
    if (earlierRevisions(context).length === 0) return "There is no earlier revision to roll back to.";
    return dataOf(context, earlierRevisions(context)[0]) ? true : "The page is still reading the revisions.";
  },
  fields(context) {
    const options = earlierRevisions(context).map((r) => ({ value: String(r.revision), label: `${r.letter}: revision ${r.revision}, ${r.image}` }));
    return [{ id: "revision", label: "Revision", type: "choice", initial: options[0]?.value ?? "", options }];
  },
  plan(context, values) {
    const row = daemonSetOf(context);
    if (!row) return notNow(needsDaemonSet(context));
    const earlier = earlierRevisions(context);
    const wanted = text(values, "revision");
    const mark = earlier.find((r) => String(r.revision) === wanted);
    if (!mark) return refusal("revision", `unable to find specified revision ${wanted} in history`);
    const data = dataOf(context, mark);
    if (!data) return refusal("revision", "The page is still reading this revision.");
    // Without a number kubectl takes the second highest revision.
    const number = mark === earlier[0] ? [] : [`--to-revision=${mark.revision}`];
    return {
      requests: [patch(DAEMONSETS, row, data, { patchType: "strategic" })],
      kubectl: [kubectlLine(["rollout", "undo", `ds/${row.name}`, ...number], row.namespace)],
    };
  },
};

/** All but the present one, newest first. The present one has the highest number. */
function earlierRevisions(context: CommandContext): readonly RevisionMark[] {
  const revisions = [...(daemonSetOf(context)?.revisions ?? [])];
  return revisions.sort((a, b) => b.revision - a.revision).slice(1);
}

function dataOf(context: CommandContext, mark: RevisionMark | undefined): unknown {
  const uid = daemonSetOf(context)?.uid;
  const owned = (context.revisions ?? []).filter((r) => r.metadata.ownerReferences?.some((o) => o.uid === uid));
  // By hash: after a rollback the controller gives an old revision a new number, and the hash stays.
  return owned.find((r) => r.metadata.labels?.[HASH_LABEL] === mark?.hash)?.data;
}
