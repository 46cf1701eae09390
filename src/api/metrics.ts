import { bytes, cpuMillis } from "./quantity.ts";
import { formatTime } from "./time.ts";
import type { KubeObject, StringMap } from "./types/meta.ts";
import type { Node } from "./types/node.ts";
import type { Container, Pod } from "./types/pod.ts";

/** Usage moves a little every so often, as a metrics server's does. */
const WINDOW_MS = 30_000;
const UNREQUESTED = { cpuMillis: 2, memoryBytes: 12 * 1024 * 1024 };
const SYSTEM = { cpuMillis: 85, memoryBytes: 420 * 1024 * 1024 };

interface Usage { readonly cpuMillis: number; readonly memoryBytes: number }

/** What was used of late, as quantities by resource: `cpu` and `memory`. */
export interface NodeMetrics extends Head { readonly usage: StringMap }
export interface PodMetrics extends Head { readonly containers: readonly { readonly name: string; readonly usage: StringMap }[] }

interface Head {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: Pick<KubeObject["metadata"], "name" | "namespace" | "labels" | "creationTimestamp">;
  readonly timestamp: string;
  readonly window: string;
}

/**
 * The metrics of nodes that are ready: of what runs on them, and of their system.
 * Nothing is measured, here and below: a steady, believable usage is worked out of the object's uid and the time.
 * @param pods of the whole cluster
 * Source: k8s.io/metrics pkg/apis/metrics/v1beta1/types.go
 */
export function nodeMetrics(nodes: readonly Node[], pods: readonly Pod[], nowMs: number): readonly NodeMetrics[] {
  const used = new Map<string, Usage>();
  for (const pod of pods) {
    const before = used.get(pod.spec.nodeName ?? "") ?? SYSTEM;
    used.set(pod.spec.nodeName ?? "", isRunning(pod) ? sum([before, ...pod.spec.containers.map((c) => usageOf(pod, c, nowMs))]) : before);
  }
  const ready = nodes.filter((n) => n.status.conditions?.some((c) => c.type === "Ready" && c.status === "True"));
  return ready.map((node) => ({ ...headOf(node, "NodeMetrics", nowMs), usage: usageText(used.get(node.metadata.name) ?? SYSTEM) }));
}

/** The metrics of pods that run, container by container. */
export function podMetrics(pods: readonly Pod[], nowMs: number): readonly PodMetrics[] {
  return pods.filter(isRunning).map((pod) => ({
    ...headOf(pod, "PodMetrics", nowMs),
    containers: pod.spec.containers.map((c) => ({ name: c.name, usage: usageText(usageOf(pod, c, nowMs)) })),
  }));
}

function headOf({ metadata }: KubeObject, kind: string, nowMs: number): Head {
  const { name, namespace, labels, creationTimestamp } = metadata;
  return {
    kind, apiVersion: "metrics.k8s.io/v1beta1",
    metadata: { name, ...(namespace ? { namespace } : {}), creationTimestamp, ...(labels ? { labels } : {}) },
    timestamp: formatTime(Math.floor(nowMs / WINDOW_MS) * WINDOW_MS), window: "30s",
  };
}

function isRunning(pod: Pod): boolean {
  return pod.status.phase === "Running";
}

/** Between a fifth and a half of what is requested; a little where nothing is. */
function usageOf(pod: Pod, container: Container, nowMs: number): Usage {
  const requests = container.resources?.requests as Readonly<Record<string, string>> | undefined;
  const wave = share(`${pod.metadata.uid}/${container.name}/${Math.floor(nowMs / WINDOW_MS)}`);
  const steady = share(`${pod.metadata.uid}/${container.name}`);
  const part = 0.2 + 0.2 * steady + 0.1 * wave;
  return {
    cpuMillis: Math.max(1, Math.round((cpuMillis(requests?.["cpu"]) || UNREQUESTED.cpuMillis) * part)),
    memoryBytes: Math.round((bytes(requests?.["memory"]) || UNREQUESTED.memoryBytes) * (0.35 + 0.3 * steady + 0.02 * wave)),
  };
}

/** A number of [0, 1) out of a text. FNV-1a. */
function share(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return (hash % 1000) / 1000;
}

function sum(usages: readonly Usage[]): Usage {
  return usages.reduce((a, b) => ({ cpuMillis: a.cpuMillis + b.cpuMillis, memoryBytes: a.memoryBytes + b.memoryBytes }));
}

function usageText({ cpuMillis: millis, memoryBytes }: Usage): StringMap {
  return { cpu: `${millis}m`, memory: `${Math.round(memoryBytes / 1024)}Ki` };
}
