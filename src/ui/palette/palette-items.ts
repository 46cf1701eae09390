import type { InertRow, NodeRow, PodRow, WorkloadRow } from "../../api/frame.ts";
import type { KubeRequest } from "../../api/request.ts";
import { FAULTS, REPLICASETS } from "../../api/resources.ts";
import { podRows } from "../../view/mirror.ts";
import { compareNatural } from "../../view/natural.ts";
import { LESSON_CARDS } from "../../lessons/catalogue.ts";
import { SCENES } from "../../lessons/scenes.ts";
import type { Command } from "../commands/command.ts";
import { COMMANDS } from "../commands/list.ts";
import { STATE_WORDS } from "../graph/pod-words.ts";
import { exportItems } from "../export/export-items.ts";
import { beginSearch, useLight } from "../graph/light-store.ts";
import { LEARN } from "../messages/learn.ts";
import { contextFor, plainPlan, possibility, redo, startCommand, undo } from "../run-command.ts";
import { selectionOf } from "../selection.ts";
import type { Session } from "../session.ts";
import { closeDialog, openDialog, select, useUi } from "../store.ts";
import type { Selection } from "../store.ts";
import { focusInspector } from "./focus-inspector.ts";
import { fuzzyScore } from "./fuzzy.ts";

/** One line of the palette. */
export interface Item {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  /** What stands beside it: the kind and state of an object. */
  readonly note?: string;
  readonly shortcut?: string;
  readonly danger?: boolean;
  /** Why it cannot be done now. */
  readonly why?: string;
  /** An address instead of something to do. */
  readonly href?: string;
  readonly isCurrent?: boolean;
  run(): void;
}

/** What a command would do as it stands, for the line below the list. */
export interface ItemPlan {
  readonly kubectl: string;
  readonly requests: readonly KubeRequest[];
}

const COMMAND_GROUPS: Readonly<Record<Command["group"], string>> = { cluster: "Cluster", node: "Node", pod: "Pod", workload: "Workload" };
/** More objects than these are found by typing more. */
const MOST_OBJECTS = 40;
/** Without a letter typed, objects would bury the commands. */
const MOST_UNASKED = 0;

/** Everything the palette offers for what is typed: what was recently chosen first, then by group, best matches first in each. */
export function paletteItems(session: Session, selection: Selection | undefined, query: string, recent: readonly string[]): readonly Item[] {
  const commands = [...commandItems(session, selection), ...pageItems(session), ...exportItems(session), ...sceneItems(session), ...lessonItems(session)];
  const found = query.trim() === "" ? commands : ranked(commands, query);
  const objects = ranked([...objectItems(session), ...faultItems(session), ...replicaSetItems(session)], query).slice(0, query.trim() === "" ? MOST_UNASKED : MOST_OBJECTS);
  if (query.trim() !== "") return [...byBestGroup([...found, ...objects], query), ...eventItems(query)];
  const again = recent.flatMap((id) => [...found, ...objectItems(session)].find((i) => i.id === id) ?? []).map((item) => ({ ...item, group: "Recent" }));
  const known = new Set(again.map((i) => i.id));
  return [...again, ...found.filter((i) => !known.has(i.id))];
}

/** What a command would do with the answers that its form offers; undefined for anything else. */
export function planOf(session: Session, selection: Selection | undefined, item: Item | undefined): ItemPlan | undefined {
  const command = COMMANDS.find((c) => item?.id === `command ${c.id}`);
  if (!command || item?.why !== undefined) return undefined;
  const context = contextFor(session, command, selection);
  if (command.when(context) !== true) return undefined;
  const plan = plainPlan(command, context);
  const line = plan.kubectl?.flatMap((k) => k.split("\n")).find((l) => !l.startsWith("#"));
  return line === undefined ? undefined : { kubectl: line, requests: "requests" in plan ? plan.requests : [] };
}

function commandItems(session: Session, selection: Selection | undefined): readonly Item[] {
  const { workloads } = session.picture();
  return COMMANDS.filter((c) => isOfUse(c, workloads)).map((command) => {
    const why = possibility(session, command, selection);
    return {
      id: `command ${command.id}`, group: COMMAND_GROUPS[command.group], title: command.title,
      ...(command.shortcut ? { shortcut: command.shortcut } : {}), ...(command.danger ? { danger: true } : {}), ...(why === true ? {} : { why }),
      run: () => startCommand(session, command, selection),
    };
  }).sort((a, b) => GROUP_ORDER.indexOf(a.group) - GROUP_ORDER.indexOf(b.group));
}

const GROUP_ORDER: readonly string[] = Object.values(COMMAND_GROUPS);

/** A command for kinds of which there is none here would only make the list longer; those on DaemonSets are always there. */
function isOfUse(command: Command, workloads: readonly WorkloadRow[]): boolean {
  const { kinds } = command;
  return !kinds || kinds.includes("DaemonSet") || workloads.some((w) => kinds.includes(w.kind));
}

function pageItems(session: Session): readonly Item[] {
  const group = "Page";
  return [
    { id: "page undo", group, title: "Undo", shortcut: "Ctrl+Z", ...(session.acts.done.length > 0 ? {} : { why: "Nothing has been done yet." }), run: () => void undo(session) },
    { id: "page redo", group, title: "Redo", shortcut: "Ctrl+Shift+Z", ...(session.acts.undone.length > 0 ? {} : { why: "Nothing has been undone." }), run: () => void redo(session) },
    { id: "page search", group, title: "Search", shortcut: "/", run: () => beginSearch() },
    { id: "page apply", group, title: "Apply YAML", shortcut: "y", run: () => openDialog({ kind: "apply" }) },
    { id: "page gallery", group, title: "Gallery: what runs as a DaemonSet", run: () => openDialog({ kind: "gallery" }) },
    { id: "page calculator", group, title: "Calculate what a DaemonSet costs", run: () => openDialog({ kind: "calculator" }) },
    { id: "page trouble", group, title: "One cause: find what is broken", run: () => location.assign(`?trouble=${1 + Math.floor(Math.random() * 9999)}`) },
    { id: "page help", group, title: "Help and shortcuts", shortcut: "?", run: () => openDialog({ kind: "shortcuts" }) },
    { id: "page reset", group, title: "Start over with the first cluster", run: () => session.reset() },
  ];
}

