import { runTextTool, type TextTool } from "../../../api/shell/text-tool.ts";
import { TEXT_TOOLS } from "../../../api/shell/text-tools.ts";
import { readText } from "./shell.ts";
import type { Tool } from "./tool.ts";

/** Programs that read their input when no file is named. */
const READERS = ["cat", "wc", "sort", "uniq"] as const;

/** The text tools of api/shell as programs of a container. What waits for input that never comes never ends. */
export const CONTAINER_TEXT_TOOLS: Readonly<Record<string, Tool>> = {
  ...Object.fromEntries(Object.entries(TEXT_TOOLS).map(([name, tool]) => [name, inContainer(tool)])),
  ...Object.fromEntries(READERS.map((name) => [name, reader(TEXT_TOOLS[name]!)])),
  tail: (call) => ({ ...inContainer(TEXT_TOOLS["tail"]!)(call), blocks: call.args.some((arg) => /^-[fF]$/.test(arg)) }),
  // What it writes is gone when the command ends, so it only passes on.
  tee: ({ stdin }) => ({ out: stdin }),
};

function inContainer(tool: TextTool): Tool {
  return ({ args, stdin, shell }) => runTextTool(tool, args, (path) => readText(shell, path), stdin);
}

/** Without `stdin: true` the input of a container is /dev/null, which ends at once; with it, it is open until somebody comes. */
function reader(tool: TextTool): Tool {
  const run = inContainer(tool);
  return (call) => {
    const isOpen = call.shell.mode === "log" && call.shell.container.spec["stdin"] === true && call.stdin === "";
    return isOpen && call.args.every((arg) => /^-[a-z]/.test(arg)) ? { blocks: true } : run(call);
  };
}
