import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { closeFrame, messageFrame, pingFrame, pongFrame, WebSocketReader } from "../http/websocket.ts";

/** The server's end of a socket. */
export interface WebSocketEnd {
  send(content: string | Uint8Array): void;
  close(code: number, why?: string): void;
}

export interface WebSocketListener {
  /** A message of the client. */
  onMessage(content: string | Uint8Array): void;
  /** Called once, whoever closed. */
  onClose(): void;
}

const ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const MOST_UNREAD_BYTES = 16 * 1024 * 1024;
const PING_EVERY_MS = 20_000;
const CLOSE_WITHIN_MS = 500;

/** Why an upgrade cannot be a WebSocket; undefined: it can. */
export function handshakeProblem({ headers, method }: IncomingMessage): string | undefined {
  if (method !== "GET" || String(headers.upgrade).toLowerCase() !== "websocket") return "unable to upgrade: only WebSocket connections are served";
  if (headers["sec-websocket-version"] !== "13") return "unable to upgrade: WebSocket version 13 is needed";
  return /^[A-Za-z0-9+/]{22}==$/.test(headers["sec-websocket-key"] ?? "") ? undefined : "unable to upgrade: Sec-WebSocket-Key is missing";
}

/** Protocols that a client offers, its favourite first. */
export function offeredProtocols({ headers }: IncomingMessage): string[] {
  return String(headers["sec-websocket-protocol"] ?? "").split(",").map((p) => p.trim()).filter(Boolean);
}

/**
 * Completes the handshake and reads messages until either end closes. A client that does not read is let go.
 * @param most bytes a message may have
 * Source: RFC 6455 section 4.2
 */
export function openWebSocket(request: IncomingMessage, socket: Duplex, head: Uint8Array, protocol: string | undefined, most: number, listen: (end: WebSocketEnd) => WebSocketListener): WebSocketEnd {
  const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}${ACCEPT_GUID}`).digest("base64");
  socket.write([
    "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade", `Sec-WebSocket-Accept: ${accept}`,
    ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]), "", "",
  ].join("\r\n"));
  const reader = new WebSocketReader(most);
  let isClosed = false;

  const write = (bytes: Uint8Array) => {
    if (socket.destroyed || socket.writableEnded) return;
    socket.write(bytes);
    if (socket.writableLength > MOST_UNREAD_BYTES) socket.destroy();
  };
  const end: WebSocketEnd = {
    send: (content) => {
      if (!isClosed) write(messageFrame(content));
    },
    close(code, why) {
      if (isClosed) return;
      isClosed = true;
      write(closeFrame(code, why));
      socket.end();
      // The client answers with a close of its own, or not.
      setTimeout(() => socket.destroy(), CLOSE_WITHIN_MS).unref();
    },
  };
  const listener = listen(end);
  const read = (bytes: Uint8Array) => {
    for (const message of reader.push(bytes)) {
      if (isClosed) return;
      switch (message.kind) {
        case "text": listener.onMessage(message.text); break;
        case "binary": listener.onMessage(message.bytes); break;
        case "ping": write(pongFrame(message.bytes)); break;
        case "pong": break;
        case "close": end.close(1000); break;
        case "broken": end.close(message.code, message.why); break;
      }
    }
  };
  const pings = setInterval(() => write(pingFrame()), PING_EVERY_MS);
  pings.unref();
  socket.on("data", read);
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    isClosed = true;
    clearInterval(pings);
    listener.onClose();
  });
  if (head.length > 0) read(head);
  return end;
}
