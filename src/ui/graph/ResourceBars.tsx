import type { NodeRow } from "../../api/frame.ts";
import { cpuText, memoryText, percent } from "../format.ts";
import { useTray } from "../hooks/use-mirror.ts";

/** What of the node is requested: the striped part by daemon pods, the plain part by others. */
export function ResourceBars({ node }: { readonly node: NodeRow }) {
  const tray = useTray(node.name);
  let cpu = 0;
  let memory = 0;
  for (const slot of tray?.slots ?? []) {
    if (slot.kind !== "pod" || slot.pod.ownerKind !== "DaemonSet" || slot.pod.state === "succeeded") continue;
    cpu += slot.pod.cpuMillis;
    memory += slot.pod.memoryBytes;
  }
  return (
    <dl className="resource-bars">
      <Bar label="cpu" used={node.requestedCpuMillis} daemons={cpu} whole={node.cpuMillis} text={cpuText} />
      <Bar label="mem" used={node.requestedMemoryBytes} daemons={memory} whole={node.memoryBytes} text={memoryText} />
    </dl>
  );
}

interface BarProps {
  readonly label: string;
  readonly used: number;
  readonly daemons: number;
  readonly whole: number;
  readonly text: (value: number) => string;
}

function Bar({ label, used, daemons, whole, text }: BarProps) {
  const share = (value: number) => Math.min(1, whole > 0 ? value / whole : 0);
  const ofDaemons = share(Math.min(daemons, used));
  return (
    <div className="resource-bar" title={`${label}: ${text(used)} of ${text(whole)} requested, ${text(Math.min(daemons, used))} by daemon pods`}>
      <dt>{label}</dt>
      <dd>
        <span className="bar" aria-hidden="true">
          <span className="bar-used" style={{ width: `${share(used) * 100}%` }} />
          <span className="bar-daemons" style={{ width: `${ofDaemons * 100}%` }} />
        </span>
        <span className="number">{percent(used, whole)}%</span>
      </dd>
    </div>
  );
}
