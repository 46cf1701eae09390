import type { NodeRow, PodRow } from "../../api/frame.ts";

/** An object that no row stands for, to be opened and read. */
interface Opens {
  /** The API's key of the kind. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

interface RemedyText {
  readonly text: string;
}

interface CommandRemedy extends RemedyText {
  /** The command of the page that does it. */
  readonly commandId: string;
  /** What to do it on where that is not the workload itself: a node, by name, or a pod, by uid. */
  readonly nodeName?: string;
  readonly podUid?: string;
  /** Answers to the command's questions that help here; for the others what the command offers will do. */
  readonly values?: Readonly<Record<string, string>>;
  /** The questions have no answer that can be told from here: a person must give it. */
  readonly asks?: boolean;
}

interface ReadRemedy extends RemedyText {
  readonly opens: Opens;
}

/** Something a person could do about it: a command, or an object to look at and change. */
export type Remedy = CommandRemedy | ReadRemedy;

/** A node, a pod or an object that keeps the workload from going on and will not let go by itself. */
export interface Holder {
  readonly name: string;
  /** One clause, true by itself, without a full stop; names in backquotes. */
  readonly cause: string;
  readonly remedies: readonly Remedy[];
}

export interface Diagnosis {
  /** What stands still and why, with the numbers; names in backquotes. */
  readonly text: string;
  readonly holders: readonly Holder[];
}

/** What the doctor looks at beside the workload's own row. */
export interface Surroundings {
  /** The workload's pods. */
  readonly pods: readonly PodRow[];
  readonly nodes: readonly NodeRow[];
  /** Names of standing faults. */
  readonly faults: readonly string[];
  readonly nowMs: number;
  /** What the API server last refused the workload's controller, by its decisions; absent: nothing since. */
  readonly refused?: string | undefined;
}

export function nodeNamed(around: Surroundings, name: string | undefined): NodeRow | undefined {
  return around.nodes.find((n) => n.name === name);
}

/** `1 pod`, `3 pods`. */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
