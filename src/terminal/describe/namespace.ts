import { list } from "../../api/request.ts";
import { RESOURCEQUOTAS, resourceByKey } from "../../api/resources.ts";
import type { Condition } from "../../api/types/meta.ts";
import type { Namespace } from "../../api/types/namespace.ts";
import type { ResourceQuota } from "../../api/types/resourcequota.ts";
import { sendList, type Steps } from "../process.ts";
import { Description } from "./description.ts";
import { writeLabelsAndAnnotations } from "./head.ts";
import { writeLimitRanges, type LimitRange } from "./limitrange.ts";
import { writeQuotas } from "./resourcequota.ts";
import { longTime } from "./times.ts";

const LIMITRANGES = resourceByKey("limitranges")!;

/** A namespace has no events of its own to tell. Source: kubectl pkg/describe NamespaceDescriber (1.36) */
export function* describeNamespace(namespace: Namespace): Steps<string> {
  const { metadata, status } = namespace;
  const out = new Description();
  out.line(0, "Name:", metadata.name);
  writeLabelsAndAnnotations(out, namespace);
  out.line(0, "Status:", status.phase ?? "");
  writeConditions(out, (status as { readonly conditions?: readonly Condition[] }).conditions);
  const quotas = yield* sendList<ResourceQuota>(list(RESOURCEQUOTAS, metadata.name));
  const ranges = yield* sendList<LimitRange>(list(LIMITRANGES, metadata.name));
  out.line(0);
  writeQuotas(out, quotas.ok ? quotas.body.items : []);
  out.line(0);
  writeLimitRanges(out, ranges.ok ? ranges.body.items : []);
  return out.text();
}

function writeConditions(out: Description, conditions: readonly Condition[] = []): void {
  if (conditions.length === 0) return;
  out.line(0, "Conditions:");
  out.line(1, "Type", "Status", "LastTransitionTime", "Reason", "Message");
  out.line(1, "----", "------", "------------------", "------", "-------");
  for (const { type, status, lastTransitionTime, reason, message } of conditions) out.line(1, type, status, longTime(lastTransitionTime), reason ?? "", message ?? "");
}
