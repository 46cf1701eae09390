import type { ExecRequest } from "../api/request.ts";
import { completeness, lineAnswer, lineCommand, NEW_SESSION, promptOf, promptQuestion, type ShellSession } from "../api/shell/session.ts";
import { exitMessage, outputMessages, stdoutMessage } from "../http/exec-channels.ts";
import { TerminalLine } from "../http/terminal-line.ts";
import type { Process, ProcessEnd, RunCommand } from "./exec-process.ts";

const MORE = "> ";
/** A client that has written a line and then waits for its answer has paused so long. */
const LINE_PAUSE_MS = 100;
/** What may be written without an end of line. */
const MOST_SCRIPT_LENGTH = 1024 * 1024;
/** A shell's status for what cannot be run. */
const CANNOT_RUN = 126;

export function isShell(command: readonly string[]): boolean {
  return command.length === 1 && /^(?:\/bin\/|\/usr\/bin\/)?(?:sh|bash|ash)$/.test(command[0]!);
}

/** A terminal at a shell, which remembers what earlier lines have changed. @param hostname what the prompt of bash says */
export function terminalShell(exec: ExecRequest, runCommand: RunCommand, end: ProcessEnd, hostname = "localhost"): Process {
  const line = new TerminalLine();
  const memory = new Memory(exec, runCommand);
  const [program = "sh"] = exec.command;
  const asked = runCommand({ ...exec, command: promptQuestion(program) });
  const sign = promptOf(asked.ok ? asked.result.stdout : "", program, hostname);
  /** Of a command that takes more lines, those that are there. */
  let begun = "";
  const show = (text: string) => { if (text !== "") end.send(stdoutMessage(text.replaceAll("\n", "\r\n"))); };
  const leave = () => {
    end.send(exitMessage(memory.session.status));
    end.close();
  };
  show(sign(memory.session));
  return {
    onInput(message) {
      if (message.kind === "stdin-ended") return leave();
      if (message.kind !== "stdin") return;
      const step = line.type(Buffer.from(message.bytes).toString("utf8"));
      if (step.echo !== "") end.send(stdoutMessage(step.echo));
      for (const text of step.lines) {
        begun += text;
        if (completeness(begun) === "incomplete") {
          begun += "\n";
          show(MORE);
          continue;
        }
        const { output, errors, hasEnded } = memory.run(begun);
        begun = "";
        show(output + errors);
        if (hasEnded) return leave();
        show(sign(memory.session));
      }
      if (step.isOver) leave();
    },
    onClose: () => undefined,
  };
}

/**
 * A shell that reads its commands from a pipe. A script that is sent at once runs as a whole; whoever writes a line and
 * waits gets its output, as programs do that talk to a shell.
 */
export function pipedShell(exec: ExecRequest, runCommand: RunCommand, end: ProcessEnd): Process {
  const memory = new Memory(exec, runCommand);
  let script = "";
  let isDone = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const leave = () => {
    isDone = true;
    end.send(exitMessage(memory.session.status));
    end.close();
  };
  const runScript = () => {
    const text = script;
    script = "";
    if (text.trim() === "") return;
    const { output, errors, hasEnded } = memory.run(text);
    for (const message of outputMessages({ stdout: output, stderr: errors, exitCode: 0 }, { tty: false })) end.send(message);
    if (hasEnded) leave();
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

/** The shell's memory from line to line. */
class Memory {
  session: ShellSession = NEW_SESSION;
  readonly #exec: ExecRequest;
  readonly #runCommand: RunCommand;

  constructor(exec: ExecRequest, runCommand: RunCommand) {
    this.#exec = exec;
    this.#runCommand = runCommand;
  }

  run(text: string): { readonly output: string; readonly errors: string; readonly hasEnded: boolean } {
    if (text.trim() === "") return { output: "", errors: "", hasEnded: false };
    const ran = this.#runCommand({ ...this.#exec, command: lineCommand(this.#exec.command[0]!, text, this.session) });
    if (!ran.ok) {
      this.session = { ...this.session, status: CANNOT_RUN };
      return { output: "", errors: `${ran.status.message}\n`, hasEnded: false };
    }
    const { output, errors, session, exitCode, isEndless } = lineAnswer(ran.result, text, this.session);
    this.session = exitCode === undefined ? session : { ...session, status: exitCode };
    return { output: isEndless ? `${output}^C\n` : output, errors, hasEnded: exitCode !== undefined };
  }
}
