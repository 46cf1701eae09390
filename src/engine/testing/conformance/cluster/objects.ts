import type { ObjectMeta } from "../../../../api/types/meta.ts";
import type { Node } from "../../../../api/types/node.ts";
import type { Pod } from "../../../../api/types/pod.ts";

/** Cases write only the fields that matter. */
export type Sketch<T extends { metadata: ObjectMeta }> = { readonly [K in keyof T]?: K extends "metadata" ? Partial<ObjectMeta> : Partial<T[K]> };

const META = { uid: "", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" };

/** The pod with everything that code may take for granted. */
export function wholePod(pod: Sketch<Pod>, name = "p"): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    ...pod,
    metadata: { ...META, name, namespace: "default", ...pod.metadata, uid: pod.metadata?.uid ?? pod.metadata?.name ?? name },
    spec: { ...pod.spec, containers: pod.spec?.containers ?? [] },
    status: { ...pod.status },
  };
}

/** The node with everything that code may take for granted. */
export function wholeNode(node: Sketch<Node>, name = "n"): Node {
  return {
    apiVersion: "v1",
    kind: "Node",
    ...node,
    metadata: { ...META, name, ...node.metadata, uid: node.metadata?.uid ?? node.metadata?.name ?? name },
    spec: { ...node.spec },
    status: { ...node.status },
  };
}
