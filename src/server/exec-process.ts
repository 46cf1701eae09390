import type { ExecRequest, ExecResult } from "../api/request.ts";
import type { Status } from "../api/status.ts";
import type { ExecInput } from "../http/exec-channels.ts";

/** Runs a command in the container. */
export type RunCommand = (exec: ExecRequest) => { readonly ok: true; readonly result: ExecResult } | { readonly ok: false; readonly status: Status };

/** The process's end of a socket. */
export interface ProcessEnd {
  send(message: Uint8Array): void;
  close(): void;
}

/** What a process hears of its client. */
export interface Process {
  onInput(input: ExecInput): void;
  onClose(): void;
}
