import type { Condition } from "../../api/types/meta.ts";
import type { Description } from "./description.ts";

/** Type, status and reason, as workloads show them; nothing without conditions. The blank after the type is kubectl's. */
export function writeConditions(out: Description, conditions: readonly Condition[] = []): void {
  if (conditions.length === 0) return;
  out.line(0, "Conditions:");
  out.line(1, "Type", "Status", "Reason");
  out.line(1, "----", "------", "------");
  for (const { type, status, reason } of conditions) out.line(1, `${type} `, status, reason ?? "");
}
