import { kubectlLine } from "../../terminal/lines.ts";
import type { Command } from "./command.ts";
import { needsWorkload, notNow, WORKLOADS, workloadOf } from "./targets.ts";
import { readInteger, refusal } from "./values.ts";

const KINDS = ["Deployment", "StatefulSet", "ReplicaSet"] as const;
const MOST_REPLICAS = 500;

/** How many pods there shall be. A DaemonSet has no such number: its nodes are its number. */
export const scaleWorkload: Command = {
  id: "scale",
  title: "Scale",
  group: "workload",
  kinds: KINDS,
  when: (context) => (context.target?.kind === "DaemonSet" ? "A DaemonSet has no replicas: it runs one pod on each of its nodes." : needsWorkload(context, KINDS)),
  fields: (context) => [
    { id: "replicas", label: "Replicas", type: "text", initial: String((workloadOf(context, KINDS)?.replicas ?? 0) + 1), required: true, help: `From 0 to ${MOST_REPLICAS}.` },
  ],
  plan(context, values) {
    const row = workloadOf(context, KINDS);
    if (!row) return notNow(needsWorkload(context, KINDS));
    const replicas = readInteger(values, "replicas", "Replicas", { min: 0, max: MOST_REPLICAS });
    if ("error" in replicas) return replicas;
    if (replicas.value === row.replicas) return refusal("replicas", `${row.name} wants ${row.replicas} already.`);
    const { resource, short } = WORKLOADS[row.kind];
    return {
      requests: [{
        verb: "patch", resource: resource.key, namespace: row.namespace, name: row.name, subresource: "scale",
        body: { spec: { replicas: replicas.value } }, options: { patchType: "merge" },
      }],
      kubectl: [kubectlLine(["scale", `${short}/${row.name}`, `--replicas=${replicas.value}`], row.namespace)],
    };
  },
};
