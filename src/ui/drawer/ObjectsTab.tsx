import "../theme/tables.css";
import { useMemo, useState } from "react";
import { FAULTS } from "../../api/resources.ts";
import type { Fault } from "../../api/types/fault.ts";
import { podRows } from "../../view/mirror.ts";
import { compareNatural } from "../../view/natural.ts";
import { useList } from "../hooks/use-list.ts";
import { useMirror } from "../hooks/use-mirror.ts";
import { useThrottled } from "../hooks/use-throttled.ts";
import { useClock, useSession } from "../session-context.ts";
import { openDialog } from "../store.ts";
import { FaultsTable, faultPlace } from "./FaultsTable.tsx";
import { FindBar, hasWords } from "./FindBar.tsx";
import { NodesTable } from "./NodesTable.tsx";
import { OwnedTable } from "./OwnedTable.tsx";
import { PodsTable } from "./PodsTable.tsx";

/** So many rows of a table are enough to find something in; the search narrows the rest. */
const SHOWN = 300;
const ALL = "";
/** Real milliseconds. */
const REFRESH_MS = 250;

/** Everything in the cluster, to be found by a word: nodes, faults, pods, what workloads keep beside pods, and objects of kinds that nothing here acts on. */
export function ObjectsTab() {
  const { mirror } = useSession();
  const version = useThrottled(useClock((c) => c.contextVersion), REFRESH_MS);
  const names = useMirror("nodes", (m) => m.trayNames);
  const inert = useMirror("objects", (m) => m.inert);
  const faults = useList<Fault>(FAULTS) ?? [];
  const [wanted, setWanted] = useState("");
  const [namespace, setNamespace] = useState(ALL);
  // Thousands of pods are put in order only now and then, however often something changes.
  // eslint-disable-next-line react-hooks/exhaustive-deps -- The mirror changes in place; the version tells when.
  const pods = useMemo(() => podRows(mirror).sort((a, b) => compareNatural(a.namespace, b.namespace) || compareNatural(a.name, b.name)), [mirror, version]);
  const namespaces = [...new Set([...pods.map((p) => p.namespace), ...mirror.workloads.map((w) => w.namespace), ...inert.flatMap((o) => o.namespace ?? [])])].sort(compareNatural);
  const isIn = (ns: string | undefined) => namespace === ALL || ns === namespace;
  const foundNodes = namespace === ALL ? names.filter((n) => hasWords(wanted, "node", n)) : [];
  const foundFaults = namespace === ALL ? faults.filter((f) => hasWords(wanted, "fault", f.metadata.name, f.spec.type, faultPlace(f))) : [];
  const foundPods = pods.filter((p) => isIn(p.namespace) && hasWords(wanted, "pod", p.namespace, p.name, p.status, p.nodeName, p.ownerKind, p.ownerName ?? "nobody"));
  const foundInert = inert.filter((o) => isIn(o.namespace) && hasWords(wanted, o.objectKind, o.namespace, o.name));
  return (
    <div className="objects">
      <FindBar label="Find by name, kind, status, node" text={wanted} onText={setWanted}>
        <select aria-label="Namespace" value={namespace} onChange={(e) => setNamespace(e.target.value)}>
          <option value={ALL}>all namespaces</option>
          {namespaces.map((n) => <option key={n}>{n}</option>)}
        </select>
      </FindBar>
      <FaultsTable faults={foundFaults} />
      <NodesTable names={foundNodes} most={SHOWN} />
      <PodsTable pods={foundPods} most={SHOWN} />
      <OwnedTable isWanted={(kind, { metadata }) => isIn(metadata.namespace) && hasWords(wanted, kind, metadata.namespace, metadata.name, metadata.ownerReferences?.[0]?.name)} />
      {foundInert.length > 0 ? (
        <table>
          <caption className="eyebrow">Stored, nothing here acts on it</caption>
          <thead><tr><th scope="col">Kind</th><th scope="col">Namespace</th><th scope="col">Name</th></tr></thead>
          <tbody>
            {foundInert.map((o) => (
              <tr key={o.uid}>
                <td>{o.objectKind}</td><td>{o.namespace ?? ""}</td>
                <td><button type="button" className="link-button mono" onClick={() => openDialog({ kind: "object", resource: o.resource, name: o.name, ...(o.namespace ? { namespace: o.namespace } : {}) })}>{o.name}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  );
}
