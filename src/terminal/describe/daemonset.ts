import { formatLabelSelector } from "../../api/selector.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import type { Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { labelsLine, writeLabelsAndAnnotations, writeName } from "./head.ts";
import { writePodsStatus } from "./owned-pods.ts";
import { writePodTemplate } from "./pod-template.ts";

/** Source: kubectl pkg/describe DaemonSetDescriber (1.36) */
export function* describeDaemonSet(set: DaemonSet, about: Describing): Steps<string> {
  const { spec, status } = set;
  const out = new Description();
  writeName(out, set);
  out.line(0, "Selector:", formatLabelSelector(spec.selector));
  out.line(0, "Node-Selector:", labelsLine(spec.template.spec.nodeSelector));
  writeLabelsAndAnnotations(out, set);
  out.line(0, `Desired Number of Nodes Scheduled: ${status.desiredNumberScheduled}`);
  out.line(0, `Current Number of Nodes Scheduled: ${status.currentNumberScheduled}`);
  out.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status.updatedNumberScheduled ?? 0}`);
  out.line(0, `Number of Nodes Scheduled with Available Pods: ${status.numberAvailable ?? 0}`);
  out.line(0, `Number of Nodes Misscheduled: ${status.numberMisscheduled}`);
  yield* writePodsStatus(out, set);
  writePodTemplate(out, spec.template);
  yield* writeEventsOf(out, set, about);
  return out.text();
}
