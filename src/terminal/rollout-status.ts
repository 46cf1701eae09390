/** What of a DaemonSet decides how far its rollout is. */
export interface DaemonSetRollout {
  readonly name: string;
  readonly generation: number;
  readonly observedGeneration: number;
  readonly desiredNumberScheduled: number;
  readonly updatedNumberScheduled: number;
  readonly numberAvailable: number;
}

/**
 * What `kubectl rollout status daemonset/NAME` prints now, with its newline, and whether it ends.
 * Source: kubectl pkg/polymorphichelpers/rollout_status.go DaemonSetStatusViewer (1.36)
 */
export function daemonSetRolloutStatus(set: DaemonSetRollout): { readonly message: string; readonly done: boolean } {
  if (set.generation > set.observedGeneration) return { message: "Waiting for daemon set spec update to be observed...\n", done: false };
  const waiting = `Waiting for daemon set "${set.name}" rollout to finish:`;
  if (set.updatedNumberScheduled < set.desiredNumberScheduled) {
    return { message: `${waiting} ${set.updatedNumberScheduled} out of ${set.desiredNumberScheduled} new pods have been updated...\n`, done: false };
  }
  if (set.numberAvailable < set.desiredNumberScheduled) {
    return { message: `${waiting} ${set.numberAvailable} of ${set.desiredNumberScheduled} updated pods are available...\n`, done: false };
  }
  return { message: `daemon set "${set.name}" successfully rolled out\n`, done: true };
}
