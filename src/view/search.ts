import type { PodRow, Row } from "../api/frame.ts";
import { matchesLabels, parseLabelSelector } from "../api/selector.ts";
import type { StringMap } from "../api/types/meta.ts";
import { DARK } from "./light.ts";
import type { Light } from "./light.ts";
import type { Mirror } from "./mirror.ts";

/** One thing that is asked for. Several are all asked for. */
export type Term =
  | { readonly kind: "word"; readonly value: string }
  | { readonly kind: "field"; readonly field: Field; readonly value: string };
type Field = "status" | "node" | "namespace" | "kind" | "name";

export interface Search {
  readonly terms: readonly Term[];
  /** A label selector as kubectl takes it; absent: labels do not matter. */
  readonly labels?: string;
  /** What is wrong with it. */
  readonly error?: string;
}

const FIELDS: Readonly<Record<string, Field>> = { status: "status", state: "status", is: "status", node: "node", namespace: "namespace", ns: "namespace", kind: "kind", name: "name" };

/**
 * Reads what somebody searches for: words, `status:pending`, `node:worker-2`, `namespace:kube-system`, `kind:pod`,
 * `name:web`, and labels (`app=node-logger`, `tier!=db`).
 */
export function parseSearch(text: string): Search {
  const terms: Term[] = [];
  const labels: string[] = [];
  for (const token of text.trim().split(/\s+/).filter(Boolean)) {
    const colon = token.indexOf(":");
    const field = colon > 0 ? FIELDS[token.slice(0, colon).toLowerCase()] : undefined;
    if (field) {
      if (colon < token.length - 1) terms.push({ kind: "field", field, value: token.slice(colon + 1).toLowerCase() });
    } else if (token.includes("=")) labels.push(token);
    else terms.push({ kind: "word", value: token.toLowerCase() });
  }
  if (labels.length === 0) return { terms };
  const selector = labels.join(",");
  const read = parseLabelSelector(selector);
  return "error" in read ? { terms, labels: selector, error: read.error } : { terms, labels: selector };
}

/** @param labels of the object of a row; undefined if they are not known */
export function matches(row: Row, search: Search, labels: (row: Row) => StringMap | undefined): boolean {
  if (row.kind === "Inert" || search.error !== undefined) return false;
  if (!search.terms.every((term) => matchesTerm(row, term))) return false;
  if (search.labels === undefined) return true;
  const known = labels(row);
  const read = parseLabelSelector(search.labels);
  return known !== undefined && "selector" in read && matchesLabels(read.selector, known);
}

/** Everything that matches, and the nodes on which a matching pod is. */
export function searchLight(mirror: Mirror, search: Search, labels: (row: Row) => StringMap | undefined): Light {
  const found = [...mirror.rows.values()].filter((row) => matches(row, search, labels));
  const pods = found.filter((r): r is PodRow => r.kind === "Pod");
  const nodes = found.filter((r) => r.kind === "Node");
  const cards = found.filter((r) => r.kind !== "Node" && r.kind !== "Pod");
  return {
    ...DARK,
    words: search.error ?? (found.length === 0 ? "Nothing matches." : `${parts([nodes.length, "node"], [pods.length, "pod"], [cards.length, "workload"])}.`),
    nodes: new Set([...nodes.map((n) => n.name), ...pods.flatMap((p) => p.nodeName ?? p.targetNode ?? [])]),
    pods: new Set(pods.map((p) => p.uid)),
    cards: new Set(cards.map((c) => c.uid)),
  };
}

/** What a line of a list is about: an object of the cluster, as decisions and events name it. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly uid?: string | undefined;
}

/**
 * Whether a line of a list belongs to what is lit: it is about something that is, or says all the words that are
 * searched for, as lines about things that are gone do.
 * @param search absent: the light answers another question
 */
export function isLineLit(light: Light, search: Search | undefined, references: readonly Reference[], text: string): boolean {
  if (references.some((r) => isReferenceLit(light, r))) return true;
  if (!search || search.labels !== undefined || search.terms.length === 0) return false;
  const low = text.toLowerCase();
  return search.terms.every((term) => term.kind === "word" && low.includes(term.value));
}

/** A node counts only where nodes are asked for: where pods are, those on which they are shine with them. */
function isReferenceLit(light: Light, { kind, name, uid }: Reference): boolean {
  if (kind === "Node") return light.pods.size === 0 && light.nodes.has(name);
  return uid !== undefined && (light.pods.has(uid) || light.cards.has(uid));
}

function matchesTerm(row: Exclude<Row, { kind: "Inert" }>, term: Term): boolean {
  const { value } = term;
  if (term.kind === "word") return row.name.toLowerCase().includes(value) || statusOf(row).some((s) => s.includes(value) && value.length > 2);
  switch (term.field) {
    case "name":
      return row.name.toLowerCase().includes(value);
    case "kind":
      return row.kind.toLowerCase() === value || row.kind.toLowerCase() === value.replace(/s$/, "");
    case "namespace":
      return row.kind !== "Node" && row.namespace.toLowerCase() === value;
    case "node":
      return row.kind === "Node" ? row.name.toLowerCase() === value : row.kind === "Pod" && (row.nodeName ?? row.targetNode)?.toLowerCase() === value;
    case "status":
      return statusOf(row).some((s) => s.startsWith(value));
  }
}

/** What one might call its state, in small letters: kubectl's word and the picture's. */
function statusOf(row: Exclude<Row, { kind: "Inert" }>): readonly string[] {
  switch (row.kind) {
    case "Node":
      return [row.ready === "True" ? "ready" : "notready", ...(row.unschedulable ? ["cordoned", "schedulingdisabled"] : []), ...(row.taints.length > 0 ? ["tainted"] : [])];
    case "Pod":
      return [row.state, row.status.toLowerCase(), ...(row.misscheduled ? ["misscheduled"] : [])];
    default:
      return row.deleting ? ["deleting", "terminating"] : [];
  }
}

function parts(...counts: readonly (readonly [number, string])[]): string {
  return counts.filter(([n]) => n > 0).map(([n, noun]) => `${n} ${noun}${n === 1 ? "" : "s"}`).join(", ");
}
