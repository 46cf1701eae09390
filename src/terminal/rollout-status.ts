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

/** What of a Deployment decides how far its rollout is. */
export interface DeploymentRollout {
  readonly name: string;
  readonly generation: number;
  readonly observedGeneration: number;
  /** Of the spec. */
  readonly replicas: number;
  readonly statusReplicas: number;
  readonly updatedReplicas: number;
  readonly availableReplicas: number;
  /** Reason of the condition Progressing. */
  readonly progressing?: string;
}

/**
 * What `kubectl rollout status deployment/NAME` prints now, with its newline, and whether it ends; or the error it ends with.
 * Source: kubectl pkg/polymorphichelpers/rollout_status.go DeploymentStatusViewer (1.36)
 */
export function deploymentRolloutStatus(d: DeploymentRollout): { readonly message: string; readonly done: boolean } | { readonly error: string } {
  if (d.generation > d.observedGeneration) return { message: "Waiting for deployment spec update to be observed...\n", done: false };
  if (d.progressing === "ProgressDeadlineExceeded") return { error: `deployment "${d.name}" exceeded its progress deadline` };
  const waiting = `Waiting for deployment "${d.name}" rollout to finish:`;
  if (d.updatedReplicas < d.replicas) return { message: `${waiting} ${d.updatedReplicas} out of ${d.replicas} new replicas have been updated...\n`, done: false };
  if (d.statusReplicas > d.updatedReplicas) return { message: `${waiting} ${d.statusReplicas - d.updatedReplicas} old replicas are pending termination...\n`, done: false };
  if (d.availableReplicas < d.updatedReplicas) return { message: `${waiting} ${d.availableReplicas} of ${d.updatedReplicas} updated replicas are available...\n`, done: false };
  return { message: `deployment "${d.name}" successfully rolled out\n`, done: true };
}

/** What of a StatefulSet decides how far its rollout is. */
export interface StatefulSetRollout {
  readonly name: string;
  readonly generation: number;
  readonly observedGeneration: number;
  /** Of the spec. */
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly updatedReplicas: number;
  readonly currentReplicas: number;
  /** null: spec.updateStrategy.rollingUpdate is not there. */
  readonly partition: number | null;
  readonly revisionsEqual: boolean;
  readonly updateRevision: string;
}

/**
 * What `kubectl rollout status statefulset/NAME` prints now, with its newline, and whether it ends.
 * Source: kubectl pkg/polymorphichelpers/rollout_status.go StatefulSetStatusViewer (1.36)
 */
export function statefulSetRolloutStatus(set: StatefulSetRollout): { readonly message: string; readonly done: boolean } {
  if (set.observedGeneration === 0 || set.generation > set.observedGeneration) return { message: "Waiting for statefulset spec update to be observed...\n", done: false };
  if (set.readyReplicas < set.replicas) return { message: `Waiting for ${set.replicas - set.readyReplicas} pods to be ready...\n`, done: false };
  if (set.partition !== null) {
    const wanted = set.replicas - set.partition;
    if (set.updatedReplicas < wanted) return { message: `Waiting for partitioned roll out to finish: ${set.updatedReplicas} out of ${wanted} new pods have been updated...\n`, done: false };
    return { message: `partitioned roll out complete: ${set.updatedReplicas} new pods have been updated...\n`, done: true };
  }
  if (!set.revisionsEqual) return { message: `waiting for statefulset rolling update to complete ${set.updatedReplicas} pods at revision ${set.updateRevision}...\n`, done: false };
  return { message: `statefulset rolling update complete ${set.currentReplicas} pods at revision ${set.updateRevision}...\n`, done: true };
}
