import type { KubeObject } from "../../api/types/meta.ts";

/** What `kubectl get componentstatuses` asks after: they run, or nobody would answer. Source: pkg/registry/core/componentstatus/rest.go (1.36) */
export function componentStatuses(): readonly KubeObject[] {
  return ["controller-manager", "etcd-0", "scheduler"].map((name) => {
    const conditions = [{ type: "Healthy", status: "True", message: "ok" }];
    return { apiVersion: "v1", kind: "ComponentStatus", metadata: { name }, conditions } as unknown as KubeObject;
  });
}
