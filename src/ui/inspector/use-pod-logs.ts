import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { LogOptions } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import type { Status } from "../../api/status.ts";
import type { ClusterLink } from "../../api/timeline.ts";
import { useClock, useSession } from "../session-context.ts";
import { useThrottled } from "../hooks/use-throttled.ts";
import { appendLines, newLines, readLog } from "./log-lines.ts";
import type { LogLine, SourcedLine } from "./log-lines.ts";

/** A container whose log is followed. */
export interface LogSource {
  /** The same for the same run of the same container: another one is another log. */
  readonly id: string;
  readonly namespace: string;
  readonly podName: string;
  readonly container: string;
  readonly previous: boolean;
}

export interface PodLogs {
  readonly lines: readonly SourcedLine[];
  /** By id of the source: why its log cannot be had. */
  readonly failures: ReadonlyMap<string, Status>;
  /** The first answers have come. */
  readonly isRead: boolean;
}

/** So many lines are kept, and drawn. */
export const MOST_LINES = 2000;
/** Not more often than this while time passes, in real milliseconds. */
const REFRESH_MS = 300;

interface Followed {
  readonly lastTimes: ReadonlyMap<string, string>;
  readonly nowMs: number;
  readonly logs: PodLogs;
}

const NOTHING: Followed = { lastTimes: new Map(), nowMs: 0, logs: { lines: [], failures: new Map(), isRead: false } };

/**
 * The logs of some containers, in the order of time, following the cluster's clock: each time only what is new is asked
 * for. Back in the past they are read anew.
 * @param isFollowing false: stays as it is
 */
export function usePodLogs(sources: readonly LogSource[], isFollowing: boolean): PodLogs {
  const session = useSession();
  const nowMs = useThrottled(useClock((c) => c.nowMs), REFRESH_MS);
  const [logs, setLogs] = useState(NOTHING.logs);
  const followed = useRef(NOTHING);
  const asked = useRef(0);
  const key = sources.map((s) => s.id).join(" ");

  const ask = useEffectEvent(async (atMs: number) => {
    const known = atMs < followed.current.nowMs ? NOTHING : followed.current;
    const turn = ++asked.current;
    const answers = await Promise.all(sources.map((source) => read(session.link, source, known.lastTimes.get(source.id)))).catch(() => undefined);
    // An answer to an older question, or a dead engine: what was known stays.
    if (!answers || turn !== asked.current) return;
    const came = answers.map((a) => [a.id, a.lines] as const);
    const lastTimes = new Map([...known.lastTimes, ...answers.flatMap((a) => { const last = a.lines.at(-1); return last ? [[a.id, last.time] as const] : []; })]);
    const failures = new Map(answers.flatMap((a) => (a.failure ? [[a.id, a.failure] as const] : [])));
    followed.current = { lastTimes, nowMs: atMs, logs: { lines: appendLines(known.logs.lines, came, MOST_LINES), failures, isRead: true } };
    setLogs(followed.current.logs);
  });

  useEffect(() => {
    if (isFollowing || !followed.current.logs.isRead) void ask(nowMs);
  }, [nowMs, isFollowing, key]);

  return logs;
}

interface Answer {
  readonly id: string;
  readonly lines: readonly LogLine[];
  readonly failure?: Status;
}

async function read(link: Pick<ClusterLink, "send">, { id, namespace, podName, container, previous }: LogSource, lastTime: string | undefined): Promise<Answer> {
  const log: LogOptions = { container, timestamps: true, ...(previous ? { previous } : {}), ...(lastTime === undefined ? { tailLines: MOST_LINES } : { sinceTime: lastTime }) };
  const response = await link.send<string>({ verb: "get", resource: PODS.key, namespace, name: podName, subresource: "log", options: { log } });
  return response.ok ? { id, lines: newLines(readLog(response.body), lastTime) } : { id, lines: [], failure: response.status };
}
