import { lastAnswer } from "../../api/last-answer.ts";
import type { DecisionDraft, Evidence } from "../../api/decision.ts";
import type { ObjectReference } from "../../api/types/meta.ts";
import type { Pod } from "../../api/types/pod.ts";
import { flat } from "../sim/flat.ts";
import { podReference } from "../sim/references.ts";

const nodeReference = lastAnswer((name: string): ObjectReference => ({ kind: "Node", name }));

/** Evidence: one field of the pod and what stood there. */
export function podField(pod: Pod, path: string, value: unknown): Evidence {
  return { object: podReference(pod), path, ...(value === undefined ? {} : { value }) };
}

/** Fields of containers that decisions point to. */
type ContainerField = "image" | "imagePullPolicy" | "readinessProbe";

/** The same for a field of one of its containers, given by its path: `spec.containers[0]`. */
export function containerField(pod: Pod, container: string, field: ContainerField, value: unknown): Evidence {
  return podField(pod, FIELD_PATHS[field](container), value);
}

const FIELD_PATHS = { image: pathTo("image"), imagePullPolicy: pathTo("imagePullPolicy"), readinessProbe: pathTo("readinessProbe") };

/** Mostly asked of the only container there is: one text for all pods. */
function pathTo(field: ContainerField) {
  return lastAnswer((container: string) => flat(`${container}.${field}`));
}

/** `pod` on `node`, both in backquotes. */
export function podOnNode(pod: Pod): string {
  return `\`${pod.metadata.name}\` on \`${pod.spec.nodeName}\``;
}

interface Words {
  readonly verdict: string;
  readonly text: string;
  readonly evidence: readonly Evidence[];
  readonly source: string;
  readonly isQuiet?: boolean;
}

/** A decision of the kubelet about a pod. */
export function podDecision(pod: Pod, rule: `kubelet/${string}`, words: Words): DecisionDraft {
  return {
    object: podReference(pod),
    subject: nodeReference(pod.spec.nodeName ?? ""),
    verdict: words.verdict,
    rule,
    evidence: words.evidence,
    text: words.text,
    ...(words.isQuiet ? { quiet: true } : {}),
    source: words.source,
  };
}
