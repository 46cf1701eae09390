import type { Clause, Evidence } from "../api/decision.ts";
import type { DaemonSetRow, PodRow, ReplicaRow, WorkloadRow } from "../api/frame.ts";
import { fieldKey } from "./field-key.ts";
import { eligibilityOf, podsOf } from "./mirror.ts";
import type { Mirror } from "./mirror.ts";

/** What is at full strength in the picture while a question is being answered; all the rest is dimmed. */
export interface Light {
  /** The answer as one sentence; names in backquotes. */
  readonly words: string;
  /** Names of nodes. */
  readonly nodes: ReadonlySet<string>;
  /** uids of pods. */
  readonly pods: ReadonlySet<string>;
  /** uids of workloads. */
  readonly cards: ReadonlySet<string>;
  /** Why a node is not among them, by its name: a clause; names in backquotes. */
  readonly notes: ReadonlyMap<string, string>;
  /** Fields of nodes that decided, as `fieldKey` spells them. */
  readonly fields: ReadonlySet<string>;
}

/** The numbers of a card that can be asked about. */
export type CountName = "desired" | "current" | "ready" | "up-to-date" | "available" | "misscheduled";

/** What a number of a card counts, as the cluster is now: nodes of a DaemonSet, pods of any other workload; and why the others do not count. */
export function countLight(mirror: Mirror, row: WorkloadRow, count: CountName): Light {
  return row.kind === "DaemonSet" ? nodesCounted(mirror, row, count) : podsCounted(mirror, row, count);
}

/** The nodes that a clause of a FailedScheduling text counts; each of the others says which clause counts it. */
export function clauseLight(mirror: Mirror, clauses: readonly Clause[], reason: string): Light {
  const named = new Map(clauses.flatMap((c) => (c.nodeNames ?? []).map((name) => [name, c.reason] as const)));
  const rest = clauses.find((c) => !c.nodeNames)?.reason;
  const own = clauses.find((c) => c.reason === reason);
  const isCounted = (name: string) => (own?.nodeNames ? own.nodeNames.includes(name) : !named.has(name));
  const nodes = mirror.trayNames.filter(isCounted);
  const notes = new Map(mirror.trayNames.flatMap((name) => {
    const other = named.get(name) ?? rest;
    return isCounted(name) || other === undefined ? [] : [[name, other] as const];
  }));
  return { ...DARK, words: `${counted(nodes.length, "node")}: ${reason}.`, nodes: new Set(nodes), notes };
}

/** Both sides of a rule: the workload, the node, and the fields of it that decided. */
export function ruleLight(daemonSet: { readonly uid?: string | undefined; readonly name: string }, nodeName: string, text: string, evidence: readonly Evidence[]): Light {
  const fields = evidence.filter((e) => e.object.kind === "Node").map((e) => fieldKey(e.object.name, e.path));
  return { ...DARK, words: `\`${daemonSet.name}\` on \`${nodeName}\`: ${text}`, nodes: new Set([nodeName]), cards: new Set(daemonSet.uid === undefined ? [] : [daemonSet.uid]), fields: new Set(fields) };
}

export const DARK: Light = { words: "", nodes: new Set(), pods: new Set(), cards: new Set(), notes: new Map(), fields: new Set() };

function nodesCounted(mirror: Mirror, set: DaemonSetRow, count: CountName): Light {
  const pods = bestByNode(podsOf(mirror, set.uid));
  const nodes = new Set<string>();
  const lit = new Set<string>();
  const notes = new Map<string, string>();
  for (const name of mirror.trayNames) {
    const why = whyNotCounted(mirror, set, count, name, pods.get(name));
    if (why === undefined) {
      nodes.add(name);
      const pod = pods.get(name);
      if (pod && count !== "desired") lit.add(pod.uid);
    } else if (why !== "") notes.set(name, why);
  }
  const said = { desired: set.desired, current: set.current, ready: set.ready, "up-to-date": set.upToDate, available: set.available, misscheduled: set.misscheduled }[count];
  const differs = said === nodes.size ? "" : ` The status said ${said} when the controller last looked.`;
  return { words: `${count} ${nodes.size}: ${NODE_WORDS[count]}.${differs}`, nodes, pods: lit, cards: new Set([set.uid]), notes, fields: new Set() };
}

