/** What a failed attempt found out, as far as the message needs it. */
export interface FitErrorParts {
  readonly numAllNodes: number;
  /** A whole-pod refusal; it replaces the counts. */
  readonly preFilterMsg?: string | undefined;
  /** The reasons of each node that was looked at. */
  readonly reasonsByNode?: Iterable<readonly string[]>;
  /** The reasons of every node that was not looked at, with their number. */
  readonly absent?: { readonly count: number; readonly reasons: readonly string[] } | undefined;
  readonly postFilterMsg?: string | undefined;
}

/**
 * The text of a FailedScheduling event: reasons counted over nodes, sorted as strings (so `10 x` is before `2 y`).
 * Source: kubernetes pkg/scheduler/framework/types.go FitError.Error (1.36)
 */
export function fitErrorMessage(parts: FitErrorParts): string {
  const body = parts.preFilterMsg ?? countedReasons(parts);
  const head = `0/${parts.numAllNodes} nodes are available:${body ? ` ${body}.` : ""}`;
  return parts.postFilterMsg ? `${head} ${parts.postFilterMsg}` : head;
}

function countedReasons(parts: FitErrorParts): string {
  const counts = new Map<string, number>();
  const add = (reasons: readonly string[], by: number) => {
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + by);
  };
  for (const reasons of parts.reasonsByNode ?? []) add(reasons, 1);
  if (parts.absent && parts.absent.count > 0) add(parts.absent.reasons, parts.absent.count);
  return [...counts].map(([reason, count]) => `${count} ${reason}`).sort().join(", ");
}
