import type { NodeRow } from "../api/frame.ts";
import { matchesRequiredNodeAffinity, tolerates } from "../api/node-matching.ts";
import type { KubeObject, StringMap } from "../api/types/meta.ts";
import type { PodSpec, Toleration } from "../api/types/pod.ts";
import { DARK, type Light } from "./light.ts";
import { nodeRowOf, podsOf, type Mirror } from "./mirror.ts";

export type Path = readonly (string | number)[];

/**
 * What in the picture a field of an object is about: nodes that a nodeSelector, an affinity or a toleration reaches,
 * pods that a selector reaches, workloads that ask for a node's label.
 * @param object as it is being written
 * @param path of the field, its own name last: `["spec", "template", "spec", "nodeSelector", "disk"]`
 * @returns undefined for fields that are about nothing in the picture
 */
export function fieldLight(mirror: Mirror, object: KubeObject, path: Path): Light | undefined {
  if (object.kind === "Node") return path[0] === "metadata" && path[1] === "labels" && path[2] !== undefined ? askers(mirror, String(path[2])) : undefined;
  if (path[0] === "spec" && path[1] === "selector") return selected(mirror, object);
  const spec = podSpecOf(object);
  const [field, part] = inPodSpec(object, path);
  if (!spec || field === undefined) return undefined;
  switch (field) {
    case "nodeSelector":
      return selectedNodes(mirror, spec.nodeSelector ?? {}, part);
    case "tolerations":
      return tolerated(mirror, spec.tolerations ?? [], part);
    case "affinity": {
      const { affinity } = spec;
      return part === "nodeAffinity" && affinity ? nodesWhere(mirror, (n) => matchesRequiredNodeAffinity({ affinity }, identityOf(n)).matches, "the node affinity allows") : undefined;
    }
    case "nodeName":
      return nodesWhere(mirror, (n) => n.name === spec.nodeName, "this name is that of");
    default:
      return undefined;
  }
}

function selectedNodes(mirror: Mirror, selector: StringMap, key: string | number | undefined): Light {
  const wanted = Object.entries(selector).filter(([k]) => key === undefined || k === key);
  const words = wanted.map(([k, v]) => `\`${k}=${v}\``).join(", ");
  return nodesWhere(mirror, (n) => wanted.every(([k, v]) => n.labels[k] === v), wanted.length === 0 ? "an empty nodeSelector allows" : `${wanted.length === 1 ? "the label" : "labels"} ${words} ${wanted.length === 1 ? "is" : "are"} on`);
}

function tolerated(mirror: Mirror, tolerations: readonly Toleration[], index: string | number | undefined): Light {
  const asked = typeof index === "number" ? tolerations.slice(index, index + 1) : tolerations;
  const isTolerated = (n: NodeRow) => n.taints.some((taint) => asked.some((t) => tolerates(t, taint)));
  return nodesWhere(mirror, isTolerated, typeof index === "number" ? "this toleration matches a taint of" : "these tolerations match taints of");
}

function nodesWhere(mirror: Mirror, isLit: (node: NodeRow) => boolean, words: string): Light {
  const nodes = mirror.trayNames.flatMap((name) => nodeRowOf(mirror, name) ?? []);
  const lit = nodes.filter(isLit).map((n) => n.name);
  return { ...DARK, words: `${capital(words)} ${lit.length} of ${nodes.length} nodes.`, nodes: new Set(lit) };
}

/** Rows do not have their pods' labels, but every pod of a workload was made with, or adopted for, the selector's. */
function selected(mirror: Mirror, object: KubeObject): Light | undefined {
  const card = mirror.workloads.find((w) => w.uid === object.metadata.uid);
  if (!card) return undefined;
  const pods = podsOf(mirror, card.uid);
  return {
    ...DARK, words: `${card.kind} \`${card.name}\` has ${counted(pods.length, "pod")} by its selector.`,
    pods: new Set(pods.map((p) => p.uid)), nodes: new Set(pods.flatMap((p) => p.nodeName ?? p.targetNode ?? [])), cards: new Set([card.uid]),
  };
}

/** DaemonSets that ask for a node's label; other workloads' rows do not say what they ask for. */
function askers(mirror: Mirror, key: string): Light {
  const asking = mirror.daemonSets.filter((d) => key in d.nodeSelector);
  const who = asking.length === 0 ? "No DaemonSet asks" : `${asking.map((d) => `\`${d.name}\``).join(", ")} ${asking.length === 1 ? "asks" : "ask"}`;
  return { ...DARK, words: `${who} for the label \`${key}\` in its nodeSelector.`, cards: new Set(asking.map((d) => d.uid)) };
}

function podSpecOf(object: KubeObject): PodSpec | undefined {
  const { spec } = object as KubeObject & { readonly spec?: PodSpec & { readonly template?: { readonly spec?: PodSpec } } };
  return object.kind === "Pod" ? spec : spec?.template?.spec;
}

/** The path from the pod's spec on; empty for fields outside of it. */
function inPodSpec(object: KubeObject, path: Path): Path {
  const start = object.kind === "Pod" ? ["spec"] : ["spec", "template", "spec"];
  return start.every((name, i) => path[i] === name) ? path.slice(start.length) : [];
}

function identityOf(node: NodeRow) {
  return { metadata: { name: node.name, labels: node.labels } };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
