import { addQuantities, compareQuantities, isQuantity, parseQuantity, quantityMilliValue, quantityValue, type Quantity } from "../../api/quantity.ts";
import { isSidecar } from "../../api/resource-requests.ts";
import type { StringMap } from "../../api/types/meta.ts";
import type { Node } from "../../api/types/node.ts";
import type { Container, Pod, PodSpec } from "../../api/types/pod.ts";
import type { Description } from "./description.ts";
import { since } from "./times.ts";

type Amounts = ReadonlyMap<string, Quantity>;

const ZERO = parseQuantity("0") as Quantity;
/** What Go makes of a share of nothing. */
const NO_NUMBER = "-9223372036854775808";
/** Resources of every cluster; what else a node has is told without shares. */
const STANDARD = ["cpu", "memory", "ephemeral-storage", "pods", "storage"];

/** Which pods a node runs, and what they have of it. Source: kubectl pkg/describe describeNodeResource (1.36) */
export function writeNodeResources(out: Description, { status }: Node, pods: readonly Pod[], nowMs: number): void {
  const whole = Object.keys(status.allocatable ?? {}).length > 0 ? status.allocatable! : (status.capacity ?? {});
  const [requests, limits] = [pods.map((pod) => podAmounts(pod.spec, "requests")), pods.map((pod) => podAmounts(pod.spec, "limits"))];
  out.line(0, "Non-terminated Pods:", `(${pods.length} in total)`);
  out.line(1, "Namespace", "Name", "", "CPU Requests", "CPU Limits", "Memory Requests", "Memory Limits", "Age");
  out.line(1, "---------", "----", "", "------------", "----------", "---------------", "-------------", "---");
  for (const [i, { metadata }] of pods.entries()) {
    const share = (name: string) => [shareText(requests[i]!, name, whole), shareText(limits[i]!, name, whole)];
    out.line(1, metadata.namespace ?? "", metadata.name, "", ...share("cpu"), ...share("memory"), since(metadata.creationTimestamp, nowMs));
  }
  out.line(0, "Allocated resources:");
  out.line(0, "  (Total limits may be over 100 percent, i.e., overcommitted.)");
  out.line(1, "Resource", "Requests", "Limits");
  out.line(1, "--------", "--------", "------");
  const [requested, limited] = [requests.reduce(sum, new Map()), limits.reduce(sum, new Map())];
  const others = Object.keys(whole).filter((name) => !STANDARD.includes(name)).sort();
  const hugePages = others.filter((name) => name.startsWith("hugepages-"));
  for (const name of ["cpu", "memory", "ephemeral-storage", ...hugePages]) out.line(1, name, ...[requested, limited].map((amounts) => (isZero(whole[name]) ? `${amountOf(amounts, name).text} (0%)` : shareText(amounts, name, whole))));
  for (const name of others.filter((n) => !hugePages.includes(n))) out.line(1, name, amountOf(requested, name).text, amountOf(limited, name).text);
}

/** `100m (2%)`: of what the node has. */
function shareText(amounts: Amounts, name: string, whole: StringMap): string {
  const amount = amountOf(amounts, name);
  const size = name === "cpu" ? quantityMilliValue : quantityValue;
  const percent = Math.trunc((size(amount) / size(quantityOf(whole[name]))) * 100);
  return `${amount.text} (${Number.isFinite(percent) ? percent : NO_NUMBER}%)`;
}

function isZero(text: string | undefined): boolean {
  return quantityOf(text).nanos === 0n;
}

/**
 * What a pod asks for: its containers and sidecars together, or the init container that needs more while it runs; and
 * its overhead. Source: component-helpers resource.PodRequests, PodLimits (1.36)
 */
function podAmounts(spec: PodSpec, list: "requests" | "limits"): Amounts {
  const amounts = (container: Container) => quantities(container.resources?.[list]);
  let sidecars: Amounts = new Map();
  let peak: Amounts = new Map();
  for (const container of spec.initContainers ?? []) {
    const own = amounts(container);
    if (isSidecar(container)) sidecars = sum(sidecars, own);
    peak = largest(peak, isSidecar(container) ? sidecars : sum(own, sidecars));
  }
  const steady = spec.containers.map(amounts).reduce(sum, new Map<string, Quantity>());
  const needed = largest(sum(steady, sidecars), peak);
  const own = podLevel(spec, list);
  const total = new Map([...needed, ...own]);
  const overhead = [...quantities(spec.overhead)].filter(([name]) => list === "requests" || total.has(name));
  return sum(total, new Map(overhead));
}

/** Resources of the pod as a whole count instead of those of its containers. */
function podLevel(spec: PodSpec, list: "requests" | "limits"): Amounts {
  return quantities((spec["resources"] as Readonly<Record<string, StringMap | undefined>> | undefined)?.[list]);
}

function quantities(amounts: StringMap | undefined): Amounts {
  return new Map(Object.entries(amounts ?? {}).map(([name, text]) => [name, quantityOf(text)]));
}

function quantityOf(text: string | undefined): Quantity {
  const parsed = parseQuantity(text ?? "0");
  return isQuantity(parsed) ? parsed : ZERO;
}

function amountOf(amounts: Amounts, name: string): Quantity {
  return amounts.get(name) ?? ZERO;
}

function sum(a: Amounts, b: Amounts): Amounts {
  return merged(a, b, addQuantities);
}

function largest(a: Amounts, b: Amounts): Amounts {
  return merged(a, b, (x, y) => (compareQuantities(y, x) > 0 ? y : x));
}

function merged(a: Amounts, b: Amounts, join: (x: Quantity, y: Quantity) => Quantity): Amounts {
  const all = new Map(a);
  for (const [name, amount] of b) all.set(name, all.has(name) ? join(all.get(name)!, amount) : amount);
  return all;
}
