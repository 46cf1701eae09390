import type { Resource } from "./resources.ts";

const DEPRECATIONS: ReadonlyMap<string, string> = new Map([
  ["endpoints", "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"],
  ["componentstatuses", "v1 ComponentStatus is deprecated in v1.19+"],
]);

/**
 * Of what the API server warns whoever asks for objects of the kind; undefined for kinds that stay.
 * Source: staging/src/k8s.io/api/core/v1/zz_generated.prerelease-lifecycle.go, apiserver pkg/endpoints/deprecation (1.36)
 */
export function deprecationOf(resource: Pick<Resource, "key">): string | undefined {
  return DEPRECATIONS.get(resource.key);
}
