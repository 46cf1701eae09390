import type { ExecRequest } from "../api/request.ts";
import { exitMessage, outputMessages, stderrMessage, stdoutMessage } from "../http/exec-channels.ts";
import { TerminalLine } from "../http/terminal-line.ts";
import type { Process, ProcessEnd, RunCommand } from "./exec-process.ts";

const PROMPT = "/ # ";
/** A client that has written a line and then waits for its answer has paused so long. */
const LINE_PAUSE_MS = 100;
/** What may be written without an end of line. */
const MOST_SCRIPT_LENGTH = 1024 * 1024;
/** A shell's status for what cannot be run. */
const CANNOT_RUN = 126;
const EXIT = /^\s*exit(?:\s+(\d{1,3}))?\s*;?\s*$/;

export function isShell(command: readonly string[]): boolean {
  return command.length === 1 && /^(?:\/bin\/|\/usr\/bin\/)?(?:sh|bash|ash)$/.test(command[0]!);
}

/** A terminal at a shell: each line runs by itself. Departure: the shell remembers nothing from line to line. */
export function terminalShell(exec: ExecRequest, runCommand: RunCommand, end: ProcessEnd): Process {
  const line = new TerminalLine();
  let exitCode = 0;
  const leave = () => {
    end.send(exitMessage(exitCode));
    end.close();
  };
  end.send(stdoutMessage(PROMPT));
  return {
    onInput(message) {
      if (message.kind === "stdin-ended") return leave();
      if (message.kind !== "stdin") return;
      const step = line.type(Buffer.from(message.bytes).toString("utf8"));
      if (step.echo !== "") end.send(stdoutMessage(step.echo));
      for (const text of step.lines) {
        const [, code] = EXIT.exec(text) ?? [];
        if (/^\s*exit\b/.test(text)) {
          exitCode = code === undefined ? exitCode : Number(code) & 255;
          return leave();
        }
        exitCode = runLine(exec, runCommand, text, end) ?? exitCode;
        end.send(stdoutMessage(PROMPT));
      }
      if (step.isOver) leave();
    },
    onClose: () => undefined,
  };
}

/**
 * A shell that reads its commands from a pipe. A script that is sent at once runs as a whole; whoever writes a line and
 * waits gets its output, as programs do that talk to a shell. Departure: between two such pieces nothing is remembered.
 */
export function pipedShell(exec: ExecRequest, runCommand: RunCommand, end: ProcessEnd): Process {
  let script = "";
  let exitCode = 0;
  let isDone = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const leave = () => {
    isDone = true;
    end.send(exitMessage(exitCode));
    end.close();
  };
  const runScript = () => {
    const [text, hasExit] = [script, script.split("\n").some((line) => EXIT.test(line))];
    script = "";
    if (text.trim() !== "") {
      const ran = runCommand({ ...exec, command: [exec.command[0]!, "-c", text] });
      for (const message of ran.ok ? outputMessages(ran.result, { tty: false }) : [stderrMessage(`${ran.status.message}\n`)]) end.send(message);
      exitCode = ran.ok ? ran.result.exitCode : CANNOT_RUN;
    }
    if (hasExit) leave();
  };
  return {
    onInput(message) {
      clearTimeout(timer);
      if (isDone) return;
      if (message.kind === "stdin") script = (script + Buffer.from(message.bytes).toString("utf8")).slice(0, MOST_SCRIPT_LENGTH);
      if (message.kind === "stdin-ended") {
        runScript();
        if (!isDone) leave();
      } else if (script.endsWith("\n")) timer = setTimeout(runScript, LINE_PAUSE_MS);
    },
    onClose() {
      isDone = true;
      clearTimeout(timer);
    },
  };
}

function runLine(exec: ExecRequest, runCommand: RunCommand, text: string, end: ProcessEnd): number | undefined {
  if (text.trim() === "") return undefined;
  const ran = runCommand({ ...exec, command: [exec.command[0]!, "-c", text] });
  const output = ran.ok ? ran.result.stdout + ran.result.stderr : `${ran.status.message}\n`;
  if (output !== "") end.send(stdoutMessage(output.replaceAll("\n", "\r\n")));
  return ran.ok ? ran.result.exitCode : CANNOT_RUN;
}
