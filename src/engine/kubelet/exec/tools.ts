import { CONTAINER_TEXT_TOOLS } from "./tools-text.ts";
import { basename, date, df, dirname, env, expr, hostname, id, nproc, printenv, ps, seq, sleep, uname, whoami } from "./tools-system.ts";
import { NETWORK_TOOLS } from "./tools-network.ts";
import { QUIET_TOOLS } from "./tools-quiet.ts";
import { ls } from "./tool-ls.ts";
import type { Tool } from "./tool.ts";

/** The programs that every image with a shell has here. */
const TOOLS: Readonly<Record<string, Tool>> = {
  ...CONTAINER_TEXT_TOOLS, ...QUIET_TOOLS, ...NETWORK_TOOLS, basename, date, df, dirname, env, expr, hostname, id, ls, nproc, printenv, ps, seq, sleep, uname, whoami,
};

export function toolNamed(name: string): Tool | undefined {
  return Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined;
}
