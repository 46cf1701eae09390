import { deepEqual } from "../../../api/semantic.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import type { PodTemplateSpec } from "../../../api/types/pod.ts";

interface Workload extends KubeObject {
  readonly spec: { readonly template: PodTemplateSpec };
}

/** What an update of a workload comes to. */
interface WorkloadUpdate<T> {
  /** As sent, but with the stored template itself where it is the same: what is kept by template then still finds it. */
  readonly next: T;
  readonly isTemplateChanged: boolean;
  readonly isSpecChanged: boolean;
}

/** @param sent with defaults, as it is to be stored */
export function workloadUpdate<T extends Workload>(sent: T, old: T): WorkloadUpdate<T> {
  const isTemplateChanged = !deepEqual(sent.spec.template, old.spec.template);
  const next = isTemplateChanged ? sent : { ...sent, spec: { ...sent.spec, template: old.spec.template } };
  return { next, isTemplateChanged, isSpecChanged: isTemplateChanged || !deepEqual(next.spec, old.spec) };
}
