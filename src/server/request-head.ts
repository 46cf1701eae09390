import type { IncomingMessage } from "node:http";
import { badRequest, type Status } from "../api/status.ts";
import { forbiddenHere, headersTooLarge, requestTimedOut } from "../http/statuses.ts";
import { refusal, type Guard } from "./guard.ts";

/** Why a request is not answered, from its head alone; undefined: it is. Source: Go net/http server.go readRequest */
export function headProblem(guard: Guard, { headers, rawHeaders, url = "/" }: IncomingMessage): Status | undefined {
  const hosts = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === "host").length;
  if (hosts === 0) return badRequest("missing required Host header");
  if (hosts > 1) return badRequest("too many Host headers");
  // A whole URL as target names the host as well, and is the one that counts.
  const inTarget = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1];
  const refused = refusal(guard, inTarget === undefined ? headers : { ...headers, host: inTarget });
  return refused === undefined ? undefined : forbiddenHere(refused);
}

/** What is said of bytes that are no HTTP, or come too slowly. */
export function malformedStatus(code: string | undefined): Status {
  switch (code) {
    case "HPE_HEADER_OVERFLOW": return headersTooLarge();
    case "ERR_HTTP_REQUEST_TIMEOUT": return requestTimedOut();
    default: return badRequest(`malformed HTTP request: ${code ?? "unknown"}`);
  }
}
