import type { NodeRow, PodRow, Row, WorkloadRow } from "../api/frame.ts";
import type { Command, CommandContext, Plan, Refusal, Values } from "./commands/command.ts";
import { commandContext } from "./hooks/use-command-context.ts";
import { commandForKey, COMMANDS, isFor } from "./commands/list.ts";
import { selectionOf } from "./selection.ts";
import type { Session } from "./session.ts";
import { openDialog, useUi } from "./store.ts";
import type { Ran, Selection } from "./store.ts";

export { redo, undo } from "./session/undo.ts";

/**
 * What a button, key or menu entry does: asks first if the command has questions or lacks its target, else runs it.
 * Where it makes no sense now, says why instead.
 */
export function startCommand(session: Session, command: Command, selection: Selection | undefined): void {
  useUi.setState({ menu: undefined });
  if (needsTarget(session, command, selection)) return openDialog({ kind: "command", id: command.id });
  const target = targetFor(session, command, selection);
  const context = commandContext(session, target);
  const possible = command.when(context);
  if (possible !== true) {
    useUi.setState({ toast: possible });
    return;
  }
  if ((command.fields?.(context) ?? []).length > 0) return openDialog({ kind: "command", id: command.id, target });
  const plan = command.plan(context, {});
  if ("error" in plan) useUi.setState({ toast: plan.error });
  else void runPlan(session, command.title, plan);
}

/** The same for the command of an id. */
export function startCommandById(session: Session, id: string, selection: Selection | undefined): void {
  const command = COMMANDS.find((c) => c.id === id);
  if (command) startCommand(session, command, selection);
}

/** What the command would do with the answers that its form offers, and with these instead where given. */
export function plainPlan(command: Command, context: CommandContext, values: Values = {}): Plan | Refusal {
  return command.plan(context, { ...Object.fromEntries((command.fields?.(context) ?? []).map((f) => [f.id, f.initial])), ...values });
}

/** The plan of the command of an id as it stands; undefined if it makes no sense now. */
export function planById(session: Session, id: string, target: Selection | undefined, values: Values = {}): Plan | undefined {
  const command = COMMANDS.find((c) => c.id === id);
  const context = commandContext(session, target);
  if (!command || command.when(context) !== true) return undefined;
  const plan = plainPlan(command, context, values);
  return "error" in plan ? undefined : plan;
}

/** Runs the command of an id with the answers that its form offers, and with these instead where given, without asking. */
export function runAtOnce(session: Session, id: string, target?: Selection, values: Values = {}): void {
  const plan = planById(session, id, target, values);
  const title = COMMANDS.find((c) => c.id === id)?.title;
  if (plan && title !== undefined) void runPlan(session, title, plan);
}

/** The same for the command of a key, as it is meant at this moment; nothing for a key that has none. */
export function startCommandForKey(session: Session, key: string, selection: Selection | undefined): void {
  const command = commandForKey(key, commandContext(session, selection));
  if (command) startCommand(session, command, selection);
}

/** True for a command whose target is not selected, while there are some to choose from. */
function needsTarget(session: Session, command: Command, selection: Selection | undefined): boolean {
  return targetFor(session, command, selection) === undefined && candidatesFor(session, command).length > 0;
}

/** What the command would look at if it were given now. */
export function contextFor(session: Session, command: Command, selection: Selection | undefined): CommandContext {
  return commandContext(session, targetFor(session, command, selection));
}

/** True, or why the command makes no sense now. */
export function possibility(session: Session, command: Command, selection: Selection | undefined): true | string {
  return needsTarget(session, command, selection) || command.when(contextFor(session, command, selection));
}

/** On what the command could be done now. */
export function candidatesFor(session: Session, command: Command): readonly Selection[] {
  const possible = rowsFor(session, command).filter((row) => command.when(commandContext(session, selectionOf(row))) === true);
  return possible.flatMap((row) => selectionOf(row) ?? []);
}

/**
 * Sends the requests in order, stops at the first failure, and leaves the outcome in the strip under the picture.
 * @returns why the API server refused, if it did
 */
export async function runPlan(session: Session, title: string, plan: Plan): Promise<Ran["failure"]> {
  const isFork = session.isInThePast();
  const act = { title: plan.kubectl[0]?.split("\n").find((line) => !line.startsWith("#")) ?? title };
  const warnings: string[] = [];
  let failure: Ran["failure"];
  for (const request of plan.requests) {
    // An engine that died answers nothing more; its banner says why.
    const response = await session.send(request, act).catch(() => undefined);
    if (!response) return undefined;
    warnings.push(...(response.warnings ?? []));
    if (!response.ok) {
      failure = response.status;
      break;
    }
  }
  useUi.setState({
    ran: { title, kubectl: plan.kubectl, requests: plan.requests, warnings, ...(failure ? { failure } : {}) },
    toast: isFork && !failure ? "The run goes on from here. What came after this moment is gone." : undefined,
  });
  session.poke();
  return failure;
}

function rowsFor(session: Session, command: Command): readonly (NodeRow | PodRow | WorkloadRow)[] {
  const { nodes, pods, workloads } = session.picture();
  const fitting = workloads.filter((w) => isFor(command, w.kind));
  switch (command.group) {
    case "node":
      // A worker before the control plane, which is rarely meant.
      return [...nodes].sort((a, b) => a.roles.length - b.roles.length);
    case "pod":
      return pods;
    case "workload":
      // The only one needs no choice.
      return fitting.length > 1 ? fitting : [];
    case "cluster":
      return [];
  }
}

/** The selection, or the node of the selected pod for a command on nodes; undefined if it does not fit. */
function targetFor(session: Session, command: Command, selection: Selection | undefined): Selection | undefined {
  const row = selection ? session.mirror.rows.get(selection.uid) : undefined;
  if (command.group === "node" && row?.kind === "Pod") return selectionOf(session.mirror.trays.get(row.nodeName ?? row.targetNode ?? "")?.node);
  return row && isFitting(command, row) ? selectionOf(row) : undefined;
}

function isFitting(command: Command, row: Row): boolean {
  switch (command.group) {
    case "node":
      return row.kind === "Node";
    case "pod":
      return row.kind === "Pod";
    case "workload":
      // Another kind of workload fits so far that the command says why not: silently meaning some other one would be worse.
      return row.kind === "Pod" ? row.workload !== undefined && isFor(command, row.workload.kind) : row.kind !== "Node" && row.kind !== "Inert";
    case "cluster":
      return true;
  }
}
