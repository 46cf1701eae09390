import { LEASES, NODES } from "../../api/resources.ts";
import { formatMicroTime, parseTime } from "../../api/time.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Node } from "../../api/types/node.ts";
import { hex64 } from "../kubelet/images.ts";
import type { ApiContext } from "./context.ts";

const NAMESPACE = "kube-node-lease";
/** Source: kubelet --node-lease-duration-seconds */
const DURATION_SECONDS = 40;

/** The stored Lease, or what the simulated kubelet of the node says by it; undefined if there is none. */
export function leaseAt(ctx: ApiContext, namespace: string | undefined, name: string): KubeObject | undefined {
  const stored = ctx.store.get(LEASES, namespace, name);
  return (namespace === NAMESPACE ? nodeLease(ctx, ctx.store.get<Node>(NODES, undefined, name), stored) : undefined) ?? stored;
}

/** The stored Leases, and those that the simulated kubelets renew. */
export function* leases(ctx: ApiContext): Iterable<KubeObject> {
  for (const stored of ctx.store.all(LEASES)) yield leaseAt(ctx, stored.metadata.namespace, stored.metadata.name)!;
  for (const node of ctx.store.all<Node>(NODES)) {
    const lease = ctx.store.get(LEASES, NAMESPACE, node.metadata.name) ? undefined : nodeLease(ctx, node, undefined);
    if (lease) yield lease;
  }
}

/**
 * The Lease by which a simulated kubelet says that it lives. It is worked out when somebody looks: renewing it every
 * 10 s would keep a cluster at rest busy (see kubelet/lease.ts). What a client wrote into it stays, but for what the
 * kubelet writes with its next renewal.
 * Departure: a renewal is no write, so it has no resourceVersion and no watch hears of it.
 * Source: kubernetes pkg/kubelet/util/nodelease.go, component-helpers/apimachinery/lease/controller.go newLease (1.36)
 */
function nodeLease(ctx: ApiContext, node: Node | undefined, stored: KubeObject | undefined): KubeObject | undefined {
  const renewedMs = node && ctx.renewedMs?.(node);
  if (!node || renewedMs === undefined) return undefined;
  const createdMs = parseTime(node.metadata.creationTimestamp) ?? 0;
  const spec = { holderIdentity: node.metadata.name, leaseDurationSeconds: DURATION_SECONDS, renewTime: formatMicroTime(Math.max(renewedMs, createdMs)) };
  if (stored) return { ...stored, spec: { ...(stored as KubeObject & { readonly spec?: object }).spec, ...spec } } as KubeObject;
  const { name, uid, creationTimestamp, resourceVersion } = node.metadata;
  const metadata = {
    name, namespace: NAMESPACE, uid: leaseUid(uid), resourceVersion, creationTimestamp,
    ownerReferences: [{ apiVersion: "v1", kind: "Node", name, uid }],
  };
  return { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata, spec } as KubeObject;
}

/** Always the same for a node, in the form of a random UUID. */
function leaseUid(nodeUid: string): string {
  const hex = hex64(`lease/${nodeUid}`);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(12, 15)}`, `8${hex.slice(15, 18)}`, hex.slice(18, 30)].join("-");
}
