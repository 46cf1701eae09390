import { schemasFor } from "../../api/openapi/schemas.ts";
import { apiVersionOf, type Resource } from "../../api/resources.ts";

/** `api/v1`, `apis/apps/v1`: the group version of a row as the index of OpenAPI v3 spells it. */
export function groupVersionPath(resource: Resource): string {
  return resource.group ? `apis/${apiVersionOf(resource)}` : `api/${resource.version}`;
}

/**
 * The OpenAPI v3 document of one group version: of each kind its schema and the path of one object with what kubectl
 * looks for there, that PATCH takes fieldValidation.
 * @param resources the rows of the group version
 */
export function openApiDocument(resources: readonly Resource[], info: { readonly title: string; readonly version: string }): object {
  return {
    openapi: "3.0.0",
    info,
    paths: Object.fromEntries(resources.flatMap(pathsOf)),
    components: { schemas: schemasFor(resources) },
  };
}

function pathsOf(resource: Resource): [string, object][] {
  const root = `/${groupVersionPath(resource)}`;
  const collection = resource.namespaced ? `${root}/namespaces/{namespace}/${resource.plural}` : `${root}/${resource.plural}`;
  const inPath = (name: string) => ({ name, in: "path", required: true, schema: { type: "string", uniqueItems: true } });
  const inNamespace = resource.namespaced ? [inPath("namespace")] : [];
  return [
    [collection, { get: operation(resource, "list", []), post: operation(resource, "post", WRITING), parameters: inNamespace }],
    [`${collection}/{name}`, {
      get: operation(resource, "get", []),
      put: operation(resource, "put", WRITING),
      patch: operation(resource, "patch", [...WRITING, text("force", "boolean")]),
      delete: operation(resource, "delete", [text("dryRun"), text("propagationPolicy")]),
      parameters: [inPath("name"), ...inNamespace],
    }],
  ];
}

const WRITING = [text("dryRun"), text("fieldManager"), text("fieldValidation")];

function text(name: string, type = "string"): object {
  return { name, in: "query", schema: { type, uniqueItems: true } };
}

function operation(resource: Resource, action: string, parameters: readonly object[]): object {
  const { group, version, kind } = resource;
  return {
    ...(parameters.length > 0 ? { parameters } : {}),
    responses: { "200": { description: "OK" } },
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": { group, version, kind },
  };
}
