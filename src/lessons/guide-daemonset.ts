import type { ObjectDraft } from "../api/types/meta.ts";

/**
 * daemonset-simple.yaml as a value, so that a button can create it without a YAML reader. A test holds the two
 * together.
 */
export const GUIDE_DAEMONSET = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "node-logger", namespace: "default", labels: { app: "node-logger" } },
  spec: {
    selector: { matchLabels: { app: "node-logger" } },
    template: {
      metadata: { labels: { app: "node-logger" } },
      spec: {
        tolerations: [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" }],
        containers: [
          {
            name: "logger",
            image: "fluent/fluent-bit:4.1",
            resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "100m", memory: "128Mi" } },
            env: [
              { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
              { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
              { name: "POD_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
            ],
            volumeMounts: [{ name: "varlog", mountPath: "/var/log", readOnly: true }],
          },
        ],
        volumes: [{ name: "varlog", hostPath: { path: "/var/log" } }],
      },
    },
  },
} as const satisfies ObjectDraft;
