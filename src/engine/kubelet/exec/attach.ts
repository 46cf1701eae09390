import type { AttachResult } from "../../../api/request.ts";
import type { Status } from "../../../api/status.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { readsInput } from "../logs/own-end.ts";
import { runningContainer } from "./exec.ts";
import type { InsideContext } from "./inside-context.ts";

/**
 * What there is to talk to in a container of the pod. The errors are those of `exec`.
 * Source: kubernetes pkg/registry/core/pod/rest/subresources.go AttachREST, pkg/kubelet/kubelet_pods.go GetAttach (1.36)
 */
export function attachToPod(ctx: InsideContext, pod: Pod, wanted: string | undefined): { readonly result: AttachResult; readonly container: string } | { readonly status: Status } {
  const found = runningContainer(ctx, pod, wanted);
  if ("status" in found) return found;
  const { container } = found;
  return { container: container.spec.name, result: { command: container.argv, readsInput: readsInput(container), endsWithClient: container.spec["stdinOnce"] === true, tty: container.spec["tty"] === true } };
}
