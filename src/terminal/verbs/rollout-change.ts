import { patch } from "../../api/request.ts";
import { DAEMONSETS, DEPLOYMENTS, STATEFULSETS } from "../../api/resources.ts";
import { formatTime } from "../../api/time.ts";
import type { Deployment } from "../../api/types/deployment.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { PodTemplateSpec } from "../../api/types/pod.ts";
import type { Arguments, KubectlContext, Process, Verb } from "../kubectl/verb.ts";
import { now, send, type Steps } from "../process.ts";
import { allObjects, gathered, type Found } from "./objects.ts";
import { outcomeOf, OUTCOME_FLAGS, tell } from "./outcome.ts";
import { checkNamed, quotedName, ROLLOUT_FLAGS, tellNothingFound } from "./rollout-objects.ts";

const FLAGS: Verb["flags"] = [...ROLLOUT_FLAGS, ...OUTCOME_FLAGS.filter(({ name }) => name !== "dry-run")];
const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

/** A patch to send, or kubectl's words about why there is none. */
type Change = { readonly patch: object } | { readonly problem: string };

/** `kubectl rollout restart TYPE/NAME`. Source: kubectl pkg/cmd/rollout/rollout_restart.go, pkg/polymorphichelpers/objectrestarter.go (1.36) */
export const rolloutRestart: Verb = { name: "rollout restart", flags: FLAGS, places: ["type/name"], run: (args, context) => changeAll(args, context, "restarted", restart) };

function restart(found: Found, nowMs: number): Change {
  if (![DAEMONSETS, DEPLOYMENTS, STATEFULSETS].includes(found.resource)) return refused(found, "restarting is not supported");
  const { paused, template } = (found.object as unknown as { readonly spec: { readonly paused?: boolean; readonly template: PodTemplateSpec } }).spec;
  if (paused) return refused(found, "can't restart paused deployment (run rollout resume first)");
  const at = formatTime(nowMs);
  if (template.metadata?.annotations?.[RESTARTED_AT] === at) {
    return { problem: `failed to create patch for ${found.object.metadata.name}: if restart has already been triggered within the past second, please wait before attempting to trigger another` };
  }
  return { patch: { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: at } } } } } };
}

/** `kubectl rollout pause TYPE/NAME`. Source: kubectl pkg/cmd/rollout/rollout_pause.go, pkg/polymorphichelpers/objectpauser.go (1.36) */
export const rolloutPause: Verb = { name: "rollout pause", flags: FLAGS, places: ["type/name"], run: (args, context) => changeAll(args, context, "paused", pause) };

function pause(found: Found): Change {
  if (found.resource !== DEPLOYMENTS) return refused(found, "pausing is not supported");
  return (found.object as Deployment).spec.paused ? refused(found, "is already paused") : { patch: { spec: { paused: true } } };
}

/** `kubectl rollout resume TYPE/NAME`. Source: kubectl pkg/cmd/rollout/rollout_resume.go, pkg/polymorphichelpers/objectresumer.go (1.36) */
export const rolloutResume: Verb = { name: "rollout resume", flags: FLAGS, places: ["type/name"], run: (args, context) => changeAll(args, context, "resumed", resume) };

function resume(found: Found): Change {
  if (found.resource !== DEPLOYMENTS) return refused(found, "resuming is not supported");
  return (found.object as Deployment).spec.paused ? { patch: { spec: { paused: null } } } : refused(found, "is not paused");
}

function refused(found: Found, why: string): Change {
  return { problem: `error: ${quotedName(found)} ${why}` };
}

function* changeAll(args: Arguments, context: KubectlContext, word: string, change: (found: Found, nowMs: number) => Change): Process {
  const outcome = yield* outcomeOf(args);
  checkNamed(args);
  const { found, failures } = yield* allObjects({ words: args.words, takesAll: true }, args, context);
  if (found.length === 0 && failures.length === 0) yield* tellNothingFound(args, context);
  const nowMs = yield* now();
  const changes = found.map((one) => ({ one, result: change(one, nowMs) }));
  const problems: (string | (typeof failures)[number])[] = [...failures];
  for (const { one, result } of changes) {
    if ("problem" in result) problems.push(result.problem);
    else {
      const problem = yield* changeOne(one, result.patch, args);
      if (typeof problem === "string") problems.push(problem);
      else yield* tell({ ...one, object: problem }, word, outcome);
    }
  }
  if (problems.length > 0) throw gathered(problems);
  return 0;
}

/** The object afterwards, or what the server says against it. */
function* changeOne({ resource, object }: Found, body: object, args: Arguments): Steps<KubeObject | string> {
  const response = yield* send<KubeObject>(patch(resource, object.metadata, body, { patchType: "strategic", fieldManager: args.text("field-manager") ?? "kubectl-rollout" }));
  return response.ok ? response.body : `failed to patch: ${response.status.message ?? ""}`;
}
