/**
 * Where a strategic merge patch merges lists instead of replacing them: the patch tags of the API's Go structs.
 * A field that is not here is atomic if it is a list, and merges plainly if it is a map.
 * Source: kubernetes staging/src/k8s.io/api (patchStrategy and patchMergeKey tags, 1.36)
 */
export interface MergeField {
  /** List whose elements are told apart by this member. */
  readonly key?: string;
  /** List of plain values that is merged as a set. */
  readonly isSet?: true;
  /** A patch of the map, or of an element, names the members that stay (`$retainKeys`): they are a union. */
  readonly retainsKeys?: true;
  /** Type of the map, or of the list's elements, for the fields below. */
  readonly of?: MergeType;
}

export type MergeType = Readonly<Record<string, MergeField>>;

const CONDITIONS: MergeField = { key: "type" };

const METADATA: MergeType = { ownerReferences: { key: "uid" }, finalizers: { isSet: true } };

const CONTAINER: MergeType = {
  ports: { key: "containerPort" },
  env: { key: "name" },
  volumeMounts: { key: "mountPath" },
  volumeDevices: { key: "devicePath" },
};

const POD_SPEC: MergeType = {
  containers: { key: "name", of: CONTAINER },
  initContainers: { key: "name", of: CONTAINER },
  ephemeralContainers: { key: "name", of: CONTAINER },
  volumes: { key: "name", retainsKeys: true },
  imagePullSecrets: { key: "name" },
  hostAliases: { key: "ip" },
  topologySpreadConstraints: { key: "topologyKey" },
  resourceClaims: { key: "name" },
  schedulingGates: { key: "name" },
};

const POD: MergeType = {
  metadata: { of: METADATA },
  spec: { of: POD_SPEC },
  status: { of: { conditions: CONDITIONS, podIPs: { key: "ip" }, hostIPs: { key: "ip" }, resourceClaimStatuses: { key: "name" } } },
};

/** Any kind that keeps a pod template in spec.template. */
const WORKLOAD: MergeType = {
  metadata: { of: METADATA },
  spec: { of: { template: { of: POD } } },
  status: { of: { conditions: CONDITIONS } },
};

const OTHER: MergeType = { metadata: { of: METADATA }, status: { of: { conditions: CONDITIONS } } };

const KINDS: ReadonlyMap<string, MergeType> = new Map([
  ["Pod", POD],
  ...["DaemonSet", "ReplicaSet", "StatefulSet", "Job"].map((kind): [string, MergeType] => [kind, WORKLOAD]),
  ["Deployment", { ...WORKLOAD, spec: { of: { template: { of: POD }, strategy: { retainsKeys: true } } } }],
  ["CronJob", { metadata: { of: METADATA }, spec: { of: { jobTemplate: { of: WORKLOAD } } } }],
  ["Node", {
    metadata: { of: METADATA },
    spec: { of: { podCIDRs: { isSet: true } } },
    status: { of: { conditions: CONDITIONS, addresses: { key: "type" } } },
  }],
  ["Service", { metadata: { of: METADATA }, spec: { of: { ports: { key: "port" } } }, status: { of: { conditions: CONDITIONS } } }],
  ["ServiceAccount", { metadata: { of: METADATA }, secrets: { key: "name" } }],
]);

/** The merge rules of a kind; an unknown kind merges metadata and status conditions only. */
export function mergeTypeOf(kind: string): MergeType {
  return KINDS.get(kind) ?? OTHER;
}
