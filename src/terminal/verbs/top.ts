import { goDuration } from "../../api/duration.ts";
import { nodeMetrics, podMetrics, type NodeMetrics, type PodMetrics } from "../../api/metrics.ts";
import { bytes, cpuMillis } from "../../api/quantity.ts";
import { list, type KubeList } from "../../api/request.ts";
import { NODES, PODS } from "../../api/resources.ts";
import { parseTime } from "../../api/time.ts";
import type { StringMap } from "../../api/types/meta.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { ask, fail } from "../kubectl/errors.ts";
import { namespaceOf } from "../kubectl/resources.ts";
import { KubectlError, type Arguments, type Flag, type KubectlContext, type Verb } from "../kubectl/verb.ts";
import { complain, now, print, type Process, type Steps } from "../process.ts";
import { goSort } from "../print/go-sort.ts";
import { alignedLines } from "../print/table.ts";

const MEBIBYTE = 1024 * 1024;
/** A pod may be this old before its metrics are missed. */
const CREATION_DELAY_MS = 120_000;

const FLAGS: readonly Flag[] = [
  COMMON_FLAGS.selector,
  { name: "sort-by", type: "string" },
  { name: "no-headers", type: "bool" },
  { name: "show-swap", type: "bool" },
  { name: "use-protocol-buffers", type: "bool" },
];

/** `kubectl top node`. The numbers are those of the metrics API. Source: kubectl pkg/cmd/top/top_node.go (1.36) */
export const topNode: Verb = {
  name: "top node",
  aliases: ["top nodes", "top no"],
  flags: [...FLAGS, { name: "show-capacity", type: "bool" }],
  places: ["node"],
  run: runNodes,
};

/** `kubectl top pod`. Source: kubectl pkg/cmd/top/top_pod.go (1.36) */
export const topPod: Verb = {
  name: "top pod",
  aliases: ["top pods", "top po"],
  flags: [...FLAGS, COMMON_FLAGS.allNamespaces, COMMON_FLAGS.fieldSelector, { name: "containers", type: "bool" }, { name: "sum", type: "bool" }],
  places: ["name"],
  run: runPods,
};

function* runNodes(args: Arguments): Process {
  const [name] = checkedWords(args, "node");
  const all = yield* ask<KubeList<Node>>(list(NODES, undefined, selectorOf(args)));
  const pods = yield* ask<KubeList<Pod>>(list(PODS));
  const nodes = name === undefined ? all.items : all.items.filter((node) => node.metadata.name === name);
  const metrics = nodeMetrics(nodes, pods.items, yield* now());
  if (name !== undefined && metrics.length === 0) throw noMetrics("nodes", name);
  if (metrics.length === 0) fail("metrics not available yet");
  const header = ["NAME", "CPU(cores)", "CPU(%)", "MEMORY(bytes)", "MEMORY(%)", ""];
  const rows = ordered(metrics, args, (m) => m.usage).map((m) => nodeRow(m, nodes.find((node) => node.metadata.name === m.metadata.name)!, args.is("show-capacity")));
  const missing = nodes.filter((node) => !metrics.some((m) => m.metadata.name === node.metadata.name));
  yield* print(alignedLines([...(args.is("no-headers") ? [] : [header]), ...rows, ...missing.map(({ metadata }) => [metadata.name, ...Array<string>(4).fill("<unknown>"), ""])]));
  return 0;
}

function nodeRow({ metadata, usage }: NodeMetrics, { status }: Node, ofCapacity: boolean): readonly string[] {
  const whole = (ofCapacity ? status.capacity : status.allocatable) ?? {};
  const percent = (used: number, all: number) => (all > 0 ? `${Math.trunc((used / all) * 100)}%` : "<unknown>");
  return [
    metadata.name,
    cpuText(usage), percent(cpuMillis(usage["cpu"]), cpuMillis(whole["cpu"])),
    memoryText(usage), percent(bytes(usage["memory"]), bytes(whole["memory"])),
    "",
  ];
}

function* runPods(args: Arguments, context: KubectlContext): Process {
  const [name] = checkedWords(args, "pod");
  const namespace = namespaceOf(args, context);
  if (name !== undefined && namespace === undefined) fail("a resource cannot be retrieved by name across all namespaces");
  const { items } = yield* ask<KubeList<Pod>>(list(PODS, namespace, selectorOf(args)));
  const pods = name === undefined ? items : items.filter((pod) => pod.metadata.name === name);
  const metrics = podMetrics(pods, yield* now());
  if (name !== undefined && metrics.length === 0) throw noMetrics("pods", name);
  if (metrics.length === 0) return yield* noPodMetrics(pods, namespace);
  yield* print(podTable(metrics, args, namespace === undefined));
  return 0;
}

