import { dateText } from "../../api/calendar.ts";
import { complain, now, print, sleep, type Process } from "../process.ts";
import { capture, runProgram, runScript } from "../shell/run.ts";
import type { Shell } from "../shell/shell.ts";
import { redirected } from "../shell/redirect.ts";
import { CLEAR } from "./small.ts";

/** Where there is no terminal to ask, as wide as terminals once were. */
const COLUMNS = 80;
const DEFAULT_SECONDS = 2;
const LEAST_SECONDS = 0.1;

/** `watch [-n SECONDS] COMMAND…`: the same command again and again, in virtual time, until it is stopped. */
export function* watch(args: readonly string[], shell: Shell): Process {
  let seconds = DEFAULT_SECONDS;
  let hasTitle = true;
  let at = 0;
  for (; args[at]?.startsWith("-"); at++) {
    const [, value] = /^(?:-n|--interval=?)(.*)$/.exec(args[at]!) ?? [];
    if (value !== undefined) seconds = Math.max(LEAST_SECONDS, Number(value || args[++at]));
    else if (args[at] === "-t" || args[at] === "--no-title") hasTitle = false;
  }
  const command = args.slice(at);
  if (command.length === 0 || !Number.isFinite(seconds)) {
    yield* complain("Usage: watch [-n SECONDS] [-t] COMMAND\n");
    return 1;
  }
  const title = `Every ${seconds.toFixed(1)}s: ${command.join(" ")}`;
  for (;;) {
    const run = command.length === 1 ? runScript(shell, command[0]!) : runProgram(shell, command);
    const text = yield* capture(redirected(run, { stdin: "", stdout: { to: "stdout" }, stderr: { to: "stdout" } }));
    const time = dateText(yield* now());
    yield* print(CLEAR + (hasTitle ? `${title}${time.padStart(Math.max(time.length + 1, COLUMNS - title.length))}\n\n` : "") + text);
    yield* sleep(seconds * 1000);
  }
}
