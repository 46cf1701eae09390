import type { FieldError } from "../../../api/status.ts";
import type { LabelSelector } from "../../../api/types/meta.ts";
import { invalidEach, invalidValue, notSupported, required } from "./field-error.ts";
import { qualifiedNameErrors } from "../../../api/label-syntax.ts";
import { validateLabelSelector } from "./selector-rules.ts";

interface TopologySpreadConstraint {
  readonly maxSkew?: number;
  readonly topologyKey?: string;
  readonly whenUnsatisfiable?: string;
  readonly labelSelector?: LabelSelector;
}

const ACTIONS = ["DoNotSchedule", "ScheduleAnyway"];

/** Source: pkg/apis/core/validation/validation.go validateTopologySpreadConstraints (1.36) */
export function validateTopologySpread(constraints: unknown, path: string): FieldError[] {
  const list = (constraints ?? []) as readonly TopologySpreadConstraint[];
  return list.flatMap((constraint, i) => validateConstraint(constraint, `${path}[${i}]`));
}

function validateConstraint(constraint: TopologySpreadConstraint, path: string): FieldError[] {
  const { maxSkew = 0, topologyKey, whenUnsatisfiable, labelSelector } = constraint;
  return [
    ...(maxSkew <= 0 ? [invalidValue(`${path}.maxSkew`, maxSkew, "must be greater than 0")] : []),
    ...(topologyKey
      ? invalidEach(`${path}.topologyKey`, topologyKey, qualifiedNameErrors(topologyKey))
      : [required(`${path}.topologyKey`, "can not be empty")]),
    ...(ACTIONS.includes(whenUnsatisfiable ?? "") ? [] : [notSupported(`${path}.whenUnsatisfiable`, whenUnsatisfiable ?? "", ACTIONS)]),
    ...validateLabelSelector(labelSelector, `${path}.labelSelector`),
  ];
}
