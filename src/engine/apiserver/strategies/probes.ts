import type { FieldError } from "../../../api/status.ts";
import type { Container, Probe } from "../../../api/types/pod.ts";
import { forbidden, invalidEach, invalidValue, notNegative, required } from "./field-error.ts";
import { portNameErrors } from "./names.ts";
import { inRange } from "./ports.ts";

const HANDLERS = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"];
const TIMINGS = ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"] as const;

/** `path` is the container. Source: pkg/apis/core/validation/validation.go validateLivenessProbe and its kin (1.36) */
export function validateProbes(container: Container, path: string): FieldError[] {
  return [
    ...validateProbe(container.livenessProbe, `${path}.livenessProbe`, { once: true }),
    ...validateProbe(container.readinessProbe, `${path}.readinessProbe`, { once: false }),
    ...validateProbe(container.startupProbe, `${path}.startupProbe`, { once: true }),
  ];
}

/** Exactly one handler, and that one complete. For probes and lifecycle hooks. */
export function validateHandlers(hook: object, path: string): FieldError[] {
  const handlers = HANDLERS.filter((name) => (hook as Handlers)[name] !== undefined);
  if (handlers.length === 0) return [required(path, "must specify a handler type")];
  return handlers.flatMap((name, i) => {
    if (i > 0) return [forbidden(`${path}.${name}`, "may not specify more than 1 handler type")];
    return validateHandler(name, (hook as Handlers)[name] as Handlers, `${path}.${name}`);
  });
}

type Handlers = Readonly<Record<string, unknown>>;

function validateProbe(probe: Probe | undefined, path: string, options: { readonly once: boolean }): FieldError[] {
  if (!probe) return [];
  return [
    ...validateHandlers(probe, path),
    ...TIMINGS.flatMap((field) => notNegative(`${path}.${field}`, probe[field])),
    ...(options.once && probe.successThreshold !== undefined && probe.successThreshold !== 1
      ? [invalidValue(`${path}.successThreshold`, probe.successThreshold, "must be 1")]
      : []),
  ];
}

function validateHandler(name: string, handler: Handlers, path: string): FieldError[] {
  switch (name) {
    case "exec":
      return Array.isArray(handler["command"]) && handler["command"].length > 0 ? [] : [required(`${path}.command`)];
    case "httpGet":
      return [...(handler["path"] ? [] : [required(`${path}.path`)]), ...validatePort(handler["port"], `${path}.port`)];
    case "tcpSocket":
      return validatePort(handler["port"], `${path}.port`);
    case "grpc":
      return [...inRange(`${path}.port`, Number(handler["port"] ?? 0))];
    default:
      return [];
  }
}

function validatePort(port: unknown, field: string): FieldError[] {
  return typeof port === "string" ? [...invalidEach(field, port, portNameErrors(port))] : [...inRange(field, Number(port ?? 0))];
}
