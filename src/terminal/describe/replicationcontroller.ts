import type { Condition, KubeObject, StringMap } from "../../api/types/meta.ts";
import type { ReplicaSet } from "../../api/types/replicaset.ts";
import type { Steps } from "../process.ts";
import { writeConditions } from "./conditions.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { labelsLine, writeLabelsAndAnnotations, writeName } from "./head.ts";
import { writePodsStatus } from "./owned-pods.ts";
import { writePodTemplate } from "./pod-template.ts";

interface ReplicationController extends KubeObject {
  readonly spec: { readonly replicas?: number; readonly selector: StringMap; readonly template: ReplicaSet["spec"]["template"] };
  readonly status?: { readonly replicas?: number; readonly conditions?: readonly Condition[] };
}

/** Source: kubectl pkg/describe ReplicationControllerDescriber (1.36) */
export function* describeReplicationController(controller: ReplicationController, about: Describing): Steps<string> {
  const { spec, status, metadata } = controller;
  const out = new Description();
  writeName(out, controller);
  out.line(0, "Selector:", labelsLine(spec.selector));
  writeLabelsAndAnnotations(out, controller);
  out.line(0, "Replicas:", `${status?.replicas ?? 0} current / ${spec.replicas ?? 1} desired`);
  yield* writePodsStatus(out, { apiVersion: controller.apiVersion, kind: controller.kind, metadata, spec: { selector: { matchLabels: spec.selector } } });
  writePodTemplate(out, spec.template);
  writeConditions(out, status?.conditions);
  yield* writeEventsOf(out, controller, about);
  return out.text();
}
