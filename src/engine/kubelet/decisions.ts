import type { DecisionDraft, Evidence } from "../../api/decision.ts";
import type { ObjectReference } from "../../api/types/meta.ts";
import type { Pod } from "../../api/types/pod.ts";

function podReference(pod: Pod): ObjectReference {
  return { kind: "Pod", namespace: pod.metadata.namespace ?? "default", name: pod.metadata.name, uid: pod.metadata.uid };
}

/** Evidence: one field of the pod and what stood there. */
export function podField(pod: Pod, path: string, value: unknown): Evidence {
  return { object: podReference(pod), path, ...(value === undefined ? {} : { value }) };
}

/** `pod` on `node`, both in backquotes. */
export function podOnNode(pod: Pod): string {
  return `\`${pod.metadata.name}\` on \`${pod.spec.nodeName}\``;
}

interface Words {
  readonly verdict: string;
  readonly text: string;
  readonly evidence: readonly Evidence[];
  /** File and function below pkg/kubelet. */
  readonly source: string;
  readonly isQuiet?: boolean;
}

/** A decision of the kubelet about a pod. `rule` is the part after `kubelet/`. */
export function podDecision(pod: Pod, rule: string, words: Words): DecisionDraft {
  return {
    object: podReference(pod),
    subject: { kind: "Node", name: pod.spec.nodeName ?? "" },
    verdict: words.verdict,
    rule: `kubelet/${rule}`,
    evidence: words.evidence,
    text: words.text,
    ...(words.isQuiet ? { quiet: true } : {}),
    source: `pkg/kubelet/${words.source}`,
  };
}
