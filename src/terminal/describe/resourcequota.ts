import type { ResourceQuota } from "../../api/types/resourcequota.ts";
import type { Steps } from "../process.ts";
import { Description } from "./description.ts";
import { sortedEntries, writeName } from "./head.ts";

/** What a scope selects, in kubectl's words. Source: kubectl pkg/describe helpTextForResourceQuotaScope (1.36) */
const SCOPES: Readonly<Record<string, string>> = {
  Terminating: "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.",
  NotTerminating: "Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.",
  BestEffort: "Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.",
  NotBestEffort: "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.",
};

/** Without events. Source: kubectl pkg/describe ResourceQuotaDescriber (1.36) */
// oxlint-disable-next-line require-yield -- a describer that has nothing to ask
export function* describeResourceQuota(quota: ResourceQuota): Steps<string> {
  const out = new Description();
  writeName(out, quota);
  const scopes = [...(quota.spec?.scopes ?? [])].sort();
  if (scopes.length > 0) {
    out.line(0, "Scopes:", scopes.join(", "));
    for (const scope of scopes) if (SCOPES[scope]) out.line(0, ` * ${SCOPES[scope]}`);
  }
  out.line(0, "Resource", "Used", "Hard");
  out.line(0, "--------", "----", "----");
  writeUse(out, 0, quota);
  return out.text();
}

/** The quotas of a namespace, in the description of the namespace. Source: kubectl pkg/describe DescribeResourceQuotas (1.36) */
export function writeQuotas(out: Description, quotas: readonly ResourceQuota[]): void {
  if (quotas.length === 0) return out.line(0, "No resource quota.");
  out.line(0, "Resource Quotas");
  for (const quota of [...quotas].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))) {
    out.line(1, "Name:", quota.metadata.name);
    const scopes = [...(quota.spec?.scopes ?? [])].sort();
    if (scopes.length > 0) {
      out.line(1, "Scopes:", scopes.join(", "));
      for (const scope of scopes) if (SCOPES[scope]) out.line(1, `* ${SCOPES[scope]}`);
    }
    out.line(1, "Resource", "Used", "Hard");
    out.line(1, "--------", "---", "---");
    writeUse(out, 1, quota);
  }
}

function writeUse(out: Description, level: number, { status }: ResourceQuota): void {
  for (const [name, hard] of sortedEntries(status?.hard)) out.line(level, name, status?.used?.[name] ?? "0", hard);
}
