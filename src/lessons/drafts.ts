import type { ObjectDraft } from "../api/types/meta.ts";
import type { Taint } from "../api/types/node.ts";

/** What is special about a node; everything else is as on all nodes here. */
export interface NodeTraits {
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly unschedulable?: boolean;
  readonly cpu?: string;
  readonly memory?: string;
}

export function nodeDraft(name: string, { labels = {}, taints = [], unschedulable = false, cpu = "4", memory = "8Gi" }: NodeTraits = {}): ObjectDraft {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64", ...labels } },
    spec: { ...(taints.length > 0 ? { taints } : {}), ...(unschedulable ? { unschedulable } : {}) },
    status: { capacity: { cpu, memory, "ephemeral-storage": "100Gi", pods: "110" } },
  };
}

/** A DaemonSet with one small container; `podSpec` is merged over its pod template's. */
export function daemonSetDraft(name: string, podSpec: Readonly<Record<string, unknown>> = {}): ObjectDraft {
  const labels = { app: name };
  const container = { name: "agent", image: "registry.example.com/agent:1.4", resources: { requests: { cpu: "100m", memory: "128Mi" } } };
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name, namespace: "default", labels },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container], ...podSpec } } },
  };
}

/** A pod that sits on a node and keeps part of it to itself. */
export function tenantDraft(name: string, nodeName: string, requests: Readonly<Record<string, string>>): ObjectDraft {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", labels: { app: "tenant" } },
    spec: {
      nodeName,
      tolerations: [{ operator: "Exists" }],
      containers: [{ name: "app", image: "registry.example.com/shop:2.0", resources: { requests } }],
    },
  };
}
