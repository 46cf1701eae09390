import type { Schema } from "../../api/openapi/schemas.ts";
import type { Resource } from "../../api/resources.ts";
import { pathsOf, schemasOf, type Operation, type Path } from "./operations.ts";

/** An OpenAPI v2 document, as far as we write one. */
export interface DocumentV2 {
  readonly swagger: "2.0";
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, PathItemV2>>;
  readonly definitions: Readonly<Record<string, Schema>>;
}

export type PathItemV2 = Readonly<Partial<Record<Operation["method"], OperationV2>>> & { readonly parameters: readonly ParameterV2[] };

export interface OperationV2 {
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  readonly parameters: readonly ParameterV2[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly schema: Schema }>>;
  readonly "x-kubernetes-action": string;
  readonly "x-kubernetes-group-version-kind": Schema;
}

export interface ParameterV2 {
  readonly name: string;
  readonly in: "path" | "query" | "body";
  readonly required?: boolean;
  readonly type?: string;
  readonly uniqueItems?: boolean;
  readonly schema?: Schema;
}

const PRODUCES = ["application/json", "application/yaml"];

/**
 * The one document of all kinds in OpenAPI v2, made of the same operations and schemas as those in v3: for kubectl
 * before 1.27 (explain, validation, whether dry runs are possible) and other clients of that age.
 * Source: kube-openapi pkg/openapiconv, apiextensions-apiserver pkg/controller/openapi/builder (1.36)
 */
export function openApiV2Document(resources: readonly Resource[], info: DocumentV2["info"]): DocumentV2 {
  return {
    swagger: "2.0",
    info,
    paths: Object.fromEntries(resources.flatMap(pathsOf).map((path) => [path.path, pathItem(path)])),
    definitions: Object.fromEntries(Object.entries(schemasOf(resources)).map(([name, schema]) => [name, definition(schema)])),
  };
}

function pathItem({ operations, variables }: Path): PathItemV2 {
  return {
    ...Object.fromEntries(operations.map((o) => [o.method, operation(o)])),
    parameters: variables.map((name) => ({ name, in: "path", required: true, type: "string", uniqueItems: true })),
  };
}

function operation({ action, parameters, takes, consumes, gives, resource: { group, version, kind } }: Operation): OperationV2 {
  const body: ParameterV2[] = takes === undefined ? [] : [{ name: "body", in: "body", ...(action.startsWith("delete") ? {} : { required: true }), schema: reference(takes) }];
  return {
    consumes,
    produces: PRODUCES,
    parameters: [...body, ...parameters.map(({ name, type }): ParameterV2 => ({ name, in: "query", type, uniqueItems: true }))],
    responses: { "200": { description: "OK", schema: reference(gives) } },
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": { group, kind, version },
  };
}

function reference(name: string): Schema {
  return { $ref: `#/definitions/${name}` };
}

/** A kind that may have any field has none here, or old clients would refuse every other. */
function definition(schema: Schema): Schema {
  if (schema["x-kubernetes-preserve-unknown-fields"] !== true) return converted(schema);
  const { properties: _, "x-kubernetes-preserve-unknown-fields": _p, ...rest } = schema;
  return rest;
}

/** Of v3's `oneOf` v2 has only the text, and a reference stands in it bare. */
function converted(schema: Schema): Schema {
  const { allOf, oneOf, properties, items, additionalProperties, ...rest } = schema as Schema & {
    readonly allOf?: readonly { readonly $ref: string }[]; readonly properties?: Readonly<Record<string, Schema>>; readonly items?: Schema; readonly additionalProperties?: Schema;
  };
  return {
    ...rest,
    ...(allOf?.[0] ? reference(allOf[0].$ref.replace(/^.*\//, "")) : {}),
    ...(oneOf === undefined ? {} : { type: "string" }),
    ...(properties ? { properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, fieldSchema(field)])) } : {}),
    ...(items ? { items: fieldSchema(items) } : {}),
    ...(additionalProperties ? { additionalProperties: fieldSchema(additionalProperties) } : {}),
  };
}

/** A field of any type is an "object" in our v3; old clients would take that by its word. */
function fieldSchema(schema: Schema): Schema {
  const isAnything = schema["type"] === "object" && schema["additionalProperties"] === undefined;
  if (!isAnything) return converted(schema);
  const { type: _, ...rest } = schema;
  return rest;
}
