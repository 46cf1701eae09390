import { createServer } from "node:net";

/**
 * The first port from `from` on that nobody listens on at `host`.
 * @param {number} from
 * @param {string} host
 * @returns {Promise<number>}
 */
export async function freePort(from, host) {
  for (let port = from; port < from + 100; port++) {
    if (await isFree(port, host)) return port;
  }
  throw new Error(`No free port between ${from} and ${from + 99} on ${host}`);
}

function isFree(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
