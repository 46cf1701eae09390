import type { Resource } from "../../api/resources.ts";

/** Where etcd keeps resources that were renamed, or whose group is part of the key. Source: pkg/kubeapiserver/default_storage_factory_builder.go */
const PREFIXES: Readonly<Record<string, string>> = {
  nodes: "minions",
  services: "services/specs",
  endpoints: "services/endpoints",
  replicationcontrollers: "controllers",
  "ingresses.networking.k8s.io": "ingress",
};
const BY_GROUP = ["apiregistration.k8s.io", "apiextensions.k8s.io"];

/** The key an object has in etcd, which some messages show. */
export function storageKey(resource: Resource, key: { readonly namespace?: string; readonly name: string }): string {
  const isCustom = resource.group.includes(".") && !resource.group.endsWith(".k8s.io");
  const prefix = PREFIXES[resource.key] ?? (isCustom || BY_GROUP.includes(resource.group) ? `${resource.group}/${resource.plural}` : resource.plural);
  return ["/registry", prefix, ...(key.namespace ? [key.namespace] : []), key.name].join("/");
}
