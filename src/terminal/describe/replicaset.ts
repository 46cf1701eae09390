import { formatLabelSelector } from "../../api/selector.ts";
import type { ReplicaSet } from "../../api/types/replicaset.ts";
import type { Steps } from "../process.ts";
import { writeConditions } from "./conditions.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { controllerText, writeLabelsAndAnnotations, writeName } from "./head.ts";
import { writePodsStatus } from "./owned-pods.ts";
import { writePodTemplate } from "./pod-template.ts";

/** Source: kubectl pkg/describe ReplicaSetDescriber (1.36) */
export function* describeReplicaSet(set: ReplicaSet, about: Describing): Steps<string> {
  const { metadata, spec, status } = set;
  const out = new Description();
  writeName(out, set);
  out.line(0, "Selector:", formatLabelSelector(spec.selector));
  writeLabelsAndAnnotations(out, set);
  const controller = controllerText(metadata);
  if (controller) out.line(0, "Controlled By:", controller);
  out.line(0, "Replicas:", `${status.replicas} current / ${spec.replicas} desired`);
  yield* writePodsStatus(out, set);
  writePodTemplate(out, spec.template);
  writeConditions(out, status.conditions);
  yield* writeEventsOf(out, set, about);
  return out.text();
}
