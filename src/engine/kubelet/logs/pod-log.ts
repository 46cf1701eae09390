import type { LogOptions } from "../../../api/request.ts";
import { badRequest, invalid, type Status } from "../../../api/status.ts";
import { parseTime } from "../../../api/time.ts";
import type { Container, Pod } from "../../../api/types/pod.ts";
import { byteLengthOf } from "../../../api/byte-length.ts";
import type { InsideContext } from "../exec/inside-context.ts";
import { chooseContainer } from "./container-choice.ts";
import { logOptionErrors, logQuery } from "./log-options.ts";
import type { LinesWanted, LogLine } from "./log-script.ts";
import { formatNanoTime } from "./log-time.ts";
import { logOfRun } from "./log-of-run.ts";
import { kubeletReach, unknownFailure } from "./reach.ts";
import { runToShow, type ContainerRun } from "./run.ts";

type LogContext = Pick<InsideContext, "store" | "nowMs" | "environmentOf">;

/**
 * What a container of the pod has printed, as far as the options ask for it. The text is a function of the container's
 * run and of the time alone: asked again later, it is the same with more at its end (until it is rotated). A pod
 * without a node has printed nothing.
 * The errors are those of the API server and of the kubelet: options that are not valid (422), no or a wrong container
 * name, a container that has not started, no previous one (400), no such node (404), a node that does not answer (500).
 * Source: kubernetes pkg/registry/core/pod/rest/log.go, strategy.go LogLocation, pkg/kubelet/kubelet_pods.go GetKubeletContainerLogs (1.36)
 */
export function podLog(ctx: LogContext, pod: Pod, options: LogOptions): { readonly text: string } | { readonly status: Status } {
  const { name, namespace = "default" } = pod.metadata;
  const errors = logOptionErrors(options);
  if (errors.length > 0) return { status: invalid({ kind: "PodLogOptions", group: "", name }, errors) };
  const since = sinceMs(ctx.nowMs, options);
  if (typeof since === "string") return { status: badRequest(since) };
  const chosen = chooseContainer(pod, options.container);
  if ("status" in chosen) return chosen;
  const { container } = chosen;
  if (!pod.spec.nodeName) return { text: "" };
  const reach = kubeletReach(ctx.store, pod.spec.nodeName);
  if (reach.kind === "no-node") return { status: reach.status };
  if (reach.kind === "silent") {
    return { status: unknownFailure(`Get "https://${reach.host}/containerLogs/${namespace}/${name}/${container.name}${logQuery(options)}": ${reach.error}`) };
  }
  const run = runToShow(pod, container.name, { previous: options.previous ?? false });
  if ("error" in run) return { status: badRequest(run.error) };
  return { text: textOf(ctx, { pod, container, run, since }, options) };
}

/** The log file of a container, as containerd writes it: time, stream, a full line, text. Empty if there is none. */
export function logFile(ctx: LogContext, pod: Pod, containerName: string): string {
  const container = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find((c) => c.name === containerName);
  const run = runToShow(pod, containerName, { previous: false });
  if ("error" in run || !container) return "";
  return logOfRun(ctx, pod, container, run).map(({ atMs, text }) => `${formatNanoTime(run, atMs)} stdout F ${text}\n`).join("");
}

interface Wanted { readonly pod: Pod; readonly container: Container; readonly run: ContainerRun; readonly since: number | undefined }

/** The last lines first, of them those since a time, of that the first bytes. Source: pkg/kubelet/kuberuntime/logs/logs.go ReadLogs (1.36) */
function textOf(ctx: LogContext, { pod, container, run, since }: Wanted, { tailLines, timestamps, limitBytes }: LogOptions): string {
  const fromMs = since === undefined ? undefined : since - run.startMs;
  const tail = tailLines === undefined || Number.isNaN(tailLines) ? undefined : Math.trunc(tailLines);
  const isWanted = ({ atMs }: LogLine) => fromMs === undefined || atMs >= fromMs;
  const wanted: LinesWanted = tail !== undefined ? { tail } : fromMs !== undefined ? { fromMs } : {};
  const lines = logOfRun(ctx, pod, container, run, wanted).filter(isWanted);
  const text = lines.map((line) => `${timestamps ? `${formatNanoTime(run, line.atMs)} ` : ""}${line.text}\n`).join("");
  return limitBytes === undefined ? text : firstBytes(text, limitBytes);
}

/** Whole characters only: half a one is no text. */
function firstBytes(text: string, limit: number): string {
  let bytes = 0;
  let end = 0;
  for (const char of text) {
    bytes += byteLengthOf(char.codePointAt(0)!);
    if (bytes > limit) break;
    end += char.length;
  }
  return text.slice(0, end);
}

/** Text: why the time is none. */
function sinceMs(nowMs: number, { sinceSeconds, sinceTime }: LogOptions): number | string | undefined {
  if (sinceSeconds !== undefined) return nowMs - sinceSeconds * 1000;
  if (sinceTime === undefined) return undefined;
  return parseTime(sinceTime) ?? `parsing time "${sinceTime}" as "2006-01-02T15:04:05Z07:00": cannot parse "${sinceTime}" as "2006"`;
}
