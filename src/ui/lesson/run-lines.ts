import { Files, HOME } from "../../terminal/files.ts";
import { PROGRAMS } from "../../terminal/programs/list.ts";
import { runScript } from "../../terminal/shell/run.ts";
import { newShell } from "../../terminal/shell/shell.ts";
import type { Session } from "../session.ts";
import { drive } from "../terminal/drive.ts";
import { clusterWorld } from "../terminal/session-world.ts";

export interface LinesRun {
  /** 0: every line did what it should. */
  readonly status: number;
  /** What the lines printed, one after the other. */
  readonly printed: string;
}

/**
 * Runs lines in a shell of their own, as if typed, with a lesson's files as they were written: what somebody changed in
 * the terminal's files must not change what the lesson does. All lines together are undone as one.
 * @param refused lines that shall fail; any other one that fails is the last
 * @param stop ends the line that runs, and all after it
 */
export async function runLines(session: Session, lines: readonly string[], files: Readonly<Record<string, string>>, refused: readonly string[], stop: AbortSignal): Promise<LinesRun> {
  const shell = newShell(new Files(Object.entries(files).map(([name, text]) => [`${HOME}/${name}`, text])), PROGRAMS);
  let resets = 0;
  let printed = "";
  const leave = session.clock.subscribe(() => { if (session.lastFrame()?.reset) resets++; });
  const cluster = clusterWorld(session, stop, () => resets, lines[0]);
  const world = {
    ...cluster,
    read: () => Promise.resolve(undefined),
    edit: () => Promise.resolve(undefined),
    write: (_: "stdout" | "stderr", text: string) => { printed += text; },
  };
  let status = 0;
  for (const line of lines) {
    status = await drive(runScript(shell, line), world, stop);
    if (status !== 0 && !refused.includes(line)) break;
    status = 0;
  }
  leave();
  return { status, printed };
}
