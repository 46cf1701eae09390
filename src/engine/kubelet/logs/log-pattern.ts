import type { Clock } from "../../../api/calendar.ts";
import type { SimContainer } from "../exec/container.ts";
import { find } from "../exec/file-tree.ts";
import { hash32 } from "../../sim/random.ts";
import { bareId, statusOf, type ContainerRun } from "./run.ts";

/** A line that is always the same, or one that shows the time. */
export type Say = string | ((at: Clock) => string);

/** What one kind of program prints. */
export interface LogPattern {
  readonly start: readonly Say[];
  /** Once each `everySeconds`, first at `fromSeconds` (absent: `everySeconds`); `n` counts from 0. */
  readonly beats?: readonly { readonly everySeconds: number; readonly fromSeconds?: number; readonly say: (n: number, at: Clock) => string }[];
}

export type PatternOf = (facts: LogFacts) => LogPattern;

/** What a program knows of where it is. Only what stays the same for as long as its pod exists: what is printed is printed. */
export interface LogFacts {
  readonly node: string;
  readonly pod: string;
  readonly namespace: string;
  readonly container: string;
  /** Address of the node. */
  readonly hostIP: string;
  readonly tag: string;
  /** The tag without a `v` before it. */
  readonly version: string;
  /** Number of CPUs of the node. */
  readonly cpus: number;
  /** Its own log file, where the machine's logs are mounted. */
  readonly ownLog: string | undefined;
  /** HTTP paths of its probes, with their periods. */
  readonly probes: readonly { readonly path: string; readonly everySeconds: number }[];
  readonly args: string;
  /** The same number below `max` for the same `n`, always. */
  readonly pick: (n: number, max: number) => number;
}

interface HttpProbe { readonly httpGet?: { readonly path?: string }; readonly periodSeconds?: number }

export function factsOf(container: SimContainer, run: ContainerRun): LogFacts {
  const { pod, spec, image, node, files, argv } = container;
  const { name, namespace = "default" } = pod.metadata;
  const probes = [spec.readinessProbe, spec.livenessProbe].flatMap((probe) => {
    const { httpGet, periodSeconds = 10 } = (probe ?? {}) as HttpProbe;
    return httpGet ? [{ path: httpGet.path ?? "/", everySeconds: periodSeconds }] : [];
  });
  const id = run.id || bareId(statusOf(pod, spec.name)?.containerID);
  return {
    node: pod.spec.nodeName ?? "",
    pod: name,
    namespace,
    container: spec.name,
    hostIP: pod.status.hostIP ?? node?.status.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "",
    tag: image.tag,
    version: image.tag.replace(/^v/, ""),
    cpus: Math.max(1, Number(node?.status.capacity?.["cpu"] ?? 1) || 1),
    ownLog: find(files, "/var/log/containers") ? `/var/log/containers/${name}_${namespace}_${spec.name}-${id}.log` : undefined,
    probes,
    args: argv.slice(1).join(" "),
    pick: (n, max) => hash32(`${run.id}/${n}`) % max,
  };
}

/** `2026-01-01T00:00:05.123Z`. */
export function isoTime(at: Clock): string {
  return `${isoDay(at)}T${at.time}.${at.milliseconds}Z`;
}

/** `2026-01-01`. */
export function isoDay({ year, monthNumber, day }: Clock): string {
  return `${year}-${monthNumber}-${String(day).padStart(2, "0")}`;
}

/** The head of a line of klog: `I0101 00:00:05.123000       1 proxier.go:42] `. */
export function klog(at: Clock, place: string): string {
  return `I${at.monthNumber}${String(at.day).padStart(2, "0")} ${at.time}.${at.milliseconds}000       1 ${place}] `;
}
