import type { Column } from "../api/columns/column.ts";
import { columnsOf } from "../api/columns/generic.ts";
import { ageColumn } from "../api/columns/column.ts";
import { podRowConditions } from "../api/columns/pod.ts";
import { PODS, type Resource } from "../api/resources.ts";
import { badRequest, type Status } from "../api/status.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { Pod } from "../api/types/pod.ts";
import { COLUMN_DESCRIPTIONS } from "./column-descriptions.ts";

export type IncludeObject = "Metadata" | "Object" | "None";

/** How objects become a Table. */
export interface TableForm {
  readonly resource: Resource;
  readonly version: "v1" | "v1beta1";
  readonly includeObject: IncludeObject;
  /** What ages are counted to. */
  readonly nowMs: number;
}

/** Reads `?includeObject=`. */
export function includeObjectOf(text: string | undefined): IncludeObject | Status {
  switch (text) {
    case undefined: case "": case "Metadata": return "Metadata";
    case "Object": case "None": return text;
    default: return badRequest(`Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(text)}: must be 'Metadata', 'Object', 'None', or empty`);
  }
}

/**
 * Objects as the Table that `kubectl get` prints. kubectl hides, names and orders columns itself: all are sent.
 * @param listMeta of the list; for a single object its resourceVersion
 * @param hasColumns false in every event of a watch but the first
 * Source: apiserver pkg/endpoints/handlers/response.go asTable (1.36)
 */
export function tableOf(form: TableForm, objects: readonly KubeObject[], listMeta: object, hasColumns = true): object {
  const columns = columnsFor(form.resource, objects[0]);
  return {
    kind: "Table",
    apiVersion: `meta.k8s.io/${form.version}`,
    metadata: listMeta,
    columnDefinitions: hasColumns ? columns.map(definition) : null,
    rows: objects.map((object) => rowOf(form, columns, object)),
  };
}

/** The row of a bookmark: there is no object to print, only its metadata. */
export function bookmarkTable(form: TableForm, bookmark: { readonly metadata: object }, hasColumns: boolean): object {
  const columns = columnsFor(form.resource, undefined);
  const object = form.includeObject === "None" ? {} : { object: form.includeObject === "Object" ? bookmark : partialOf(bookmark as KubeObject, form.version) };
  return { ...tableOf(form, [], bookmark.metadata, hasColumns), rows: [{ cells: columns.map(() => ""), ...object }] };
}

/** Only the metadata of an object. */
export function partialOf(object: Pick<KubeObject, "metadata">, version: "v1" | "v1beta1"): object {
  return { kind: "PartialObjectMetadata", apiVersion: `meta.k8s.io/${version}`, metadata: object.metadata };
}

interface Scale extends KubeObject { readonly spec?: { readonly replicas?: number }; readonly status?: { readonly replicas?: number } }

const scaleColumns: readonly Column<Scale>[] = [
  { name: "Name", type: "string", priority: 0, value: (scale) => scale.metadata.name },
  { name: "Desired", type: "integer", priority: 0, value: (scale) => scale.spec?.replicas ?? 0 },
  { name: "Available", type: "integer", priority: 0, value: (scale) => scale.status?.replicas ?? 0 },
  ageColumn(),
];

function columnsFor(resource: Resource, object: KubeObject | undefined): readonly Column<KubeObject>[] {
  return object?.kind === "Scale" ? (scaleColumns as readonly Column<KubeObject>[]) : columnsOf(resource);
}

function definition({ name, type, format, priority }: Column<KubeObject>): object {
  return { name, type, format: format ?? "", description: COLUMN_DESCRIPTIONS[name] ?? "", priority };
}

function rowOf({ resource, version, includeObject, nowMs }: TableForm, columns: readonly Column<KubeObject>[], object: KubeObject): object {
  const conditions = resource.key === PODS.key && object.kind === PODS.kind ? podRowConditions(object as Pod) : undefined;
  const shown = includeObject === "None" ? undefined : includeObject === "Object" ? object : partialOf(object, version);
  return {
    cells: columns.map((c) => c.value(object, { nowMs })),
    ...(conditions ? { conditions } : {}),
    object: shown ?? null,
  };
}
