import type { NodeRow } from "../../api/frame.ts";
import { cpuMillis, isQuantity, parseQuantity } from "../../api/quantity.ts";
import { PODS } from "../../api/resources.ts";
import type { ObjectDraft } from "../../api/types/meta.ts";
import { createLines } from "../../terminal/lines.ts";
import type { Command, CommandContext } from "./command.ts";
import { createRequest } from "./requests.ts";
import { needsNode, nodeOf, notNow } from "./targets.ts";
import { refusal, text } from "./values.ts";

const NAMESPACE = "default";

/** A plain pod that asks for nearly all free CPU of the node, placed by the scheduler like any other. */
export const fillNode: Command = {
  id: "fill-node",
  title: "Fill with a pod",
  group: "node",
  when(context) {
    const node = nodeOf(context);
    if (!node) return needsNode(context);
    return freeCpuMillis(node) > 0 ? true : `Node ${node.name} has no free CPU.`;
  },
  fields: () => [
    { id: "leave", label: "CPU left free", type: "text", initial: "20m", required: true, help: "With less than a DaemonSet's request, its next pod stays Pending here." },
  ],
  plan(context, values) {
    const node = nodeOf(context);
    if (!node) return notNow(needsNode(context));
    const written = text(values, "leave");
    const parsed = parseQuantity(written);
    if (!isQuantity(parsed) || parsed.nanos < 0n) return refusal("leave", `“${written}” is no amount of CPU. Write for example 20m or 0.`);
    const request = freeCpuMillis(node) - cpuMillis(written);
    if (request <= 0) return refusal("leave", `Only ${freeCpuMillis(node)}m of CPU are free on ${node.name}.`);
    const pod = fillerPod(node, freeName(context, node), request);
    return { requests: [createRequest(PODS, pod)], kubectl: [createLines([pod])] };
  },
};

function freeCpuMillis(node: NodeRow): number {
  return node.cpuMillis - node.requestedCpuMillis;
}

function freeName(context: CommandContext, node: NodeRow): string {
  const taken = new Set(context.pods.filter((p) => p.namespace === NAMESPACE).map((p) => p.name));
  const base = `filler-${node.name}`;
  let name = base;
  for (let i = 2; taken.has(name); i++) name = `${base}-${i}`;
  return name;
}

function fillerPod(node: NodeRow, name: string, requestMillis: number): ObjectDraft {
  const isGuarded = node.taints.length > 0 || node.unschedulable;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: NAMESPACE, labels: { app: "filler" } },
    spec: {
      nodeSelector: { "kubernetes.io/hostname": node.labels["kubernetes.io/hostname"] ?? node.name },
      ...(isGuarded ? { tolerations: [{ operator: "Exists" }] } : {}),
      containers: [{ name: "pause", image: "registry.k8s.io/pause:3.10", resources: { requests: { cpu: `${requestMillis}m` } } }],
    },
  };
}
