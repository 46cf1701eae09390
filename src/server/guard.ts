import { isIP } from "node:net";

/** Names under which this server may be asked for. */
export interface Guard {
  readonly host: string;
  /** The machine's own name, for a server that listens on all addresses. */
  readonly machine: string;
}

export interface GuardedHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly "sec-fetch-site"?: string | string[] | undefined;
}

const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];
const EVERYWHERE: readonly string[] = ["0.0.0.0", "::"];

/**
 * Why a request is not answered; undefined: it is. A web page elsewhere must not drive the cluster: its requests carry
 * its own Origin, and if it points a name of its own at this machine, that name stands in Host.
 */
export function refusal({ host, machine }: Guard, headers: GuardedHeaders): string | undefined {
  const asked = headers.host ?? "";
  const name = asked.replace(/:\d+$/, "").toLowerCase();
  const isKnown = LOOPBACK.includes(name) || name === host.toLowerCase() || name === `[${host.toLowerCase()}]`
    // An address cannot be pointed elsewhere as a name can.
    || (EVERYWHERE.includes(host) && (isIP(name.replace(/^\[|\]$/g, "")) > 0 || name === machine.toLowerCase()));
  if (!isKnown) return `this server does not answer for the host ${JSON.stringify(asked)}`;
  if (headers.origin !== undefined && headers.origin.toLowerCase() !== `http://${asked.toLowerCase()}`) return `requests of pages from ${JSON.stringify(headers.origin)} are not answered`;
  // Simple requests, as of an image, carry no Origin; whether they come from elsewhere, the browser says all the same.
  if (headers["sec-fetch-site"] === "cross-site") return "requests of pages from other sites are not answered";
  return undefined;
}
