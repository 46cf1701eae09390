/** A client-go back-off entry: how long the next wait is, and when it was last used. */
export interface Backoff { readonly seconds: number; readonly updatedMs: number }

const INITIAL_SECONDS = 10;
const MAX_SECONDS = 300;
const RESET_AFTER_MS = 600_000;

/**
 * What to do after an exit: seconds to wait before the restart, and the entry afterwards. The first exit, and one more
 * than ten minutes after the last restart, restart at once.
 * @param exitMs when the container ended
 * Source: kubernetes pkg/kubelet/kuberuntime doBackOff with client-go flowcontrol.Backoff (1.36)
 */
export function afterExit(entry: Backoff | undefined, exitMs: number): { readonly waitSeconds: number; readonly entry: Backoff } {
  if (!entry || exitMs - entry.updatedMs > RESET_AFTER_MS) return { waitSeconds: 0, entry: { seconds: INITIAL_SECONDS, updatedMs: exitMs } };
  const next = Math.min(entry.seconds * 2, MAX_SECONDS);
  return { waitSeconds: entry.seconds, entry: { seconds: next, updatedMs: exitMs + entry.seconds * 1000 } };
}

/**
 * The back-off window that a failed pull opens: 10, 20, 40 … 300 s, counted from the failure.
 * Source: kubernetes pkg/kubelet/images/image_manager.go with client-go flowcontrol.Backoff (1.36)
 */
export function afterPullFailure(entry: Backoff | undefined, failedMs: number): Backoff {
  if (!entry || failedMs - entry.updatedMs > RESET_AFTER_MS) return { seconds: INITIAL_SECONDS, updatedMs: failedMs };
  return { seconds: Math.min(entry.seconds * 2, MAX_SECONDS), updatedMs: failedMs };
}
