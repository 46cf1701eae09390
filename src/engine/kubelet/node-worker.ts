import { NODES } from "../../api/resources.ts";
import type { Node } from "../../api/types/node.ts";
import type { Wake } from "../sim/actor.ts";
import { faultEvidence, isNodeDown, nodeFault } from "./faults.ts";
import { hex64 } from "./images.ts";
import { machineAddress } from "./network.ts";
import { GOOD_EVENTS, nodeConditions, turnedPressures } from "./node-conditions.ts";
import { nodeDecision, writeNodeStatus } from "./node-status.ts";
import { losePods, podWakes, recordWakes, recoverPods } from "./power.ts";
import { keepPressures, pressureFindings } from "./pressure.ts";
import type { KubeletWorld } from "./pull.ts";
import type { NodeRecord } from "./state.ts";

/** From the start of a kubelet to Ready: the network plugin comes up. */
const READY_AFTER_MS = 1000;
/** From the end of a network cut until the kubelet has tried again. */
const RECONNECT_MS = [800, 1500] as const;
const DEFAULT_CAPACITY = { cpu: "4", "ephemeral-storage": "100Gi", memory: "8Gi", pods: "110" };

/**
 * The kubelet's side of its Node object: registers, turns Ready, reports what it runs out of, and is silent while the
 * machine has no power or no network.
 * Heartbeats are not simulated, see lease.ts: a healthy node needs no look.
 * Source: kubernetes pkg/kubelet/kubelet_node_status.go, nodestatus/setters.go (1.36)
 */
export function syncNode(world: KubeletWorld, name: string): readonly Wake[] {
  const { state, store } = world;
  const node = store.get<Node>(NODES, undefined, name);
  const record = state.nodes.get(name);
  if (isNodeDown(store, name)) return record ? losePower(world, name, node, record) : [];
  if (nodeFault(store, "NetworkCut", name)) return record ? loseNetwork(world, name, node, record) : [];
  if (record?.cut) return reconnect(world, name, node, record);
  if (record?.stage.kind === "down") return restart(world, name, node, record);
  if (!node) return [];
  return [...syncUp(world, node, record), ...keepPressures(world, name)];
}

/** A machine that is on and connected. */
function syncUp(world: KubeletWorld, node: Node, record: NodeRecord | undefined): readonly Wake[] {
  if (!record || record.uid !== node.metadata.uid) return register(world, node);
  if (record.stage.kind === "starting") {
    const leftMs = record.stage.readyAtMs - world.nowMs;
    if (leftMs > 0) return [{ key: `node:${node.metadata.name}`, afterMs: leftMs }];
    becomeReady(world, node, record);
  } else noticeCordon(world, node, record);
  return [];
}

function losePower(world: KubeletWorld, name: string, node: Node | undefined, record: NodeRecord): readonly Wake[] {
  if (record.stage.kind === "down") return [];
  world.state.nodes.set(name, { ...record, stage: { kind: "down" } });
  losePods(world, name);
  const fault = nodeFault(world.store, "NodeDown", name);
  const text = `stopped, and with it every container on \`${name}\`, because the machine has no power.`;
  // The one who pulled the plug has just been told of.
  if (node && fault) world.decide({ ...nodeDecision(node, "kubelet/node-down", "down", { text, evidence: [faultEvidence(fault)] }), quiet: true });
  return [];
}

/** What runs goes on; nothing is sent and nothing comes in, until the fault ends. */
function loseNetwork(world: KubeletWorld, name: string, node: Node | undefined, record: NodeRecord): readonly Wake[] {
  if (record.cut && record.cut.backMs === undefined) return [];
  world.state.nodes.set(name, { ...record, cut: {} });
  const fault = nodeFault(world.store, "NetworkCut", name);
  const text = `lost the connection from \`${name}\` to the API server; the containers there go on, but nobody hears of them.`;
  if (node && fault) world.decide(nodeDecision(node, "kubelet/network-cut", "cut-off", { text, evidence: [faultEvidence(fault)] }));
  return [];
}

