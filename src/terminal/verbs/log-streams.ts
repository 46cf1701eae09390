import { get, type KubeRequest, type LogOptions } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import type { Pod } from "../../api/types/pod.ts";
import { serverErrorText } from "../kubectl/errors.ts";
import { KubectlError } from "../kubectl/verb.ts";
import { print, send, sleep, type Steps } from "../process.ts";

/** One container's log. */
export interface LogSource {
  readonly pod: Pod;
  readonly container: string;
}

export interface LogLook {
  readonly options: LogOptions;
  /** `[pod/NAME/CONTAINER] ` before each line. */
  readonly withPrefix: boolean;
  /** A log that cannot be read is a line, and the others go on. */
  readonly ignoresErrors: boolean;
}

const POLL_MS = 500;

/** Prints logs as they are now, one after the other. The first that cannot be read ends the verb. */
export function* printLogs(sources: readonly LogSource[], look: LogLook): Steps<void> {
  for (const source of sources) yield* printText(source, look, yield* read(source, look.options, look));
}

/**
 * Prints logs as they are, then what is added to them, until each has come to its end: its container has ended, or its
 * pod is gone.
 * A log is a text that only grows, so following it is asking again for what stands behind what was there.
 */
export function* followLogs(sources: readonly LogSource[], look: LogLook): Steps<void> {
  let open: Followed[] = [];
  for (const source of sources) {
    yield* printText(source, look, yield* read(source, look.options, look));
    if (look.options.limitBytes !== undefined || look.options.previous) continue;
    open.push({ source, run: runOf(source.pod, source.container), length: (yield* read(source, wholeLog(look), look)).length });
  }
  while (open.length > 0) {
    yield* sleep(POLL_MS);
    const going: Followed[] = [];
    for (const followed of open) {
      const after = yield* printNews(followed, look);
      if (after) going.push(after);
    }
    open = going;
  }
}

interface Followed {
  readonly source: LogSource;
  /** Which run of the container it is, and whether it has ended. */
  readonly run: Run;
  /** Characters of the log that were there already. */
  readonly length: number;
}

interface Run { readonly restarts: number; readonly hasEnded: boolean }

function runOf(pod: Pod, container: string): Run {
  const status = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])].find(({ name }) => name === container);
  return { restarts: status?.restartCount ?? 0, hasEnded: status?.state.terminated !== undefined || status?.state.waiting !== undefined };
}

/** undefined: it has come to its end. */
function* printNews({ source, run, length }: Followed, look: LogLook): Steps<Followed | undefined> {
  const response = yield* send<Pod>(get(PODS, source.pod.metadata));
  if (!response.ok || response.body.metadata.uid !== source.pod.metadata.uid) return undefined;
  const { restarts, hasEnded } = runOf(response.body, source.container);
  const isNextRun = restarts !== run.restarts;
  const whole = yield* tryRead(source, { ...wholeLog(look), ...(isNextRun ? { previous: true } : {}) });
  // A log that is shorter than it was has been rotated: what is there now is new.
  if (whole !== undefined) yield* printText(source, look, whole.length < length ? whole : whole.slice(length));
  return isNextRun || hasEnded || whole === undefined ? undefined : { source, run, length: whole.length };
}

function wholeLog({ options: { timestamps } }: LogLook): LogOptions {
  return timestamps ? { timestamps } : {};
}

function* read(source: LogSource, options: LogOptions, { ignoresErrors }: LogLook): Steps<string> {
  const response = yield* send<string>(requestOf(source, options));
  if (response.ok) return response.body;
  if (ignoresErrors) return `error: ${response.status.message ?? ""}\n`;
  throw new KubectlError(serverErrorText(response.status));
}

function* tryRead(source: LogSource, options: LogOptions): Steps<string | undefined> {
  const response = yield* send<string>(requestOf(source, options));
  return response.ok ? response.body : undefined;
}

function requestOf({ pod, container }: LogSource, options: LogOptions): KubeRequest {
  return { ...get(PODS, pod.metadata), subresource: "log", options: { log: { ...options, container } } };
}

function* printText({ pod, container }: LogSource, { withPrefix }: LogLook, text: string): Steps<void> {
  if (text === "") return;
  const prefix = withPrefix ? `[pod/${pod.metadata.name}/${container}] ` : "";
  yield* print(prefix ? text.replace(/^(?=[^])/gm, prefix) : text);
}
