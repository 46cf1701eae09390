import { lastAnswer } from "../../api/last-answer.ts";
import type { KubeObject, ObjectReference } from "../../api/types/meta.ts";
import type { Pod } from "../../api/types/pod.ts";

/** A pod in decisions: one reference for all that is said of it in a row. */
export const podReference = lastAnswer(
  ({ metadata }: Pod): ObjectReference => ({ kind: "Pod", namespace: metadata.namespace ?? "default", name: metadata.name, uid: metadata.uid }),
  isSameObject,
);

/** Versions of one object. The uid alone does not tell: another cluster of the same seed draws the same ones. */
export function isSameObject(a: KubeObject, b: KubeObject): boolean {
  return a.metadata.uid === b.metadata.uid && a.metadata.name === b.metadata.name && a.metadata.namespace === b.metadata.namespace;
}