function sceneItems(session: Session): readonly Item[] {
  const { scene } = session.scenario;
  if (scene === undefined) return [];
  return SCENES.map(({ id, title, text }, i) => ({
    id: `scene ${id}`, group: "Scenes", title, note: text, href: i === 0 ? "?" : `?scene=${id}`, isCurrent: id === scene, run: () => undefined,
  }));
}

/** Links as in the list of lessons: starting one is a fresh page. */
function lessonItems(session: Session): readonly Item[] {
  const current = session.scenario.lesson?.bundle.lesson.id;
  return LESSON_CARDS.map(({ id, title, minutes }) => ({
    id: `lesson ${id}`, group: "Lessons", title, note: `Lesson · ${LEARN.minutes(minutes)}`, href: `?lesson=${id}`, isCurrent: id === current, run: () => undefined,
  }));
}

function objectItems(session: Session): readonly Item[] {
  const { nodes, workloads } = session.picture();
  const pods = podRows(session.mirror).sort((a, b) => compareNatural(a.name, b.name));
  return [...workloads.map(rowItem), ...nodes.map(rowItem), ...pods.map(rowItem), ...session.mirror.inert.map(inertItem)];
}

/** What is broken on purpose. */
function faultItems(session: Session): readonly Item[] {
  return session.clock.getState().facts.faults.map((name) => ({
    id: `fault ${name}`, group: "Objects", title: name, note: "Fault · stands", run: () => openDialog({ kind: "object", resource: FAULTS.key, name }),
  }));
}

/** Those of Deployments have no card of their own. */
function replicaSetItems(session: Session): readonly Item[] {
  return session.clock.getState().facts.objects.flatMap(({ kind, metadata: { name, namespace, uid, ownerReferences } }) => {
    const owner = ownerReferences?.find((r) => r.controller);
    if (kind !== REPLICASETS.kind || !owner) return [];
    const run = () => openDialog({ kind: "object", resource: REPLICASETS.key, name, ...(namespace === undefined ? {} : { namespace }) });
    return [{ id: `object ${uid}`, group: "Objects", title: name, note: `${kind} · of ${owner.kind} ${owner.name}${inNamespace(namespace ?? "default")}`, run }];
  });
}

/** Events are found by what they say: they are too many to be lines here. */
function eventItems(query: string): readonly Item[] {
  const words = query.trim();
  return [{
    id: "page events", group: "Events", title: `Find “${words}” in events`,
    run: () => {
      useLight.setState({ search: words, door: undefined });
      useUi.setState({ drawerTab: "events", isDrawerOpen: true });
    },
  }];
}

function rowItem(row: NodeRow | PodRow | WorkloadRow): Item {
  return { id: `object ${row.uid}`, group: "Objects", title: row.name, note: noteOf(row), run: () => openObject(selectionOf(row)) };
}

function openObject(selection: Selection | undefined): void {
  if (!selection) return;
  select(selection, "why");
  focusInspector();
}

function noteOf(row: NodeRow | PodRow | WorkloadRow): string {
  switch (row.kind) {
    case "Node":
      return `Node · ${row.ready === "True" ? "Ready" : "NotReady"}${row.unschedulable ? " · cordoned" : ""}`;
    case "Pod":
      return `Pod · ${STATE_WORDS[row.state]}${row.nodeName === undefined ? "" : ` · ${row.nodeName}`}${inNamespace(row.namespace)}`;
    case "DaemonSet":
      return `DaemonSet · ready ${row.ready} of ${row.desired}${inNamespace(row.namespace)}`;
    default:
      return `${row.kind} · ready ${row.ready} of ${row.replicas}${inNamespace(row.namespace)}`;
  }
}

function inNamespace(namespace: string): string {
  return namespace === "default" ? "" : ` · ${namespace}`;
}

function inertItem({ uid, resource, objectKind, namespace, name }: InertRow): Item {
  return {
    id: `object ${uid}`, group: "Objects", title: name, note: `${objectKind}${namespace === undefined ? "" : inNamespace(namespace)}`,
    run: () => openDialog({ kind: "object", resource, name, ...(namespace === undefined ? {} : { namespace }) }),
  };
}

/** By how well the title is meant; a kind or state counts less, a command that cannot be done now a little less than one that can. */
function ranked(items: readonly Item[], query: string): readonly Item[] {
  return items.map((item) => ({ item, score: scoreOf(item, query) })).filter((s) => s.score > 0).sort((a, b) => b.score - a.score).map((s) => s.item);
}

function scoreOf(item: Item, query: string): number {
  const score = Math.max(fuzzyScore(query, item.title), 0.4 * fuzzyScore(query, `${item.note ?? ""} ${item.title}`));
  return item.why === undefined ? score : score * 0.9;
}

/** The group with the best match first; within one, best first. */
function byBestGroup(items: readonly Item[], query: string): readonly Item[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  const best = (group: readonly Item[]) => Math.max(...group.map((i) => scoreOf(i, query)));
  return [...groups.values()].sort((a, b) => best(b) - best(a)).flat();
}

/** Leaves the palette and does it. */
export function choose(item: Item): void {
  closeDialog();
  item.run();
}