/** As the metrics API answers. */
function noMetrics(plural: string, name: string): KubectlError {
  return new KubectlError(`Error from server (NotFound): ${plural}.metrics.k8s.io ${JSON.stringify(name)} not found`);
}

/** Source: kubectl pkg/cmd/top/top_pod.go verifyEmptyMetrics, checkPodAge (1.36) */
function* noPodMetrics(pods: readonly Pod[], namespace: string | undefined): Steps<number> {
  if (pods.length === 0) {
    yield* complain(namespace === undefined ? "No resources found\n" : `No resources found in ${namespace} namespace.\n`);
    return 0;
  }
  const nowMs = yield* now();
  for (const { metadata } of pods) {
    const ageMs = nowMs - (parseTime(metadata.creationTimestamp) ?? nowMs);
    if (ageMs > CREATION_DELAY_MS) fail(`Metrics not available for pod ${metadata.namespace}/${metadata.name}, age: ${goDuration(ageMs)}`);
  }
  return fail("metrics not available yet");
}

/** Every cell ends with a tab, the last one as well. */
function podTable(metrics: readonly PodMetrics[], args: Arguments, withNamespace: boolean): string {
  const byContainer = args.is("containers");
  const header = [...(withNamespace ? ["NAMESPACE"] : []), ...(byContainer ? ["POD"] : []), "NAME", "CPU(cores)", "MEMORY(bytes)", ""];
  const rows = ordered(metrics, args, usageOfPod).flatMap((pod) => {
    const front = withNamespace ? [pod.metadata.namespace ?? ""] : [];
    if (!byContainer) return [[...front, pod.metadata.name, ...usageCells(usageOfPod(pod))]];
    return ordered(pod.containers, args, (container) => container.usage).map(({ name, usage }) => [...front, pod.metadata.name, name, ...usageCells(usage)]);
  });
  // kubectl counts the columns as it prints their names.
  const blank = Array<string>(args.is("no-headers") ? 1 : header.length - 3).fill("");
  const sum = args.is("sum") ? [[...blank, "________", "________", ""], [...blank, ...usageCells(total(metrics.map(usageOfPod)))]] : [];
  return alignedLines([...(args.is("no-headers") ? [] : [header]), ...rows, ...sum]);
}

interface Measured { readonly metadata?: { readonly name: string; readonly namespace?: string | undefined }; readonly name?: string }

/** By name, or what uses most first. */
function ordered<T extends Measured>(items: readonly T[], args: Arguments, usageOf: (item: T) => StringMap): readonly T[] {
  const by = args.text("sort-by") ?? "";
  if (by === "cpu") return goSort(items, (a, b) => cpuMillis(usageOf(a)["cpu"]) > cpuMillis(usageOf(b)["cpu"]));
  if (by === "memory") return goSort(items, (a, b) => bytes(usageOf(a)["memory"]) > bytes(usageOf(b)["memory"]));
  const key = ({ metadata, name }: Measured) => `${metadata?.namespace ?? ""} ${metadata?.name ?? name ?? ""}`;
  return items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

function usageOfPod(pod: PodMetrics): StringMap {
  return total(pod.containers.map((container) => container.usage));
}

function total(usages: readonly StringMap[]): StringMap {
  const sum = (name: string, sizeOf: (text: string | undefined) => number) => usages.reduce((all, usage) => all + sizeOf(usage[name]), 0);
  return { cpu: `${sum("cpu", cpuMillis)}m`, memory: String(sum("memory", bytes)) };
}

function usageCells(usage: StringMap): readonly string[] {
  return [cpuText(usage), memoryText(usage), ""];
}

function cpuText(usage: StringMap): string {
  return `${cpuMillis(usage["cpu"])}m`;
}

function memoryText(usage: StringMap): string {
  return `${Math.trunc(bytes(usage["memory"]) / MEBIBYTE)}Mi`;
}

function checkedWords(args: Arguments, kind: "node" | "pod"): readonly string[] {
  if (args.words.length > 1) fail(`${kind} [NAME | -l label]\nSee 'kubectl top ${kind} -h' for help and examples`);
  const by = args.text("sort-by") ?? "";
  if (!["", "cpu", "memory"].includes(by)) fail("--sort-by accepts only cpu or memory");
  if (args.words.length > 0 && args.text("selector")) fail("only one of NAME or selector can be provided");
  return args.words;
}

function selectorOf(args: Arguments): { readonly labelSelector?: string; readonly fieldSelector?: string } {
  const [labelSelector, fieldSelector] = [args.text("selector"), args.text("field-selector")];
  return { ...(labelSelector ? { labelSelector } : {}), ...(fieldSelector ? { fieldSelector } : {}) };
}
