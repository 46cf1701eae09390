import { connectEngine } from "../bridge/engine-remote.ts";
import type { EnginePort } from "../bridge/protocol.ts";
import { ENGINE_VERSION } from "../api/timeline.ts";
import { createSession, type Session } from "../ui/session.ts";
import { liveTime } from "../ui/session/live-time.ts";

const LOST = "The connection to the cluster was lost. Is the server still running?";

/** A session with the cluster of the server that sent this page: the same seam as with a worker, through a socket. */
export function connectLive(): Session {
  const address = new URL("live", location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address);
  const link = connectEngine(portOf(socket), (fail) => {
    socket.addEventListener("close", () => fail(LOST));
  });
  const log = { engineVersion: ENGINE_VERSION, seed: 0, setup: [], inputs: [] };
  return createSession(link, { title: `Live at ${location.host}`, log, at: "settled", live: liveTime });
}

/** What is said before the socket is open waits for it. */
function portOf(socket: WebSocket): EnginePort {
  const opened = new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  const port: EnginePort = {
    postMessage: (message) => void opened.then(() => socket.send(JSON.stringify(message))),
    onmessage: null,
  };
  socket.addEventListener("message", (event: MessageEvent<string>) => {
    port.onmessage?.(new MessageEvent("message", { data: JSON.parse(event.data) as unknown }));
  });
  return port;
}
