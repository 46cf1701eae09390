import type { LogOptions } from "../../../api/request.ts";
import type { FieldError } from "../../../api/status.ts";

const NOT_NEGATIVE = "must be greater than or equal to 0";
const POSITIVE = "must be greater than 0";

/** What is wrong with the options of a log request. Source: kubernetes pkg/apis/core/validation ValidatePodLogOptions (1.36) */
export function logOptionErrors(options: LogOptions): FieldError[] {
  const { tailLines, limitBytes, sinceSeconds, sinceTime } = options;
  const errors: FieldError[] = [];
  if (tailLines !== undefined && tailLines < 0) errors.push(below("tailLines", tailLines, NOT_NEGATIVE));
  if (limitBytes !== undefined && limitBytes < 1) errors.push(below("limitBytes", limitBytes, POSITIVE));
  if (sinceSeconds !== undefined && sinceTime !== undefined) {
    errors.push({ type: "Forbidden", field: "", text: "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified" });
  } else if (sinceSeconds !== undefined && sinceSeconds < 1) errors.push(below("sinceSeconds", sinceSeconds, POSITIVE));
  return errors;
}

function below(field: string, value: number, why: string): FieldError {
  return { type: "Invalid", field, text: `Invalid value: ${value}: ${why}` };
}

/** The options as the API server passes them on in the URL to the kubelet, by name. Source: pkg/registry/core/pod/strategy.go LogLocation */
export function logQuery(options: LogOptions): string {
  const given: [string, string][] = [];
  const { previous, timestamps, tailLines, limitBytes, sinceSeconds, sinceTime } = options;
  if (limitBytes !== undefined) given.push(["limitBytes", String(limitBytes)]);
  if (previous) given.push(["previous", "true"]);
  if (sinceSeconds !== undefined) given.push(["sinceSeconds", String(sinceSeconds)]);
  if (sinceTime !== undefined) given.push(["sinceTime", encodeURIComponent(sinceTime)]);
  if (tailLines !== undefined) given.push(["tailLines", String(tailLines)]);
  if (timestamps) given.push(["timestamps", "true"]);
  return given.length === 0 ? "" : `?${given.map(([name, value]) => `${name}=${value}`).join("&")}`;
}
