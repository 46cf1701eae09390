import type { Toleration } from "../../../api/types/pod.ts";

const SECONDS = 300;
const KEYS = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

/**
 * Every pod stays five minutes on a node that is not ready or unreachable, unless it says otherwise. Operator and
 * value of what it says are not looked at.
 * Source: plugin/pkg/admission/defaulttolerationseconds/admission.go (1.36)
 */
export function withDefaultTolerations(tolerations: readonly Toleration[] = []): readonly Toleration[] {
  const missing = KEYS.filter((key) => !tolerations.some((t) => (!t.key || t.key === key) && (!t.effect || t.effect === "NoExecute")));
  if (missing.length === 0) return tolerations;
  const added = missing.map((key): Toleration => ({ key, operator: "Exists", effect: "NoExecute", tolerationSeconds: SECONDS }));
  return [...tolerations, ...added];
}
