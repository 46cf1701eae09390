import type { ExecRequest, ExecResult } from "../../../api/request.ts";
import { badRequest, internalError, type Status } from "../../../api/status.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { hex64 } from "../images.ts";
import { chooseContainer } from "../logs/container-choice.ts";
import { notFound } from "../logs/own-end.ts";
import { logFile } from "../logs/pod-log.ts";
import { kubeletReach, unknownFailure } from "../logs/reach.ts";
import { statusOf } from "../logs/run.ts";
import { simContainer, type SimContainer } from "./container.ts";
import type { InsideContext } from "./inside-context.ts";
import { nestedScript, programName, runProgram } from "./shell-run.ts";
import { isProgram } from "./programs.ts";
import { newShell } from "./shell.ts";

type Reached = Pick<InsideContext, "store" | "nowMs" | "environmentOf">;

/**
 * Runs a command in a container of the pod, at once: what it prints and its exit code. Each command begins anew with the
 * files of the container; nothing it writes stays. The errors are those of the API server and of the kubelet: no or a
 * wrong container name (400), no node yet (400), a node that does not answer (500), a container that does not run (500).
 * A program that is not there is a Status too, in containerd's words.
 * Source: kubernetes pkg/registry/core/pod/strategy.go streamLocation, pkg/kubelet/kubelet_pods.go GetExec (1.36)
 */
export function execInPod(ctx: Reached, pod: Pod, request: ExecRequest): { readonly result: ExecResult } | { readonly status: Status } {
  const found = runningContainer(ctx, pod, request.container);
  if ("status" in found) return found;
  if (request.command.length === 0) return { status: badRequest("you must specify at least one command for the container") };
  return run(found.container, request, ctx.nowMs);
}

/** The container of the pod that somebody wants to get into, if it runs and its kubelet answers. */
export function runningContainer(ctx: Reached, pod: Pod, wanted: string | undefined): { readonly container: SimContainer } | { readonly status: Status } {
  const chosen = chooseContainer(pod, wanted);
  if ("status" in chosen) return chosen;
  const { nodeName } = pod.spec;
  if (!nodeName) return { status: badRequest(`pod ${pod.metadata.name} does not have a host assigned`) };
  const reach = kubeletReach(ctx.store, nodeName);
  if (reach.kind === "no-node") return { status: reach.status };
  if (reach.kind === "silent") return { status: unknownFailure(`error dialing backend: ${reach.error}`) };
  const { name } = chosen.container;
  if (!statusOf(pod, name)?.state.running) return { status: unknownFailure(`container not found ("${name}")`) };
  const inside: InsideContext = { ...ctx, readLog: (other, container) => logFile(ctx, other, container) };
  return { container: simContainer(inside, pod, chosen.container) };
}

function run(container: SimContainer, { command, stdin = "", tty }: ExecRequest, nowMs: number): { readonly result: ExecResult } | { readonly status: Status } {
  const [program = ""] = command;
  const shell = newShell(container, { mode: "exec", nowMs });
  if (!isProgram(container, program) && !nestedScript(shell, command)) {
    return { status: notStarted(container, program, nowMs) };
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
  return { result: { stdout, stderr, exitCode } };
}

/** Source: containerd internal/cri/server/container_execsync.go execInternal, kubelet pkg/kubelet/cri/remote (1.36), as kubectl prints it */
function notStarted({ pod }: SimContainer, program: string, nowMs: number): Status {
  const id = hex64(`exec/${pod.metadata.uid}/${nowMs}`);
  return internalError(`Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: unable to start container process: ${notFound(program)}`);
}
