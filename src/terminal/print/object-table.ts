import { ageColumn, column, nameColumn, NUMBER, type Column } from "../../api/columns/column.ts";
import { columnsOf } from "../../api/columns/generic.ts";
import { SCALES, type Resource } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Table } from "./table.ts";

/**
 * Objects of one kind as the Table that the API server makes of them.
 * @param nowMs what ages are counted to
 */
export function tableOf(resource: Resource, objects: readonly KubeObject[], nowMs: number, events: readonly string[] = []): Table {
  const columns = objects[0]?.kind === SCALES.kind ? (scaleColumns as readonly Column<KubeObject>[]) : columnsOf(resource);
  return tableWith(columns, objects, nowMs, events);
}

/** What kubectl makes of objects of any kind by itself (`--server-print=false`): names and ages. */
export function plainTableOf(objects: readonly KubeObject[], nowMs: number): Table {
  return tableWith([nameColumn(), ageColumn()], objects, nowMs, []);
}

function tableWith(columns: readonly Column<KubeObject>[], objects: readonly KubeObject[], nowMs: number, events: readonly string[]): Table {
  return {
    columnDefinitions: columns.map(({ name, priority, format }) => ({ name, priority, ...(format ? { format } : {}) })),
    rows: objects.map((object, i) => ({ cells: columns.map((c) => c.value(object, { nowMs })), object, ...(events[i] ? { event: events[i] } : {}) })),
  };
}

interface Scale extends KubeObject {
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number };
}

const scaleColumns: readonly Column<Scale>[] = [
  nameColumn(),
  column("Desired", (scale) => scale.spec?.replicas ?? 0, NUMBER),
  column("Available", (scale) => scale.status?.replicas ?? 0, NUMBER),
  ageColumn(),
];
