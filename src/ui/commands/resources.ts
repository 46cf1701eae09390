import { compareQuantities, isQuantity, parseQuantity } from "../../api/quantity.ts";
import type { DaemonSet } from "../../api/types/daemonset.ts";
import type { Container } from "../../api/types/pod.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import type { Command, Plan, Refusal, Values } from "./command.ts";
import { containerPatch, patchPlan, patchWorkload } from "./requests.ts";
import { daemonSetObjectOf, needsDaemonSetObject, notNow } from "./targets.ts";
import { readQuantity, refusal, text } from "./values.ts";

const KINDS = ["requests", "limits"] as const;
const NAMES = ["cpu", "memory"] as const;
type Kind = (typeof KINDS)[number];
type Amounts = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

/** Requests and limits of the template's first container; an empty field means none. */
export const setResources: Command = {
  id: "set-resources",
  title: "Set requests and limits",
  group: "workload",
  kinds: ["DaemonSet"],
  when: needsDaemonSetObject,
  fields(context) {
    const container = containerOf(daemonSetObjectOf(context));
    return KINDS.flatMap((kind) =>
      NAMES.map((name) => ({
        id: fieldOf(kind, name), label: `${kind} ${name}`, type: "text" as const,
        initial: container?.resources?.[kind]?.[name] ?? "", placeholder: name === "cpu" ? "50m" : "64Mi",
      })),
    );
  },
  plan(context, values) {
    const daemonSet = daemonSetObjectOf(context);
    const container = containerOf(daemonSet);
    if (!daemonSet || !container) return notNow(needsDaemonSetObject(context));
    const requests = readAmounts(values, "requests");
    if ("error" in requests) return requests;
    const limits = readAmounts(values, "limits");
    if ("error" in limits) return limits;
    const tooMuch = NAMES.find((name) => isMore(requests[name], limits[name]));
    if (tooMuch) return refusal(fieldOf("requests", tooMuch), `The request must be less than or equal to the ${tooMuch} limit of ${limits[tooMuch] ?? ""}.`);
    return planOf(daemonSet, container, { requests, limits });
  },
};

function planOf(daemonSet: DaemonSet, container: Container, wanted: Readonly<Record<Kind, Amounts>>): Plan | Refusal {
  const changes = KINDS.map((kind) => [kind, changeOf(container.resources?.[kind] ?? {}, wanted[kind])] as const).filter(([, c]) => Object.keys(c).length > 0);
  if (changes.length === 0) {
    return { ...refusal(fieldOf("requests", "cpu"), "These are the present requests and limits."), kubectl: [setLine(daemonSet, container, Object.entries(wanted))] };
  }
  const body = containerPatch(daemonSet, { name: container.name, resources: Object.fromEntries(changes) });
  // `kubectl set resources` cannot take an amount away.
  if (changes.some(([, change]) => Object.values(change).includes(null))) return patchPlan(daemonSet.metadata, body);
  return { requests: [patchWorkload("DaemonSet", daemonSet.metadata, body, "kubectl-set")], kubectl: [setLine(daemonSet, container, changes)] };
}

function setLine(daemonSet: DaemonSet, container: Container, amounts: readonly (readonly [kind: string, Readonly<Record<string, string | null>>])[]): string {
  const flags = amounts.map(([kind, change]) => `--${kind}=${Object.entries(change).map(([name, q]) => `${name}=${q ?? ""}`).join(",")}`);
  const { namespace, name } = daemonSet.metadata;
  return kubectlLine(["set", "resources", `ds/${name}`, "-c", container.name, ...flags], namespace);
}

function changeOf(present: Amounts, wanted: Amounts): Readonly<Record<string, string | null>> {
  const changed = NAMES.filter((name) => present[name] !== wanted[name]);
  return Object.fromEntries(changed.map((name) => [name, wanted[name] ?? null]));
}

function readAmounts(values: Values, kind: Kind): Amounts | Refusal {
  const amounts: Record<string, string> = {};
  for (const name of NAMES) {
    const field = fieldOf(kind, name);
    if (text(values, field) === "") continue;
    const quantity = readQuantity(values, field, `${kind} ${name}`);
    if ("error" in quantity) return quantity;
    amounts[name] = quantity.value;
  }
  return amounts;
}

function isMore(request: string | undefined, limit: string | undefined): boolean {
  if (request === undefined || limit === undefined) return false;
  const a = parseQuantity(request);
  const b = parseQuantity(limit);
  return isQuantity(a) && isQuantity(b) && compareQuantities(a, b) > 0;
}

function containerOf(daemonSet: DaemonSet | undefined): Container | undefined {
  return daemonSet?.spec.template.spec.containers[0];
}

function fieldOf(kind: Kind, name: string): string {
  return `${kind}.${name}`;
}
