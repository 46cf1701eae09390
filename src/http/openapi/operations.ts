import { schemaNameOf, schemasFor, structSchemas, type Schema } from "../../api/openapi/schemas.ts";
import { apiVersionOf, type Resource } from "../../api/resources.ts";

/** What can be done at one path, before it is written as OpenAPI v2 or v3. */
export interface Path {
  readonly path: string;
  /** Variables of the path, `namespace` and `name`. */
  readonly variables: readonly string[];
  readonly operations: readonly Operation[];
}

export interface Operation {
  readonly method: "get" | "put" | "post" | "delete" | "patch";
  /** `x-kubernetes-action` */
  readonly action: string;
  readonly resource: Resource;
  readonly parameters: readonly Parameter[];
  /** Name of the schema of the body; absent: it takes none. */
  readonly takes?: string;
  /** Media types of the body. */
  readonly consumes: readonly string[];
  /** Name of the schema of the answer. */
  readonly gives: string;
}

export interface Parameter {
  readonly name: string;
  readonly type: "string" | "boolean" | "integer";
}

const META = "io.k8s.apimachinery.pkg.apis.meta.v1";
const PATCH = `${META}.Patch`;
const DELETE_OPTIONS = `${META}.DeleteOptions`;
const STATUS = `${META}.Status`;
const LIST_META = `${META}.ListMeta`;

const ANY_MEDIA = ["*/*"];
const PATCH_MEDIA = ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml"];

const WRITING = [text("dryRun"), text("fieldManager"), text("fieldValidation")];
const SELECTING = [text("labelSelector"), text("fieldSelector"), number("limit"), text("continue"), text("resourceVersion"), text("resourceVersionMatch"), flag("sendInitialEvents"), number("timeoutSeconds"), flag("watch"), flag("allowWatchBookmarks")];
const DELETING = [text("dryRun"), number("gracePeriodSeconds"), flag("orphanDependents"), text("propagationPolicy")];

/** `api/v1`, `apis/apps/v1`: the group version of a row as the index of OpenAPI v3 spells it. */
export function groupVersionPath(resource: Resource): string {
  return resource.group ? `apis/${apiVersionOf(resource)}` : `api/${resource.version}`;
}

/**
 * The paths of a kind: its collection, one object, and the object's status. kubectl looks among them for a PATCH of a
 * kind that takes fieldValidation (validation is the server's then) and dryRun.
 */
export function pathsOf(resource: Resource): readonly Path[] {
  const root = `/${groupVersionPath(resource)}`;
  const collection = resource.namespaced ? `${root}/namespaces/{namespace}/${resource.plural}` : `${root}/${resource.plural}`;
  const inNamespace = resource.namespaced ? ["namespace"] : [];
  const [own, list] = [schemaNameOf(resource), listNameOf(resource)];
  const get: Operation = { method: "get", action: "get", resource, parameters: [], consumes: ANY_MEDIA, gives: own };
  const put: Operation = { method: "put", action: "put", resource, parameters: WRITING, takes: own, consumes: ANY_MEDIA, gives: own };
  const patch: Operation = { method: "patch", action: "patch", resource, parameters: [...WRITING, flag("force")], takes: PATCH, consumes: PATCH_MEDIA, gives: own };
  const name = ["name", ...inNamespace];
  return [
    { path: collection, variables: inNamespace, operations: [
      { ...get, action: "list", parameters: SELECTING, gives: list },
      { ...put, method: "post", action: "post" },
      { ...get, method: "delete", action: "deletecollection", parameters: [...SELECTING.slice(0, 2), ...DELETING], takes: DELETE_OPTIONS, gives: STATUS },
    ] },
    { path: `${collection}/{name}`, variables: name, operations: [
      get, put, patch, { ...get, method: "delete", action: "delete", parameters: DELETING, takes: DELETE_OPTIONS, gives: STATUS },
    ] },
    ...(resource.subresources.includes("status") ? [{ path: `${collection}/{name}/status`, variables: name, operations: [get, put, patch] }] : []),
  ];
}

/** Every schema that the kinds and their operations refer to. The kinds of one group version, or of all. */
export function schemasOf(resources: readonly Resource[]): Readonly<Record<string, Schema>> {
  const all = {
    ...structSchemas(["meta:DeleteOptions", "meta:Status", "meta:ListMeta"]),
    [PATCH]: { description: "A patch: what is to change of an object, in the form that its media type says.", type: "object" },
    ...Object.fromEntries(resources.map((resource) => [listNameOf(resource), listSchema(resource)])),
    ...schemasFor(resources),
  };
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function listNameOf(resource: Resource): string {
  return `${schemaNameOf(resource)}List`;
}

function listSchema(resource: Resource): Schema {
  const { group, kind, version } = resource;
  const reference = (name: string) => ({ allOf: [{ $ref: `#/components/schemas/${name}` }] });
  return {
    description: `A list of ${resource.plural}.`,
    type: "object",
    properties: { apiVersion: { type: "string" }, items: { type: "array", items: reference(schemaNameOf(resource)) }, kind: { type: "string" }, metadata: reference(LIST_META) },
    required: ["items"],
    "x-kubernetes-group-version-kind": [{ group, kind: `${kind}List`, version }],
  };
}

function text(name: string): Parameter {
  return { name, type: "string" };
}
function flag(name: string): Parameter {
  return { name, type: "boolean" };
}
function number(name: string): Parameter {
  return { name, type: "integer" };
}
