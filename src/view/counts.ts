import type { NodeRow, PodRow, PodState } from "../api/frame.ts";
import type { Tray } from "./tray.ts";

/** Numbers over the whole cluster. */
export interface Counts {
  readonly nodes: number;
  readonly nodesReady: number;
  readonly pods: number;
  /** Their containers run, ready or not. */
  readonly podsRunning: number;
  /** Ghosts: a DaemonSet wants a pod there and there is none. */
  readonly missing: number;
  readonly misscheduled: number;
  /** Only states that some pod is in. */
  readonly states: Readonly<Partial<Record<PodState, number>>>;
  /** Pods by namespace. */
  readonly namespaces: Readonly<Record<string, number>>;
}

/** Counts while a frame is taken in: changed in place, row by row, so that a frame costs what it changes. */
export interface Tally {
  nodes: number;
  nodesReady: number;
  pods: number;
  podsRunning: number;
  missing: number;
  misscheduled: number;
  states: Partial<Record<PodState, number>>;
  namespaces: Record<string, number>;
}

export const NO_COUNTS: Counts = { nodes: 0, nodesReady: 0, pods: 0, podsRunning: 0, missing: 0, misscheduled: 0, states: {}, namespaces: {} };

export function startTally(counts: Counts): Tally {
  return { ...counts, states: { ...counts.states }, namespaces: { ...counts.namespaces } };
}

const RUNNING: ReadonlySet<PodState> = new Set(["not-ready", "ready", "available"]);

/** `by`: 1 for a row that came, -1 for one that went; a changed row is both. */
export function tallyNode(tally: Tally, row: NodeRow, by: 1 | -1): void {
  tally.nodes += by;
  if (row.ready === "True") tally.nodesReady += by;
}

export function tallyPod(tally: Tally, row: PodRow, by: 1 | -1): void {
  tally.pods += by;
  if (RUNNING.has(row.state)) tally.podsRunning += by;
  if (row.misscheduled) tally.misscheduled += by;
  addTo(tally.states, row.state, by);
  addTo(tally.namespaces, row.namespace, by);
}

function addTo<K extends string>(counts: Partial<Record<K, number>>, key: K, by: 1 | -1): void {
  const left = (counts[key] ?? 0) + by;
  if (left === 0) delete counts[key];
  else counts[key] = left;
}

export function tallyTray(tally: Tally, tray: Tray, by: 1 | -1): void {
  for (const slot of tray.slots) if (slot.kind === "missing") tally.missing += by;
}

export function sameCounts(a: Counts, b: Counts): boolean {
  const numbers = a.nodes === b.nodes && a.nodesReady === b.nodesReady && a.pods === b.pods && a.podsRunning === b.podsRunning &&
    a.missing === b.missing && a.misscheduled === b.misscheduled;
  return numbers && sameNumbers(a.states, b.states) && sameNumbers(a.namespaces, b.namespaces);
}

function sameNumbers(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
