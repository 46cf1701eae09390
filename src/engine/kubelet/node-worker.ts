import type { DecisionDraft } from "../../api/decision.ts";
import { patch } from "../../api/request.ts";
import { NODES } from "../../api/resources.ts";
import { formatTime } from "../../api/time.ts";
import type { Condition } from "../../api/types/meta.ts";
import type { Node } from "../../api/types/node.ts";
import type { Wake } from "../sim/actor.ts";
import { isNodeDown } from "./faults.ts";
import { hex64 } from "./images.ts";
import { machineAddress } from "./network.ts";
import { losePods, podWakes, recoverPods } from "./power.ts";
import type { KubeletWorld } from "./pull.ts";
import type { NodeRecord } from "./state.ts";

/** From the start of a kubelet to Ready: the network plugin comes up. */
const READY_AFTER_MS = 1000;
const NO_NETWORK = "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized";
const DEFAULT_CAPACITY = { cpu: "4", "ephemeral-storage": "100Gi", memory: "8Gi", pods: "110" };

/** Every condition but Ready, in the order that the kubelet writes, with the good reason and message. */
const HEALTHY: readonly [type: string, reason: string, message: string, event: string][] = [
  ["MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available", "NodeHasSufficientMemory"],
  ["DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", "NodeHasNoDiskPressure"],
  ["PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available", "NodeHasSufficientPID"],
];

/**
 * The kubelet's side of its Node object: registers, turns Ready, and is silent while the machine has no power.
 * Heartbeats are not simulated, see lease.ts: a healthy node needs no look.
 * Source: kubernetes pkg/kubelet/kubelet_node_status.go, nodestatus/setters.go (1.36)
 */
export function syncNode(world: KubeletWorld, name: string): readonly Wake[] {
  const { state, store, nowMs } = world;
  const node = store.get<Node>(NODES, undefined, name);
  const record = state.nodes.get(name);
  if (isNodeDown(store, name)) return record ? losePower(world, name, record) : [];
  if (record?.stage.kind === "down") return restart(world, name, node, record);
  if (!node) return [];
  if (!record || record.uid !== node.metadata.uid) return register(world, node);
  if (record.stage.kind === "starting") {
    if (nowMs < record.stage.readyAtMs) return [{ key: `node:${name}`, afterMs: record.stage.readyAtMs - nowMs }];
    becomeReady(world, node, record);
  } else noticeCordon(world, node, record);
  return [];
}

function losePower(world: KubeletWorld, name: string, record: NodeRecord): readonly Wake[] {
  if (record.stage.kind !== "down") {
    world.state.nodes.set(name, { ...record, stage: { kind: "down" } });
    losePods(world, name);
  }
  return [];
}

function restart(world: KubeletWorld, name: string, node: Node | undefined, record: NodeRecord): readonly Wake[] {
  const readyAtMs = world.nowMs + READY_AFTER_MS;
  world.state.nodes.set(name, { ...record, uid: node?.metadata.uid ?? record.uid, stage: { kind: "starting", readyAtMs } });
  if (node) {
    world.decide(nodeDecision(node, "node-restarted", "restarts", `starts again on \`${name}\` because the machine has power again.`));
    world.event(node, "Normal", "Starting", "Starting kubelet.");
  }
  return [...recoverPods(world, name), { key: `node:${name}`, afterMs: READY_AFTER_MS }];
}

function nodeDecision(node: Node, rule: string, verdict: string, text: string): DecisionDraft {
  const object = { kind: "Node", name: node.metadata.name, uid: node.metadata.uid };
  const ready = node.status.conditions?.find((c) => c.type === "Ready")?.status;
  const evidence = [{ object, path: "status.conditions[Ready].status", ...(ready ? { value: ready } : {}) }];
  return { object, verdict, rule: `kubelet/${rule}`, evidence, text, source: "pkg/kubelet/kubelet_node_status.go" };
}

/** A Node object without a kubelet so far (or a new object under an old name): a kubelet starts on it. */
function register(world: KubeletWorld, node: Node): readonly Wake[] {
  const { state, nowMs } = world;
  const { name, uid } = node.metadata;
  const old = state.nodes.get(name);
  const machine = old?.machine ?? ++state.machines;
  const isReady = node.status.conditions?.some((c) => c.type === "Ready" && c.status === "True") ?? false;
  const stage: NodeRecord["stage"] = isReady ? { kind: "up" } : { kind: "starting", readyAtMs: nowMs + READY_AFTER_MS };
  state.nodes.set(name, { uid, machine, stage, isCordoned: node.spec.unschedulable === true, lastPodNumber: old?.lastPodNumber ?? 1 });

  world.decide({ ...nodeDecision(node, "node-registered", "registered", `started on \`${name}\` and reports its state.`), quiet: isReady });
  const conditions = nodeConditions(node, nowMs, isReady ? "keep" : "not-ready");
  writeStatus(world, node, { ...machineFacts(node, machine), conditions });
  world.event(node, "Normal", "Starting", "Starting kubelet.");
  for (const [, , , event] of HEALTHY) world.event(node, "Normal", event, `Node ${name} status is now: ${event}`);
  world.event(node, "Normal", "NodeAllocatableEnforced", "Updated Node Allocatable limit across pods");
  return [...podWakes(world, name), ...(isReady ? [] : [{ key: `node:${name}`, afterMs: READY_AFTER_MS }])];
}

