import type { KubeRequest } from "../../api/request.ts";
import type { Fault, FaultSpec, ImagePullFailureSpec } from "../../api/types/fault.ts";

/** What a person did by making, changing or ending a fault: a past-tense clause without its subject. */
export function faultPhrase(fault: Fault, verb: KubeRequest["verb"]): string {
  if (verb === "create") return begun(fault.spec);
  return verb === "delete" || verb === "deletecollection" ? ended(fault.spec) : `changed Fault \`${fault.metadata.name}\``;
}

function begun(spec: FaultSpec): string {
  switch (spec.type) {
    case "NodeDown": return `cut the power of node \`${spec.nodeName}\``;
    case "NetworkCut": return `cut node \`${spec.nodeName}\` off from the API server`;
    case "MemoryPressure": return `used up the memory of node \`${spec.nodeName}\``;
    case "DiskPressure": return `filled the disk of node \`${spec.nodeName}\``;
    case "PIDPressure": return `used up the process ids of node \`${spec.nodeName}\``;
    case "NetworkUnavailable": return `took the network route to node \`${spec.nodeName}\` away`;
    case "ImagePullFailure": return `broke the pulls ${pulls(spec)}`;
    case "SlowStart": return `made the starts of pod \`${spec.podName}\` take ${spec.seconds} s longer`;
    case "ContainerCrash": return `made the container of pod \`${spec.podName}\` crash`;
    case "ReadinessFlap": return `made the readiness probe of pod \`${spec.podName}\` fail and pass by turns`;
    case "OOM": return `made the container of pod \`${spec.podName}\` use more memory than its limit`;
  }
}

function ended(spec: FaultSpec): string {
  switch (spec.type) {
    case "NodeDown": return `gave node \`${spec.nodeName}\` its power back`;
    case "NetworkCut": return `connected node \`${spec.nodeName}\` to the API server again`;
    case "MemoryPressure": return `freed memory on node \`${spec.nodeName}\``;
    case "DiskPressure": return `freed the disk of node \`${spec.nodeName}\``;
    case "PIDPressure": return `freed process ids on node \`${spec.nodeName}\``;
    case "NetworkUnavailable": return `gave node \`${spec.nodeName}\` its network route back`;
    case "ImagePullFailure": return `repaired the pulls ${pulls(spec)}`;
    case "SlowStart": return `ended the slow starts of pod \`${spec.podName}\``;
    case "ContainerCrash": return `ended the crashes of pod \`${spec.podName}\``;
    case "ReadinessFlap": return `steadied the readiness probe of pod \`${spec.podName}\``;
    case "OOM": return `ended the hunger for memory of pod \`${spec.podName}\``;
  }
}

function pulls({ image, nodeName }: ImagePullFailureSpec): string {
  return `of ${image === undefined ? "all images" : `image \`${image}\``} on ${nodeName === undefined ? "all nodes" : `node \`${nodeName}\``}`;
}
