import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Answer, Sink, Stream } from "../http/exchange.ts";
import { offeredProtocols, openWebSocket } from "./web-socket.ts";

/** Clients send their token as a protocol; whoever reaches this server needs none. */
const TOKEN = "base64url.bearer.authorization.k8s.io.";
/** Nothing is to be said by a client of a stream. */
const MOST_MESSAGE_BYTES = 1024;

/**
 * A watch or a followed log over a WebSocket, as dashboards in a browser read them: each event a message of text, a log
 * in binary messages, or in base64 where the client asks for it.
 * @param open the stream stands in here as long as it runs
 * Source: apiserver pkg/endpoints/handlers/watch.go HandleWS, apimachinery pkg/util/httpstream/wsstream/stream.go
 */
export function openStreamSocket(request: IncomingMessage, socket: Duplex, head: Uint8Array, answer: Extract<Answer, { kind: "stream" }>, open: Set<Stream>): void {
  const protocol = offeredProtocols(request).find((p) => !p.startsWith(TOKEN));
  const isWatch = answer.headers["content-type"] === "application/json";
  const framed = (text: string) => (isWatch ? text : protocol === "base64.binary.k8s.io" ? Buffer.from(text).toString("base64") : Buffer.from(text));
  openWebSocket(request, socket, head, protocol, MOST_MESSAGE_BYTES, (end) => {
    let isOver = false;
    let source: Stream | undefined;
    const stop = () => {
      isOver = true;
      source?.stop();
      open.delete(running);
    };
    const sink: Sink = {
      write(text) {
        if (isOver || socket.destroyed) return false;
        end.send(framed(text));
        return true;
      },
      end() {
        stop();
        end.close(1000);
      },
    };
    const running: Stream = { stop: () => sink.end() };
    open.add(running);
    // After the handshake is on its way.
    source = answer.start(sink);
    // It may have been over before it began.
    if (isOver) source.stop();
    return { onMessage: () => undefined, onClose: stop };
  });
}
