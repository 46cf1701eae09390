import type { Toleration } from "../../api/types/pod.ts";
import { TAINT_EFFECTS } from "../../terminal/taints.ts";
import type { Command } from "./command.ts";
import { patchPlan } from "./requests.ts";
import { daemonSetObjectOf, needsDaemonSetObject, notNow } from "./targets.ts";
import { labelError, lines, refusal, text, type Read } from "./values.ts";

const CONTROL_PLANE = "node-role.kubernetes.io/control-plane:NoSchedule";

/** Lines that stand for a whole list; `lines` means: as written below. */
const PRESETS: Readonly<Record<string, readonly string[]>> = {
  "control-plane": [CONTROL_PLANE],
  everything: ["*"],
  none: [],
};

/** The tolerations of the template, as a whole list: a patch replaces it. */
export const editTolerations: Command = {
  id: "edit-tolerations",
  title: "Edit tolerations",
  group: "workload",
  kinds: ["DaemonSet"],
  shortcut: "o",
  when: needsDaemonSetObject,
  fields: (context) => [
    {
      id: "preset", label: "Tolerate", type: "choice", initial: "lines",
      options: [
        { value: "lines", label: "As written below" },
        { value: "control-plane", label: "The taint of control-plane nodes" },
        { value: "everything", label: "Every taint" },
        { value: "none", label: "Nothing but what every DaemonSet pod tolerates" },
      ],
    },
    {
      id: "tolerations", label: "Tolerations", type: "lines",
      initial: (daemonSetObjectOf(context)?.spec.template.spec.tolerations ?? []).map(tolerationLine).join("\n"),
      placeholder: "dedicated=db:NoSchedule",
      help: "One a line: key=value:Effect, key:Effect (any value), key (any effect) or * (everything). A number of seconds may follow a NoExecute: key:NoExecute for 60s.",
    },
  ],
  plan(context, values) {
    const daemonSet = daemonSetObjectOf(context);
    if (!daemonSet) return notNow(needsDaemonSetObject(context));
    const tolerations = readTolerations(PRESETS[text(values, "preset")] ?? lines(values, "tolerations"));
    if ("error" in tolerations) return tolerations;
    const list = tolerations.value.length > 0 ? tolerations.value : null;
    return patchPlan(daemonSet.metadata, { spec: { template: { spec: { tolerations: list } } } });
  },
};

/** The inverse of `tolerationLine`. */
export function readTolerations(written: readonly string[]): Read<readonly Toleration[]> {
  const tolerations: Toleration[] = [];
  for (const line of written) {
    const toleration = readLine(line);
    if (typeof toleration === "string") return refusal("tolerations", `“${line}”: ${toleration}`);
    tolerations.push(toleration);
  }
  return { value: tolerations };
}

export function tolerationLine(t: Toleration): string {
  const operator = t.operator ?? "Equal";
  const value = operator === "Exists" ? "" : `${SIGNS[operator]}${t.value ?? ""}`;
  const key = `${t.key || "*"}${value}`;
  return `${key}${t.effect ? `:${t.effect}` : ""}${t.tolerationSeconds === undefined ? "" : ` for ${t.tolerationSeconds}s`}`;
}

const SIGNS = { Equal: "=", Gt: ">", Lt: "<" } as const;
const OPERATORS: Readonly<Record<string, "Equal" | "Gt" | "Lt">> = { "=": "Equal", ">": "Gt", "<": "Lt" };

/** A toleration, or what is wrong with the line. */
function readLine(line: string): Toleration | string {
  const shape = /^([^\s:=<>]*)(?:([=<>])([^\s:]*))?(?::(\S*))?(?: +for +(-?\d{1,15})s)?$/.exec(line);
  if (!shape) return "write key=value:Effect, key:Effect, key or *.";
  const [, key = "", sign = "", value, effectText, seconds] = shape;
  const effect = TAINT_EFFECTS.find((e) => e === effectText);
  if (effectText !== undefined && !effect) return `the effect must be one of ${TAINT_EFFECTS.join(", ")}.`;
  if (seconds !== undefined && effect !== "NoExecute") return "only NoExecute may be tolerated for a time.";
  if (key === "*" && value !== undefined) return "* stands for all keys and has no value.";
  const operator = OPERATORS[sign] ?? "Exists";
  const isNumber = operator === "Gt" || operator === "Lt";
  if (isNumber && !/^-?\d{1,18}$/.test(value ?? "")) return "after > or < stands a whole number.";
  const problem = key === "*" ? undefined : labelError(key, isNumber ? "" : (value ?? ""));
  if (problem) return problem;
  return {
    ...(key === "*" ? {} : { key }),
    operator,
    ...(value === undefined ? {} : { value }),
    ...(effect ? { effect } : {}),
    ...(seconds === undefined ? {} : { tolerationSeconds: Number(seconds) }),
  };
}
