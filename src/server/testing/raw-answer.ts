import { connect } from "node:net";

/**
 * What a server sends back for bytes that may be no HTTP at all, until it closes or is silent.
 * @param options.half the client says at once that nothing more comes
 */
export function rawAnswer(url: string, bytes: string | Uint8Array, options: { readonly half?: boolean; readonly quietMs?: number } = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1", allowHalfOpen: options.half ?? false });
    let answered = "";
    socket.setTimeout(options.quietMs ?? 300, () => socket.destroy());
    socket.on("data", (chunk: Buffer) => { answered += chunk.toString("latin1"); });
    socket.on("end", () => socket.end());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(answered));
    socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
    if (options.half) socket.end();
  });
}
