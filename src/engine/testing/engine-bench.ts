import { daemonSetObject, SimCluster } from "./sim-cluster.ts";

const SIZES = [100, 1_000, 5_000];
const IDLE_NODES = 1_000;
const IDLE_SECONDS = 3_600;
const FRAMES_A_SECOND = 60;

interface Figures {
  readonly nodes: number;
  readonly cpuMs: number;
  readonly heapBytes: number;
  readonly virtualSeconds: number;
  readonly rolloutCpuMs: number;
  readonly rolloutSeconds: number;
  readonly seekMs: { readonly p50: number; readonly p95: number };
  readonly snapshotBytes: number;
}

/**
 * A DaemonSet on N nodes: from its creation to all pods available, then a rolling update at 10 %, then seeks all over
 * the run; at the end what a cluster at rest costs. CPU time, not wall time. Arguments: other sizes.
 */
export function main(args: readonly string[] = []): void {
  const sizes = args.length > 0 ? args.map(Number) : SIZES;
  measure(50);
  const heads = ["nodes", "CPU ms", "ms/pod", "heap B/pod", "virtual s", "rollout CPU ms", "virtual s", "seek p50 ms", "p95 ms", "history B/pod"];
  const widths = heads.map((h) => h.length + 3);
  const print = (cells: readonly (string | number)[]) => console.log(cells.map((c, i) => String(c).padStart(widths[i]!)).join(""));
  print(heads);
  for (const f of sizes.map(measure)) {
    print([
      f.nodes, f.cpuMs.toFixed(0), (f.cpuMs / f.nodes).toFixed(3), Math.round(f.heapBytes / f.nodes), f.virtualSeconds.toFixed(1),
      f.rolloutCpuMs.toFixed(0), f.rolloutSeconds.toFixed(1), f.seekMs.p50.toFixed(1), f.seekMs.p95.toFixed(1), Math.round(f.snapshotBytes / f.nodes),
    ]);
  }
  const idleMs = idleCpuMs();
  console.log(`${IDLE_NODES} nodes at rest: ${idleMs.toFixed(3)} ms CPU per virtual second, ${(idleMs / 10).toFixed(4)} % of a core at 1x`);
}

function measure(nodes: number): Figures {
  const sim = clusterOf(nodes);
  const startMs = sim.cluster.nowMs;
  const heapBefore = heapUsed();
  const created = cpuOf(() => {
    sim.apply(daemonSetObject("node-logger", { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "10%" } } }));
    sim.settle(3_600);
  });
  const heapBytes = heapUsed() - heapBefore;
  const virtualSeconds = (sim.cluster.nowMs - startMs) / 1000;
  mustBeAvailable(sim, nodes);

  const rolloutStartMs = sim.cluster.nowMs;
  const rolloutCpuMs = cpuOf(() => {
    sim.setImage("node-logger", "example/logger:v2");
    sim.settle(7_200);
  });
  const rolloutSeconds = (sim.cluster.nowMs - rolloutStartMs) / 1000;
  mustBeAvailable(sim, nodes);

  const seekMs = seeks(sim);
  const withHistory = heapUsed();
  sim.cluster.dropHistory();
  return { nodes, cpuMs: created, heapBytes, virtualSeconds, rolloutCpuMs, rolloutSeconds, seekMs, snapshotBytes: withHistory - heapUsed() };
}

/** CPU time of one virtual second in which nothing happens but leases and pods that run, looked at as often as a page does. */
function idleCpuMs(): number {
  const sim = clusterOf(IDLE_NODES);
  sim.apply(daemonSetObject("node-logger"));
  sim.settle(3_600);
  const { cluster } = sim;
  const startMs = cluster.nowMs;
  const used = cpuOf(() => {
    for (let frame = 1; frame <= IDLE_SECONDS * FRAMES_A_SECOND; frame++) cluster.advance(startMs + Math.floor((frame * 1000) / FRAMES_A_SECOND));
  });
  return used / IDLE_SECONDS;
}

function clusterOf(nodes: number): SimCluster {
  const sim = new SimCluster(1);
  for (let i = 1; i <= nodes; i++) sim.addNode(`node-${i}`);
  sim.settle();
  return sim;
}

/** CPU time of forty seeks to moments spread over the run, back and forth. */
function seeks(sim: SimCluster): { p50: number; p95: number } {
  const end = sim.cluster.endMs;
  const times = Array.from({ length: 40 }, (_, i) => cpuOf(() => sim.cluster.seek(Math.floor((end * ((i * 17) % 40)) / 40)))).sort((a, b) => a - b);
  sim.cluster.seek(end);
  return { p50: times[20]!, p95: times[37]! };
}

function mustBeAvailable(sim: SimCluster, nodes: number): void {
  const { numberAvailable, updatedNumberScheduled } = sim.set("node-logger").status;
  if (numberAvailable !== nodes || updatedNumberScheduled !== nodes) throw new Error(`${numberAvailable} of ${nodes} pods are available`);
}

function cpuOf(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1000;
}

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
