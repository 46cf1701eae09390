import type { KubeRequest } from "../../api/request.ts";
import type { Changes } from "../../terminal/process.ts";
import { Files, HOME } from "../../terminal/files.ts";
import { PROGRAMS } from "../../terminal/programs/list.ts";
import { runScript } from "../../terminal/shell/run.ts";
import { newShell } from "../../terminal/shell/shell.ts";
import type { Session } from "../session.ts";
import { drive, type World } from "../terminal/drive.ts";
import type { TimeKeeper } from "./time-keeper.ts";

/** A line and what it printed. */
export interface LineRun {
  readonly line: string;
  readonly printed: string;
  /** It was to work and did not. */
  readonly isFailed: boolean;
}

interface RunParts {
  readonly files: Readonly<Record<string, string>>;
  /** Lines that shall fail; any other one that fails is the last. */
  readonly refused: readonly string[];
  readonly time: TimeKeeper;
  /** Ends the line that runs, and all after it. */
  readonly stop: AbortSignal;
}

/**
 * Runs lines in a shell of their own, as if typed, with a lesson's files as they were written: what somebody changed in
 * the terminal's files must not change what the lesson does. All lines together are undone as one. Time passes only
 * where a line waits for it, and from one thing that happens to the next: the same lines always lead to the same moment.
 */
export async function runLines(session: Session, lines: readonly string[], { files, refused, time, stop }: RunParts): Promise<readonly LineRun[]> {
  const shell = newShell(new Files(Object.entries(files).map(([name, text]) => [`${HOME}/${name}`, text])), PROGRAMS);
  const runs: LineRun[] = [];
  let printed = "";
  const world: World = {
    ...stillWorld(session, time, stop, lines[0]),
    read: () => Promise.resolve(undefined),
    isTerminal: () => false,
    prompt: () => Promise.resolve({ kind: "end" }),
    catchInterrupt: () => () => undefined,
    edit: () => Promise.resolve(undefined),
    write: (_, text) => { printed += text; },
  };
  for (const line of lines) {
    printed = "";
    const status = await drive(runScript(shell, line), world, stop);
    const isFailed = status !== 0 && !refused.includes(line);
    runs.push({ line, printed, isFailed });
    if (isFailed) break;
  }
  return runs;
}

const READS: ReadonlySet<string> = new Set(["get", "list"]);
/** Longer no line waits, virtual ms. */
const LONGEST_MS = 3_600_000;

/** A cluster whose time stands while nobody waits for it. */
function stillWorld(session: Session, time: TimeKeeper, stop: AbortSignal, title = "a step of the lesson"): Pick<World, "send" | "changes" | "sleep" | "nowMs"> {
  const act = { title };
  const nowMs = () => session.clock.getState().nowMs;

  async function changes(list: KubeRequest, since: string, timeoutMs = LONGEST_MS): Promise<Changes> {
    const untilMs = nowMs() + timeoutMs;
    for (let from = since; ;) {
      const answer = await session.link.changes(list, from);
      if (answer.events.length > 0 || answer.isExpired) return answer;
      if (nowMs() >= untilMs || stop.aborted || session.clock.getState().crash) return { ...answer, isTimeout: true };
      from = answer.resourceVersion;
      await time.goTo(Math.min(Math.max(session.lastFrame()?.nextAtMs ?? untilMs, nowMs()), untilMs));
    }
  }

  return {
    nowMs, changes,
    async send(request) {
      if (READS.has(request.verb)) return await session.link.send(request);
      const response = await session.send(request, act);
      await session.advance({ toMs: nowMs(), untilDecision: false });
      return response;
    },
    sleep: (ms) => time.goTo(nowMs() + ms),
  };
}
