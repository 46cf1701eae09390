import type { Status, StatusCause } from "../../../api/status.ts";
import { applyConflict } from "../../../api/status.ts";
import { intersection, isEmpty, pathsOf, pathText, type FieldSet } from "./field-set.ts";
import { isWriter, type Entries, type Writer } from "./managers.ts";
import type { ManagedFieldsEntry } from "../../../api/types/meta.ts";

/** Fields that somebody else owns and the applier would change. */
export interface Conflict {
  readonly entry: ManagedFieldsEntry;
  readonly fields: FieldSet;
}

/** Who would lose something to a change. */
export function conflictsOf(entries: Entries, changed: FieldSet, applier: Writer): Conflict[] {
  return entries.filter((e) => !isWriter(e, applier)).flatMap((entry) => {
    const fields = intersection(entry.fieldsV1, changed);
    return isEmpty(fields) ? [] : [{ entry, fields }];
  });
}

/** 409 with a cause for each field. Source: managedfields/internal/conflict.go */
export function conflictStatus(conflicts: readonly Conflict[]): Status {
  const byManager = [...conflicts].map((c) => ({ name: managerText(c.entry), paths: pathsOf(c.fields).map(pathText) })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const causes = byManager.flatMap(({ name, paths }) => paths.map((field): StatusCause => ({ reason: "FieldManagerConflict", message: `conflict with ${name}`, field })));
  const [only] = causes;
  if (causes.length === 1 && only) return applyConflict(`Apply failed with 1 conflict: ${only.message}: ${only.field}`, causes);
  const list = byManager.flatMap(({ name, paths }) => [`conflicts with ${name}:`, ...paths.map((p) => `- ${p}`)]);
  return applyConflict(`Apply failed with ${causes.length} conflicts: ${list.join("\n")}`, causes);
}

function managerText({ manager, operation, apiVersion, subresource }: ManagedFieldsEntry): string {
  const name = subresource ? `${JSON.stringify(manager)} with subresource ${JSON.stringify(subresource)}` : JSON.stringify(manager);
  return operation === "Update" ? `${name} using ${apiVersion}` : name;
}
