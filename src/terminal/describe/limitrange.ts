import type { KubeObject, StringMap } from "../../api/types/meta.ts";
import type { Steps } from "../process.ts";
import { Description } from "./description.ts";
import { writeName } from "./head.ts";

export interface LimitRange extends KubeObject {
  readonly spec: { readonly limits: readonly ({ readonly type: string } & { readonly [Bound in (typeof BOUNDS)[number]]?: StringMap })[] };
}

const BOUNDS = ["min", "max", "defaultRequest", "default", "maxLimitRequestRatio"] as const;
const TITLES = ["Resource", "Min", "Max", "Default Request", "Default Limit", "Max Limit/Request Ratio"];
const DASHES = ["--------", "---", "---", "---------------", "-------------", "-----------------------"];

/** Without events. Source: kubectl pkg/describe LimitRangeDescriber (1.36) */
// oxlint-disable-next-line require-yield -- a describer that has nothing to ask
export function* describeLimitRange(range: LimitRange): Steps<string> {
  const out = new Description();
  writeName(out, range);
  out.line(0, "Type", ...TITLES);
  out.line(0, "----", ...DASHES);
  writeLimits(out, "", range);
  return out.text();
}

/** The limits of a namespace, in the description of the namespace. Source: kubectl pkg/describe DescribeLimitRanges (1.36) */
export function writeLimitRanges(out: Description, ranges: readonly LimitRange[]): void {
  if (ranges.length === 0) return out.line(0, "No LimitRange resource.");
  out.line(0, "Resource Limits");
  out.line(0, " Type", ...TITLES);
  out.line(0, " ----", ...DASHES);
  for (const range of ranges) writeLimits(out, " ", range);
}

/** A row for each resource that a limit names. Departure: in the order of their names; kubectl's own order changes from run to run. */
function writeLimits(out: Description, prefix: string, { spec }: LimitRange): void {
  for (const limit of spec.limits) {
    const names = new Set(BOUNDS.flatMap((bound) => Object.keys(limit[bound] ?? {})));
    for (const name of [...names].sort()) out.line(0, `${prefix}${limit.type}`, name, ...BOUNDS.map((bound) => limit[bound]?.[name] ?? "-"));
  }
}
