import "../theme/tables.css";
import type { NodeRow } from "../../api/frame.ts";
import { useDaemonSets, useMirror, useTray } from "../hooks/use-mirror.ts";
import { STATE_WORDS } from "../graph/pod-words.ts";
import { select } from "../store.ts";

/** The table is the way through a large cluster without a mouse; so many rows are enough for it. */
const SHOWN = 300;

/** The picture as a table: each node with its pods and reasons; then objects of kinds that nothing here acts on. */
export function ObjectsTab() {
  const names = useMirror("nodes", (m) => m.trayNames);
  const sets = useDaemonSets();
  const inert = useMirror("objects", (m) => m.inert);
  return (
    <div className="objects">
      <table>
        <caption className="eyebrow">Nodes</caption>
        <thead><tr><th scope="col">Node</th><th scope="col">Status</th><th scope="col">Taints</th>{sets.map((s) => <th key={s.uid} scope="col">{s.name}</th>)}<th scope="col">Other pods</th></tr></thead>
        <tbody>{names.slice(0, SHOWN).map((name) => <NodeLine key={name} name={name} />)}</tbody>
      </table>
      {names.length > SHOWN ? <p className="muted">and {names.length - SHOWN} more</p> : null}
      {inert.length > 0 ? (
        <table>
          <caption className="eyebrow">Stored, nothing here acts on it</caption>
          <thead><tr><th scope="col">Kind</th><th scope="col">Namespace</th><th scope="col">Name</th></tr></thead>
          <tbody>{inert.map((o) => <tr key={o.uid}><td>{o.objectKind}</td><td>{o.namespace ?? ""}</td><td className="mono">{o.name}</td></tr>)}</tbody>
        </table>
      ) : null}
    </div>
  );
}

function NodeLine({ name }: { readonly name: string }) {
  const tray = useTray(name);
  const sets = useDaemonSets();
  if (!tray) return null;
  const { node } = tray;
  const others = tray.slots.filter((s) => "pod" in s && !sets.some((d) => d.uid === s.lane)).length;
  return (
    <tr>
      <th scope="row">{node ? <button type="button" className="link-button" onClick={() => select({ kind: "Node", name, uid: node.uid })}>{name}</button> : name}</th>
      <td>{node ? statusOf(node) : "removed"}</td>
      <td className="mono">{node?.taints.map((t) => `${t.key}${t.value ? `=${t.value}` : ""}:${t.effect}`).join(", ")}</td>
      {sets.map((set) => (
        <td key={set.uid}>
          {tray.slots.filter((s) => s.lane === set.uid).map((s) => s.kind === "missing" ? "missing" : s.kind === "not-eligible" ? "not wanted" : `${STATE_WORDS[s.pod.state]} (${s.pod.status})`).join(", ")}
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
