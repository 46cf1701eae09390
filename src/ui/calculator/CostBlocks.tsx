import { cpuWays, fleetCost, memoryWays, type PodAsk } from "../../view/calculator.ts";
import { CALCULATOR as SAYS } from "../messages/calculator.ts";

interface CostBlocksProps {
  readonly ask: PodAsk;
  readonly nodes: number;
}

/** What is set aside, and what is only a ceiling: side by side, for they are often taken for each other. */
export function CostBlocks({ ask, nodes }: CostBlocksProps) {
  const { reserved, ceiling } = fleetCost(ask, nodes);
  return (
    <div className="cost-blocks" aria-live="polite">
      <Block title={SAYS.reserved} why={SAYS.reservedWhy} nodes={nodes} look="reserved" cpu={reserved.cpuMillis} cpuEach={ask.cpuRequest} memory={reserved.memoryBytes} memoryEach={ask.memoryRequest} />
      <Block title={SAYS.ceiling} why={SAYS.ceilingWhy} nodes={nodes} look="ceiling" cpu={ceiling.cpuMillis} cpuEach={ask.cpuLimit} memory={ceiling.memoryBytes} memoryEach={ask.memoryLimit} />
    </div>
  );
}

interface BlockProps {
  readonly title: string;
  readonly why: string;
  readonly nodes: number;
  readonly look: "reserved" | "ceiling";
  readonly cpu: number | undefined;
  readonly cpuEach: number | undefined;
  readonly memory: number | undefined;
  readonly memoryEach: number | undefined;
}

function Block({ title, why, nodes, look, cpu, cpuEach, memory, memoryEach }: BlockProps) {
  return (
    <section className={`cost-block ${look}`} aria-label={title}>
      <h3>{title}</h3>
      <dl>
        <dt>{SAYS.cpu}</dt>
        <dd>{cpu === undefined || cpuEach === undefined ? SAYS.noCeiling : <><span className="muted">{SAYS.times(nodes, cpuWays(cpuEach).milli)} = </span><b>{cpuWays(cpu).milli}</b> = {cpuWays(cpu).cores} CPU</>}</dd>
        <dt>{SAYS.memory}</dt>
        <dd>{memory === undefined || memoryEach === undefined ? SAYS.noCeiling : <MemorySum nodes={nodes} each={memoryEach} all={memory} />}</dd>
      </dl>
      <p className="muted">{why}</p>
    </section>
  );
}

function MemorySum({ nodes, each, all }: { readonly nodes: number; readonly each: number; readonly all: number }) {
  const { mebi, others } = memoryWays(all);
  return <><span className="muted">{SAYS.times(nodes, memoryWays(each).mebi)} = </span><b>{mebi}</b> {others}</>;
}
