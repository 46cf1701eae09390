import type { ExecResult } from "../api/request.ts";
import type { Status } from "../api/status.ts";

/** Protocols of exec over a WebSocket, the best first; only the first can tell that stdin has ended. */
export const EXEC_PROTOCOLS: readonly string[] = ["v5.channel.k8s.io", "v4.channel.k8s.io", "v4.base64.channel.k8s.io", "channel.k8s.io", "base64.channel.k8s.io"];

const STDIN = 0, STDOUT = 1, STDERR = 2, ERROR = 3, CLOSE = 255;

/** Source: apimachinery pkg/util/remotecommand/constants.go (1.36) */
export type ExecInput =
  | { readonly kind: "stdin"; readonly bytes: Uint8Array }
  | { readonly kind: "stdin-ended" }
  /** A resize, or something nobody listens to. */
  | { readonly kind: "other" };

/**
 * A message as bytes, whatever frame it came in. Some clients put text into text frames; of the base64 protocols the
 * first character is the channel's digit.
 * Source: apimachinery pkg/util/httpstream/wsstream/conn.go
 */
export function execBytes(content: string | Uint8Array, protocol: string | undefined): Uint8Array {
  if (!isBase64(protocol)) return typeof content === "string" ? new TextEncoder().encode(content) : content;
  const text = typeof content === "string" ? content : new TextDecoder().decode(content);
  return Uint8Array.from([Number(text[0] ?? 0), ...fromBase64(text.slice(1))]);
}

/** The inverse: what is sent for a message. */
export function execFrame(message: Uint8Array, protocol: string | undefined): string | Uint8Array {
  return isBase64(protocol) ? `${message[0]}${btoa(String.fromCharCode(...message.subarray(1)))}` : message;
}

function isBase64(protocol: string | undefined): boolean {
  return protocol?.includes("base64") ?? false;
}

function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    // atob throws on what is no base64: nothing was said.
    return new Uint8Array();
  }
}

/** A message of the client: the first byte names the channel. */
export function readExecMessage(message: Uint8Array): ExecInput {
  switch (message[0]) {
    case STDIN: return { kind: "stdin", bytes: message.slice(1) };
    case CLOSE: return message[1] === STDIN ? { kind: "stdin-ended" } : { kind: "other" };
    default: return { kind: "other" };
  }
}

export function stdoutMessage(text: string): Uint8Array {
  return onChannel(STDOUT, text);
}

/** What a command has printed. With a terminal both outputs are one. */
export function outputMessages(result: ExecResult, { tty }: { readonly tty: boolean }): Uint8Array[] {
  return [
    ...(result.stdout === "" ? [] : [onChannel(STDOUT, tty ? result.stdout.replaceAll("\n", "\r\n") : result.stdout)]),
    ...(result.stderr === "" ? [] : [onChannel(tty ? STDOUT : STDERR, tty ? result.stderr.replaceAll("\n", "\r\n") : result.stderr)]),
  ];
}

/** Source: kubelet pkg/kubelet/server/remotecommand/exec.go ServeExec */
export function exitMessage(exitCode: number): Uint8Array {
  if (exitCode === 0) return onChannel(ERROR, JSON.stringify({ metadata: {}, status: "Success" }));
  return onChannel(ERROR, JSON.stringify({
    metadata: {}, status: "Failure", reason: "NonZeroExitCode",
    message: `command terminated with non-zero exit code: command terminated with exit code ${exitCode}`,
    details: { causes: [{ reason: "ExitCode", message: String(exitCode) }] },
  }));
}

/** The inverse of `exitMessage`; undefined: the message is something else. */
export function exitCodeOf(message: Uint8Array): number | undefined {
  if (message[0] !== ERROR) return undefined;
  const { details } = JSON.parse(new TextDecoder().decode(message.subarray(1))) as Status;
  return Number(details?.causes?.[0]?.message ?? 0);
}

/** The command could not be started at all. */
export function failureMessage(status: Status): Uint8Array {
  return onChannel(ERROR, JSON.stringify(status));
}

function onChannel(channel: number, text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const message = new Uint8Array(bytes.length + 1);
  message[0] = channel;
  message.set(bytes, 1);
  return message;
}
