import type { IncomingMessage } from "node:http";

/** Source: apiserver --max-request-body, 3 MiB */
export const MOST_BYTES = 3 * 1024 * 1024;

/** Whether a request says itself that its body is too large. */
export function announcedTooLarge({ headers }: IncomingMessage): boolean {
  return Number(headers["content-length"] ?? 0) > MOST_BYTES;
}

/** The body of a request, if it is not too large. What is too large is not kept, but read, so that the answer arrives. */
export function readBody(request: IncomingMessage): Promise<{ readonly bytes: Uint8Array } | { readonly tooLarge: number }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    if (announcedTooLarge(request)) resolve({ tooLarge: MOST_BYTES });
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_BYTES) chunks.push(chunk);
      else {
        chunks.length = 0;
        // Somebody who sends without end is not listened to without end.
        if (size > 4 * MOST_BYTES) request.destroy();
        resolve({ tooLarge: MOST_BYTES });
      }
    });
    request.on("end", () => resolve({ bytes: Buffer.concat(chunks) }));
    request.on("error", reject);
    request.on("close", () => reject(new Error("the request was cut off")));
  });
}
