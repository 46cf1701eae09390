import { patch, type KubeRequest } from "../../api/request.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { COMMON_FLAGS, requireFlags } from "../kubectl/arguments.ts";
import { ask, fail } from "../kubectl/errors.ts";
import type { Arguments, KubectlContext, Process, Verb } from "../kubectl/verb.ts";
import { FILE_FLAGS, hasFiles } from "../manifest-files.ts";
import { now, sleep, type Steps } from "../process.ts";
import { allObjects, gathered, objectsOfFiles, type Found } from "./objects.ts";
import { changeOptions, outcomeOf, OUTCOME_FLAGS, tell, type Outcome } from "./outcome.ts";

/** `kubectl scale TYPE/NAME --replicas=N`. Source: kubectl pkg/cmd/scale/scale.go, pkg/scale/scale.go (1.36) */
export const scale: Verb = {
  name: "scale",
  flags: [
    ...OUTCOME_FLAGS, ...FILE_FLAGS, COMMON_FLAGS.all, COMMON_FLAGS.selector, COMMON_FLAGS.timeout,
    { name: "replicas", type: "int" },
    { name: "current-replicas", type: "int" },
    { name: "resource-version", type: "string" },
    { name: "record", type: "bool" },
  ],
  places: ["type/name"],
  run,
};

interface Scale extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas: number };
}

function* run(args: Arguments, context: KubectlContext): Process {
  requireFlags(args, ["replicas"]);
  const replicas = args.number("replicas") ?? 0;
  const outcome = yield* outcomeOf(args);
  if (replicas < 0) fail("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0");
  if ((args.number("current-replicas") ?? -1) < -1) fail("The --current-replicas must specify an integer of -1 or greater");
  // What a file names is not looked up: its scale is asked for at once.
  const { found, failures } = hasFiles(args) ? yield* objectsOfFiles(args, context, { isPlaced: true }) : yield* allObjects({ words: args.words }, args, context);
  if (args.text("resource-version") && found.length > 1) fail("cannot use --resource-version with multiple resources");
  if (found.length === 0) throw failures.length > 0 ? gathered(failures) : gathered(["no objects passed to scale"]);
  for (const one of found) yield* scaleOne(one, replicas, args, outcome);
  if (failures.length > 0) throw gathered(failures);
  return 0;
}

function* scaleOne(found: Found, replicas: number, args: Arguments, outcome: Outcome): Steps<void> {
  const scaled = { ...found, object: { ...found.object, spec: { ...(found.object as unknown as Scale).spec, replicas } } };
  if (outcome.dryRun === "client") return yield* tell(scaled, "scaled", outcome);
  const isBound = args.text("resource-version") || (args.number("current-replicas") ?? -1) !== -1;
  yield* ask(isBound ? yield* boundChange(found, replicas, args, outcome) : blindChange(found, replicas, outcome));
  const timeoutMs = args.number("timeout") ?? 0;
  if (timeoutMs > 0 && outcome.dryRun === "none") yield* waitForScale(found, replicas, timeoutMs);
  yield* tell(scaled, "scaled", outcome);
}

function blindChange({ resource, object }: Found, replicas: number, outcome: Outcome): KubeRequest {
  return { ...patch(resource, object.metadata, { spec: { replicas } }, changeOptions(outcome, { patchType: "merge" })), subresource: "scale" };
}

/** A change that holds only for what the command expects. */
function* boundChange(found: Found, replicas: number, args: Arguments, outcome: Outcome): Steps<KubeRequest> {
  const current = yield* ask<Scale>(scaleRequest(found));
  const [wantedSize, wantedVersion] = [args.number("current-replicas") ?? -1, args.text("resource-version")];
  const size = current.spec.replicas ?? 0;
  if (wantedSize !== -1 && size !== wantedSize) fail(`Expected replicas to be ${wantedSize}, was ${size}`);
  const version = current.metadata.resourceVersion;
  if (wantedVersion && version !== wantedVersion) fail(`Expected resource version to be ${wantedVersion}, was ${version}`);
  return { ...scaleRequest(found), verb: "update", body: { ...current, spec: { replicas } }, options: changeOptions(outcome, {}) };
}

const POLL_MS = 1_000;

function* waitForScale(found: Found, replicas: number, timeoutMs: number): Steps<void> {
  const untilMs = (yield* now()) + timeoutMs;
  for (;;) {
    const { spec, status } = yield* ask<Scale>(scaleRequest(found));
    if ((spec.replicas ?? 0) === replicas && status.replicas === replicas) return;
    if ((yield* now()) + POLL_MS > untilMs) fail(`timed out waiting for ${JSON.stringify(found.object.metadata.name)} to be synced`);
    yield* sleep(POLL_MS);
  }
}

function scaleRequest({ resource, object: { metadata } }: Found): KubeRequest {
  return { verb: "get", resource: resource.key, name: metadata.name, subresource: "scale", ...(metadata.namespace ? { namespace: metadata.namespace } : {}) };
}
