import { TEXT_TOOLS } from "../../api/shell/text-tools.ts";
import type { TextTool } from "../../api/shell/text-tool.ts";
import { runKubectl } from "../kubectl/kubectl.ts";
import type { Process } from "../process.ts";
import { setNamespace, type Program, type Shell } from "../shell/shell.ts";
import { awk } from "./awk.ts";
import { ended } from "./ended.ts";
import { cp, edit, ls, mv, rm, tee, touch } from "./files.ts";
import { help } from "./help.ts";
import { alias, cd, exit, exportNames, loopControl, printEnv, pwd, test, unalias, unset, which } from "./shell-words.ts";
import { clear, date, echo, history, printf, seq, sleep } from "./small.ts";
import { readFileIn } from "./read-file.ts";
import { sed } from "./sed.ts";
import { watch } from "./watch.ts";
import { xargs } from "./xargs.ts";

/** Everything that can be run in the terminal, by name. */
export const PROGRAMS: Readonly<Record<string, Program>> = {
  ...Object.fromEntries(Object.entries(TEXT_TOOLS).map(([name, tool]) => [name, textProgram(tool)])),
  awk: textProgram(awk), sed, less: textProgram(TEXT_TOOLS["cat"]!), more: textProgram(TEXT_TOOLS["cat"]!),
  kubectl, k: kubectl,
  ls, rm, cp, mv, tee, touch, edit, vi: edit, vim: edit, nano: edit, code: edit,
  alias, unalias, cd, pwd, export: exportNames, unset, env: printEnv, printenv: printEnv, exit, break: loopControl("break"), continue: loopControl("continue"),
  test, "[": test, which, type: which, true: status(0), ":": status(0), false: status(1),
  clear, date, echo, printf, sleep, seq, history, help, watch, xargs,
};

function textProgram(tool: TextTool): Program {
  return (args, shell) => tool(args, readFileIn(shell));
}

function kubectl(words: readonly string[], shell: Shell): Process {
  const { files, cwd, namespace } = shell;
  return runKubectl(words, { files, cwd, namespace, setNamespace: (next) => setNamespace(shell, next) });
}

function status(code: number): Program {
  return () => ended(code);
}
