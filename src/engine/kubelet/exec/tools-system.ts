import { bytes } from "../../../api/quantity.ts";
import { dateText, formatDate } from "../../../api/calendar.ts";
import type { Shell } from "./shell.ts";
import { evaluate } from "../../../api/shell/arithmetic.ts";
import { textOfLines, type ToolCall, type ToolResult } from "./tool.ts";

const MAX_SEQUENCE = 10_000;
const GIBI = 2 ** 30;

/** All variables, in the order in which the container got them. */
export function env({ shell, args }: ToolCall): ToolResult {
  const given = args.filter((arg) => /^\w+=/.test(arg));
  return { out: textOfLines([...exportedLines(shell), ...given]) };
}

function exportedLines({ variables, exported }: Shell): string[] {
  return [...variables].filter(([name]) => exported.has(name)).map(([name, value]) => `${name}=${value}`);
}

export function printenv({ shell, args }: ToolCall): ToolResult {
  if (args.length === 0) return { out: textOfLines(exportedLines(shell)) };
  const values = args.map((name) => (shell.exported.has(name) ? shell.variables.get(name) : undefined));
  return { out: textOfLines(values.filter((value) => value !== undefined)), code: Number(values.includes(undefined)) };
}

export function hostname({ shell, args }: ToolCall): ToolResult {
  const { hostname: name, pod } = shell.container;
  return { out: `${args[0] === "-i" || args[0] === "-I" ? (pod.status.podIP ?? "") : name}\n` };
}

/** Process 1 is the container's command; with a shared process namespace it would be the pause container. */
export function ps({ shell }: ToolCall): ToolResult {
  const rows = [[1, shell.container.argv.join(" ")], [7, "ps"]] as const;
  return { out: `PID   USER     TIME  COMMAND\n${rows.map(([pid, command]) => `${String(pid).padStart(5)} ${userOf(shell).name.padEnd(8)}  0:00 ${command}\n`).join("")}` };
}

export function date({ shell, args }: ToolCall): ToolResult {
  const format = args.find((arg) => arg.startsWith("+"));
  if (format) return { out: `${formatDate(shell.nowMs, format.slice(1))}\n` };
  const iso = args.find((arg) => arg.startsWith("-I"));
  if (iso) return { out: `${formatDate(shell.nowMs, iso.startsWith("-Is") ? "%FT%T+00:00" : "%F")}\n` };
  return { out: `${dateText(shell.nowMs)}\n` };
}

interface User { readonly uid: number; readonly gid: number; readonly name: string }

/** Source: core/v1 SecurityContext: the container's own goes before the pod's. */
function userOf({ container: { pod, spec } }: Shell): User {
  type Ids = { readonly runAsUser?: number; readonly runAsGroup?: number };
  const ids: Ids = { ...(pod.spec["securityContext"] as Ids | undefined), ...(spec["securityContext"] as Ids | undefined) };
  const uid = ids.runAsUser ?? 0;
  return { uid, gid: ids.runAsGroup ?? 0, name: uid === 0 ? "root" : uid === 65534 ? "nobody" : String(uid) };
}

export function id({ shell, args }: ToolCall): ToolResult {
  const { uid, gid, name } = userOf(shell);
  if (args[0] === "-u") return { out: `${uid}\n` };
  if (args[0] === "-g") return { out: `${gid}\n` };
  const named = (n: number, text: string) => (text === String(n) ? text : `${n}(${text})`);
  const group = named(gid, gid === 0 ? "root" : String(gid));
  return { out: `uid=${named(uid, name)} gid=${group} groups=${group}\n` };
}

export function whoami({ shell }: ToolCall): ToolResult {
  const { uid, name } = userOf(shell);
  return name === String(uid) ? { err: `whoami: unknown uid ${uid}\n`, code: 1 } : { out: `${name}\n` };
}

