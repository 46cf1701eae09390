import type { Node } from "../types/node.ts";
import { ageColumn, column, nameColumn, orNone, WIDE } from "./column.ts";
import type { Column } from "./column.ts";

/** Columns of `kubectl get nodes`. Source: kubernetes pkg/printers/internalversion/printers.go printNode (1.36) */
export const nodeColumns: readonly Column<Node>[] = [
  nameColumn(),
  column("Status", nodeStatusText),
  column("Roles", (node) => orNone(nodeRoles(node).join(","))),
  ageColumn(),
  column("Version", (node) => node.status.nodeInfo?.["kubeletVersion"] ?? ""),
  column("Internal-IP", (node) => address(node, "InternalIP"), WIDE),
  column("External-IP", (node) => address(node, "ExternalIP"), WIDE),
  column("OS-Image", (node) => node.status.nodeInfo?.["osImage"] || "<unknown>", WIDE),
  column("Kernel-Version", kernelText, WIDE),
  column("Container-Runtime", (node) => node.status.nodeInfo?.["containerRuntimeVersion"] || "<unknown>", WIDE),
];

/** The STATUS column: `Ready`, `NotReady`, `Unknown` (never reported), each with `,SchedulingDisabled` when cordoned. */
export function nodeStatusText(node: Pick<Node, "status"> & { readonly spec?: Node["spec"] }): string {
  const ready = node.status.conditions?.find((c) => c.type === "Ready");
  const health = !ready ? "Unknown" : ready.status === "True" ? "Ready" : "NotReady";
  return node.spec?.unschedulable ? `${health},SchedulingDisabled` : health;
}

/** Roles from the labels `node-role.kubernetes.io/<role>` and `kubernetes.io/role=<role>`, sorted. */
export function nodeRoles(node: Pick<Node, "metadata">): readonly string[] {
  const roles = Object.entries(node.metadata.labels ?? {}).map(([key, value]) => {
    if (key.startsWith("node-role.kubernetes.io/")) return key.slice("node-role.kubernetes.io/".length);
    return key === "kubernetes.io/role" ? value : "";
  });
  return [...new Set(roles.filter((role) => role !== ""))].sort();
}

function address(node: Node, type: string): string {
  return orNone(node.status.addresses?.find((a) => a.type === type)?.address);
}

function kernelText(node: Node): string {
  const { kernelVersion, architecture } = node.status.nodeInfo ?? {};
  if (!kernelVersion) return "<unknown>";
  return architecture ? `${kernelVersion} (${architecture})` : kernelVersion;
}
