import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";

/** An image that a node has, as far as it counts. */
export interface PresentImage {
  readonly sizeBytes: number;
  /** On how many nodes of the cluster it is. */
  readonly numNodes: number;
}

const MEBI = 1024 * 1024;
const MIN_BYTES = 23 * MEBI;
const MAX_BYTES_PER_CONTAINER = 1000 * MEBI;

/**
 * 0..100 for what of a pod's images is on a node already. An image that only few nodes have counts less, so that
 * pods do not all go there.
 * @param present one entry for each container (init containers too) whose image is on the node
 * Source: kubernetes pkg/scheduler/framework/plugins/imagelocality (1.36)
 */
export function imageLocalityScore(present: readonly PresentImage[], totalNodes: number, containers: number): number {
  const sum = present.reduce((bytes, image) => bytes + Math.trunc(image.sizeBytes * (image.numNodes / totalNodes)), 0);
  const max = MAX_BYTES_PER_CONTAINER * containers;
  const clamped = Math.min(Math.max(sum, MIN_BYTES), max);
  return Math.trunc((100 * (clamped - MIN_BYTES)) / (max - MIN_BYTES));
}

interface NodeImage { readonly names?: readonly string[]; readonly sizeBytes?: number }

/**
 * The score of each node, in their order. All 0 when no node lists its images.
 * @param all every node of the cluster, also those that are not asked about
 */
export function imageLocalityScores(pod: Pod, nodes: readonly Node[], all: Iterable<Node>): number[] {
  if (nodes.every((node) => imagesOf(node).length === 0)) return nodes.map(() => 0);
  const wanted = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map((c) => withTag(c.image));
  const everywhere = [...all];
  const countOf = new Map([...new Set(wanted)].map((name) => [name, everywhere.filter((node) => sizeOn(node, name) !== undefined).length]));
  return nodes.map((node) => {
    const present = wanted.flatMap((name) => {
      const sizeBytes = sizeOn(node, name);
      return sizeBytes === undefined ? [] : [{ sizeBytes, numNodes: countOf.get(name) ?? 0 }];
    });
    return imageLocalityScore(present, everywhere.length, wanted.length);
  });
}

function imagesOf(node: Node): readonly NodeImage[] {
  return (node.status.images ?? []) as readonly NodeImage[];
}

function sizeOn(node: Node, name: string): number | undefined {
  const image = imagesOf(node).find((i) => i.names?.includes(name));
  return image && (image.sizeBytes ?? 0);
}

/** `:latest` is meant where neither tag nor digest is written. */
function withTag(image: string): string {
  return image.lastIndexOf(":") <= image.lastIndexOf("/") ? `${image}:latest` : image;
}
