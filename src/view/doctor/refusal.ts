import type { WorkloadRow } from "../../api/frame.ts";
import type { Holder, Remedy } from "./diagnosis.ts";

/** The API server that refuses further pods: its words, and what they ask for. */
export function refusalHolder(row: WorkloadRow, message: string): Holder {
  const quota = /exceeded quota: ([^,\s]+)/.exec(message)?.[1];
  const fewer: readonly Remedy[] = row.kind !== "DaemonSet" && row.current > 0 && row.current < row.replicas
    ? [{ text: `Want only ${row.current}`, commandId: "scale", values: { replicas: `${row.current}` } }] : [];
  return {
    name: quota === undefined ? "API server" : `ResourceQuota ${quota}`,
    cause: `the API server refuses further pods: ${message.replace(/\.$/, "")}`,
    remedies: [
      ...(quota === undefined ? [] : [{ text: "Read the quota", opens: { resource: "resourcequotas", namespace: row.namespace, name: quota } }]),
      ...fewer,
      ...(row.revisions.length > 1 ? [{ text: "Roll back", commandId: "rollback" }] : []),
    ],
  };
}
