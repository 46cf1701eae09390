import type { NodeRow } from "../../api/frame.ts";
import { NODES } from "../../api/resources.ts";
import type { ObjectDraft, StringMap } from "../../api/types/meta.ts";
import type { Taint } from "../../api/types/node.ts";
import { createLines, createLoopLines } from "../../terminal/lines.ts";
import type { Command } from "./command.ts";
import { createRequest } from "./requests.ts";
import { readInteger, readLabels, readQuantity, refusal, text } from "./values.ts";

const ROLES = ["worker", "control-plane", "gpu"] as const;
type Role = (typeof ROLES)[number];

const MAX_COUNT = 20;

/** Machines come as Node objects, made as a kubelet registers itself. */
export const addNode: Command = {
  id: "add-node",
  title: "Add node",
  group: "cluster",
  shortcut: "n",
  when: () => true,
  fields: () => [
    {
      id: "role", label: "Role", type: "choice", initial: "worker",
      options: [
        { value: "worker", label: "Worker" },
        { value: "control-plane", label: "Control plane (tainted NoSchedule)" },
        { value: "gpu", label: "GPU worker (tainted NoSchedule)" },
      ],
    },
    { id: "cpu", label: "CPU", type: "text", initial: "4", required: true, help: "Cores, or thousandths such as 500m." },
    { id: "memory", label: "Memory", type: "text", initial: "8Gi", required: true },
    { id: "labels", label: "Labels", type: "lines", initial: "", placeholder: "disk=ssd", help: "One key=value a line." },
    { id: "count", label: "How many", type: "text", initial: "1", required: true, help: `From 1 to ${MAX_COUNT}.` },
  ],
  plan(context, values) {
    const role = ROLES.find((r) => r === text(values, "role"));
    if (!role) return refusal("role", "Choose a role.");
    const cpu = readQuantity(values, "cpu", "CPU");
    if ("error" in cpu) return cpu;
    const memory = readQuantity(values, "memory", "Memory");
    if ("error" in memory) return memory;
    const labels = readLabels(values, "labels");
    if ("error" in labels) return labels;
    const count = readInteger(values, "count", "How many", { min: 1, max: MAX_COUNT });
    if ("error" in count) return count;
    const names = nextNodeNames(context.nodes, count.value);
    const draft = (name: string) => nodeDraft({ name, role, cpu: cpu.value, memory: memory.value, labels: labels.value });
    const line = names.length === 1 ? createLines([draft(names[0]!)]) : createLoopLines(names, draft("$NAME"));
    return {
      requests: names.map((name) => createRequest(NODES, draft(name))),
      kubectl: ["# A real machine joins with “kubeadm join”; its kubelet then creates this Node object.", line],
    };
  },
};

/** `node-4` after `node-1` … `node-3`: one above the highest number in use. */
function nextNodeNames(nodes: readonly Pick<NodeRow, "name">[], count: number): readonly string[] {
  const numbers = nodes.map((n) => Number(/^node-(\d{1,9})$/.exec(n.name)?.[1] ?? 0));
  const highest = numbers.reduce((a, b) => Math.max(a, b), 0);
  return Array.from({ length: count }, (_, i) => `node-${highest + 1 + i}`);
}

interface NodeShape { readonly name: string; readonly role: Role; readonly cpu: string; readonly memory: string; readonly labels: StringMap }

function nodeDraft(shape: NodeShape): ObjectDraft {
  const taints = ROLE_TAINTS[shape.role];
  const gpus: StringMap = shape.role === "gpu" ? { "nvidia.com/gpu": "1" } : {};
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: shape.name, labels: { ...kubeletLabels(shape.name), ...ROLE_LABELS[shape.role], ...shape.labels } },
    ...(taints.length > 0 ? { spec: { taints } } : {}),
    status: { capacity: { cpu: shape.cpu, memory: shape.memory, "ephemeral-storage": "100Gi", pods: "110", ...gpus } },
  };
}

/** What a kubelet on a Linux machine says of itself. */
function kubeletLabels(name: string): StringMap {
  return { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64" };
}

const ROLE_LABELS: Readonly<Record<Role, StringMap>> = {
  worker: {},
  "control-plane": { "node-role.kubernetes.io/control-plane": "" },
  gpu: { accelerator: "nvidia" },
};

const ROLE_TAINTS: Readonly<Record<Role, readonly Taint[]>> = {
  worker: [],
  "control-plane": [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }],
  gpu: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }],
};
