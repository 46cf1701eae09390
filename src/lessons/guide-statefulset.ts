import type { ObjectDraft } from "../api/types/meta.ts";

/**
 * db-statefulset.yaml as values, so that a button can create it without a YAML reader. A test holds the two together.
 */
export const GUIDE_STATEFULSET_SERVICE = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "db", namespace: "default", labels: { app: "db" } },
  spec: { clusterIP: "None", selector: { app: "db" }, ports: [{ name: "postgres", port: 5432 }] },
} as const satisfies ObjectDraft;

export const GUIDE_STATEFULSET = {
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "db", namespace: "default", labels: { app: "db" } },
  spec: {
    replicas: 3,
    serviceName: "db",
    selector: { matchLabels: { app: "db" } },
    template: {
      metadata: { labels: { app: "db" } },
      spec: {
        containers: [
          {
            name: "postgres",
            image: "postgres:17.6",
            ports: [{ name: "postgres", containerPort: 5432 }],
            resources: { requests: { cpu: "200m", memory: "256Mi" } },
            volumeMounts: [{ name: "data", mountPath: "/var/lib/postgresql/data" }],
          },
        ],
      },
    },
    volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } }],
  },
} as const satisfies ObjectDraft;
