import type { NodeRow } from "../../api/frame.ts";
import { useTray, useWorkloads } from "../hooks/use-mirror.ts";
import { useLook } from "../graph/light-store.ts";
import { STATE_WORDS } from "../graph/pod-words.ts";
import { select } from "../store.ts";

/** The picture as a table: each node with its pods and reasons. The way through a large cluster without a mouse. */
export function NodesTable({ names, most }: { readonly names: readonly string[]; readonly most: number }) {
  const workloads = useWorkloads();
  if (names.length === 0) return null;
  return (
    <>
      <table>
        <caption className="eyebrow">Nodes</caption>
        <thead><tr><th scope="col">Node</th><th scope="col">Status</th><th scope="col">Taints</th>{workloads.map((w) => <th key={w.uid} scope="col">{w.name}</th>)}<th scope="col">Other pods</th></tr></thead>
        <tbody>{names.slice(0, most).map((name) => <NodeLine key={name} name={name} />)}</tbody>
      </table>
      {names.length > most ? <p className="muted">and {names.length - most} more</p> : null}
    </>
  );
}

function NodeLine({ name }: { readonly name: string }) {
  const tray = useTray(name);
  const workloads = useWorkloads();
  const look = useLook("nodes", name);
  if (!tray) return null;
  const { node } = tray;
  const others = tray.slots.filter((s) => "pod" in s && !workloads.some((w) => w.uid === s.lane)).length;
  return (
    <tr className={look || undefined}>
      <th scope="row">{node ? <button type="button" className="link-button" onClick={() => select({ kind: "Node", name, uid: node.uid })}>{name}</button> : name}</th>
      <td>{node ? statusOf(node) : "removed"}</td>
      <td className="mono">{node?.taints.map((t) => `${t.key}${t.value ? `=${t.value}` : ""}:${t.effect}`).join(", ")}</td>
      {workloads.map((w) => (
        <td key={w.uid}>
          {tray.slots.filter((s) => s.lane === w.uid).map((s) => s.kind === "missing" ? "missing" : s.kind === "not-eligible" ? "not wanted" : `${STATE_WORDS[s.pod.state]} (${s.pod.status})`).join(", ")}
        </td>
      ))}
      <td className="number">{others || ""}</td>
    </tr>
  );
}

/** kubectl's STATUS column of a node. */
function statusOf(node: NodeRow): string {
  return `${node.ready === "True" ? "Ready" : "NotReady"}${node.unschedulable ? ",SchedulingDisabled" : ""}`;
}
