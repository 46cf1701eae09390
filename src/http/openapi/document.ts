import type { Resource } from "../../api/resources.ts";
import { pathsOf, schemasOf, type Operation, type Parameter, type Path } from "./operations.ts";

/** The OpenAPI v3 document of one group version. @param resources the rows of the group version */
export function openApiDocument(resources: readonly Resource[], info: { readonly title: string; readonly version: string }): object {
  return {
    openapi: "3.0.0",
    info,
    paths: Object.fromEntries(resources.flatMap(pathsOf).map((path) => [path.path, pathItem(path)])),
    components: { schemas: schemasOf(resources) },
  };
}

function pathItem({ operations, variables }: Path): object {
  return {
    ...Object.fromEntries(operations.map((o) => [o.method, operation(o)])),
    parameters: variables.map((name) => ({ name, in: "path", required: true, schema: { type: "string", uniqueItems: true } })),
  };
}

function operation({ action, parameters, takes, consumes, gives, resource: { group, version, kind } }: Operation): object {
  return {
    ...(parameters.length > 0 ? { parameters: parameters.map(inQuery) } : {}),
    ...(takes === undefined ? {} : { requestBody: { content: contents(consumes, takes), ...(action.startsWith("delete") ? {} : { required: true }) } }),
    responses: { "200": { description: "OK", content: contents(["application/json", "application/yaml"], gives) } },
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": { group, version, kind },
  };
}

function inQuery({ name, type }: Parameter): object {
  return { name, in: "query", schema: { type, uniqueItems: true } };
}

function contents(media: readonly string[], schema: string): object {
  return Object.fromEntries(media.map((type) => [type, { schema: { $ref: `#/components/schemas/${schema}` } }]));
}
