import type { ContainerStatus, Pod, PodStatus } from "../api/types/pod.ts";

/** What a test says about a pod; the rest is a bound, running and ready pod of the DaemonSet `agent`. */
export interface PodNotes {
  readonly name?: string;
  readonly node?: string;
  /** Pinned to the node, but not bound. */
  readonly pinnedTo?: string;
  readonly hash?: string;
  readonly ready?: boolean;
  readonly readySince?: string;
  readonly deletedAt?: string;
  readonly graceSeconds?: number;
  readonly status?: Partial<PodStatus>;
  readonly container?: Partial<ContainerStatus>;
}

/** A pod for tests of this room. */
export function testPod(notes: PodNotes = {}): Pod {
  const name = notes.name ?? "agent-x7k2p";
  const ready = notes.ready ?? true;
  const bound = notes.pinnedTo === undefined;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name, namespace: "default", uid: `uid-${name}`, resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z",
      labels: { app: "agent", "controller-revision-hash": notes.hash ?? "new" },
      ownerReferences: [{ apiVersion: "apps/v1", kind: "DaemonSet", name: "agent", uid: "uid-agent", controller: true, blockOwnerDeletion: true }],
      ...(notes.deletedAt !== undefined ? { deletionTimestamp: notes.deletedAt, deletionGracePeriodSeconds: notes.graceSeconds ?? 30 } : {}),
    },
    spec: {
      ...(bound ? { nodeName: notes.node ?? "node-1" } : { affinity: pinTo(notes.pinnedTo!) }),
      containers: [{ name: "main", image: "registry.example/agent:1", resources: { requests: { cpu: "100m", memory: "64Mi" } } }],
      restartPolicy: "Always",
    },
    status: bound ? boundStatus(ready, notes) : { phase: "Pending", ...notes.status },
  };
}

function pinTo(nodeName: string): NonNullable<Pod["spec"]["affinity"]> {
  const matchFields = [{ key: "metadata.name", operator: "In" as const, values: [nodeName] }];
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] } } };
}

function boundStatus(ready: boolean, notes: PodNotes): PodStatus {
  const container: ContainerStatus = {
    name: "main", image: "registry.example/agent:1", imageID: "", ready, restartCount: 0,
    state: { running: { startedAt: "2026-01-01T00:00:05Z" } }, lastState: {}, ...notes.container,
  };
  const condition = { type: "Ready", status: ready ? ("True" as const) : ("False" as const), lastTransitionTime: notes.readySince ?? "2026-01-01T00:00:10Z" };
  return { phase: "Running", conditions: [condition], containerStatuses: [container], ...notes.status };
}
