import { qosClass } from "../../api/resource-requests.ts";
import type { Container, ContainerStatus, Pod, ResourceRequirements } from "../../api/types/pod.ts";
import type { Steps } from "../process.ts";
import { writeContainers, writeResources, writeSeccomp } from "./containers.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { controllerText, writeLabels, writeLabelsAndAnnotations, writeName } from "./head.ts";
import { writeSpreadConstraints, writeTolerations } from "./placement.ts";
import { longTime, since } from "./times.ts";
import { writeVolumes, type Volume } from "./volumes.ts";

/** Source: kubectl pkg/describe PodDescriber (1.36) */
export function* describePod(pod: Pod, about: Describing): Steps<string> {
  const { spec, status } = pod;
  const out = new Description();
  writeName(out, pod);
  writeRunning(out, pod);
  writeLabelsAndAnnotations(out, pod);
  writeStatus(out, pod, about.nowMs);
  writeAddresses(out, pod);
  if (spec["resources"]) {
    out.line(0, "Resources:");
    writeResources(out, 1, spec["resources"] as ResourceRequirements);
  }
  if (spec.initContainers?.length) writeContainers(out, "Init Containers", spec.initContainers, { statuses: status.initContainerStatuses ?? [], pod });
  writeContainers(out, "Containers", spec.containers, { statuses: status.containerStatuses ?? [], pod });
  const ephemeral = (spec["ephemeralContainers"] ?? []) as readonly Container[];
  if (ephemeral.length > 0) writeContainers(out, "Ephemeral Containers", ephemeral, { statuses: ((status as { ephemeralContainerStatuses?: readonly ContainerStatus[] }).ephemeralContainerStatuses) ?? [], pod });
  writeGatesAndConditions(out, pod);
  writeVolumes(out, spec["volumes"] as readonly Volume[] | undefined);
  out.line(0, "QoS Class:", status.qosClass ?? qosClass(spec));
  writeLabels(out, 0, "Node-Selectors", spec.nodeSelector);
  writeTolerations(out, 0, spec.tolerations);
  writeSpreadConstraints(out, 0, spec);
  yield* writeEventsOf(out, pod, about);
  return out.text();
}

function writeRunning(out: Description, { spec, status }: Pod): void {
  if (spec.priority !== undefined) out.line(0, "Priority:", String(spec.priority));
  if (spec.priorityClassName) out.line(0, "Priority Class Name:", spec.priorityClassName);
  const { runtimeClassName, serviceAccountName } = spec as { readonly runtimeClassName?: string; readonly serviceAccountName?: string };
  if (runtimeClassName !== undefined) out.line(0, "Runtime Class Name:", runtimeClassName);
  if (serviceAccountName) out.line(0, "Service Account:", serviceAccountName);
  out.line(0, "Node:", spec.nodeName ? `${spec.nodeName}/${status.hostIP ?? ""}` : "<none>");
  if (status.startTime) out.line(0, "Start Time:", longTime(status.startTime));
}

function writeStatus(out: Description, { metadata, spec, status }: Pod, nowMs: number): void {
  if (metadata.deletionTimestamp && status.reason !== "NodeLost") {
    out.line(0, "Status:", `Terminating (lasts ${since(metadata.deletionTimestamp, nowMs)})`);
    out.line(0, "Termination Grace Period:", `${metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else out.line(0, "Status:", status.phase ?? "");
  if (status.reason) out.line(0, "Reason:", status.reason);
  if (status.message) out.line(0, "Message:", status.message);
  const security = spec["securityContext"] as { readonly seccompProfile?: { readonly type: string } } | undefined;
  writeSeccomp(out, 0, security?.seccompProfile);
}

function writeAddresses(out: Description, { metadata, status }: Pod): void {
  out.line(0, "IP:", status.podIP ?? "");
  const { podIPs = [] } = status;
  if (podIPs.length === 0) out.line(0, "IPs:", "<none>");
  else out.line(0, "IPs:");
  for (const { ip } of podIPs) out.line(1, "IP:", ip);
  const controller = controllerText(metadata);
  if (controller) out.line(0, "Controlled By:", controller);
  if (status.nominatedNodeName) out.line(0, "NominatedNodeName:", status.nominatedNodeName);
}

/** The blanks after type and status are kubectl's. */
function writeGatesAndConditions(out: Description, { spec, status }: Pod): void {
  const { conditions = [] } = status;
  const gates = (spec["readinessGates"] ?? []) as readonly { readonly conditionType: string }[];
  if (gates.length > 0) {
    out.line(0, "Readiness Gates:");
    out.line(1, "Type", "Status");
    for (const { conditionType } of gates) out.line(1, `${conditionType} `, `${conditions.find((c) => c.type === conditionType)?.status ?? "<none>"} `);
  }
  if (conditions.length === 0) return;
  out.line(0, "Conditions:");
  out.line(1, "Type", "Status");
  for (const { type, status: isTrue } of conditions) out.line(1, `${type} `, `${isTrue} `);
}
