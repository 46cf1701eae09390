import { PERSISTENTVOLUMECLAIMS, PODDISRUPTIONBUDGETS, REPLICASETS } from "../../api/resources.ts";
import { openDialog } from "../store.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { PersistentVolumeClaim } from "../../api/types/persistentvolumeclaim.ts";
import type { PodDisruptionBudget } from "../../api/types/poddisruptionbudget.ts";
import type { ReplicaSet } from "../../api/types/replicaset.ts";
import { useIsLineLit } from "../graph/use-line-look.ts";
import { useList } from "../hooks/use-list.ts";

const SHOWN = 200;

interface OwnedTableProps {
  /** Which of them are asked for. */
  readonly isWanted: (kind: string, object: KubeObject) => boolean;
}

interface Line {
  readonly kind: string;
  /** The API's key of the kind. */
  readonly resource: string;
  readonly object: KubeObject;
  readonly words: string;
}

/** Objects that have no place in the picture but a part in it: ReplicaSets, PersistentVolumeClaims, PodDisruptionBudgets. */
export function OwnedTable({ isWanted }: OwnedTableProps) {
  const sets = useList<ReplicaSet>(REPLICASETS) ?? [];
  const claims = useList<PersistentVolumeClaim>(PERSISTENTVOLUMECLAIMS) ?? [];
  const budgets = useList<PodDisruptionBudget>(PODDISRUPTIONBUDGETS) ?? [];
  const isLit = useIsLineLit();
  const all: readonly Line[] = [
    ...sets.map((o) => ({ kind: REPLICASETS.kind, resource: REPLICASETS.key, object: o, words: replicaSetWords(o) })),
    ...claims.map((o) => ({ kind: PERSISTENTVOLUMECLAIMS.kind, resource: PERSISTENTVOLUMECLAIMS.key, object: o, words: claimWords(o) })),
    ...budgets.map((o) => ({ kind: PODDISRUPTIONBUDGETS.kind, resource: PODDISRUPTIONBUDGETS.key, object: o, words: budgetWords(o) })),
  ];
  const lines = all.filter((line) => isWanted(line.kind, line.object));
  if (lines.length === 0) return null;
  return (
    <>
      <table>
        <caption className="eyebrow">Beside the pods</caption>
        <thead><tr><th scope="col">Kind</th><th scope="col">Namespace</th><th scope="col">Name</th><th scope="col">Owner</th><th scope="col">State</th></tr></thead>
        <tbody>
          {lines.slice(0, SHOWN).map(({ kind, resource, object, words }) => (
            <tr key={object.metadata.uid} className={isLit?.(object.metadata.ownerReferences ?? [], `${object.metadata.name} ${ownerWords(object)}`) === false ? "dim" : undefined}><td>{kind}</td><td>{object.metadata.namespace ?? ""}</td><td><NameButton resource={resource} object={object} /></td><td>{ownerWords(object)}</td><td>{words}</td></tr>
          ))}
        </tbody>
      </table>
      {lines.length > SHOWN ? <p className="muted">and {lines.length - SHOWN} more</p> : null}
    </>
  );
}

function NameButton({ resource, object: { metadata: { name, namespace } } }: { readonly resource: string; readonly object: KubeObject }) {
  return <button type="button" className="link-button mono" onClick={() => openDialog({ kind: "object", resource, name, ...(namespace ? { namespace } : {}) })}>{name}</button>;
}

function ownerWords(object: KubeObject): string {
  const owner = object.metadata.ownerReferences?.[0];
  return owner ? `${owner.kind} ${owner.name}` : "";
}

function replicaSetWords({ spec, status }: ReplicaSet): string {
  return `desired ${spec.replicas}, current ${status.replicas}, ready ${status.readyReplicas ?? 0}`;
}

function claimWords({ spec, status }: PersistentVolumeClaim): string {
  return [status.phase ?? "Pending", spec.volumeName ?? "", spec.resources?.requests?.["storage"] ?? ""].filter(Boolean).join(", ");
}

function budgetWords({ spec, status }: PodDisruptionBudget): string {
  const rule = spec.minAvailable === undefined ? `max unavailable ${spec.maxUnavailable ?? "N/A"}` : `min available ${spec.minAvailable}`;
  return `${rule}, allowed disruptions ${status.disruptionsAllowed}, healthy ${status.currentHealthy} of ${status.desiredHealthy} needed`;
}
