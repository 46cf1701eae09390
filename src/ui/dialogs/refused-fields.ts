import type { Status } from "../../api/status.ts";
import type { Field } from "../commands/command.ts";

/**
 * What the API server says against answers of a form, by id of the question. A cause names the field of the object; a
 * question whose id is the last name in that path asked for it.
 * @returns empty if the Status names no field that was asked for
 */
export function refusedFields(status: Status, fields: readonly Pick<Field, "id">[]): Readonly<Record<string, string>> {
  const refused: Record<string, string> = {};
  for (const cause of status.details?.causes ?? []) {
    const name = cause.field.replaceAll(/\[[^\]]*\]/g, "").split(".").at(-1);
    const asked = fields.find((f) => f.id === name);
    if (asked) refused[asked.id] ??= cause.message;
  }
  return refused;
}
