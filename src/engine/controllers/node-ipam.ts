import { patch } from "../../api/request.ts";
import { NODES } from "../../api/resources.ts";
import type { Node } from "../../api/types/node.ts";
import { referenceTo } from "../apiserver/describe.ts";
import { NETWORKS, podNetwork } from "../kubelet/network.ts";
import { CowMap } from "../sim/cow-map.ts";
import type { Actor, ActorWorld, Change, Wake } from "../sim/actor.ts";

export interface NodeIpamState {
  /** Which node has which network, and the other way round. */
  readonly networks: CowMap<string, string>;
  readonly nodes: CowMap<string, string>;
  /** The number of the network to try first: they are given out in turn, so that a free one rests for a while. */
  next: number;
}

/**
 * Gives each node a network of its own for its pods, and takes it back when the Node is gone. Key: the node.
 * Departure: after 10.244.0.0/16, which is the usual --cluster-cidr, more of them follow, for clusters beyond 256 nodes.
 * Source: pkg/controller/nodeipam/ipam/range_allocator.go, cidrset/cidr_set.go.
 */
export const nodeIpamController: Actor<NodeIpamState> = {
  name: "node-ipam",
  who: "node-ipam-controller",
  component: "cidrAllocator",
  lagMs: [3, 8],
  initial: () => ({ networks: new CowMap(), nodes: new CowMap(), next: 0 }),
  *wakes({ resource, key, before, after }: Change): Iterable<Wake> {
    if (resource === NODES.key && (!before || !after)) yield { key };
  },
  reconcile(world, name) {
    const node = world.store.get<Node>(NODES, undefined, name);
    const given = world.state.networks.get(name);
    if (given && node?.spec.podCIDR !== given) release(world, name, given);
    if (node) return node.spec.podCIDR ? occupy(world.state, name, node.spec.podCIDR) : allocate(world, node);
  },
};

function release({ state }: ActorWorld<NodeIpamState>, name: string, network: string): void {
  state.networks.delete(name);
  state.nodes.delete(network);
}

function occupy(state: NodeIpamState, name: string, network: string): void {
  state.networks.set(name, network);
  state.nodes.set(network, name);
}

function allocate(world: ActorWorld<NodeIpamState>, node: Node): void {
  const { name } = node.metadata;
  const network = nextFree(world.state);
  if (network === undefined) {
    world.event(node, "Normal", "CIDRNotAvailable", `Node ${name} status is now: CIDRNotAvailable`);
    return;
  }
  occupy(world.state, name, network);
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

function nextFree(state: NodeIpamState): string | undefined {
  for (let i = 0; i < NETWORKS; i++) {
    const number = (state.next + i) % NETWORKS;
    const network = `${podNetwork(number)}.0/24`;
    if (state.nodes.has(network)) continue;
    state.next = (number + 1) % NETWORKS;
    return network;
  }
  return undefined;
}
