import { badRequest, type Status } from "../../../api/status.ts";
import type { Container, Pod } from "../../../api/types/pod.ts";

/**
 * The container that a log or exec request is about: the named one, else the only one. Init containers must be named.
 * Source: kubernetes pkg/registry/core/pod/strategy.go validateContainer (1.36)
 */
export function chooseContainer(pod: Pod, wanted: string | undefined): { readonly container: Container } | { readonly status: Status } {
  const { containers, initContainers = [] } = pod.spec;
  const { name } = pod.metadata;
  if (wanted) {
    const container = [...containers, ...initContainers].find((c) => c.name === wanted);
    return container ? { container } : { status: badRequest(`container ${wanted} is not valid for pod ${name}`) };
  }
  const [first, second] = containers;
  if (first && !second) return { container: first };
  const names = (list: readonly Container[]) => `[${list.map((c) => c.name).join(" ")}]`;
  const inits = initContainers.length > 0 ? ` or one of the init containers: ${names(initContainers)}` : "";
  return { status: badRequest(`a container name must be specified for pod ${name}, choose one of: ${names(containers)}${inits}`) };
}