export function uname({ shell, args }: ToolCall): ToolResult {
  const { node, hostname: name } = shell.container;
  const kernel = node?.status.nodeInfo?.["kernelVersion"] ?? "6.12.0-playground";
  const machine = node?.status.nodeInfo?.["architecture"] === "arm64" ? "aarch64" : "x86_64";
  const flags = args.join("");
  if (flags.includes("a")) return { out: `Linux ${name} ${kernel} #1 SMP PREEMPT_DYNAMIC Thu Jan  1 00:00:00 UTC 2026 ${machine} GNU/Linux\n` };
  const words = [["s", "Linux"], ["n", name], ["r", kernel], ["m", machine]] as const;
  return { out: `${words.filter(([flag]) => flags.includes(flag) || (flag === "s" && flags === "")).map(([, word]) => word).join(" ")}\n` };
}

export function nproc({ shell }: ToolCall): ToolResult {
  return { out: `${Math.max(1, Number(shell.container.node?.status.capacity?.["cpu"] ?? 1) || 1)}\n` };
}

/** The disk of the node: a tenth of it is taken by its own system. */
export function df({ shell, args }: ToolCall): ToolResult {
  const total = bytes(shell.container.node?.status.capacity?.["ephemeral-storage"]) || 100 * GIBI;
  const isHuman = args.some((arg) => arg.includes("h"));
  const size = (n: number) => (isHuman ? `${(n / GIBI).toFixed(1)}G` : String(Math.floor(n / 1024)));
  const columns = ["overlay".padEnd(20), size(total).padStart(9), size(total / 10).padStart(9), size(total - total / 10).padStart(9), " 10%", "/"];
  return { out: `Filesystem           ${isHuman ? "    Size" : "1K-blocks"}      Used Available Use% Mounted on\n${columns.join(" ")}\n` };
}

/** At once in a command; in the log of process 1 the time passes. */
export function sleep({ args }: ToolCall): ToolResult {
  if (args.length === 0) return { err: "sleep: missing operand\n", code: 1 };
  if (args.some((arg) => /^inf/i.test(arg))) return { blocks: true };
  let seconds = 0;
  for (const arg of args) {
    const [, amount, unit = "s"] = /^(\d{1,9}(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(arg) ?? [];
    if (amount === undefined) return { err: `sleep: invalid number '${arg}'\n`, code: 1 };
    seconds += Number(amount) * (unit === "m" ? 60 : unit === "h" ? 3600 : unit === "d" ? 86_400 : 1);
  }
  return { sleepMs: Math.round(seconds * 1000) };
}

export function seq({ args }: ToolCall): ToolResult {
  const numbers = args.map(Number);
  if (numbers.length === 0 || numbers.some((n) => !Number.isFinite(n))) return { err: "seq: invalid number\n", code: 1 };
  const [first, step, last] = numbers.length === 1 ? [1, 1, numbers[0]!] : numbers.length === 2 ? [numbers[0]!, 1, numbers[1]!] : [numbers[0]!, numbers[1]!, numbers[2]!];
  const lines: string[] = [];
  if (step !== 0) for (let n = first; (step > 0 ? n <= last : n >= last) && lines.length < MAX_SEQUENCE; n += step) lines.push(String(n));
  return { out: textOfLines(lines) };
}

export function expr({ args, shell }: ToolCall): ToolResult {
  const value = evaluate(args.join(" "), shell.variables);
  return { out: `${value}\n`, code: Number(value === 0) };
}

export function basename({ args }: ToolCall): ToolResult {
  const [path = "", suffix = ""] = args;
  const name = path.replace(/\/+$/, "").replace(/^.*\//s, "");
  return { out: `${suffix !== "" && name.endsWith(suffix) && name !== suffix ? name.slice(0, -suffix.length) : name}\n` };
}

export function dirname({ args }: ToolCall): ToolResult {
  const [path = ""] = args;
  return { out: `${path.includes("/") ? path.replace(/\/[^/]*$/, "") || "/" : "."}\n` };
}
