import type { KubeRequest } from "../api/request.ts";
import { isMembers } from "../api/semantic.ts";
import { badRequest, type FieldError, type Status } from "../api/status.ts";
import { isOn } from "./options.ts";
import { invalidOptions, notANumber } from "./statuses.ts";

type Query = Readonly<Record<string, string>>;

const NUMBERS = ["limit", "timeoutSeconds", "gracePeriodSeconds", "tailLines", "limitBytes", "sinceSeconds"];
const OPTIONS_KIND: Partial<Record<KubeRequest["verb"], string>> = {
  create: "CreateOptions", update: "UpdateOptions", patch: "PatchOptions", delete: "DeleteOptions", deletecollection: "DeleteOptions",
};
const MOST_MANAGER_LENGTH = 128;

/**
 * What is wrong with the parameters of a request, in the query or in DeleteOptions; undefined: nothing.
 * Source: apimachinery pkg/apis/meta/v1/validation, pkg/apis/meta/internalversion/validation (1.36)
 */
export function optionsProblem(verb: KubeRequest["verb"], query: Query, body: unknown): Status | undefined {
  for (const name of NUMBERS) {
    const text = query[name];
    if (text !== undefined && text !== "" && !/^[+-]?\d{1,18}$/.test(text)) return notANumber(text);
  }
  const kind = OPTIONS_KIND[verb];
  const undecodable = kind === "DeleteOptions" && body !== undefined ? deleteOptionsProblem(body) : undefined;
  if (undecodable !== undefined) return badRequest(undecodable);
  const errors = kind === undefined ? listErrors(query) : [...writeErrors(verb, query), ...(kind === "DeleteOptions" ? deleteErrors(query, body) : [])];
  return errors.length > 0 ? invalidOptions(kind ?? "ListOptions", errors) : undefined;
}

const forbidden = (field: string, why: string): FieldError => ({ type: "Forbidden", field, text: `Forbidden: ${why}` });
const unsupported = (field: string, value: string, supported: readonly string[]): FieldError => ({
  type: "NotSupported", field, text: `Unsupported value: ${value}: supported values: ${supported.map((s) => JSON.stringify(s)).join(", ")}`,
});

/** Of lists and watches. */
function listErrors(query: Query): FieldError[] {
  const match = query["resourceVersionMatch"] ?? "";
  const isWatch = isOn(query["watch"]);
  const initial = query["sendInitialEvents"];
  if (initial !== undefined && isWatch) {
    const errors = match === "" ? [forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")] : [];
    return match !== "" && match !== "NotOlderThan" ? [unsupported("resourceVersionMatch", JSON.stringify(match), ["NotOlderThan"])] : errors;
  }
  if (initial !== undefined) return [forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list")];
  if (match === "") return [];
  if (isWatch) return [forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")];
  const errors: FieldError[] = [];
  if (!query["resourceVersion"]) errors.push(forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"));
  if (query["continue"]) errors.push(forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided"));
  if (match !== "Exact" && match !== "NotOlderThan") errors.push(unsupported("resourceVersionMatch", JSON.stringify(match), ["Exact", "NotOlderThan", ""]));
  if (match === "Exact" && query["resourceVersion"] === "0") errors.push(forbidden("resourceVersionMatch", 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  return errors;
}

function writeErrors(verb: KubeRequest["verb"], query: Query): FieldError[] {
  const errors: FieldError[] = [];
  const { dryRun, fieldValidation, fieldManager } = query;
  if (dryRun !== undefined && dryRun !== "" && dryRun !== "All") errors.push(unsupported("dryRun", `[${JSON.stringify(dryRun)}]`, ["All"]));
  if (verb.startsWith("delete")) return errors;
  if (fieldValidation !== undefined && !["", "Ignore", "Strict", "Warn"].includes(fieldValidation)) {
    errors.push(unsupported("fieldValidation", JSON.stringify(fieldValidation), ["", "Ignore", "Strict", "Warn"]));
  }
  if (fieldManager !== undefined && fieldManager.length > MOST_MANAGER_LENGTH) {
    errors.push({ type: "TooLong", field: "fieldManager", text: `Too long: may not be more than ${MOST_MANAGER_LENGTH} bytes` });
  }
  return errors;
}

const DELETE_OPTIONS: Readonly<Record<string, { readonly go: string; readonly fits: (value: unknown) => boolean }>> = {
  gracePeriodSeconds: { go: "int64", fits: Number.isInteger },
  orphanDependents: { go: "bool", fits: (value) => typeof value === "boolean" },
  propagationPolicy: { go: "v1.DeletionPropagation", fits: (value) => typeof value === "string" },
  preconditions: { go: "v1.Preconditions", fits: isMembers },
  dryRun: { go: "[]string", fits: (value) => Array.isArray(value) && value.every((item) => typeof item === "string") },
};

/** Why a body is no DeleteOptions, in Go's words: nothing is deleted by a request that was not understood. */
function deleteOptionsProblem(body: unknown): string | undefined {
  if (!isMembers(body)) return `json: cannot unmarshal ${goKind(body)} into Go value of type v1.DeleteOptions`;
  const { kind, apiVersion } = body;
  if (kind !== undefined && kind !== "" && kind !== "DeleteOptions") return `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion ?? "")} in scheme "pkg/api/legacyscheme/scheme.go:30"`;
  const wrong = Object.entries(DELETE_OPTIONS).find(([name, { fits }]) => body[name] !== undefined && body[name] !== null && !fits(body[name]));
  return wrong && `json: cannot unmarshal ${goKind(body[wrong[0]])} into Go struct field DeleteOptions.${wrong[0]} of type ${wrong[1].go}`;
}

function goKind(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : value === null ? "null" : typeof value === "number" && !Number.isInteger(value) ? `number ${value}` : typeof value;
}

function deleteErrors(query: Query, body: unknown): FieldError[] {
  const written = isMembers(body) ? body : {};
  const policy = written["propagationPolicy"] ?? query["propagationPolicy"];
  const orphan = written["orphanDependents"] ?? query["orphanDependents"];
  const errors: FieldError[] = [];
  if (policy !== undefined && policy !== null && orphan !== undefined && orphan !== null) {
    errors.push({ type: "Invalid", field: "propagationPolicy", text: `Invalid value: ${JSON.stringify(policy)}: orphanDependents and deletionPropagation cannot be both set` });
  } else if (policy !== undefined && policy !== null && !["Foreground", "Background", "Orphan"].includes(policy as string)) {
    errors.push(unsupported("propagationPolicy", JSON.stringify(policy), ["Foreground", "Background", "Orphan", "nil"]));
  }
  const dryRun = written["dryRun"];
  if (Array.isArray(dryRun) && dryRun.some((d) => d !== "All")) errors.push(unsupported("dryRun", JSON.stringify(dryRun), ["All"]));
  return errors;
}
