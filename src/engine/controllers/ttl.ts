import { patch } from "../../api/request.ts";
import { NODES } from "../../api/resources.ts";
import type { Node } from "../../api/types/node.ts";
import { referenceTo } from "../apiserver/describe.ts";
import type { Store } from "../apiserver/store.ts";
import type { Actor, Change, Wake } from "../sim/actor.ts";

export interface TtlState {
  /** The size of cluster that counts as of now: an index into SIZES. */
  size: number;
}

const TTL = "node.alpha.kubernetes.io/ttl";

/** They overlap, so that a cluster that grows and shrinks by a node does not change its mind each time. */
const SIZES: readonly { readonly min: number; readonly max: number; readonly seconds: number }[] = [
  { min: 0, max: 100, seconds: 0 },
  { min: 90, max: 500, seconds: 15 },
  { min: 450, max: 1_000, seconds: 30 },
  { min: 900, max: 2_000, seconds: 60 },
  { min: 1_800, max: 10_000, seconds: 300 },
  { min: 9_000, max: Infinity, seconds: 600 },
];

/**
 * Tells each kubelet, in an annotation of its node, for how many seconds it may trust a Secret or ConfigMap that it has
 * read: the more nodes, the longer. A node learns of a new figure at its next change. Key: the node.
 * Source: pkg/controller/ttl/ttl_controller.go.
 */
export const ttlController: Actor<TtlState> = {
  name: "ttl",
  who: "ttl-controller",
  lagMs: [5, 15],
  initial: () => ({ size: 0 }),
  *wakes({ resource, key, after }: Change, store: Store): Iterable<Wake> {
    if (resource !== NODES.key || !after) return;
    const isSmall = store.count(NODES) <= SIZES[0]!.max;
    if (!isSmall || (after as Node).metadata.annotations?.[TTL] !== "0") yield { key };
  },
  reconcile(world, name) {
    const node = world.store.get<Node>(NODES, undefined, name);
    if (!node) return;
    world.state.size = sizeFor(world.store.count(NODES), world.state.size);
    const seconds = String(SIZES[world.state.size]!.seconds);
    if (node.metadata.annotations?.[TTL] === seconds) return;
    world.handle(patch(NODES, node.metadata, { metadata: { annotations: { [TTL]: seconds } } }), (stored) => ({
      object: referenceTo(stored),
      verdict: "annotated",
      rule: "ttl/cluster-size",
      evidence: [],
      text: `let the kubelet of \`${name}\` trust Secrets and ConfigMaps for ${seconds} s: the cluster has ${world.store.count(NODES)} nodes.`,
      quiet: true,
      source: "pkg/controller/ttl/ttl_controller.go updateNodeIfNeeded",
    }));
  },
};

function sizeFor(nodes: number, from: number): number {
  let size = from;
  while (nodes > SIZES[size]!.max) size++;
  while (nodes < SIZES[size]!.min) size--;
  return size;
}
