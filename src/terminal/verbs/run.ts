import { get, remove } from "../../api/request.ts";
import { PODS, SERVICES } from "../../api/resources.ts";
import type { StringMap } from "../../api/types/meta.ts";
import type { Pod } from "../../api/types/pod.ts";
import { requireFlags } from "../kubectl/arguments.ts";
import { ask, fail } from "../kubectl/errors.ts";
import type { Arguments, Flag, KubectlContext, Process, Verb } from "../kubectl/verb.ts";
import { complain, now, print, sleep, type Steps } from "../process.ts";
import { attachTo } from "./attach.ts";
import { createMade, parsePairs, type Made } from "./made-object.ts";
import { outcomeOf, OUTCOME_FLAGS, tell } from "./outcome.ts";

/** `kubectl run NAME --image=`. Source: kubectl pkg/cmd/run/run.go, pkg/generate/versioned/run.go (1.36) */
export const run: Verb = {
  name: "run",
  interruptedStatus: 1,
  flags: [
    ...OUTCOME_FLAGS,
    ...["image", "image-pull-policy", "restart", "port", "overrides"].map((name): Flag => ({ name, type: "string" })),
    ...["expose", "command", "rm", "attach", "leave-stdin-open", "privileged"].map((name): Flag => ({ name, type: "bool" })),
    { name: "labels", short: "l", type: "string" },
    { name: "env", type: "array" },
    { name: "annotations", type: "array" },
    { name: "stdin", short: "i", type: "bool" },
    { name: "tty", short: "t", type: "bool" },
    { name: "quiet", short: "q", type: "bool" },
    { name: "pod-running-timeout", type: "duration" },
  ],
  places: [],
  run: runPod,
};

const MANAGER = "kubectl-run";
const USAGE = "\nSee 'kubectl run -h' for help and examples";
const POD_TIMEOUT_MS = 60_000;
const POLL_MS = 500;
/** As far as a registry, a path, a tag and a digest go. Source: distribution/reference ReferenceRegexp */
const IMAGE = /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@[a-zA-Z][a-zA-Z0-9]*(?:[+._-][a-zA-Z][a-zA-Z0-9]*)*:[0-9a-fA-F]{32,})?$/;

function* runPod(args: Arguments, context: KubectlContext): Process {
  requireFlags(args, ["image"]);
  const outcome = yield* outcomeOf(args);
  const isAttached = args.has("attach") ? args.is("attach") : args.is("stdin") || args.is("tty");
  check(args, isAttached, outcome.dryRun);
  const pod = yield* createMade(podOf(args), args, context, outcome, MANAGER);
  if (args.is("expose")) yield* tell(yield* createMade(serviceOf(args), args, context, outcome, MANAGER), "created", outcome);
  if (!isAttached) {
    yield* tell(pod, "created", outcome);
    return 0;
  }
  return yield* attached(pod.object as Pod, args);
}

/** Source: kubectl pkg/cmd/run/run.go Complete, Run */
function check(args: Arguments, isAttached: boolean, dryRun: string): void {
  const image = args.text("image") ?? "";
  if (isAttached && dryRun !== "none") fail(`--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)${USAGE}`);
  if (args.is("rm") && !isAttached) fail(`--rm should only be used for attached containers${USAGE}`);
  if (args.words.length === 0) fail(`NAME is required for run${USAGE}`);
  if (!IMAGE.test(image)) fail(`Invalid image name ${JSON.stringify(image)}: invalid reference format`);
  if (args.is("tty") && !args.is("stdin")) fail(`-i/--stdin is required for containers with -t/--tty=true${USAGE}`);
  if (args.is("expose") && !args.text("port")) fail(`--port must be set when exposing a service${USAGE}`);
  const restart = args.text("restart");
  if (restart && !["Always", "OnFailure", "Never"].includes(restart)) fail(`invalid restart policy: ${restart}${USAGE}`);
  const pull = args.text("image-pull-policy");
  if (pull && !["Always", "IfNotPresent", "Never"].includes(pull)) fail(`invalid image pull policy: ${pull}${USAGE}`);
}

