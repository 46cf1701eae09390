import type { ExecRequest, ExecResult } from "../../../api/request.ts";
import { badRequest, type Status } from "../../../api/status.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { chooseContainer } from "../logs/container-choice.ts";
import { logFile } from "../logs/pod-log.ts";
import { kubeletReach, unknownFailure } from "../logs/reach.ts";
import { statusOf } from "../logs/run.ts";
import { simContainer, type SimContainer } from "./container.ts";
import type { InsideContext } from "./inside-context.ts";
import { nestedScript, programName, runProgram } from "./shell-run.ts";
import { isProgram } from "./programs.ts";
import { newShell } from "./shell.ts";

/** How Docker and CRI-O report a program that cannot be started. */
const NOT_STARTED = 126;

/**
 * Runs a command in a container of the pod, at once: what it prints and its exit code. Each command begins anew with the
 * files of the container; nothing it writes stays. The errors are those of the API server and of the kubelet: no or a
 * wrong container name (400), no node yet (400), a node that does not answer (500), a container that does not run (500).
 * Departure: a program that is not there ends with 126 and the runtime's text on stderr; containerd puts the same text
 * into a Status, after which kubectl ends with 1.
 * Source: kubernetes pkg/registry/core/pod/strategy.go streamLocation, pkg/kubelet/kubelet_pods.go GetExec (1.36)
 */
export function execInPod(ctx: Pick<InsideContext, "store" | "nowMs" | "environmentOf">, pod: Pod, request: ExecRequest): { readonly result: ExecResult } | { readonly status: Status } {
  const chosen = chooseContainer(pod, request.container);
  if ("status" in chosen) return chosen;
  const { nodeName } = pod.spec;
  if (!nodeName) return { status: badRequest(`pod ${pod.metadata.name} does not have a host assigned`) };
  if (request.command.length === 0) return { status: badRequest("you must specify at least one command for the container") };
  const reach = kubeletReach(ctx.store, nodeName);
  if (reach.kind === "no-node") return { status: reach.status };
  if (reach.kind === "silent") return { status: unknownFailure(`error dialing backend: ${reach.error}`) };
  const { name } = chosen.container;
  if (!statusOf(pod, name)?.state.running) return { status: unknownFailure(`container not found ("${name}")`) };
  const inside: InsideContext = { ...ctx, readLog: (other, container) => logFile(ctx, other, container) };
  return { result: run(simContainer(inside, pod, chosen.container), request, ctx.nowMs) };
}

function run(container: SimContainer, { command, stdin = "", tty }: ExecRequest, nowMs: number): ExecResult {
  const [program = ""] = command;
  const shell = newShell(container, { mode: "exec", nowMs });
  if (!isProgram(container, program) && !nestedScript(shell, command)) {
    const why = program.includes("/") ? `stat ${program}: no such file or directory` : "executable file not found in $PATH";
    return { stdout: "", stderr: `OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": ${why}: unknown\n`, exitCode: NOT_STARTED };
  }
  if (tty) {
    shell.variables.set("TERM", "xterm");
    shell.exported.add("TERM");
  }
  let [stdout, stderr] = ["", ""];
  const out = (text: string) => void (stdout += text);
  // A terminal has one stream.
  const err = tty ? out : (text: string) => void (stderr += text);
  const exitCode = runProgram(shell, [programName(program), ...command.slice(1)], { stdin, out, err });
  return { stdout, stderr, exitCode };
}
