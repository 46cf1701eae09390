import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gzip } from "node:zlib";
import type { Answer, Headers, Sink, Stream } from "../http/exchange.ts";

/** Bodies from here on are compressed for clients that take it. Source: apiserver defaultGzipThresholdBytes */
const GZIP_FROM_BYTES = 128 * 1024;
const GZIP_LEVEL = 1;
/** What a reader of a stream may leave unread before it is let go. */
const MOST_UNREAD_BYTES = 8 * 1024 * 1024;

/**
 * Sends an answer.
 * @param open a stream stands in here as long as it runs
 */
export function respond(request: IncomingMessage, response: ServerResponse, answer: Answer, open: Set<Stream>): void {
  if (answer.kind === "stream") {
    if (request.method !== "HEAD") return respondStream(response, answer, open);
    response.writeHead(answer.status, withAudit(answer.headers));
    return void response.end();
  }
  const bytes = typeof answer.body === "string" ? Buffer.from(answer.body) : Buffer.from(answer.body.buffer, answer.body.byteOffset, answer.body.byteLength);
  const takesGzip = /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
  const isPacked = bytes.length > GZIP_FROM_BYTES && takesGzip && answer.headers["content-encoding"] === undefined;
  const send = (body: Buffer, more: Headers) => {
    if (response.destroyed) return;
    response.writeHead(answer.status, withAudit({ ...answer.headers, ...more, ...(answer.status === 204 || answer.status === 304 ? {} : { "content-length": String(body.length) }) }));
    response.end(request.method === "HEAD" ? undefined : body);
  };
  if (!isPacked) send(bytes, {});
  else gzip(bytes, { level: GZIP_LEVEL }, (error, packed) => (error ? send(bytes, {}) : send(packed, { "content-encoding": "gzip", vary: "Accept-Encoding" })));
}

function respondStream(response: ServerResponse, answer: Extract<Answer, { kind: "stream" }>, open: Set<Stream>): void {
  response.writeHead(answer.status, withAudit(answer.headers));
  response.flushHeaders();
  let isOver = false;
  let source: Stream | undefined;
  const end = () => {
    isOver = true;
    source?.stop();
    open.delete(running);
  };
  const sink: Sink = {
    write(text) {
      if (isOver) return false;
      response.write(text);
      if (response.writableLength <= MOST_UNREAD_BYTES) return true;
      // It does not read: it is let go, and may come again and list.
      end();
      response.destroy();
      return false;
    },
    end() {
      end();
      response.end();
    },
  };
  const running: Stream = { stop: () => sink.end() };
  open.add(running);
  response.on("close", end);
  source = answer.start(sink);
  // It may have been over before it began.
  if (isOver) source.stop();
}

function withAudit(headers: Headers): Record<string, string | string[]> {
  return { "audit-id": randomUUID(), ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, typeof value === "string" ? value : [...value]])) };
}
