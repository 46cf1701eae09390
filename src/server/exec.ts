import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { ExecRequest, ExecResult, KubeRequest } from "../api/request.ts";
import { badRequest, type Status } from "../api/status.ts";
import { allOf, splitTarget } from "../http/answer.ts";
import { decodeRequest } from "../http/codec.ts";
import { EXEC_PROTOCOLS, exitMessage, failureMessage, readExecMessage, resultMessages, stdoutMessage } from "../http/exec-channels.ts";
import type { Api } from "../http/exchange.ts";
import { isOn } from "../http/options.ts";
import { TerminalLine } from "../http/terminal-line.ts";
import { offeredProtocols, openWebSocket, type WebSocketEnd, type WebSocketListener } from "./web-socket.ts";

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
const PROMPT = "/ # ";

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
  const tried = run(api, request, { ...exec, command: ["true"] });
  if (!tried.ok) return tried;
  return { ok: true, request, exec, hasStdin: isOn(query["stdin"]), tty: isOn(query["tty"]) };
}

/** Completes the upgrade and runs the command. */
export function openExec(api: Api, place: ExecPlace, request: IncomingMessage, socket: Duplex, head: Uint8Array): void {
  const offered = offeredProtocols(request);
  const protocol = EXEC_PROTOCOLS.find((p) => offered.includes(p));
  openWebSocket(request, socket, head, protocol, MOST_STDIN_BYTES, (end) => {
    if (place.tty && place.hasStdin && isShell(place.exec.command)) return shell(api, place, end);
    return runOnce(api, place, end);
  });
}

function run(api: Api, request: KubeRequest, body: ExecRequest): { readonly ok: true; readonly result: ExecResult } | { readonly ok: false; readonly status: Status } {
  const response = api.handle({ ...request, body });
  return response.ok ? { ok: true, result: response.body as ExecResult } : { ok: false, status: response.status };
}

/** With its whole input, once that has ended. */
function runOnce(api: Api, { request, exec, hasStdin, tty }: ExecPlace, end: WebSocketEnd): WebSocketListener {
  const input: Uint8Array[] = [];
  let size = 0;
  let isDone = false;
  const finish = () => {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    const stdin = Buffer.concat(input).toString("utf8");
    const ran = run(api, request, { ...exec, ...(hasStdin ? { stdin } : {}) });
    for (const message of ran.ok ? resultMessages(ran.result, { tty }) : [failureMessage(ran.status)]) end.send(message);
    end.close(1000);
  };
  let timer = setTimeout(finish, hasStdin ? STDIN_PAUSE_MS : 0);
  return {
    onMessage(content) {
      const message = typeof content === "string" ? ({ kind: "other" } as const) : readExecMessage(content);
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

function isShell(command: readonly string[]): boolean {
  return command.length === 1 && /^(?:\/bin\/|\/usr\/bin\/)?(?:sh|bash|ash)$/.test(command[0]!);
}

/** A terminal at a shell: each line runs by itself. Departure: the shell remembers nothing from line to line. */
function shell(api: Api, { request, exec }: ExecPlace, end: WebSocketEnd): WebSocketListener {
  const line = new TerminalLine();
  let exitCode = 0;
  const leave = () => {
    end.send(exitMessage(exitCode));
    end.close(1000);
  };
  end.send(stdoutMessage(PROMPT));
  return {
    onMessage(content) {
      const message = typeof content === "string" ? ({ kind: "other" } as const) : readExecMessage(content);
      if (message.kind === "stdin-ended") return leave();
      if (message.kind !== "stdin") return;
      const step = line.type(Buffer.from(message.bytes).toString("utf8"));
      if (step.echo !== "") end.send(stdoutMessage(step.echo));
      for (const text of step.lines) {
        const [, code] = /^\s*exit(?:\s+(\d{1,3}))?\s*$/.exec(text) ?? [];
        if (/^\s*exit\b/.test(text)) {
          exitCode = code === undefined ? exitCode : Number(code) & 255;
          return leave();
        }
        exitCode = runLine(api, request, exec, text, end) ?? exitCode;
        end.send(stdoutMessage(PROMPT));
      }
      if (step.isOver) leave();
    },
    onClose: () => undefined,
  };
}

function runLine(api: Api, request: KubeRequest, exec: ExecRequest, text: string, end: WebSocketEnd): number | undefined {
  if (text.trim() === "") return undefined;
  const ran = run(api, request, { ...exec, command: [exec.command[0]!, "-c", text] });
  const output = ran.ok ? ran.result.stdout + ran.result.stderr : `${ran.status.message}\n`;
  if (output !== "") end.send(stdoutMessage(output.replaceAll("\n", "\r\n")));
  return ran.ok ? ran.result.exitCode : 126;
}
