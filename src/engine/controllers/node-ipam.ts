import { patch } from "../../api/request.ts";
import { NODES } from "../../api/resources.ts";
import type { Node } from "../../api/types/node.ts";
import { referenceTo } from "../apiserver/describe.ts";
import { NETWORKS, podNetwork } from "../kubelet/network.ts";
import { CowMap } from "../sim/cow-map.ts";
import type { Actor, ActorWorld, Change, Wake } from "../sim/actor.ts";

export interface NodeIpamState {
  /** Who was given a network last, by network. It is free again when that node is gone or has another one. */
  readonly nodes: CowMap<string, string>;
  /** The number of the network to try first: they are given out in turn, so that a free one rests for a while. */
  next: number;
}

/**
 * Gives each node a network of its own for its pods. Key: the node.
 * Departure: after 10.244.0.0/16, which is the usual --cluster-cidr, more of them follow, for clusters beyond 256 nodes.
 * Source: pkg/controller/nodeipam/ipam/range_allocator.go, cidrset/cidr_set.go.
 */
export const nodeIpamController: Actor<NodeIpamState> = {
  name: "node-ipam",
  who: "node-ipam-controller",
  component: "cidrAllocator",
  lagMs: [3, 8],
  initial: () => ({ nodes: new CowMap(), next: 0 }),
  *wakes({ resource, key, before }: Change): Iterable<Wake> {
    if (resource === NODES.key && !before) yield { key };
  },
  reconcile(world, name) {
    const node = world.store.get<Node>(NODES, undefined, name);
    if (node?.spec.podCIDR) world.state.nodes.set(node.spec.podCIDR, name);
    else if (node) allocate(world, node);
  },
};

function allocate(world: ActorWorld<NodeIpamState>, node: Node): void {
  const { name } = node.metadata;
  const network = nextFree(world);
  if (network === undefined) {
    world.event(node, "Normal", "CIDRNotAvailable", `Node ${name} status is now: CIDRNotAvailable`);
    return;
  }
  world.state.nodes.set(network, name);
  world.handle(patch(NODES, node.metadata, { spec: { podCIDR: network, podCIDRs: [network] } }), (stored) => ({
    object: referenceTo(stored),
    verdict: "allocated",
    rule: "node-ipam/pod-network",
    evidence: [],
    text: `gave \`${name}\` the network ${network} for its pods.`,
    quiet: true,
    source: "pkg/controller/nodeipam/ipam/range_allocator.go updateCIDRsAllocation",
  }));
}

function nextFree({ state, store }: ActorWorld<NodeIpamState>): string | undefined {
  for (let i = 0; i < NETWORKS; i++) {
    const number = (state.next + i) % NETWORKS;
    const network = `${podNetwork(number)}.0/24`;
    const owner = state.nodes.get(network);
    if (owner !== undefined && store.get<Node>(NODES, undefined, owner)?.spec.podCIDR === network) continue;
    state.next = (number + 1) % NETWORKS;
    return network;
  }
  return undefined;
}
