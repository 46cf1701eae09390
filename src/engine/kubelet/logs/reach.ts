import { NODES } from "../../../api/resources.ts";
import { notFound, type Status } from "../../../api/status.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Store } from "../../apiserver/store.ts";
import { isNodeDown, nodeFault } from "../faults.ts";

const KUBELET_PORT = 10250;

/** How far the API server gets when it calls the kubelet of a node. `host` is `<address>:<port>`. */
export type KubeletReach =
  | { readonly kind: "answers"; readonly host: string }
  | { readonly kind: "no-node"; readonly status: Status }
  /** `error` is what Go's dialer says. */
  | { readonly kind: "silent"; readonly host: string; readonly error: string };

/**
 * Logs and exec are the two things for which the API server calls a kubelet, instead of the other way round: a machine
 * without power has no route, one behind a cut network lets the call time out, one that is booting refuses it.
 * Source: kubernetes pkg/kubelet/client/kubelet_client.go GetConnectionInfo (1.36), Go net.Dialer
 */
export function kubeletReach(store: Store, nodeName: string): KubeletReach {
  const node = store.get<Node>(NODES, undefined, nodeName);
  if (!node) return { kind: "no-node", status: notFound({ resource: "nodes", group: "", name: nodeName }) };
  const address = node.status.addresses?.find(({ type }) => type === "InternalIP")?.address ?? nodeName;
  const host = `${address}:${portOf(node)}`;
  const silent = (why: string): KubeletReach => ({ kind: "silent", host, error: `dial tcp ${host}: ${why}` });
  if (isNodeDown(store, nodeName)) return silent("connect: no route to host");
  if (nodeFault(store, "NetworkCut", nodeName)) return silent("i/o timeout");
  const isUnheard = node.status.conditions?.some(({ type, status }) => type === "Ready" && status === "Unknown") ?? false;
  return isUnheard ? silent("connect: connection refused") : { kind: "answers", host };
}

/** A failure that the API server knows no reason for: kubectl prints it after `Error from server: `. */
export function unknownFailure(message: string): Status {
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, code: 500 };
}

function portOf({ status }: Node): number {
  const endpoints = status["daemonEndpoints"] as { readonly kubeletEndpoint?: { readonly Port?: number } } | undefined;
  return endpoints?.kubeletEndpoint?.Port ?? KUBELET_PORT;
}
