import type { Command, Plan } from "./commands/command.ts";
import { commandContext } from "./hooks/use-command-context.ts";
import { loadCommands } from "./load-commands.ts";
import { selectionOf } from "./selection.ts";
import type { Session } from "./session.ts";
import { openDialog, useUi } from "./store.ts";
import type { Ran, Selection } from "./store.ts";

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

/** The same for the command of an id, loaded first if need be. */
export async function startCommandById(session: Session, id: string, selection: Selection | undefined): Promise<void> {
  const { COMMANDS } = await loadCommands();
  const command = COMMANDS.find((c) => c.id === id);
  if (command) startCommand(session, command, selection);
}

/** True for a command on a node or pod while none is selected, but there are some to choose from. */
export function needsTarget(session: Session, command: Command, selection: Selection | undefined): boolean {
  return targetFor(session, command, selection) === undefined && candidatesFor(session, command).length > 0;
}

/** On what the command could be done now; a worker before the control plane, which is rarely meant. */
export function candidatesFor(session: Session, command: Command): readonly Selection[] {
  const { nodes, pods } = session.picture();
  const rows = command.group === "node" ? [...nodes].sort((a, b) => a.roles.length - b.roles.length) : command.group === "pod" ? pods : [];
  const possible = rows.filter((row) => command.when(commandContext(session, selectionOf(row))) === true);
  return possible.flatMap((row) => selectionOf(row) ?? []);
}

/** Sends the requests in order, stops at the first failure, and leaves the outcome in the strip under the picture. */
export async function runPlan(session: Session, title: string, plan: Plan): Promise<void> {
  const isFork = session.isInThePast();
  const warnings: string[] = [];
  let failure: Ran["failure"];
  for (const request of plan.requests) {
    const response = await session.send(request);
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
}

/** The selection, or the node of the selected pod for a command on nodes; undefined if it does not fit. */
function targetFor(session: Session, command: Command, selection: Selection | undefined): Selection | undefined {
  const row = selection ? session.mirror.rows.get(selection.uid) : undefined;
  if (command.group === "node" && row?.kind === "Pod") return selectionOf(session.mirror.trays.get(row.nodeName ?? row.targetNode ?? "")?.node);
  const isFitting = command.group === "node" ? row?.kind === "Node" : command.group === "pod" ? row?.kind === "Pod" : true;
  return isFitting ? selectionOf(row) : undefined;
}