const NODE_WORDS: Readonly<Record<CountName, string>> = {
  desired: "the nodes that pass every rule of the DaemonSet",
  current: "the nodes that shall have a pod and have one",
  ready: "the nodes that shall have a pod and have a ready one",
  "up-to-date": "the nodes that shall have a pod and have one of the newest revision",
  available: "the nodes that shall have a pod and have one that has been ready for minReadySeconds",
  misscheduled: "the nodes that have a pod and shall have none",
};

/** Undefined: it counts. Empty: there is nothing to say. */
function whyNotCounted(mirror: Mirror, set: DaemonSetRow, count: CountName, nodeName: string, pod: PodRow | undefined): string | undefined {
  const verdict = eligibilityOf(mirror, set.uid, nodeName);
  if (!verdict) return "the controller has not looked at it yet";
  if (count === "misscheduled") return pod && !verdict.shouldRun ? undefined : "";
  if (!verdict.shouldRun) return withoutStop(verdict.text);
  if (count === "desired") return undefined;
  return pod ? whyPodNotCounted(set, count, pod) : "it has no pod yet";
}

function podsCounted(mirror: Mirror, row: ReplicaRow, count: CountName): Light {
  const all = podsOf(mirror, row.uid);
  const lit = all.filter((p) => p.state !== "terminating" && p.state !== "succeeded" && whyPodNotCounted(row, count, p) === undefined);
  const others = all.filter((p) => !lit.includes(p)).slice(0, MOST_NAMED).map((p) => `\`${p.name}\`: ${whyPodNotCounted(row, count, p) ?? p.status}`);
  const missing = row.replicas - all.length;
  const rest = [...others, ...(missing > 0 ? [`${counted(missing, "pod")} not there yet`] : [])];
  return {
    ...DARK, words: `${count} ${lit.length}: pods of ${row.kind} \`${row.name}\`.${rest.length > 0 ? ` Not counted: ${rest.join("; ")}.` : ""}`,
    nodes: new Set(lit.flatMap((p) => p.nodeName ?? [])), pods: new Set(lit.map((p) => p.uid)), cards: new Set([row.uid]),
  };
}

const MOST_NAMED = 3;

function whyPodNotCounted(row: WorkloadRow, count: CountName, pod: PodRow): string | undefined {
  switch (count) {
    case "up-to-date": {
      const letter = row.revisions.find((r) => r.hash === pod.revision)?.letter;
      return pod.revision === row.currentRevision ? undefined : `its pod is of ${letter === undefined ? "an older revision" : `revision ${letter}`}`;
    }
    case "ready":
      return pod.state === "ready" || pod.state === "available" ? undefined : `its pod is not ready: ${reasonOf(pod)}`;
    case "available":
      return pod.state === "available" ? undefined : pod.state === "ready" ? "its pod has not been ready for minReadySeconds" : `its pod is not ready: ${reasonOf(pod)}`;
    default:
      return undefined;
  }
}

function reasonOf(pod: PodRow): string {
  return withoutStop(pod.detail ?? pod.status);
}

/** The oldest pod of a node counts for it, also on its way out. Source: daemon_controller.go updateDaemonSetStatus. */
function bestByNode(pods: readonly PodRow[]): ReadonlyMap<string, PodRow> {
  const best = new Map<string, PodRow>();
  for (const pod of pods) {
    const name = pod.nodeName ?? pod.targetNode;
    if (name === undefined) continue;
    const known = best.get(name);
    if (!known || pod.createdMs < known.createdMs) best.set(name, pod);
  }
  return best;
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, "");
}

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
