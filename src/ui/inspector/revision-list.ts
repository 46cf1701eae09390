import type { RevisionMark, WorkloadRow } from "../../api/frame.ts";
import { parseTime } from "../../api/time.ts";
import { toYaml } from "../../api/to-yaml.ts";
import type { ControllerRevision } from "../../api/types/controllerrevision.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { ReplicaSet } from "../../api/types/replicaset.ts";

const CHANGE_CAUSE = "kubernetes.io/change-cause";
const REVISION_HASH = "controller-revision-hash";
const TEMPLATE_HASH = "pod-template-hash";

/** A revision with what its object tells. */
export interface RevisionEntry extends RevisionMark {
  /** The ControllerRevision or ReplicaSet that keeps it. */
  readonly objectName: string;
  readonly createdMs: number | undefined;
  readonly changeCause: string;
  /** The pod template, as YAML. */
  readonly template: string;
}

/**
 * The revisions of a workload, newest first. A mark whose object has not been read yet is left out.
 * @param objects ControllerRevisions, or ReplicaSets of a Deployment, of any owner
 */
export function revisionList(row: WorkloadRow, objects: readonly KubeObject[]): readonly RevisionEntry[] {
  const owned = objects.filter((o) => o.metadata.ownerReferences?.some((r) => r.uid === row.uid));
  return [...row.revisions].sort((a, b) => b.revision - a.revision).flatMap((mark) => {
    const object = owned.find((o) => hashes(o).includes(mark.hash));
    return object ? [entryOf(mark, object)] : [];
  });
}

function hashes({ metadata }: KubeObject): readonly (string | undefined)[] {
  return [metadata.labels?.[REVISION_HASH], metadata.labels?.[TEMPLATE_HASH], metadata.name];
}

function entryOf(mark: RevisionMark, object: KubeObject): RevisionEntry {
  return {
    ...mark,
    objectName: object.metadata.name,
    createdMs: parseTime(object.metadata.creationTimestamp),
    changeCause: object.metadata.annotations?.[CHANGE_CAUSE] ?? "",
    template: toYaml(templateOf(object)),
  };
}

/** Without what a controller adds: the hash of the template, and how the template is put back. */
function templateOf(object: KubeObject): unknown {
  const { $patch: _, ...template } = ((object as ControllerRevision).data?.spec?.template ?? (object as ReplicaSet).spec?.template ?? {}) as Readonly<Record<string, unknown>> & { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> } };
  const { [TEMPLATE_HASH]: _h, ...labels } = template.metadata?.labels ?? {};
  return template.metadata ? { ...template, metadata: { ...template.metadata, labels } } : template;
}
