import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { AttachRequest, AttachResult, ExecRequest, ExecResult, KubeRequest, KubeResponse } from "../api/request.ts";
import { get } from "../api/request.ts";
import { PODS } from "../api/resources.ts";
import { badRequest, type Status } from "../api/status.ts";
import { formatTime } from "../api/time.ts";
import type { Pod } from "../api/types/pod.ts";
import { splitTarget } from "../http/answer.ts";
import { decodeRequest } from "../http/codec.ts";
import { EXEC_PROTOCOLS, execBytes, execFrame, exitCodeOf, exitMessage, failureMessage, outputMessages, readExecMessage, stdoutMessage, type ExecInput } from "../http/exec-channels.ts";
import type { Api } from "../http/exchange.ts";
import { isOn } from "../http/options.ts";
import type { Process, ProcessEnd, RunCommand } from "./exec-process.ts";
import { isShell, pipedShell, terminalShell } from "./exec-shell.ts";
import { offeredProtocols, openWebSocket } from "./web-socket.ts";

/** A running container that somebody attaches to. */
export interface AttachPlace {
  readonly ok: true;
  readonly request: KubeRequest;
  readonly container: string | undefined;
  readonly found: AttachResult;
  readonly hasStdin: boolean;
}

/** What a terminal sends for Ctrl-C and Ctrl-D. */
const CTRL_C = "\u0003", CTRL_D = "\u0004";
/** 128 + SIGINT. */
const INTERRUPTED = 130;
const MOST_STDIN_BYTES = 1024 * 1024;
/** How often a log is looked at for more. */
const LOOK_MS = 200;

/** Where an upgrade of `…/attach` goes, or the Status of one that leads nowhere. */
export function placeOfAttach(api: Api, { url = "/" }: IncomingMessage): AttachPlace | { readonly ok: false; readonly status: Status } {
  const { path, query } = splitTarget(url);
  const decoded = decodeRequest({ method: "POST", path, query: {} }, api.customResources());
  if (!decoded.ok) return { ok: false, status: "status" in decoded ? decoded.status : badRequest("404 page not found") };
  const { request } = decoded;
  if (request.subresource !== "attach") return { ok: false, status: badRequest("only attach can be upgraded") };
  const container = query["container"];
  const asked = attach(api, request, container ? { container } : {});
  return asked.ok ? { ok: true, request, container, found: asked.body, hasStdin: isOn(query["stdin"]) } : asked;
}

/** Completes the upgrade: a shell gets its lines; of anything else there is only the output to follow. */
export function openAttach(api: Api, place: AttachPlace, request: IncomingMessage, socket: Duplex, head: Uint8Array): void {
  const offered = offeredProtocols(request);
  const protocol = EXEC_PROTOCOLS.find((p) => offered.includes(p));
  openWebSocket(request, socket, head, protocol, MOST_STDIN_BYTES, (end) => {
    const process = start(api, place, { send: (message) => end.send(execFrame(message, protocol)), close: () => end.close(1000) });
    return { onMessage: (content) => process.onInput(readExecMessage(execBytes(content, protocol))), onClose: () => process.onClose() };
  });
}

function start(api: Api, place: AttachPlace, end: ProcessEnd): Process {
  const { command, tty } = place.found;
  if (!place.hasStdin || !place.found.readsInput) return output(api, place, end);
  const ending = endOfProcess(api, place, end);
  const exec: ExecRequest = { command, ...(place.container ? { container: place.container } : {}), ...(tty ? { tty } : {}) };
  if (isCat(command)) return echo(tty, ending);
  const runCommand: RunCommand = (body) => {
    const response = api.handle({ ...place.request, subresource: "exec", body });
    return response.ok ? { ok: true, result: response.body as ExecResult } : response;
  };
  if (!isShell(command.slice(0, 1)) || isScript(command)) return withWholeInput(exec, runCommand, ending);
  const atShell = { ...exec, command: command.slice(0, 1) };
  const shell = tty ? terminalShell(atShell, runCommand, ending, place.request.name) : pipedShell(atShell, runCommand, ending);
  return {
    onInput: (input) => shell.onInput(input),
    onClose() {
      shell.onClose();
      ending.lost();
    },
  };
}

/** The client's end of process 1: when that ends, so does the container. Attaching itself has worked, whatever the code was. */
function endOfProcess(api: Api, { request, container, found }: AttachPlace, end: ProcessEnd): ProcessEnd & { lost(): void } {
  let isOver = false;
  const leave = (exitCode: number) => {
    isOver = true;
    attach(api, request, { exitCode, ...(container ? { container } : {}) });
  };
  return {
    send(message) {
      const exitCode = exitCodeOf(message);
      if (exitCode === undefined) return end.send(message);
      leave(exitCode);
      end.send(exitMessage(0));
    },
    close: () => end.close(),
    /** The client is gone: an input that is there only once ends with it. */
    lost() {
      if (!isOver && found.endsWithClient) leave(0);
    },
  };
}

