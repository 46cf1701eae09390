import type { PodTemplateSpec } from "../api/types/pod.ts";
import { Description } from "./describe/description.ts";
import { writePodTemplate } from "./describe/pod-template.ts";

/**
 * A pod template as `rollout history --revision` and `rollout undo --dry-run` print it: the block of `describe`, but
 * with its tabs as they are.
 * Source: kubectl pkg/polymorphichelpers/history.go printTemplate (1.36)
 */
export function podTemplateText(template: PodTemplateSpec): string {
  const out = new Description();
  writePodTemplate(out, template);
  return out.tabbed();
}
