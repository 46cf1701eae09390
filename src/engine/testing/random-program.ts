import { targetNodeName } from "../../api/node-matching.ts";
import { NODES, FAULTS } from "../../api/resources.ts";
import { remove } from "../../api/request.ts";
import type { Node } from "../../api/types/node.ts";
import { nodeVerdict } from "../controllers/daemonset/predicate.ts";
import { randomStream, type Random } from "../sim/random.ts";
import { CONTROL_PLANE_TAINT, daemonSetObject, SimCluster } from "./sim-cluster.ts";

const PROGRAM_SECONDS = 600;
const STEPS = 12;

/**
 * A random day of a cluster: nodes come and go, are tainted, labelled, cordoned, fail; the image, strategy and
 * selector change; pods are deleted. What happens depends on the seed only.
 * @param stepMs how time is cut: the same program in other pieces
 */
export function runProgram(seed: number, stepMs: number, options: { heal?: boolean } = {}): ProgramCluster {
  const sim = new ProgramCluster(seed);
  const random = randomStream(new Map(), seed, "program");
  sim.addNode("node-1", { taints: [CONTROL_PLANE_TAINT], labels: { "node-role.kubernetes.io/control-plane": "" } });
  for (let i = 2; i <= 5; i++) sim.addNode(`node-${i}`, { labels: { disk: i % 2 ? "hdd" : "ssd" } });
  sim.apply(daemonSetObject("node-logger", { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: random.int(1, 2) } } }));
  for (let i = 0; i < STEPS; i++) {
    sim.pass((PROGRAM_SECONDS * 1000) / STEPS, stepMs);
    act(sim, random, i);
  }
  if (options.heal) heal(sim);
  sim.pass(120_000, stepMs);
  if (options.heal) sim.settle(3_600);
  return sim;
}

class ProgramCluster extends SimCluster {
  pass(ms: number, stepMs: number): void {
    const until = this.cluster.nowMs + ms;
    while (this.cluster.nowMs < until) this.cluster.advance(Math.min(until, this.cluster.nowMs + stepMs));
  }
  nodes(): Node[] {
    return [...this.cluster.store.all<Node>(NODES)];
  }
  /** Nodes without exactly the live daemon pod they should have, by the controller's own predicate. */
  placementErrors(set: string): string[] {
    const ds = this.set(set);
    return this.nodes().flatMap((node) => {
      const live = this.pods().filter((p) => targetNodeName(p.spec) === node.metadata.name && !p.metadata.deletionTimestamp).length;
      const wanted = nodeVerdict(ds, node).shouldRun ? 1 : 0;
      return live === wanted ? [] : [`${node.metadata.name}: ${live} instead of ${wanted}`];
    });
  }
}

function act(sim: ProgramCluster, random: Random, step: number): void {
  const nodes = sim.nodes();
  const node = nodes[random.int(0, nodes.length - 1)]!.metadata.name;
  const isDown = sim.cluster.store.get(FAULTS, undefined, `node-down-${node}`) !== undefined;
  switch (random.int(0, 9)) {
    case 0: sim.addNode(`extra-${step}`); break;
    case 1: if (nodes.length > 3) sim.send(remove(NODES, { name: node })); break;
    case 2: sim.patchNode(node, { spec: { taints: [{ key: "dedicated", value: "db", effect: "NoSchedule" }] } }); break;
    case 3: sim.patchNode(node, { spec: { taints: [{ key: "maintenance", effect: "NoExecute" }] } }); break;
    case 4: sim.patchNode(node, { spec: { unschedulable: true } }); break;
    case 5: if (isDown) sim.powerOn(node); else sim.powerOff(node); break;
    case 6: sim.setImage("node-logger", `example/logger:v${step + 2}`); break;
    case 7: sim.setImage("node-logger", "example/logger:bad"); break;
    case 8: for (const pod of sim.pods().slice(0, 2)) sim.deletePod(pod.metadata.name); break;
    default: sim.patchSet("node-logger", { spec: { updateStrategy: random.int(0, 1) === 0 ? { type: "OnDelete", rollingUpdate: null } : { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "50%" } } } });
  }
}

/** Ends every fault and mistake, so that the cluster can come to rest. */
function heal(sim: ProgramCluster): void {
  for (const fault of Array.from(sim.cluster.store.all(FAULTS))) sim.send(remove(FAULTS, { name: fault.metadata.name }));
  for (const node of sim.nodes()) sim.patchNode(node.metadata.name, { spec: { taints: null, unschedulable: null } });
  sim.patchSet("node-logger", { spec: { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } } } });
  sim.setImage("node-logger", "example/logger:final");
}