function isCat([program = "", ...args]: readonly string[]): boolean {
  return args.length === 0 && /^(?:\/(?:usr\/)?bin\/)?cat$/.test(program);
}

function isScript(command: readonly string[]): boolean {
  return command.some((arg, i) => i > 0 && /^-[a-z]*c[a-z]*$/.test(arg));
}

/** What a client has typed: the text, and the exit code of whoever is interrupted; a terminal's Ctrl-D and Ctrl-C end it too. */
function typed(message: ExecInput, tty: boolean): { readonly text: string; readonly isOver: boolean; readonly interrupted?: number } {
  if (message.kind !== "stdin") return { text: "", isOver: message.kind === "stdin-ended" };
  const text = Buffer.from(message.bytes).toString("utf8");
  const ends = [CTRL_C, CTRL_D].map((key) => text.indexOf(key)).filter((at) => at >= 0);
  const at = tty && ends.length > 0 ? Math.min(...ends) : -1;
  if (at < 0) return { text: tty ? text.replaceAll("\r", "\n") : text, isOver: false };
  return { text: text.slice(0, at).replaceAll("\r", "\n"), isOver: true, ...(text[at] === CTRL_C ? { interrupted: INTERRUPTED } : {}) };
}

/** A program that reads to the end of its input. Departure: it says nothing before that end. */
function withWholeInput(exec: ExecRequest, runCommand: RunCommand, end: ProcessEnd & { lost(): void }): Process {
  const tty = exec.tty === true;
  let stdin = "";
  return {
    onInput(message) {
      const { text, isOver, interrupted } = typed(message, tty);
      stdin = (stdin + text).slice(0, MOST_STDIN_BYTES);
      if (tty && text !== "") end.send(stdoutMessage(text.replaceAll("\n", "\r\n")));
      if (!isOver) return;
      const ran = interrupted === undefined ? runCommand({ ...exec, stdin }) : { ok: true as const, result: { stdout: "", stderr: "", exitCode: interrupted } };
      for (const sent of ran.ok ? [...outputMessages(ran.result, { tty }), exitMessage(ran.result.exitCode)] : [failureMessage(ran.status)]) end.send(sent);
      end.close();
    },
    onClose: () => end.lost(),
  };
}

/** `cat` says what it hears; at a terminal that is also seen while it is typed. */
function echo(tty: boolean, end: ProcessEnd & { lost(): void }): Process {
  let line = "";
  return {
    onInput(message) {
      const { text, isOver, interrupted = 0 } = typed(message, tty);
      line += text;
      const said = tty ? line.slice(0, line.lastIndexOf("\n") + 1) : line;
      line = line.slice(said.length);
      if (text !== "") end.send(stdoutMessage(tty ? (text + said).replaceAll("\n", "\r\n") : said));
      if (!isOver) return;
      end.send(exitMessage(interrupted));
      end.close();
    },
    onClose: () => end.lost(),
  };
}

/** What the container prints from now on, until it ends. */
function output(api: Api, { request, container, found }: AttachPlace, end: ProcessEnd): Process {
  const { name = "", namespace = "default" } = request;
  const id = containerIdOf(api, { name, namespace }, container);
  const log = { sinceTime: formatTime(api.nowMs()), ...(container ? { container } : {}) };
  const read = (): string | undefined => {
    const response: KubeResponse = api.handle({ verb: "get", resource: PODS.key, name, namespace, subresource: "log", options: { log } });
    return response.ok ? String(response.body) : undefined;
  };
  // Times of logs are whole seconds: what has been printed in this one is not new.
  let seen = read() ?? "";
  const look = () => {
    const text = read() ?? seen;
    for (const message of outputMessages({ stdout: text.slice(seen.length), stderr: "", exitCode: 0 }, found)) end.send(message);
    seen = text;
    if (id !== undefined && containerIdOf(api, { name, namespace }, container) === id) return;
    clearInterval(timer);
    end.send(exitMessage(0));
    end.close();
  };
  const timer = setInterval(look, LOOK_MS);
  return { onInput: () => undefined, onClose: () => clearInterval(timer) };
}

/** The container that runs; undefined: none does. */
function containerIdOf(api: Api, key: { readonly name: string; readonly namespace: string }, container: string | undefined): string | undefined {
  const response = api.handle(get(PODS, key));
  if (!response.ok) return undefined;
  const { containerStatuses = [], initContainerStatuses = [] } = (response.body as Pod).status;
  const status = container === undefined ? containerStatuses[0] : [...containerStatuses, ...initContainerStatuses].find((c) => c.name === container);
  return status?.state.running ? status.containerID : undefined;
}

function attach(api: Api, request: KubeRequest, body: AttachRequest): { readonly ok: true; readonly body: AttachResult } | { readonly ok: false; readonly status: Status } {
  const response = api.handle({ ...request, body });
  return response.ok ? { ok: true, body: response.body as AttachResult } : response;
}
