import type { DecisionDraft, Evidence } from "../../api/decision.ts";
import { patch } from "../../api/request.ts";
import { NODES } from "../../api/resources.ts";
import type { Node } from "../../api/types/node.ts";
import type { KubeletWorld } from "./pull.ts";

/** A decision of the kubelet about its node. */
export function nodeDecision(node: Node, rule: `kubelet/${string}`, verdict: string, words: { readonly text: string; readonly evidence?: readonly Evidence[] }): DecisionDraft {
  const object = { kind: "Node", name: node.metadata.name, uid: node.metadata.uid };
  const ready = node.status.conditions?.find((c) => c.type === "Ready")?.status;
  const evidence = words.evidence ?? [{ object, path: "status.conditions[Ready].status", ...(ready ? { value: ready } : {}) }];
  return { object, verdict, rule, evidence, text: words.text, source: "pkg/kubelet/kubelet_node_status.go" };
}

/** Lists in a merge patch replace those of the object as a whole, which keeps the order of the conditions. */
export function writeNodeStatus(world: KubeletWorld, node: Node, status: Record<string, unknown>): void {
  world.handle({ ...patch(NODES, node.metadata, { status }, { patchType: "merge" }), subresource: "status" });
}
