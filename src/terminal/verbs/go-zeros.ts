import { isMembers } from "../../api/semantic.ts";
import type { KubeObject } from "../../api/types/meta.ts";

type Members = Readonly<Record<string, unknown>>;

/** What Go writes of a kind although nobody has said it: structs and counters without `omitempty`. */
const ZEROS: Readonly<Record<string, { readonly spec?: Members; readonly status: Members }>> = {
  DaemonSet: { spec: { updateStrategy: {} }, status: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 } },
  Deployment: { spec: { strategy: {} }, status: {} },
  ReplicaSet: { status: { replicas: 0 } },
  StatefulSet: { spec: { updateStrategy: {} }, status: { replicas: 0, availableReplicas: 0 } },
  ReplicationController: { status: { replicas: 0 } },
  Job: { status: {} },
  CronJob: { status: {} },
  Pod: { status: {} },
};

/** An object of a file as kubectl prints it after it has been a Go struct. */
export function withGoZeros<T extends KubeObject>(object: T): T {
  const zeros = ZEROS[object.kind];
  if (!zeros) return object;
  const { spec, status } = object as unknown as { readonly spec?: unknown; readonly status?: unknown };
  return { ...object, ...(isMembers(spec) ? { spec: specWithZeros({ ...zeros.spec, ...spec }) } : {}), status: { ...zeros.status, ...(isMembers(status) ? status : {}) } };
}

/** Containers have `resources`, templates `metadata`, however deep they lie. */
function specWithZeros(spec: Members): Members {
  const containers = (list: unknown) => (Array.isArray(list) ? list.map((c: unknown) => (isMembers(c) ? { resources: {}, ...c } : c)) : list);
  return Object.fromEntries(Object.entries(spec).map(([name, value]) => {
    if (name === "containers" || name === "initContainers") return [name, containers(value)];
    if ((name === "template" || name === "jobTemplate") && isMembers(value)) return [name, { metadata: {}, ...value, ...(isMembers(value["spec"]) ? { spec: specWithZeros(value["spec"]) } : {}) }];
    return [name, value];
  }));
}
