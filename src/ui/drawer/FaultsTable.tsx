import { FAULTS } from "../../api/resources.ts";
import type { Fault } from "../../api/types/fault.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import { deleteRequest, onlyHere } from "../commands/requests.ts";
import type { Reference } from "../../view/search.ts";
import { useIsLineLit } from "../graph/use-line-look.ts";
import { runPlan } from "../run-command.ts";
import { useSession } from "../session-context.ts";
import { openDialog } from "../store.ts";

/** What is broken on purpose, and the end of it. */
export function FaultsTable({ faults }: { readonly faults: readonly Fault[] }) {
  const session = useSession();
  const isLit = useIsLineLit();
  if (faults.length === 0) return null;
  return (
    <table>
      <caption className="eyebrow">Faults that stand</caption>
      <thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Where</th><th scope="col"><span className="visually-hidden">Action</span></th></tr></thead>
      <tbody>
        {faults.map((fault) => (
          <tr key={fault.metadata.uid} className={isLit?.(placeOf(fault), `${fault.metadata.name} ${fault.spec.type} ${faultPlace(fault)}`) === false ? "dim" : undefined}>
            <th scope="row"><button type="button" className="link-button mono" onClick={() => openDialog({ kind: "object", resource: FAULTS.key, name: fault.metadata.name })}>{fault.metadata.name}</button></th>
            <td>{fault.spec.type}</td>
            <td>{faultPlace(fault)}</td>
            <td><button type="button" className="link-button" aria-label={`Remove fault ${fault.metadata.name}`} onClick={() => void runPlan(session, "Remove fault", removal(fault))}>Remove</button></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a fault is on, in words. */
export function faultPlace({ spec }: Fault): string {
  if ("podName" in spec) return `pod ${spec.podName}${spec.containerName ? `, container ${spec.containerName}` : ""}`;
  const node = spec.nodeName ? `node ${spec.nodeName}` : "every node";
  return spec.type === "ImagePullFailure" && spec.image ? `${spec.image} on ${node}` : node;
}

/** The node it is on. Its pod has a name here and no uid: the words of the line find it. */
function placeOf({ spec }: Fault): readonly Reference[] {
  return "nodeName" in spec && spec.nodeName ? [{ kind: "Node", name: spec.nodeName }] : [];
}

function removal({ metadata: { name } }: Fault) {
  return {
    requests: [deleteRequest(FAULTS, { name })],
    kubectl: [`${onlyHere("somebody would mend what is broken")}\n${kubectlLine(["delete", FAULTS.singular, name])}`],
  };
}
