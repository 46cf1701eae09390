import { get, list } from "../../api/request.ts";
import { EVENTS, LEASES, PODS } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { KubeObject, StringMap } from "../../api/types/meta.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { send, sendList, type Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEvents } from "./events.ts";
import { sortedEntries, writeLabelsAndAnnotations } from "./head.ts";
import { writeNodeResources } from "./node-resources.ts";
import { writeTaints } from "./placement.ts";
import { longTime } from "./times.ts";

const LEASE_NAMESPACE = "kube-node-lease";

interface Lease extends KubeObject {
  readonly spec?: { readonly holderIdentity?: string; readonly acquireTime?: string | null; readonly renewTime?: string | null };
}

/** Titles of System Info, by the field of nodeInfo. */
const SYSTEM_INFO: readonly (readonly [field: string, title: string])[] = [
  ["machineID", "Machine ID"], ["systemUUID", "System UUID"], ["bootID", "Boot ID"], ["kernelVersion", "Kernel Version"], ["osImage", "OS Image"],
  ["operatingSystem", "Operating System"], ["architecture", "Architecture"], ["containerRuntimeVersion", "Container Runtime Version"], ["kubeletVersion", "Kubelet Version"],
];

/** Source: kubectl pkg/describe NodeDescriber (1.36) */
export function* describeNode(node: Node, about: Describing): Steps<string> {
  const { metadata, spec, status } = node;
  const out = new Description();
  out.line(0, "Name:", metadata.name);
  out.line(0, "Roles:", rolesText(metadata.labels));
  writeLabelsAndAnnotations(out, node);
  out.line(0, "CreationTimestamp:", longTime(metadata.creationTimestamp));
  writeTaints(out, spec.taints);
  out.line(0, "Unschedulable:", String(spec.unschedulable ?? false));
  yield* writeLease(out, metadata.name);
  writeConditions(out, node);
  out.line(0, "Addresses:");
  for (const { type, address } of status.addresses ?? []) out.line(1, `${type}:`, address);
  writeAmounts(out, "Capacity", status.capacity);
  writeAmounts(out, "Allocatable", status.allocatable);
  out.line(0, "System Info:");
  for (const [field, title] of SYSTEM_INFO) out.line(1, `${title}:`, status.nodeInfo?.[field] ?? "");
  const { podCIDR, podCIDRs, providerID } = spec as { readonly podCIDR?: string; readonly podCIDRs?: readonly string[]; readonly providerID?: string };
  if (podCIDR) out.line(0, "PodCIDR:", podCIDR);
  if (podCIDRs?.length) out.line(0, "PodCIDRs:", podCIDRs.join(","));
  if (providerID) out.line(0, "ProviderID:", providerID);
  const onIt = list(PODS, undefined, { fieldSelector: `spec.nodeName=${metadata.name},status.phase!=Succeeded,status.phase!=Failed` });
  const pods = yield* sendList<Pod>(onIt);
  writeNodeResources(out, node, pods.ok ? pods.body.items : [], about.nowMs);
  if (about.showEvents) writeEvents(out, yield* nodeEvents(metadata), about.nowMs);
  return out.text();
}

function rolesText(labels: StringMap = {}): string {
  const roles = Object.entries(labels).flatMap(([key, value]) => {
    const [, role] = /^node-role\.kubernetes\.io\/(.+)$/.exec(key) ?? [];
    return role ?? (key === "kubernetes.io/role" && value ? value : []);
  });
  return [...new Set(roles)].sort().join(",") || "<none>";
}

function* writeLease(out: Description, name: string): Steps<void> {
  const response = yield* send<Lease>(get(LEASES, { namespace: LEASE_NAMESPACE, name }));
  if (!response.ok) return out.line(0, "Lease:", `Failed to get lease: ${response.status.message ?? ""}`);
  const { holderIdentity, acquireTime, renewTime } = response.body.spec ?? {};
  out.line(0, "Lease:");
  out.line(1, "HolderIdentity:", holderIdentity ?? "<unset>");
  out.line(1, "AcquireTime:", acquireTime ? longTime(acquireTime) : "<unset>");
  out.line(1, "RenewTime:", renewTime ? longTime(renewTime) : "<unset>");
}

/** The blanks at the ends of cells are kubectl's. */
function writeConditions(out: Description, { status: { conditions = [] } }: Node): void {
  if (conditions.length === 0) return;
  out.line(0, "Conditions:");
  out.line(1, "Type", "Status", "LastHeartbeatTime", "LastTransitionTime", "Reason", "Message");
  out.line(1, "----", "------", "-----------------", "------------------", "------", "-------");
  for (const { type, status, lastHeartbeatTime, lastTransitionTime, reason, message } of conditions) {
    out.line(1, `${type} `, `${status} `, `${longTime(lastHeartbeatTime)} `, `${longTime(lastTransitionTime)} `, `${reason ?? ""} `, message ?? "");
  }
}

function writeAmounts(out: Description, title: string, amounts: StringMap | undefined): void {
  const rows = sortedEntries(amounts);
  if (rows.length === 0) return;
  out.line(0, `${title}:`);
  for (const [name, amount] of rows) out.line(1, `${name}:`, amount);
}

/** The kubelet's events name the node as their uid, those of others its real one. */
function* nodeEvents({ name, uid }: Node["metadata"]): Steps<readonly KubeEvent[]> {
  const events: KubeEvent[] = [];
  for (const id of [uid, name]) {
    const fieldSelector = `involvedObject.kind=Node,involvedObject.name=${name},involvedObject.namespace=,involvedObject.uid=${id}`;
    const response = yield* sendList<KubeEvent>(list(EVENTS, undefined, { fieldSelector }));
    if (response.ok) events.push(...response.body.items);
  }
  return events;
}
