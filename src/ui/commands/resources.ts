import { compareQuantities, isQuantity, parseQuantity } from "../../api/quantity.ts";
import type { Container } from "../../api/types/pod.ts";
import { kubectlLine, patchLine } from "../../terminal/lines.ts";
import type { Command, CommandContext, Plan, Refusal, Values, WorkloadObject } from "./command.ts";
import { containerPatch, patchWorkload } from "./requests.ts";
import { needsWorkloadObject, notNow, WORKLOADS, workloadObjectOf } from "./targets.ts";
import { readQuantity, refusal, text } from "./values.ts";

const WORKLOAD_KINDS = ["DaemonSet", "Deployment", "StatefulSet"] as const;
const KINDS = ["requests", "limits"] as const;
const NAMES = ["cpu", "memory"] as const;
type Kind = (typeof KINDS)[number];
type Amounts = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

/** Requests and limits of the template's first container; an empty field means none. */
export const setResources: Command = {
  id: "set-resources",
  title: "Set requests and limits",
  group: "workload",
  kinds: WORKLOAD_KINDS,
  when: (context) => needsWorkloadObject(context, WORKLOAD_KINDS),
  fields(context) {
    const container = containerOf(objectOf(context));
    return KINDS.flatMap((kind) =>
      NAMES.map((name) => ({
        id: fieldOf(kind, name), label: `${kind} ${name}`, type: "text" as const,
        initial: container?.resources?.[kind]?.[name] ?? "", placeholder: name === "cpu" ? "50m" : "64Mi",
      })),
    );
  },
  plan(context, values) {
    const workload = objectOf(context);
    const container = containerOf(workload);
    if (!workload || !container) return notNow(needsWorkloadObject(context, WORKLOAD_KINDS));
    const requests = readAmounts(values, "requests");
    if ("error" in requests) return requests;
    const limits = readAmounts(values, "limits");
    if ("error" in limits) return limits;
    const tooMuch = NAMES.find((name) => isMore(requests[name], limits[name]));
    if (tooMuch) return refusal(fieldOf("requests", tooMuch), `The request must be less than or equal to the ${tooMuch} limit of ${limits[tooMuch] ?? ""}.`);
    return planOf(workload, container, { requests, limits });
  },
};

function planOf(workload: WorkloadObject, container: Container, wanted: Readonly<Record<Kind, Amounts>>): Plan | Refusal {
  const changes = KINDS.map((kind) => [kind, changeOf(container.resources?.[kind] ?? {}, wanted[kind])] as const).filter(([, c]) => Object.keys(c).length > 0);
  if (changes.length === 0) {
    return { ...refusal(fieldOf("requests", "cpu"), "These are the present requests and limits."), kubectl: [setLine(workload, container, Object.entries(wanted))] };
  }
  const body = containerPatch(workload, { name: container.name, resources: Object.fromEntries(changes) });
  // `kubectl set resources` cannot take an amount away.
  const takesAway = changes.some(([, change]) => Object.values(change).includes(null));
  const { metadata } = workload;
  const kind = kindOf(workload);
  if (takesAway) return { requests: [patchWorkload(kind, metadata, body, "kubectl-patch")], kubectl: [patchLine(`${WORKLOADS[kind].short}/${metadata.name}`, body, metadata.namespace)] };
  return { requests: [patchWorkload(kind, metadata, body, "kubectl-set")], kubectl: [setLine(workload, container, changes)] };
}

function setLine(workload: WorkloadObject, container: Container, amounts: readonly (readonly [kind: string, Readonly<Record<string, string | null>>])[]): string {
  const flags = amounts.map(([kind, change]) => `--${kind}=${Object.entries(change).map(([name, q]) => `${name}=${q ?? ""}`).join(",")}`);
  const { namespace, name } = workload.metadata;
  return kubectlLine(["set", "resources", `${WORKLOADS[kindOf(workload)].short}/${name}`, "-c", container.name, ...flags], namespace);
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

function objectOf(context: CommandContext): WorkloadObject | undefined {
  return workloadObjectOf(context, WORKLOAD_KINDS);
}

/** The type of an object's kind is any text. */
function kindOf(workload: WorkloadObject): (typeof WORKLOAD_KINDS)[number] {
  return WORKLOAD_KINDS.find((kind) => kind === workload.kind) ?? "DaemonSet";
}

function containerOf(workload: WorkloadObject | undefined): Container | undefined {
  return workload?.spec.template.spec.containers[0];
}

function fieldOf(kind: Kind, name: string): string {
  return `${kind}.${name}`;
}
