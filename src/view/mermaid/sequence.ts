import type { Decision } from "../../api/decision.ts";
import { sentenceOf } from "../sentence.ts";
import { mermaidLabel } from "./escape.ts";

export interface Sequence {
  readonly text: string;
  /** Decisions that are not drawn because there is no room for more arrows. */
  readonly omitted: number;
}

export interface SequenceOptions {
  /** Name of the node that a decision is about, where its references do not say it. */
  readonly nodeOf?: (decision: Decision) => string | undefined;
  /** Arrows at most. */
  readonly most?: number;
}

interface Arrow {
  /** Names of participants. */
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** Something that is heard, not said: dotted. */
  readonly isNews: boolean;
}

const MOST_ARROWS = 60;
const ADMIN = "Admin (You)";
const API = "API server";

/** What is done without asking or telling the API server: an arrow to oneself. */
const LOCAL: ReadonlySet<string> = new Set([
  "admitted", "back-off", "cut-off", "down", "exited", "forbids", "may-stay", "pull-failed", "pulling", "restarts", "should-not-run", "should-run", "started",
  "stopped", "stopping", "waits",
]);

/**
 * Who called whom, as a mermaid sequence diagram. In Kubernetes everybody talks to the API server and to nobody else:
 * a decision that writes is an arrow to it, and where another actor's decision led to this one, a dotted arrow from it
 * comes first, for the watch by which it was heard. What an actor does by itself is an arrow to itself. Quiet decisions
 * are left out.
 * @param decisions a span of a run, oldest first; see `sinceLastAct`
 * @returns a text that can always be parsed, of at most 60 arrows; a note in it says how many decisions are not drawn
 */
export function runSequence(decisions: readonly Decision[], options: SequenceOptions = {}): Sequence {
  const told = decisions.filter((d) => !d.quiet);
  const known = new Map(decisions.map((d) => [d.id, d]));
  const nodes = nodesOfPods(decisions);
  const nameOf = (d: Decision) => participantOf(d, nodeNameIn(d) ?? nodes.get(d.object.uid ?? "") ?? options.nodeOf?.(d));
  const heard = new Set<string>();
  const arrows: Arrow[] = [];
  let drawn = 0;
  for (const decision of told) {
    const news = newsFor(decision, known, nameOf, heard);
    const next = [...(news ? [news] : []), arrowOf(decision, nameOf(decision))];
    if (arrows.length + next.length > (options.most ?? MOST_ARROWS)) break;
    arrows.push(...next);
    drawn++;
  }
  const omitted = told.length - drawn;
  const notes = [...(told.length === 0 ? ["Nothing has been decided yet"] : []), ...(omitted > 0 ? [`${omitted} more decisions are left out`] : [])];
  return { omitted, text: print(arrows, notes) };
}

/** The decisions since, and with, the last thing that a person did; all of them if nobody did anything. */
export function sinceLastAct(decisions: readonly Decision[]): readonly Decision[] {
  const at = decisions.findLastIndex((d) => d.actor === "user" && !d.quiet);
  return at < 0 ? decisions : decisions.slice(at);
}

function arrowOf(decision: Decision, from: string): Arrow {
  return { from, to: LOCAL.has(decision.verdict) ? from : API, text: textOf(decision), isNews: false };
}

/** The watch by which an actor heard of what another one did; once for each thing that was done. */
function newsFor(decision: Decision, known: ReadonlyMap<number, Decision>, nameOf: (d: Decision) => string, heard: Set<string>): Arrow | undefined {
  const cause = decision.cause === undefined ? undefined : known.get(decision.cause);
  const to = nameOf(decision);
  if (!cause || to === API || nameOf(cause) === to || heard.has(`${cause.id} ${to}`)) return undefined;
  heard.add(`${cause.id} ${to}`);
  const { kind, name } = newsOf(cause);
  return { from: API, to, text: `watch: ${kind} ${name}`, isNews: true };
}

/** What the watch tells of a decision: the object that was made by it, else the one it is about. */
function newsOf(cause: Decision): { readonly kind: string; readonly name: string } {
  const { object, subject } = cause;
  return cause.verdict === "created" && subject && subject.kind !== "Node" ? subject : object;
}

/** The sentence without its actor, which the arrow names. */
function textOf(decision: Decision): string {
  const { actor, plain } = sentenceOf(decision);
  return plain.slice(actor.length + 1).replace(/\.$/, "");
}

function participantOf(decision: Decision, node: string | undefined): string {
  if (decision.actor === "user") return ADMIN;
  const { actor } = sentenceOf(decision);
  return decision.actor === "kubelet" && node !== undefined ? `${actor} ${node}` : actor;
}

/** People first, then the API server, then the others in order of their first arrow. */
function print(arrows: readonly Arrow[], notes: readonly string[]): string {
  const names = new Set(arrows.flatMap((a) => [a.from, a.to]));
  const others = [...names].filter((n) => n !== ADMIN && n !== API);
  const ids = new Map([...(names.has(ADMIN) ? [[ADMIN, "Admin"] as const] : []), [API, "API"] as const, ...others.map((n, i) => [n, `A${i + 1}`] as const)]);
  return [
    "sequenceDiagram",
    ...[...ids].map(([name, id]) => `  participant ${id} as ${mermaidLabel(name)}`),
    ...arrows.map((a) => `  ${ids.get(a.from)}${a.isNews ? "-->>" : "->>"}${ids.get(a.to)}: ${mermaidLabel(a.text)}`),
    ...notes.map((n) => `  Note over API: ${mermaidLabel(n)}`),
  ].join("\n");
}

/** Where pods are, by what was decided about them: a pod that is gone has no row any more. */
function nodesOfPods(decisions: readonly Decision[]): ReadonlyMap<string, string> {
  const nodes = new Map<string, string>();
  for (const { object, subject } of decisions) if (object.kind === "Pod" && object.uid !== undefined && subject?.kind === "Node") nodes.set(object.uid, subject.name);
  return nodes;
}

function nodeNameIn({ object, subject }: Decision): string | undefined {
  return [object, subject].find((r) => r?.kind === "Node")?.name;
}
