import type { KubeRequest } from "../../api/request.ts";
import type { Status } from "../../api/status.ts";
import { send, type Steps } from "../process.ts";
import { KubectlError } from "./verb.ts";

/** Ends the verb with `error: TEXT` on stderr and exit status 1. */
export function fail(text: string): never {
  throw failure(text);
}

/** What `fail` throws. */
export function failure(text: string): KubectlError {
  return new KubectlError(`error: ${text}`);
}

/**
 * What kubectl prints when the API server refuses. No newline at the end, unless the causes are a list.
 * Source: kubectl pkg/cmd/util/helpers.go checkErr, StandardErrorMessage (1.36)
 */
export function serverErrorText(status: Status): string {
  if (status.reason === "Invalid") return invalidText(status);
  const reason = status.reason ? ` (${status.reason})` : "";
  return `Error from server${reason}: ${status.message ?? ""}`;
}

function invalidText({ details, message }: Status): string {
  if (!details) return `The request is invalid${message ? `: ${message}` : ""}`;
  const { kind, name, causes = [] } = details;
  const subject = kind || name ? `The ${kind ?? ""} ${JSON.stringify(name ?? "")} is invalid` : "The request is invalid";
  if (causes.length === 0) return !kind && !name && message ? `${subject}: ${message}` : subject;
  const texts = [...new Set(causes.map((cause) => `${cause.field}: ${cause.message}`))];
  // A single cause is a line of its own, even where its text ends with one.
  if (texts.length === 1) return `${subject}: ${texts[0]}${texts[0]!.endsWith("\n") ? "\n" : ""}`;
  return [`${subject}: `, ...texts.map((text) => `* ${text}`)].join("\n");
}

/** The answer to a request; ends the verb with the server's error where it refuses. */
export function* ask<Out>(request: KubeRequest): Steps<Out> {
  const response = yield* send<Out>(request);
  if (response.ok) return response.body;
  throw new KubectlError(serverErrorText(response.status));
}
