import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { hostname } from "node:os";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { answer, splitTarget } from "../http/answer.ts";
import type { Answer, Api, HttpMessage, Stream } from "../http/exchange.ts";
import { renderStatus, renderText } from "../http/render.ts";
import { expectationFailed, notImplemented, tooLargeBody, tooManyRequests } from "../http/statuses.ts";
import { badRequest, internalError, methodNotAllowed, type Status } from "../api/status.ts";
import { openAttach, placeOfAttach } from "./attach.ts";
import { openExec, placeOfExec } from "./exec.ts";
import type { Guard } from "./guard.ts";
import { announcedTooLarge, MOST_BYTES, readBody } from "./read-body.ts";
import { headProblem, malformedStatus } from "./request-head.ts";
import { respond } from "./respond.ts";
import { pageFile } from "./static-files.ts";
import { openStreamSocket } from "./stream-socket.ts";
import { handshakeProblem, openWebSocket, type WebSocketEnd, type WebSocketListener } from "./web-socket.ts";

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  /** Folder of the built page; absent: there is none. */
  readonly pageFolder?: string;
  /** The page's end of the cluster: one for each page that connects. */
  readonly openPage: (end: WebSocketEnd) => WebSocketListener;
  /** Called for what should not happen; the server goes on. */
  readonly onError: (error: unknown) => void;
}

export interface RunningServer {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly port: number;
  /** Ends watches and connections; done when all are closed. */
  close(): Promise<void>;
}

/** Where the page is; kubectl's paths own the root. */
export const PAGE_PATH = "/ui/";
const LIVE_PATH = "/ui/live";

const MOST_CONNECTIONS = 1_024;
const MOST_STREAMS = 512;
const MOST_PAGE_MESSAGE_BYTES = 4 * 1024 * 1024;
const HEADERS_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 60_000;
/** Of target and headers. Source: Go net/http DefaultMaxHeaderBytes */
const MOST_HEADER_BYTES = 1024 * 1024;
/** Longer than the minute in which clients keep a connection that they do not use. */
const IDLE_MS = 90_000;

