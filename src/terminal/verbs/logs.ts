import type { LogOptions } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import { parseTime } from "../../api/time.ts";
import type { Pod } from "../../api/types/pod.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { fail } from "../kubectl/errors.ts";
import { namespaceOf } from "../kubectl/resources.ts";
import { KubectlError, type Arguments, type KubectlContext, type Process, type Verb } from "../kubectl/verb.ts";
import { complain, type Steps } from "../process.ts";
import { followLogs, printLogs, type LogSource } from "./log-streams.ts";
import { allObjects, type Found } from "./objects.ts";
import { containerOf, podsOf } from "./workload-pods.ts";

/** `kubectl logs POD`, `TYPE/NAME`, `-l`. Source: kubectl pkg/cmd/logs/logs.go, pkg/polymorphichelpers/logsforobject.go (1.36) */
export const logs: Verb = {
  name: "logs",
  interruptedStatus: 1,
  flags: [
    COMMON_FLAGS.selector,
    { name: "follow", short: "f", type: "bool" },
    { name: "previous", short: "p", type: "bool" },
    { name: "container", short: "c", type: "string" },
    ...["all-containers", "all-pods", "timestamps", "prefix", "ignore-errors", "insecure-skip-tls-verify-backend"].map((name) => ({ name, type: "bool" as const })),
    ...["tail", "limit-bytes", "max-log-requests"].map((name) => ({ name, type: "int" as const })),
    { name: "since", type: "duration" },
    { name: "since-time", type: "string" },
    { name: "pod-running-timeout", type: "duration" },
  ],
  places: ["type/name", "container"],
  run,
};

const USAGE = "\nSee 'kubectl logs -h' for help and examples";
const EXPECTED = "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";
const REFUSAL = "cannot get the logs from";
const TAIL_OF_SELECTED = 10;
const MAX_REQUESTS = 5;
const POD_TIMEOUT_MS = 20_000;

function* run(args: Arguments, context: KubectlContext): Process {
  const { words } = args;
  const selector = args.text("selector");
  if (words.length > 2 || (words.length === 0 && !selector)) fail(`${EXPECTED}${USAGE}`);
  if (words.length === 1 && selector) fail(`only a selector (-l) or a POD name is allowed${USAGE}`);
  if (words.length === 2 && selector) fail("selectors and the all flag cannot be used when passing resource/name arguments");
  const container = words[1] ?? args.text("container");
  const options = optionsOf(args);
  const found = yield* objectsOf(args, context);
  check(args, container);
  const sources: LogSource[] = [];
  for (const one of found) sources.push(...(yield* sourcesOf(one, container, args)));
  const look = { options, withPrefix: args.is("all-pods") || args.is("prefix"), ignoresErrors: args.is("ignore-errors") };
  if (!args.is("follow")) yield* printLogs(sources, look);
  else {
    const limit = args.number("max-log-requests") ?? MAX_REQUESTS;
    if (sources.length > 1 && sources.length > limit) {
      fail(`you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${limit}, use --max-log-requests to increase the limit`);
    }
    yield* followLogs(sources, look);
  }
  return 0;
}

function optionsOf(args: Arguments): LogOptions {
  const tail = args.number("tail") ?? (args.text("selector") ? TAIL_OF_SELECTED : -1);
  const [limitBytes = 0, sinceMs = 0, sinceTime] = [args.number("limit-bytes"), args.number("since"), args.text("since-time")];
  if (sinceTime && parseTime(sinceTime) === undefined) fail(`parsing time ${JSON.stringify(sinceTime)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(sinceTime)} as "2006"`);
  return {
    ...(args.is("previous") ? { previous: true } : {}),
    ...(args.is("timestamps") ? { timestamps: true } : {}),
    ...(limitBytes !== 0 ? { limitBytes } : {}),
    ...(sinceMs !== 0 ? { sinceSeconds: Math.round(sinceMs / 1000) } : {}),
    ...(sinceTime ? { sinceTime } : {}),
    ...(tail !== -1 ? { tailLines: tail } : {}),
  };
}

/** Source: logs.go Validate */
function check(args: Arguments, container: string | undefined): void {
  if (args.text("since-time") && (args.number("since") ?? 0) !== 0) fail("at most one of `sinceTime` or `sinceSeconds` may be specified");
  if (args.is("all-containers") && container) fail(`--all-containers=true should not be specified with container name ${container}`);
  if (args.has("container") && args.words.length === 2) fail("only one of -c or an inline [CONTAINER] arg is allowed");
  if ((args.number("limit-bytes") ?? 0) < 0) fail("--limit-bytes must be greater than 0");
  if ((args.number("since") ?? 0) < 0) fail("--since must be greater than 0");
  if ((args.number("tail") ?? -1) < -1) fail("--tail must be greater than or equal to -1");
}

function* objectsOf(args: Arguments, context: KubectlContext): Steps<readonly Found[]> {
  const [name] = args.words;
  const words = name === undefined ? [PODS.plural] : name.includes("/") ? [name] : [PODS.plural, name];
  const { found, failures } = yield* allObjects({ words }, args, context);
  const namespace = namespaceOf(args, context) ?? "";
  if (failures[0]) throw inNamespace(failures[0], namespace);
  if (found.length === 0) yield* complain(`No resources found in ${namespace} namespace.\n`);
  return found;
}

/** logs says where it looked, unlike every other command. */
function inNamespace({ message, status }: KubectlError, namespace: string): KubectlError {
  const [, text] = /^Error from server \(NotFound\): (.* not found)$/s.exec(message) ?? [];
  return new KubectlError(text ? `error: error from server (NotFound): ${text} in namespace ${JSON.stringify(namespace)}` : message, status);
}

function* sourcesOf(found: Found, container: string | undefined, args: Arguments): Steps<readonly LogSource[]> {
  const [first, ...others] = yield* podsOf(found, { preference: "logging", refusal: REFUSAL, timeoutMs: args.number("pod-running-timeout") ?? POD_TIMEOUT_MS });
  const areAll = args.is("all-pods");
  if (others.length > 0 && !areAll) yield* complain(`Found ${others.length + 1} pods, using pod/${first.metadata.name}\n`);
  const sources: LogSource[] = [];
  for (const pod of areAll ? [first, ...others] : [first]) {
    if (args.is("all-containers")) sources.push(...everyContainer(pod));
    else sources.push({ pod, container: yield* containerOf(pod, container, { isQuiet: areAll }) });
  }
  return sources;
}

function everyContainer(pod: Pod): readonly LogSource[] {
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(({ name }) => ({ pod, container: name }));
}
