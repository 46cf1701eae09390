import type { Node } from "../../api/types/node.ts";
import type { Store } from "../apiserver/store.ts";
import type { KubeletState } from "./state.ts";

const FIRST_HOST = 10;
const FIRST_POD = 2;
const LAST_POD = 254;
/** Pod networks 10.244.0.0/16 to 10.255.0.0/16, then from 10.200.0.0/16 on. */
const USUAL_NETWORKS = 12 * 256;
/** How many networks of a node there are. */
export const NETWORKS = USUAL_NETWORKS + 44 * 256;

/** The machine's own address: 10.0.0.11 for the first. */
export function machineAddress(machine: number): string {
  const n = FIRST_HOST + machine;
  return `10.0.${n >> 8}.${n & 255}`;
}

/** InternalIP of the Node, else the machine's address. */
export function hostIP(node: Node | undefined, machine: number): string {
  return node?.status.addresses?.find((a) => a.type === "InternalIP")?.address ?? machineAddress(machine);
}

/** Gives the next free address of the node's pod network, in turn as host-local IPAM does, and remembers it. */
export function takePodIP(store: Store, state: KubeletState, nodeName: string, node: Node | undefined): string {
  const record = state.nodes.get(nodeName)!;
  const prefix = networkOf(node, record.machine);
  const taken = new Set([...store.podsOnNode(nodeName)].map((p) => p.status.podIP));
  let number = record.lastPodNumber;
  do number = number >= LAST_POD ? FIRST_POD : number + 1;
  while (taken.has(`${prefix}.${number}`) && number !== record.lastPodNumber);
  state.nodes.set(nodeName, { ...record, lastPodNumber: number });
  return `${prefix}.${number}`;
}

/** First three numbers of the node's /24: out of spec.podCIDR, else by the number of the machine. */
function networkOf(node: Node | undefined, machine: number): string {
  const cidr = /^(\d+\.\d+\.\d+)\.0\/24$/.exec(node?.spec.podCIDR ?? "");
  return cidr ? cidr[1]! : podNetwork(machine);
}

/** First three numbers of the nth /24 for pods, from 0 on. */
export function podNetwork(n: number): string {
  return n < USUAL_NETWORKS ? `10.${244 + (n >> 8)}.${n & 255}` : `10.${200 + ((n - USUAL_NETWORKS) >> 8)}.${n & 255}`;
}
