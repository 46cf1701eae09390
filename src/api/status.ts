/** A Kubernetes `Status`: how the API says that a request failed (or, for some deletes, succeeded). */
export interface StatusCause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

export interface Status {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  readonly metadata: Record<string, never>;
  readonly status: "Success" | "Failure";
  readonly message?: string;
  readonly reason?: string;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly uid?: string;
    readonly causes?: readonly StatusCause[];
    readonly retryAfterSeconds?: number;
  };
  readonly code: number;
}

/** One failed rule of validation, before it becomes a cause of a Status. `field` is the API path. */
export interface FieldError {
  readonly type: "Required" | "Invalid" | "NotSupported" | "Forbidden" | "Duplicate" | "NotFound" | "TooLong" | "TypeInvalid";
  readonly field: string;
  /** The whole text after the path, e.g. `Required value: cannot be 0 when maxSurge is 0`. */
  readonly text: string;
}

function failure(code: number, reason: string, message: string, details: Status["details"]): Status {
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code, ...(details ? { details } : {}) };
}

/** `kind` is the plural resource name; `group` is "" for core. */
interface Named { readonly resource: string; readonly group: string; readonly name: string }

const qualified = (n: Named) => (n.group ? `${n.resource}.${n.group}` : n.resource);
const named = (n: Named) => ({ name: n.name, ...(n.group ? { group: n.group } : {}), kind: n.resource });

export function notFound(n: Named): Status {
  return failure(404, "NotFound", `${qualified(n)} "${n.name}" not found`, named(n));
}
export function alreadyExists(n: Named): Status {
  return failure(409, "AlreadyExists", `${qualified(n)} "${n.name}" already exists`, named(n));
}
export function conflict(n: Named, why = "the object has been modified; please apply your changes to the latest version and try again"): Status {
  return failure(409, "Conflict", `Operation cannot be fulfilled on ${qualified(n)} "${n.name}": ${why}`, named(n));
}
/** Eight drawn names were all taken. Source: apimachinery pkg/api/errors NewGenerateNameConflict */
export function noUniqueName(n: Named): Status {
  return failure(409, "AlreadyExists", `${qualified(n)} "${n.name}" already exists, the server was not able to generate a unique name for the object`, { ...named(n), retryAfterSeconds: 1 });
}
/** Server-side apply would take fields from others: a cause for each. */
export function applyConflict(message: string, causes: readonly StatusCause[]): Status {
  return failure(409, "Conflict", message, { causes });
}
export function forbidden(n: Named, why: string, causes?: readonly StatusCause[]): Status {
  return failure(403, "Forbidden", `${qualified(n)} "${n.name}" is forbidden: ${why}`, { ...named(n), ...(causes ? { causes } : {}) });
}
export function badRequest(message: string): Status {
  return failure(400, "BadRequest", message, undefined);
}
/** @param retryAfterSeconds when to ask again; absent: the server does not say */
export function tooManyRequests(message: string, causes: readonly StatusCause[], retryAfterSeconds?: number): Status {
  return failure(429, "TooManyRequests", message, { causes, ...(retryAfterSeconds ? { retryAfterSeconds } : {}) });
}
export function methodNotAllowed(): Status {
  return failure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {});
}
/** An unknown resource in a known group-version. */
export function unknownResource(): Status {
  return failure(404, "NotFound", "the server could not find the requested resource", {});
}
/** An error that has no reason of its own: the API says 500 and what went wrong. */
export function serverError(message: string): Status {
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, code: 500 };
}
export function unsupportedMediaType(message: string): Status {
  return failure(415, "UnsupportedMediaType", message, undefined);
}
export function internalError(message: string): Status {
  return failure(500, "InternalError", message, {});
}

const CAUSE: Record<FieldError["type"], string> = {
  Required: "FieldValueRequired",
  Invalid: "FieldValueInvalid",
  NotSupported: "FieldValueNotSupported",
  Forbidden: "FieldValueForbidden",
  Duplicate: "FieldValueDuplicate",
  NotFound: "FieldValueNotFound",
  TooLong: "FieldValueTooLong",
  TypeInvalid: "FieldValueTypeInvalid",
};

/** 422: one cause for each failed rule; equal texts stand in the message once. `kind` is the CamelCase kind. */
export function invalid(subject: { kind: string; group: string; name: string }, errors: readonly FieldError[]): Status {
  const texts = [...new Set(errors.map((e) => `${e.field}: ${e.text}`))];
  const what = subject.group ? `${subject.kind}.${subject.group}` : subject.kind;
  const body = texts.length === 1 ? texts[0]! : `[${texts.join(", ")}]`;
  return failure(422, "Invalid", `${what} "${subject.name}" is invalid: ${body}`, {
    ...(subject.name ? { name: subject.name } : {}),
    ...(subject.group ? { group: subject.group } : {}),
    kind: subject.kind,
    causes: errors.map((e) => ({ reason: CAUSE[e.type], message: e.text, field: e.field })),
  });
}
