import { labelValueErrors, qualifiedNameErrors } from "../../../api/label-syntax.ts";
import type { FieldError } from "../../../api/status.ts";
import type { Toleration } from "../../../api/types/pod.ts";
import { forbidden, invalidEach, invalidValue, notSupported } from "./field-error.ts";

const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/** Source: pkg/apis/core/validation/validation.go ValidateTolerations (1.36) */
export function validateTolerations(tolerations: readonly Toleration[] | undefined, path: string): FieldError[] {
  return (tolerations ?? []).flatMap((toleration, i) => validateToleration(toleration, `${path}[${i}]`));
}

/** Tolerations of a pod may be added; those it has may only change their seconds. */
export function validateTolerationsUpdate(next: readonly Toleration[], old: readonly Toleration[], path: string): readonly FieldError[] {
  const isKept = (o: Toleration) => next.some((n) => n.key === o.key && n.operator === o.operator && n.value === o.value && n.effect === o.effect);
  return old.every(isKept) ? [] : [forbidden(path, "existing toleration can not be modified except its tolerationSeconds")];
}

function validateToleration(toleration: Toleration, path: string): FieldError[] {
  const { key = "", operator, effect, tolerationSeconds } = toleration;
  return [
    ...(key === "" ? [] : invalidEach(`${path}.key`, key, qualifiedNameErrors(key))),
    ...(key === "" && operator !== "Exists"
      ? [invalidValue(`${path}.operator`, operator ?? "", "operator must be Exists when `key` is empty, which means \"match all values and all keys\"")]
      : []),
    ...(tolerationSeconds !== undefined && effect !== "NoExecute"
      ? [invalidValue(`${path}.effect`, effect ?? "", "effect must be 'NoExecute' when `tolerationSeconds` is set")]
      : []),
    ...validateOperator(toleration, `${path}.operator`),
    ...(effect && !EFFECTS.includes(effect) ? [notSupported(`${path}.effect`, effect, EFFECTS)] : []),
  ];
}

/** A bad value is reported under `operator`: so does the API server. Gt and Lt need a feature gate that is off. */
function validateOperator({ operator, value = "" }: Toleration, path: string): readonly FieldError[] {
  switch (operator ?? "Equal") {
    case "Equal":
      return invalidEach(path, value, labelValueErrors(value));
    case "Exists":
      return value === "" ? [] : [invalidValue(path, value, "value must be empty when `operator` is 'Exists'")];
    case "Gt":
    case "Lt":
      return [notSupported(path, operator, ["Equal", "Exists", "Lt", "Gt"])];
    default:
      return [notSupported(path, operator, ["Equal", "Exists"])];
  }
}
