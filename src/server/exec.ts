import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { ExecRequest, ExecResult, KubeRequest } from "../api/request.ts";
import { badRequest, type Status } from "../api/status.ts";
import { allOf, splitTarget } from "../http/answer.ts";
import { decodeRequest } from "../http/codec.ts";
import { EXEC_PROTOCOLS, execBytes, execFrame, exitMessage, failureMessage, outputMessages, readExecMessage } from "../http/exec-channels.ts";
import type { Api } from "../http/exchange.ts";
import { isOn } from "../http/options.ts";
import type { Process, ProcessEnd, RunCommand } from "./exec-process.ts";
import { isShell, pipedShell, terminalShell } from "./exec-shell.ts";
import { offeredProtocols, openWebSocket } from "./web-socket.ts";

/** A command to run in a container, and how its client talks. */
export interface ExecPlace {
  readonly ok: true;
  readonly request: KubeRequest;
  readonly exec: ExecRequest;
  readonly hasStdin: boolean;
  readonly tty: boolean;
}

const MOST_STDIN_BYTES = 1024 * 1024;
/** A client that gives input but does not say when it ends is waited for so long after the last of it. */
const STDIN_PAUSE_MS = 1_000;

/** Where an upgrade of `…/exec` goes, or the Status of one that leads nowhere. */
export function placeOfExec(api: Api, { url = "/" }: IncomingMessage): ExecPlace | { readonly ok: false; readonly status: Status } {
  const { path, query } = splitTarget(url);
  const decoded = decodeRequest({ method: "POST", path, query: {} }, api.customResources());
  if (!decoded.ok) return { ok: false, status: "status" in decoded ? decoded.status : badRequest("404 page not found") };
  const { request } = decoded;
  if (request.subresource !== "exec") return { ok: false, status: badRequest("only exec can be upgraded") };
  const command = allOf(url, "command");
  if (command.length === 0) return { ok: false, status: badRequest("you must specify at least 1 command for the container") };
  const container = query["container"];
  const exec: ExecRequest = { command, ...(container ? { container } : {}), ...(isOn(query["tty"]) ? { tty: true } : {}) };
  // Whether there is such a container shows before the upgrade: clients report what was wrong only then.
  const tried = api.handle({ ...request, subresource: "attach", body: container ? { container } : {} });
  if (!tried.ok) return tried;
  return { ok: true, request, exec, hasStdin: isOn(query["stdin"]), tty: isOn(query["tty"]) };
}

/** Completes the upgrade and runs the command. */
export function openExec(api: Api, place: ExecPlace, request: IncomingMessage, socket: Duplex, head: Uint8Array): void {
  const offered = offeredProtocols(request);
  const protocol = EXEC_PROTOCOLS.find((p) => offered.includes(p));
  openWebSocket(request, socket, head, protocol, MOST_STDIN_BYTES, (end) => {
    const process = start(place, (exec) => run(api, place.request, exec), {
      send: (message) => end.send(execFrame(message, protocol)),
      close: () => end.close(1000),
    });
    return { onMessage: (content) => process.onInput(readExecMessage(execBytes(content, protocol))), onClose: () => process.onClose() };
  });
}

function start(place: ExecPlace, runCommand: RunCommand, end: ProcessEnd): Process {
  if (!place.hasStdin || !isShell(place.exec.command)) return runOnce(place, runCommand, end);
  return place.tty ? terminalShell(place.exec, runCommand, end, place.request.name) : pipedShell(place.exec, runCommand, end);
}

function run(api: Api, request: KubeRequest, body: ExecRequest): ReturnType<RunCommand> {
  const response = api.handle({ ...request, body });
  return response.ok ? { ok: true, result: response.body as ExecResult } : { ok: false, status: response.status };
}

/** With its whole input, once that has ended. */
function runOnce({ exec, hasStdin, tty }: ExecPlace, runCommand: RunCommand, end: ProcessEnd): Process {
  const input: Uint8Array[] = [];
  let size = 0;
  let isDone = false;
  const finish = () => {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    const stdin = Buffer.concat(input).toString("utf8");
    const ran = runCommand({ ...exec, ...(hasStdin ? { stdin } : {}) });
    for (const message of ran.ok ? [...outputMessages(ran.result, { tty }), exitMessage(ran.result.exitCode)] : [failureMessage(ran.status)]) end.send(message);
    end.close();
  };
  let timer = setTimeout(finish, hasStdin ? STDIN_PAUSE_MS : 0);
  return {
    onInput(message) {
      if (message.kind === "stdin-ended") return finish();
      if (message.kind !== "stdin") return;
      size += message.bytes.length;
      if (size <= MOST_STDIN_BYTES) input.push(message.bytes);
      clearTimeout(timer);
      timer = setTimeout(finish, STDIN_PAUSE_MS);
    },
    onClose: () => clearTimeout(timer),
  };
}
