import { daemonSetObject, SimCluster } from "./sim-cluster.ts";

/* eslint-disable no-console -- a benchmark prints */

const SIZES = [100, 1_000, 5_000];

interface Figures {
  readonly nodes: number;
  readonly cpuMs: number;
  readonly heapBytes: number;
  readonly virtualSeconds: number;
  readonly decisions: number;
}

/** A DaemonSet on N nodes, from its creation to all pods available. Prints CPU time, not wall time. */
export function main(args: readonly string[] = []): void {
  const sizes = args.length > 0 ? args.map(Number) : SIZES;
  measure(50);
  console.log("nodes   CPU ms   ms/pod   heap bytes/pod   virtual s   decisions");
  for (const f of sizes.map(measure)) {
    const columns = [f.nodes, f.cpuMs.toFixed(0), (f.cpuMs / f.nodes).toFixed(3), Math.round(f.heapBytes / f.nodes), f.virtualSeconds.toFixed(1), f.decisions];
    const widths = [5, 9, 9, 17, 12, 12];
    console.log(columns.map((c, i) => String(c).padStart(widths[i]!)).join(""));
  }
}

function measure(nodes: number): Figures {
  const sim = new SimCluster(1);
  for (let i = 1; i <= nodes; i++) sim.addNode(`node-${i}`);
  sim.settle();
  const startMs = sim.cluster.nowMs;
  const heapBefore = heapUsed();
  const cpuBefore = process.cpuUsage();
  sim.apply(daemonSetObject("node-logger"));
  sim.settle(3_600);
  const cpu = process.cpuUsage(cpuBefore);
  const heapBytes = heapUsed() - heapBefore;
  const available = sim.set("node-logger").status.numberAvailable;
  if (available !== nodes) throw new Error(`${available} of ${nodes} pods are available`);
  return {
    nodes,
    cpuMs: (cpu.user + cpu.system) / 1000,
    heapBytes,
    virtualSeconds: (sim.cluster.nowMs - startMs) / 1000,
    decisions: sim.cluster.decisions.lastId,
  };
}

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
