import { list } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import { formatLabelSelector } from "../../api/selector.ts";
import type { KubeObject, LabelSelector } from "../../api/types/meta.ts";
import type { Pod } from "../../api/types/pod.ts";
import { sendList, type Steps } from "../process.ts";
import type { Description } from "./description.ts";

/**
 * The line `Pods Status:`, of the pods that a workload controls by their phase.
 * Source: kubectl pkg/describe getPodStatusForController (1.36)
 */
export function* writePodsStatus(out: Description, { metadata, spec }: KubeObject & { readonly spec: { readonly selector: LabelSelector } }): Steps<void> {
  const response = yield* sendList<Pod>(list(PODS, metadata.namespace, { labelSelector: formatLabelSelector(spec.selector) }));
  const pods = response.ok ? response.body.items : [];
  const phases = pods.filter((pod) => pod.metadata.ownerReferences?.some((o) => o.controller && o.uid === metadata.uid)).map((pod) => pod.status.phase);
  const count = (phase: string) => phases.filter((p) => p === phase).length;
  out.line(0, "Pods Status:", `${count("Running")} Running / ${count("Pending")} Waiting / ${count("Succeeded")} Succeeded / ${count("Failed")} Failed`);
}
