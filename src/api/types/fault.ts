import type { KubeObject } from "./meta.ts";

/**
 * Something that goes wrong, as an object of our own API group: made by create, listed, undone by delete. Real clusters
 * have no such kind: there things just break. Times are in seconds; fractions are allowed unless said otherwise.
 *
 * On a node:
 * - `NodeDown`: the machine has no power: its kubelet says nothing more, its containers stop.
 * - `NetworkCut`: kubelet and containers go on, but nothing passes between the node and the API server: no lease, no
 *   status, no news of pods. Whatever is deleted there waits. When it ends, the kubelet catches up.
 * - `MemoryPressure`: memory is nearly used up by something that is no pod. The kubelet says so and evicts pods.
 * - `DiskPressure`, `PIDPressure`: disk or process ids are nearly used up. The kubelet says so and takes on no new pods
 *   but critical ones. The condition of each of the three stays for 5 minutes after the fault.
 * - `NetworkUnavailable`: the network provider has no route to the node. Pods that run there are not touched.
 *
 * On the way to the registry:
 * - `ImagePullFailure`: pulls fail with `error` on the node, or, without `nodeName`, on every node; with `image`, only
 *   those of that image. That one image cannot be pulled anywhere is said by an Image object (`spec.pull.error`).
 *
 * In one pod, in its container `containerName` (absent: the first one). What all containers of an image do is said by
 * an Image object instead: `start.seconds` for a slow start, `run` for an end after a while, `probes` for an app that is
 * never ready, `memoryBytes` and `memoryGrowthBytesPerSecond` for the memory it uses.
 * - `SlowStart`: each start of the container takes `seconds` longer.
 * - `ContainerCrash`: it exits with `exitCode` (absent: 1), `afterSeconds` after its start (absent: half a second), `times`
 *   times in a row (absent: for as long as the fault exists).
 * - `ReadinessFlap`: its readiness probe fails and passes by turns, `everySeconds` each. Without a readiness probe
 *   nothing happens: nobody asks.
 * - `OOM`: it uses more memory than its limit and is killed, `times` times in a row. Without a limit nothing happens.
 */
export interface Fault extends KubeObject {
  readonly spec: FaultSpec;
}

export type FaultSpec = NodeFaultSpec | ImagePullFailureSpec | PodFaultSpec;

export interface NodeFaultSpec {
  readonly type: "NodeDown" | "NetworkCut" | "MemoryPressure" | "DiskPressure" | "PIDPressure" | "NetworkUnavailable";
  readonly nodeName: string;
}

export interface ImagePullFailureSpec {
  readonly type: "ImagePullFailure";
  readonly nodeName?: string;
  /** As pods write it; only with `nodeName`. */
  readonly image?: string;
  /** The container runtime's text; absent: that the registry's name cannot be resolved. */
  readonly error?: string;
}

interface InPod {
  readonly namespace: string;
  readonly podName: string;
  readonly containerName?: string;
}

export type PodFaultSpec =
  | (InPod & { readonly type: "SlowStart"; readonly seconds: number })
  | (InPod & { readonly type: "ContainerCrash"; readonly exitCode?: number; readonly afterSeconds?: number; readonly times?: number })
  | (InPod & { readonly type: "ReadinessFlap"; readonly everySeconds: number })
  | (InPod & { readonly type: "OOM"; readonly times?: number });

export type FaultType = FaultSpec["type"];
