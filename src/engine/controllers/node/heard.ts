import { LEASES, NODES } from "../../../api/resources.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Store } from "../../apiserver/store.ts";
import type { Change, Wake } from "../../sim/actor.ts";

const LEASE_NAMESPACE = "kube-node-lease";

/** What a client's kubelet said last, and the pass that noticed it. */
export interface Heard {
  readonly renewTime: string | undefined;
  readonly heartbeat: string | undefined;
  readonly atMs: number;
}

interface Lease extends KubeObject { readonly spec?: { readonly renewTime?: string } }

/**
 * When a kubelet that is played by a client was last heard of: the pass that saw a new renewTime in the Lease or a new
 * heartbeat in the node's status. The times in them are the client's, and are only compared. (The simulated kubelets
 * write no leases; theirs are arithmetic, see kubelet/lease.ts.)
 * @returns virtual ms; undefined for a node that has never reported
 * Source: node_lifecycle_controller.go updateNodeHealth, probeTimestamp
 */
export function lastHeardMs(heard: Map<string, Heard>, store: Store, node: Node, nowMs: number): number | undefined {
  const { name } = node.metadata;
  const lease = store.get<Lease>(LEASES, LEASE_NAMESPACE, name);
  const heartbeat = node.status.conditions?.find((c) => c.type === "Ready")?.lastHeartbeatTime ?? undefined;
  const renewTime = lease?.spec?.renewTime;
  const before = heard.get(name);
  if (heartbeat === undefined && renewTime === undefined) return before?.atMs;
  if (before && before.renewTime === renewTime && before.heartbeat === heartbeat) return before.atMs;
  heard.set(name, { renewTime, heartbeat, atMs: nowMs });
  return nowMs;
}

/** A client renewed a lease or wrote a node's status: the next pass shall see it. */
export function heardWakes(change: Change): Wake[] {
  if (change.actor !== "user" || !change.after) return [];
  if (change.resource === LEASES.key && change.after.metadata.namespace === LEASE_NAMESPACE) return [{ key: `pass/${change.after.metadata.name}` }];
  const isStatus = change.resource === NODES.key && (change.before as Node | undefined)?.status !== (change.after as Node).status;
  return isStatus ? [{ key: `pass/${change.key}` }] : [];
}