/** What the kubelet finds out about its machine, where the Node object does not say it already. */
function machineFacts(node: Node, machine: number): Record<string, unknown> {
  const { status, metadata } = node;
  const id = hex64(metadata.uid).slice(0, 32);
  return {
    ...(status.capacity ? {} : { capacity: DEFAULT_CAPACITY }),
    ...(status.allocatable ? {} : { allocatable: status.capacity ?? DEFAULT_CAPACITY }),
    ...(status.addresses ? {} : { addresses: [{ type: "InternalIP", address: machineAddress(machine) }, { type: "Hostname", address: metadata.name }] }),
    ...(status["daemonEndpoints"] ? {} : { daemonEndpoints: { kubeletEndpoint: { Port: 10250 } } }),
    nodeInfo: {
      machineID: id,
      systemUUID: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
      bootID: hex64(`boot/${metadata.uid}`).slice(0, 32),
      kernelVersion: "6.12.0-playground",
      osImage: "Playground Linux",
      containerRuntimeVersion: "containerd://2.1.4",
      kubeletVersion: "v1.36.2",
      kubeProxyVersion: "",
      operatingSystem: "linux",
      architecture: "amd64",
      ...status.nodeInfo,
    },
  };
}

function becomeReady(world: KubeletWorld, node: Node, record: NodeRecord): void {
  const { name } = node.metadata;
  const wasReady = node.status.conditions?.some((c) => c.type === "Ready" && c.status === "True") ?? false;
  world.state.nodes.set(name, { ...record, stage: { kind: "up" } });
  if (!wasReady) world.decide(nodeDecision(node, "node-ready", "ready", `reported \`${name}\` as Ready because its container network is up.`));
  writeStatus(world, node, { conditions: nodeConditions(node, world.nowMs, "ready") });
  if (!wasReady) world.event(node, "Normal", "NodeReady", `Node ${name} status is now: NodeReady`);
}

/**
 * All conditions, Ready last; those that others write (NetworkUnavailable) first. A pressure that stands as True at
 * registration is left: somebody put it there.
 */
function nodeConditions(node: Node, nowMs: number, ready: "keep" | "not-ready" | "ready"): Condition[] {
  const old = node.status.conditions ?? [];
  const own = [...HEALTHY.map(([type]) => type), "Ready"];
  const others = old.filter((c) => !own.includes(c.type));
  const pressures = HEALTHY.map(([type, reason, message]) => {
    const before = old.find((c) => c.type === type);
    return before?.status === "True" ? before : condition(before, { type, status: "False", reason, message }, nowMs);
  });
  const before = old.find((c) => c.type === "Ready");
  const verdict = ready === "not-ready"
    ? ({ type: "Ready", status: "False", reason: "KubeletNotReady", message: NO_NETWORK } as const)
    : ({ type: "Ready", status: "True", reason: "KubeletReady", message: "kubelet is posting ready status" } as const);
  return [...others, ...pressures, ready === "keep" && before ? before : condition(before, verdict, nowMs)];
}

function condition(before: Condition | undefined, verdict: Pick<Condition, "type" | "status" | "reason" | "message">, nowMs: number): Condition {
  const now = formatTime(nowMs);
  const since = before?.status === verdict.status ? before.lastTransitionTime : undefined;
  return { ...verdict, lastHeartbeatTime: now, lastTransitionTime: since ?? now };
}

function noticeCordon(world: KubeletWorld, node: Node, record: NodeRecord): void {
  const isCordoned = node.spec.unschedulable === true;
  if (isCordoned === record.isCordoned) return;
  world.state.nodes.set(node.metadata.name, { ...record, isCordoned });
  const reason = isCordoned ? "NodeNotSchedulable" : "NodeSchedulable";
  world.event(node, "Normal", reason, `Node ${node.metadata.name} status is now: ${reason}`);
}

/** Lists in a merge patch replace those of the object as a whole, which keeps the order of the conditions. */
function writeStatus(world: KubeletWorld, node: Node, status: Record<string, unknown>): void {
  world.handle({ ...patch(NODES, node.metadata, { status }, { patchType: "merge" }), subresource: "status" });
}
