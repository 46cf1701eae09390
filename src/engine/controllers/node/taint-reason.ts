import type { Evidence } from "../../../api/decision.ts";
import type { Node } from "../../../api/types/node.ts";
import { referenceTo } from "../../apiserver/describe.ts";

const PRESSURES: Readonly<Record<string, string>> = {
  "node.kubernetes.io/memory-pressure": "MemoryPressure",
  "node.kubernetes.io/disk-pressure": "DiskPressure",
  "node.kubernetes.io/pid-pressure": "PIDPressure",
  "node.kubernetes.io/network-unavailable": "NetworkUnavailable",
};

/** Why a condition taint is put or taken off: a clause after "because", and the field behind it. */
export function taintReason(node: Node, key: string, { isAdded }: { readonly isAdded: boolean }): { readonly because: string; readonly evidence: Evidence } {
  const ready = condition(node, "Ready");
  switch (key) {
    case "node.kubernetes.io/unschedulable":
      return {
        because: isAdded ? "it is cordoned" : "it is no longer cordoned",
        evidence: { object: referenceTo(node), path: "spec.unschedulable", value: node.spec.unschedulable ?? false },
      };
    case "node.kubernetes.io/not-ready":
      return { because: isAdded ? "it is not Ready" : ready.status === "True" ? "it is Ready" : "nobody knows how it is", evidence: ready.evidence };
    case "node.kubernetes.io/unreachable":
      return { because: isAdded ? "its kubelet does not answer" : "its kubelet answers again", evidence: ready.evidence };
    default: {
      const type = PRESSURES[key] ?? key;
      return { because: isAdded ? `its condition ${type} is True` : `its condition ${type} is no longer True`, evidence: condition(node, type).evidence };
    }
  }
}

function condition(node: Node, type: string): { readonly status: string | undefined; readonly evidence: Evidence } {
  const conditions = node.status.conditions ?? [];
  const at = conditions.findIndex((c) => c.type === type);
  const found = conditions[at];
  return {
    status: found?.status,
    evidence: { object: referenceTo(node), path: at < 0 ? "status.conditions" : `status.conditions[${at}]`, ...(found ? { value: `${type}: ${found.status}` } : {}) },
  };
}
