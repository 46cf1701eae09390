import { labelValueErrors, qualifiedNameErrors } from "../../../api/label-syntax.ts";
import type { FieldError } from "../../../api/status.ts";
import type { Node, Taint } from "../../../api/types/node.ts";
import type { Strategy } from "./contract.ts";
import { duplicate, invalidEach, notSupported, required } from "./field-error.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate, withStatusOf } from "./metadata.ts";

const NOT_READY: Taint = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" };
const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/**
 * Every node is born with the taint not-ready:NoSchedule, even if its conditions say Ready; the node lifecycle
 * controller takes it off.
 * Source: pkg/registry/core/node/strategy.go, plugin/pkg/admission/nodetaint/admission.go,
 * pkg/apis/core/validation/validation.go ValidateNode (1.36)
 */
export const nodeStrategy: Strategy<Node> = {
  prepareForCreate(object) {
    const { taints = [], ...spec }: Node["spec"] = object.spec ?? {};
    const isTainted = taints.some((t) => t.key === NOT_READY.key && t.effect === NOT_READY.effect);
    return withAllocatable({ ...object, spec: { ...spec, taints: isTainted ? taints : [...taints, NOT_READY] } });
  },
  prepareForUpdate: (next, old) => reuseUnchanged({ ...carryMetadata(next, old), spec: next.spec ?? {}, status: old.status }, old),
  prepareForStatusUpdate: (next, old) => withStatusOf(withAllocatable(next), old),
  validate: (object) => [...validateMetadata(object.metadata), ...validateTaints(object.spec.taints ?? [])],
  // The API server checks the whole node and then the update, so an error of a taint has two causes (and one text).
  validateUpdate: (next, old) => [
    ...validateMetadataUpdate(next.metadata, old.metadata),
    ...validateTaints(next.spec.taints ?? []),
    ...validateTaints(next.spec.taints ?? []),
  ],
};

/** What is not said to be allocatable is all there is. */
function withAllocatable(node: Node): Node {
  const { capacity, allocatable } = node.status ?? {};
  const status = capacity && !allocatable ? { ...node.status, allocatable: capacity } : (node.status ?? {});
  return { ...node, status };
}

/** The path says `metadata.taints`, not `spec.taints`: so does the API server. */
function validateTaints(taints: readonly Taint[]): FieldError[] {
  const seen = new Set<string>();
  return taints.flatMap((taint, i) => {
    const path = `metadata.taints[${i}]`;
    const pair = `${taint.key}:${taint.effect}`;
    const isDuplicate = seen.has(pair);
    seen.add(pair);
    return [
      ...invalidEach(`${path}.key`, taint.key ?? "", qualifiedNameErrors(taint.key ?? "")),
      ...invalidEach(`${path}.value`, taint.value ?? "", labelValueErrors(taint.value ?? "")),
      ...validateEffect(taint, `${path}.effect`),
      ...(isDuplicate ? [duplicate(path, printed(taint), "taints must be unique by key and effect pair")] : []),
    ];
  });
}

function validateEffect(taint: Taint, path: string): readonly FieldError[] {
  if (!taint.effect) return [required(path)];
  return EFFECTS.includes(taint.effect) ? [] : [notSupported(path, taint.effect, EFFECTS)];
}

/** As Go prints the internal struct. */
function printed(taint: Taint) {
  return { Key: taint.key, Value: taint.value ?? "", Effect: taint.effect, TimeAdded: taint.timeAdded ?? null };
}
