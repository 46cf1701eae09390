import type { KubeObject } from "./meta.ts";

/**
 * Something that goes wrong, as an object of our own API group: made by create, listed, undone by delete.
 * - `NodeDown`: the machine has no power: its kubelet says nothing more, its containers stop.
 * - `ContainerCrash`: the pod's container exits with `exitCode`, `times` times in a row (absent: for as long as the fault exists).
 */
export interface Fault extends KubeObject {
  readonly spec:
    | { readonly type: "NodeDown"; readonly nodeName: string }
    | {
        readonly type: "ContainerCrash";
        readonly namespace: string;
        readonly podName: string;
        readonly containerName?: string;
        readonly exitCode?: number;
        readonly times?: number;
      };
}
