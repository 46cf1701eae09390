import type { PodRow } from "../../api/frame.ts";
import { useIsLineLit } from "../graph/use-line-look.ts";
import { select } from "../store.ts";

/** Every pod, also those that belong to nobody and those that no node has yet. */
export function PodsTable({ pods, most }: { readonly pods: readonly PodRow[]; readonly most: number }) {
  const isLit = useIsLineLit();
  if (pods.length === 0) return null;
  return (
    <>
      <table>
        <caption className="eyebrow">Pods</caption>
        <thead><tr><th scope="col">Namespace</th><th scope="col">Name</th><th scope="col">Status</th><th scope="col">Restarts</th><th scope="col">Node</th><th scope="col">Owner</th></tr></thead>
        <tbody>
          {pods.slice(0, most).map((p) => (
            <tr key={p.uid} className={isLit?.([{ kind: "Pod", name: p.name, uid: p.uid }], p.name) === false ? "dim" : undefined}>
              <td>{p.namespace}</td>
              <th scope="row"><button type="button" className="link-button mono" onClick={() => select({ kind: "Pod", namespace: p.namespace, name: p.name, uid: p.uid })}>{p.name}</button></th>
              <td>{p.status}</td>
              <td className="number">{p.restarts}</td>
              <td>{p.nodeName ?? (p.targetNode ? `meant for ${p.targetNode}` : "")}</td>
              <td>{p.ownerName ? `${p.ownerKind} ${p.ownerName}` : "nobody"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pods.length > most ? <p className="muted">and {pods.length - most} more</p> : null}
    </>
  );
}
