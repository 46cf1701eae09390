import { apiVersionOf, type Resource } from "../api/resources.ts";
import { SERVER_VERSION } from "../api/server-version.ts";

/** What stands outside of the API groups. `undefined`: not here. */
export function rootAnswer(path: string, resources: readonly Resource[]): { readonly json: unknown } | { readonly text: string } | undefined {
  switch (path) {
    case "/": return { json: { paths: rootPaths(resources) } };
    case "/version": case "/version/": return { json: SERVER_VERSION };
    case "/healthz": case "/livez": case "/readyz": case "/healthz/ping": case "/livez/ping": case "/readyz/ping": return { text: "ok" };
    default: return undefined;
  }
}

function rootPaths(resources: readonly Resource[]): string[] {
  const groups = [...new Set(resources.filter((r) => r.group).flatMap((r) => [`/apis/${r.group}`, `/apis/${apiVersionOf(r)}`]))].sort();
  return ["/api", "/api/v1", "/apis", "/apis/", ...groups, "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/openapi/v3/", "/readyz", "/version"];
}