/** The network is back: a moment later the kubelet is heard again, and does what it has missed. */
function reconnect(world: KubeletWorld, name: string, node: Node | undefined, record: NodeRecord): readonly Wake[] {
  const backMs = record.cut?.backMs ?? world.nowMs + world.random.int(...RECONNECT_MS);
  if (world.nowMs < backMs) {
    world.state.nodes.set(name, { ...record, cut: { backMs } });
    return [{ key: `node:${name}`, afterMs: backMs - world.nowMs }];
  }
  const { cut: _, ...connected } = record;
  world.state.nodes.set(name, connected);
  if (connected.stage.kind === "down") return restart(world, name, node, connected);
  const pods = recordWakes(world, name);
  if (!node) return pods;
  world.decide(nodeDecision(node, "kubelet/reconnected", "reconnected", { text: `reached the API server from \`${name}\` again: reports its state and catches up with what has changed.` }));
  if (connected.uid === node.metadata.uid && connected.stage.kind === "up") reportReady(world, node, connected);
  return [...pods, ...podWakes(world, name), ...syncUp(world, node, connected), ...keepPressures(world, name)];
}

function restart(world: KubeletWorld, name: string, node: Node | undefined, record: NodeRecord): readonly Wake[] {
  const readyAtMs = world.nowMs + READY_AFTER_MS;
  world.state.nodes.set(name, { ...record, uid: node?.metadata.uid ?? record.uid, stage: { kind: "starting", readyAtMs } });
  if (node) {
    world.decide(nodeDecision(node, "kubelet/node-restarted", "restarts", { text: `starts again on \`${name}\` because the machine has power again.` }));
    world.event(node, "Normal", "Starting", "Starting kubelet.");
  }
  return [...recoverPods(world, name), { key: `node:${name}`, afterMs: READY_AFTER_MS }];
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

  world.decide({ ...nodeDecision(node, "kubelet/node-registered", "registered", { text: `started on \`${name}\` and reports its state.` }), quiet: isReady });
  const conditions = nodeConditions(node, nowMs, { ready: isReady ? "keep" : "not-ready" });
  writeNodeStatus(world, node, { ...machineFacts(node, machine), conditions });
  world.event(node, "Normal", "Starting", "Starting kubelet.");
  for (const event of GOOD_EVENTS) world.event(node, "Normal", event, `Node ${name} status is now: ${event}`);
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
  world.state.nodes.set(name, { ...record, stage: { kind: "up" } });
  if (!isReadyNow(node)) world.decide(nodeDecision(node, "kubelet/node-ready", "ready", { text: `reported \`${name}\` as Ready because its container network is up.` }));
  reportReady(world, node, record);
}

/** Ready, the pressures as they are, and the events of what turned over. */
function reportReady(world: KubeletWorld, node: Node, record: NodeRecord): void {
  const { name } = node.metadata;
  const before = node.status.conditions ?? [];
  const conditions = nodeConditions(node, world.nowMs, { ready: "ready", pressures: pressureFindings(record) });
  const turned = [...turnedPressures(before, conditions), ...(isReadyNow(node) ? [] : ["NodeReady"])];
  if (turned.length > 0) writeNodeStatus(world, node, { conditions });
  for (const reason of turned) world.event(node, "Normal", reason, `Node ${name} status is now: ${reason}`);
}

function isReadyNow(node: Node): boolean {
  return node.status.conditions?.some((c) => c.type === "Ready" && c.status === "True") ?? false;
}

function noticeCordon(world: KubeletWorld, node: Node, record: NodeRecord): void {
  const isCordoned = node.spec.unschedulable === true;
  if (isCordoned === record.isCordoned) return;
  world.state.nodes.set(node.metadata.name, { ...record, isCordoned });
  const reason = isCordoned ? "NodeNotSchedulable" : "NodeSchedulable";
  world.event(node, "Normal", reason, `Node ${node.metadata.name} status is now: ${reason}`);
}