/** Serves a cluster over HTTP/1.1 without TLS: the API, and the page that shows it. */
export async function startServer(api: Api, options: ServerOptions): Promise<RunningServer> {
  const guard: Guard = { host: options.host, machine: hostname() };
  const open = new Set<Stream>();
  // A request without Host gets its answer from us, as a Status.
  const server = createServer({ requireHostHeader: false, maxHeaderSize: MOST_HEADER_BYTES, headersTimeout: HEADERS_WITHIN_MS, requestTimeout: REQUEST_WITHIN_MS, keepAliveTimeout: IDLE_MS, connectionsCheckingInterval: 5_000 });
  server.maxConnections = MOST_CONNECTIONS;
  const upgraded = new Set<Duplex>();

  server.on("request", (request, response) => {
    request.on("error", () => response.destroy());
    response.on("error", () => response.destroy());
    answerRequest(request).then((sent) => respond(request, response, sent, open)).catch((error: unknown) => {
      // A request that was cut off has nobody to be answered.
      if (!request.destroyed || request.complete) options.onError(error);
      response.destroy();
    });
  });

  async function answerRequest(request: IncomingMessage): Promise<Answer> {
    const refused = headProblem(guard, request);
    if (refused !== undefined) return renderStatus(refused);
    const body = await readBody(request);
    if ("tooLarge" in body) return { ...renderStatus(tooLargeBody(body.tooLarge)) };
    return answerMessage(messageOf(request, body.bytes));
  }

  function answerMessage(message: HttpMessage): Answer {
    try {
      const page = message.method === "GET" || message.method === "HEAD" ? answerPage(message, options.pageFolder) : undefined;
      if (page) return page;
      const found = answer(api, message, Math.random());
      if (found.kind === "stream" && open.size >= MOST_STREAMS) return renderStatus(tooManyRequests("too many watches at once, please try again later"));
      return found;
    } catch (error) {
      options.onError(error);
      return renderStatus(internalError(`Internal error occurred: ${error instanceof Error ? error.message : String(error)}`));
    }
  }

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgraded.add(socket);
    socket.on("close", () => upgraded.delete(socket));
    socket.on("error", () => socket.destroy());
    try {
      upgrade(request, socket, head);
    } catch (error) {
      options.onError(error);
      socket.destroy();
    }
  });

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refused = headProblem(guard, request);
    if (refused !== undefined) return refuse(socket, refused);
    const { path } = splitTarget(request.url ?? "/");
    if (upgraded.size > MOST_STREAMS) return refuse(socket, tooManyRequests("too many connections at once, please try again later"));
    if (path.endsWith("/portforward")) return refuse(socket, notImplemented("this cluster is simulated: nothing listens on the ports of its pods"));
    if (path.endsWith("/attach")) return upgradeAttach(request, socket, head);
    const isPage = path === LIVE_PATH;
    const isExec = path.endsWith("/exec");
    if (!isPage && !isExec) return upgradeStream(request, socket, head);
    const place = isPage ? undefined : placeOfExec(api, request);
    // Before the handshake: kubectl tries an older protocol when the first fails, and then tells why the second did.
    if (place && !place.ok) return refuse(socket, place.status);
    const problem = handshakeProblem(request);
    if (problem !== undefined) return refuse(socket, badRequest(problem));
    if (place) openExec(api, place, request, socket, head);
    else openWebSocket(request, socket, head, undefined, MOST_PAGE_MESSAGE_BYTES, options.openPage);
  }

  function upgradeAttach(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const place = placeOfAttach(api, request);
    if (!place.ok) return refuse(socket, place.status);
    const problem = handshakeProblem(request);
    if (problem !== undefined) return refuse(socket, badRequest(problem));
    openAttach(api, place, request, socket, head);
  }

  /** Watches and followed logs may come over a WebSocket. Whatever else a client would like to speak, it gets HTTP. */
  function upgradeStream(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (handshakeProblem(request) === undefined) {
      const found = answerMessage(messageOf(request, new Uint8Array()));
      if (found.kind === "stream") return openStreamSocket(request, socket, head, found, open);
    }
    upgraded.delete(socket);
    withoutUpgrade(server, request, socket, head);
  }

  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    refuse(socket, malformedStatus(error.code));
  });
  server.on("connect", (_: IncomingMessage, socket: Duplex) => refuse(socket, methodNotAllowed()));
  server.on("checkContinue", (request, response) => {
    if (announcedTooLarge(request)) return refuseBody(response, tooLargeBody(MOST_BYTES));
    response.writeContinue();
    server.emit("request", request, response);
  });
  server.on("checkExpectation", (request: IncomingMessage, response: ServerResponse) => refuseBody(response, expectationFailed(request.headers.expect ?? "")));

  await listening(server, options);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${urlHost(options.host)}:${port}`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      for (const stream of open) stream.stop();
      for (const socket of upgraded) socket.destroy();
      // Idle connections close at once, the others when their answer is out.
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 300);
    }),
  };
}

function answerPage(message: HttpMessage, folder: string | undefined): Answer | undefined {
  const { path } = splitTarget(message.target);
  const isBrowser = /\btext\/html\b/.test(message.headers["accept"] ?? "");
  if ((path === "/" && isBrowser && folder !== undefined) || path === PAGE_PATH.slice(0, -1)) return { kind: "whole", status: 302, headers: { location: PAGE_PATH }, body: "" };
  if (!path.startsWith(PAGE_PATH) || folder === undefined) return undefined;
  return pageFile(folder, path.slice(PAGE_PATH.length)) ?? renderText(404, "404 page not found\n");
}

/** Answers a request whose body is not going to be read. */
function refuseBody(response: ServerResponse, status: Status): void {
  const sent = renderStatus(status);
  if (sent.kind !== "whole") return;
  response.writeHead(sent.status, { "content-type": "application/json", connection: "close" });
  response.end(sent.body);
}

/** Answers on a bare socket and closes it. */
function refuse(socket: Duplex, status: Status): void {
  const sent = renderStatus(status);
  if (sent.kind !== "whole") return;
  const body = Buffer.from(sent.body as string);
  const headers = Object.entries(sent.headers).map(([name, value]) => `${name}: ${String(value)}`);
  socket.end([`HTTP/1.1 ${status.code} ${STATUS_CODES[status.code] ?? "Error"}`, ...headers, `content-length: ${body.length}`, "connection: close", "", body.toString("utf8")].join("\r\n"));
}

/**
 * Reads a request again as if it had not asked for an upgrade: a server may ignore that, and a client that would like
 * HTTP/2 (`Upgrade: h2c`) expects it to.
 * Source: RFC 9110 section 7.8
 */
function withoutUpgrade(server: Server, { method, url, rawHeaders }: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines: string[] = [`${method} ${url} HTTP/1.1`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!/^(?:upgrade|connection|http2-settings)$/i.test(rawHeaders[i]!)) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), head]));
  server.emit("connection", socket);
}

function messageOf(request: IncomingMessage, body: Uint8Array): HttpMessage {
  return { method: request.method ?? "GET", target: request.url ?? "/", headers: oneOfEach(request.headers), body };
}

function oneOfEach(headers: IncomingMessage["headers"]): HttpMessage["headers"] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]));
}

function listening(server: Server, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Where a person on this machine reaches it. */
function urlHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