function podOf(args: Arguments): Made {
  const [name = "", ...others] = args.words;
  const words = [...others, ...(args.rest ?? [])];
  const container = {
    name,
    image: args.text("image"),
    ...(words.length > 0 ? { [args.is("command") ? "command" : "args"]: words } : {}),
    ...(args.texts("env").length > 0 ? { env: args.texts("env").map(variableOf) } : {}),
    ...(args.text("image-pull-policy") ? { imagePullPolicy: args.text("image-pull-policy") } : {}),
    ...(args.text("port") ? { ports: [{ containerPort: portOf(args) }] } : {}),
    ...(args.is("privileged") ? { securityContext: { privileged: true } } : {}),
    ...(args.is("stdin") ? { stdin: true, ...(args.is("leave-stdin-open") ? {} : { stdinOnce: true }) } : {}),
    ...(args.is("tty") ? { tty: true } : {}),
    resources: {},
  };
  const annotations = args.texts("annotations").reduce<StringMap>((all, pair) => ({ ...all, ...parsePairs(pair) }), {});
  return {
    resource: PODS, name, labels: labelsOf(args, name), annotations,
    spec: { containers: [container], restartPolicy: args.text("restart") || "Always", dnsPolicy: "ClusterFirst" },
    status: {},
  };
}

function serviceOf(args: Arguments): Made {
  const [name = ""] = args.words;
  const port = portOf(args);
  const selector = labelsOf(args, name);
  return { resource: SERVICES, name, spec: { ports: [{ port, protocol: "TCP", targetPort: port }], selector }, status: { loadBalancer: {} } };
}

function labelsOf(args: Arguments, name: string): StringMap {
  const labels = args.text("labels");
  return labels ? parsePairs(labels) : { run: name };
}

function portOf(args: Arguments): number {
  const text = args.text("port") ?? "";
  return /^\d+$/.test(text) ? Number(text) : fail(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
}

function variableOf(text: string): { readonly name: string; readonly value: string } {
  const equals = text.indexOf("=");
  return equals > 0 ? { name: text.slice(0, equals), value: text.slice(equals + 1) } : fail(`invalid env: ${text}`);
}

/** Joins the pod until it ends or is left. */
function* attached(created: Pod, args: Arguments): Process {
  const pod = yield* started(created, args.number("pod-running-timeout") ?? POD_TIMEOUT_MS);
  const { name, namespace } = pod.metadata;
  const { status, text } = yield* endOf(pod, args);
  if (args.is("rm")) {
    yield* ask(remove(PODS, pod.metadata));
    yield* print(`pod ${JSON.stringify(name)} deleted from ${namespace} namespace\n`);
  }
  if (text) yield* complain(text);
  return status;
}

interface End {
  readonly status: number;
  /** What kubectl says last, when everything else is done. */
  readonly text?: string;
}

function* endOf(pod: Pod, args: Arguments): Steps<End> {
  const container = pod.spec.containers[0]!.name;
  const [stdin, tty, isQuiet] = [args.is("stdin"), args.is("tty"), args.is("quiet") || hasEnded(pod)];
  const left = yield* attachTo(pod, container, { stdin, tty, isQuiet, fromStart: true });
  if (pod.spec.restartPolicy === "Always") return { status: 0 };
  // What the shell ended with is known: nobody has to let time pass until the kubelet reports it.
  return left === undefined ? yield* reportedEnd(pod) : { status: left, ...(left === 0 ? {} : { text: terminatedText(pod, "Error") }) };
}

function* started(created: Pod, timeoutMs: number): Steps<Pod> {
  const untilMs = (yield* now()) + timeoutMs;
  for (;;) {
    const pod = yield* ask<Pod>(get(PODS, created.metadata));
    if (hasEnded(pod) || pod.status.containerStatuses?.[0]?.state.running) return pod;
    if ((yield* now()) + POLL_MS > untilMs) fail("timed out waiting for the condition");
    yield* sleep(POLL_MS);
  }
}

function hasEnded({ status: { phase } }: Pod): boolean {
  return phase === "Succeeded" || phase === "Failed";
}

/** How the pod's container has ended, when the pod has come to its end. */
function* reportedEnd({ metadata }: Pod): Steps<End> {
  for (;;) {
    const pod = yield* ask<Pod>(get(PODS, metadata));
    const { phase, reason, message, containerStatuses } = pod.status;
    if (phase === "Succeeded") return { status: 0 };
    if (phase === "Failed") {
      const ended = containerStatuses?.[0]?.state.terminated;
      return { status: ended?.exitCode || 1, text: `${terminatedText(pod, reason || ended?.reason || "")}${message ? `${message}\n` : ""}` };
    }
    yield* sleep(POLL_MS);
  }
}

function terminatedText({ metadata: { name, namespace } }: Pod, reason: string): string {
  return `pod ${namespace}/${name} terminated (${reason})\n`;
}
