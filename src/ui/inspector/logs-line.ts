import { kubectlLine } from "../../terminal/lines.ts";
import { WORKLOADS } from "../commands/targets.ts";
import type { Selection } from "../store.ts";

interface LogsWish {
  /** Absent: all pods of the workload. */
  readonly podName?: string;
  /** "": the default one. */
  readonly container: string;
  readonly isPrevious: boolean;
  readonly hasTimes: boolean;
  readonly isFollowing: boolean;
}

/** The `kubectl logs` that prints the same. */
export function logsLine({ kind, namespace, name }: Selection, wish: LogsWish): string {
  const isOne = kind === "Pod" || wish.podName !== undefined;
  const target = kind === "Pod" ? name : (wish.podName ?? `${kind === "Node" ? "node" : WORKLOADS[kind].short}/${name}`);
  const flags = [
    ...(wish.container === "" ? [] : ["-c", wish.container]),
    ...(isOne ? [] : ["--all-pods"]),
    ...(wish.isPrevious ? ["--previous"] : wish.isFollowing ? ["-f"] : []),
    ...(wish.hasTimes ? ["--timestamps"] : []),
  ];
  return kubectlLine(["logs", target, ...flags], namespace);
}
