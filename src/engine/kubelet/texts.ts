import { goDuration } from "../../api/duration.ts";
import { lastAnswer } from "../../api/last-answer.ts";
import type { ObjectMeta } from "../../api/types/meta.ts";
import { flat } from "../sim/flat.ts";

/** The kubelet's own format of a pod: `<name>_<namespace>(<uid>)`. */
function podText(metadata: Pick<ObjectMeta, "name" | "namespace" | "uid">): string {
  return `${metadata.name}_${metadata.namespace ?? "default"}(${metadata.uid})`;
}

/** Message of the waiting state CrashLoopBackOff. Source: kubernetes pkg/kubelet/kuberuntime doBackOff (1.36) */
export function crashLoopMessage(container: string, metadata: Pick<ObjectMeta, "name" | "namespace" | "uid">, waitSeconds: number): string {
  return `back-off ${goDuration(waitSeconds * 1000)} restarting failed container=${container} pod=${podText(metadata)}`;
}

/** Message of the BackOff event. */
export function crashLoopEvent(container: string, metadata: Pick<ObjectMeta, "name" | "namespace" | "uid">): string {
  return `Back-off restarting failed container ${container} in pod ${podText(metadata)}`;
}

/** Message of the waiting state ImagePullBackOff. Source: kubernetes pkg/kubelet/images/image_manager.go (1.36) */
export function pullBackoffMessage(image: string, error: string): string {
  return `Back-off pulling image "${image}": ErrImagePull: ${error}`;
}

/** Message of the Pulling event: one copy for all pods that pull the image. */
export const pullingMessage = lastAnswer((image: string) => flat(`Pulling image "${image}"`));

/** Message of the Pulled event after a pull. `waitedMs` includes waiting for other pulls. */
export function pulledMessage(image: string, tookMs: number, waitedMs: number, sizeBytes: number): string {
  return `Successfully pulled image "${image}" in ${goDuration(tookMs)} (${goDuration(waitedMs)} including waiting). Image size: ${sizeBytes} bytes.`;
}
