import { badRequest, invalid, type FieldError, type Status } from "../api/status.ts";

/** Statuses that only a server over HTTP gives. Texts: kube-apiserver 1.36. */

function failure(code: number, reason: string, message: string, details?: Status["details"]): Status {
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, ...(details ? { details } : {}), code };
}

export function expired(message: string): Status {
  return failure(410, "Expired", message);
}
export function tooLargeResourceVersion(wanted: number, current: number): Status {
  const causes = [{ reason: "ResourceVersionTooLarge", message: "Too large resource version", field: "" }];
  return failure(504, "Timeout", `Timeout: Too large resource version: ${wanted}, current: ${current}`, { causes, retryAfterSeconds: 1 });
}
export function notAcceptable(): Status {
  return failure(406, "NotAcceptable", "only the following media types are accepted: application/json, application/yaml");
}
export function unknownBodyFormat(): Status {
  return failure(415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf");
}
export function unsupportedPatch(): Status {
  return failure(415, "UnsupportedMediaType", "415: Unsupported Media Type", {});
}
export function tooLargeBody(limit: number): Status {
  return failure(413, "RequestEntityTooLarge", `Request entity too large: limit is ${limit}`);
}
/** Source: Go net/http server.go, 431 beyond MaxHeaderBytes */
export function headersTooLarge(): Status {
  return failure(431, "RequestHeaderFieldsTooLarge", "the target and headers of the request are too large");
}
export function requestTimedOut(): Status {
  return failure(408, "Timeout", "the request did not arrive in time", {});
}
export function expectationFailed(expected: string): Status {
  return failure(417, "ExpectationFailed", `only 100-continue can be expected, not ${JSON.stringify(expected)}`);
}
export function tooManyRequests(message: string): Status {
  return failure(429, "TooManyRequests", message, { retryAfterSeconds: 1 });
}
export function forbiddenHere(message: string): Status {
  return failure(403, "Forbidden", message, {});
}
export function notImplemented(message: string): Status {
  return failure(501, "NotImplemented", message, {});
}
export function notANumber(text: string): Status {
  return badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}
/** @param kind of options: `ListOptions`, `CreateOptions` … */
export function invalidOptions(kind: string, errors: readonly FieldError[]): Status {
  return invalid({ kind, group: "meta.k8s.io", name: "" }, errors);
}
