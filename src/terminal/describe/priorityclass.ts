import type { KubeObject } from "../../api/types/meta.ts";
import type { Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { labelsLine } from "./head.ts";

interface PriorityClass extends KubeObject {
  readonly value: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
  readonly description?: string;
}

/** Source: kubectl pkg/describe PriorityClassDescriber (1.36) */
export function* describePriorityClass(priority: PriorityClass, about: Describing): Steps<string> {
  const { metadata, value, globalDefault, preemptionPolicy, description } = priority;
  const out = new Description();
  out.line(0, "Name:", metadata.name);
  out.line(0, "Value:", String(value));
  out.line(0, "GlobalDefault:", String(globalDefault ?? false));
  out.line(0, "PreemptionPolicy:", preemptionPolicy ?? "");
  out.line(0, "Description:", description ?? "");
  out.line(0, "Annotations:", labelsLine(metadata.annotations));
  yield* writeEventsOf(out, priority, about);
  return out.text();
}
