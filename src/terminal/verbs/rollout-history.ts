import { alignTabs } from "../describe/tab-writer.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, KubectlContext, Process, Verb } from "../kubectl/verb.ts";
import { print, type Steps } from "../process.ts";
import { podTemplateText } from "../pod-template-print.ts";
import { CHANGE_CAUSE } from "./annotate.ts";
import { eachObject, type Found } from "./objects.ts";
import { outcomeOf, OUTCOME_FLAGS, tell, type Outcome } from "./outcome.ts";
import { checkNamed, refuseKind, revisionsOf, ROLLOUT_FLAGS, workloadOf, type Revision } from "./rollout-objects.ts";

/** `kubectl rollout history TYPE/NAME`. Source: kubectl pkg/cmd/rollout/rollout_history.go, pkg/polymorphichelpers/history.go (1.36) */
export const rolloutHistory: Verb = {
  name: "rollout history",
  flags: [...ROLLOUT_FLAGS, ...OUTCOME_FLAGS.filter(({ name }) => name !== "dry-run" && name !== "field-manager"), { name: "revision", type: "int" }],
  places: ["type/name"],
  run,
};

function* run(args: Arguments, context: KubectlContext): Process {
  checkNamed(args);
  const revision = args.number("revision") ?? 0;
  if (revision < 0) fail(`revision must be a positive integer: ${revision}`);
  const outcome = yield* outcomeOf(args);
  yield* eachObject({ words: args.words, takesAll: true }, args, context, (found) => showHistory(found, revision, outcome));
  return 0;
}

function* showHistory(found: Found, wanted: number, outcome: Outcome): Steps<void> {
  const workload = workloadOf(found) ?? refuseKind(found, "history viewer", "history");
  const revisions = yield* revisionsOf(workload);
  const chosen = wanted > 0 ? (revisions.find(({ number }) => number === wanted) ?? (revisions.length > 0 ? fail("unable to find the specified revision") : undefined)) : undefined;
  if (outcome.printer) {
    for (const { holder } of chosen ? [chosen] : revisions) yield* print(outcome.printer(holder));
    return;
  }
  const text = chosen ? podTemplateText(withCause(chosen, found)) : revisions.length > 0 ? table(revisions) : "No rollout history found.";
  yield* tell(found, `${chosen ? `with revision #${wanted}` : ""}\n${text}`, outcome);
}

function table(revisions: readonly Revision[]): string {
  const rows = revisions.map(({ number, changeCause }) => `${number}\t${changeCause || "<none>"}\n`);
  return alignTabs(`REVISION\tCHANGE-CAUSE\n${rows.join("")}`, { padding: 2 });
}

/** A Deployment's templates are shown with the cause of the change; those of the others are not. */
function withCause({ template, changeCause }: Revision, { object }: Found): Revision["template"] {
  if (object.kind !== "Deployment" || !changeCause) return template;
  return { ...template, metadata: { ...template.metadata, annotations: { ...template.metadata?.annotations, [CHANGE_CAUSE]: changeCause } } };
}
