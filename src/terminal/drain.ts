/** A pod of the node, as far as drain looks at it. */
export interface DrainPod {
  readonly namespace: string;
  readonly name: string;
  readonly phase?: string;
  /** `exists`: whether the object it names is still there; only asked of a DaemonSet. */
  readonly controller?: { readonly kind: string; readonly name: string; readonly exists: boolean };
  /** Any volume is an emptyDir. */
  readonly hasEmptyDir: boolean;
  /** Made by the kubelet out of a file (annotation `kubernetes.io/config.mirror`). */
  readonly isMirror: boolean;
}

export interface DrainOptions {
  readonly ignoreDaemonSets?: boolean;
  readonly force?: boolean;
  readonly deleteEmptyDirData?: boolean;
}

/** Pods to evict, in the order of the list; with errors, none. */
export interface DrainPlan {
  /** Each `cannot delete <what>: <ns>/<pod>, …`. */
  readonly errors: readonly string[];
  /** Each `<what>: <ns>/<pod>, …`; kubectl joins them with `; ` behind `Warning: `. */
  readonly warnings: readonly string[];
  readonly evicted: readonly DrainPod[];
}

type Verdict =
  | { readonly kind: "delete"; readonly warning?: string }
  | { readonly kind: "keep"; readonly warning?: string }
  | { readonly kind: "error"; readonly text: string };

const DELETE: Verdict = { kind: "delete" };

/**
 * Which pods `kubectl drain` would evict. Every pod goes through the filters until one does not let it be deleted; of
 * several warnings only that of the last filter counts. One error, and nothing is evicted (the node stays cordoned).
 * Source: kubectl pkg/drain/filters.go (1.36)
 */
export function planDrain(pods: readonly DrainPod[], options: DrainOptions): DrainPlan {
  const verdicts = pods.map((pod) => ({ pod, verdict: judge(pod, options) }));
  const errors = grouped(verdicts.flatMap(({ pod, verdict }) => (verdict.kind === "error" ? [{ pod, text: `cannot delete ${verdict.text}` }] : [])));
  if (errors.length > 0) return { errors, warnings: [], evicted: [] };
  const warnings = grouped(verdicts.flatMap(({ pod, verdict }) => ("warning" in verdict && verdict.warning ? [{ pod, text: verdict.warning }] : [])));
  return { errors, warnings, evicted: verdicts.filter(({ verdict }) => verdict.kind === "delete").map(({ pod }) => pod) };
}

function judge(pod: DrainPod, options: DrainOptions): Verdict {
  let last: Verdict = DELETE;
  for (const filter of [daemonSetFilter, mirrorFilter, localStorageFilter, unmanagedFilter]) {
    last = filter(pod, options);
    if (last.kind !== "delete") return last;
  }
  return last;
}

function daemonSetFilter(pod: DrainPod, options: DrainOptions): Verdict {
  const { controller } = pod;
  if (controller?.kind !== "DaemonSet" || isFinished(pod)) return DELETE;
  if (!controller.exists) {
    const text = `daemonsets.apps "${controller.name}" not found`;
    return options.force ? { kind: "delete", warning: text } : { kind: "error", text };
  }
  if (!options.ignoreDaemonSets) return { kind: "error", text: "DaemonSet-managed Pods (use --ignore-daemonsets to ignore)" };
  return { kind: "keep", warning: "ignoring DaemonSet-managed Pods" };
}

function mirrorFilter({ isMirror }: DrainPod): Verdict {
  return isMirror ? { kind: "keep" } : DELETE;
}

function localStorageFilter(pod: DrainPod, options: DrainOptions): Verdict {
  if (!pod.hasEmptyDir || isFinished(pod)) return DELETE;
  if (!options.deleteEmptyDirData) return { kind: "error", text: "Pods with local storage (use --delete-emptydir-data to override)" };
  return { kind: "delete", warning: "deleting Pods with local storage" };
}

function unmanagedFilter(pod: DrainPod, options: DrainOptions): Verdict {
  if (pod.controller || isFinished(pod)) return DELETE;
  if (!options.force) return { kind: "error", text: "Pods that declare no controller (use --force to override)" };
  return { kind: "delete", warning: "deleting Pods that declare no controller" };
}

function isFinished({ phase }: DrainPod): boolean {
  return phase === "Succeeded" || phase === "Failed";
}

/** One line a text, in the order of first mention, with all pods it concerns. */
function grouped(entries: readonly { readonly pod: DrainPod; readonly text: string }[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { pod, text } of entries) groups.set(text, [...(groups.get(text) ?? []), `${pod.namespace}/${pod.name}`]);
  return [...groups].map(([text, names]) => `${text}: ${names.join(", ")}`);
}
