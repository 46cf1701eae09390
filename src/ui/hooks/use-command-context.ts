import { useSyncExternalStore } from "react";
import type { CommandContext, Target } from "../commands/command.ts";
import { useSession } from "../session-context.ts";
import type { Row } from "../../api/frame.ts";
import type { Session } from "../session.ts";
import type { Selection } from "../store.ts";

/** The present picture, as commands look at it. */
export function commandContext(session: Session, selection: Selection | undefined): CommandContext {
  const { nodes, pods, workloads, row } = session.picture();
  const facts = session.clock.getState().facts;
  const target = selection ? targetOf(row(selection.uid)) : undefined;
  const { focus } = session.mirror;
  return {
    nodes,
    pods,
    workloads,
    ...(target ? { target } : {}),
    ...(focus !== undefined ? { focus } : {}),
    objects: facts.objects,
    revisions: facts.revisions,
    nowMs: session.clock.getState().nowMs,
    faults: facts.faults,
  };
}

/** The same for a component; new whenever the cluster changed. */
export function useCommandContext(selection: Selection | undefined): CommandContext {
  const session = useSession();
  useSyncExternalStore(session.clock.subscribe, () => session.clock.getState().contextVersion);
  return commandContext(session, selection);
}

function targetOf(row: Row | undefined): Target | undefined {
  return row === undefined || row.kind === "Inert" ? undefined : ({ kind: row.kind, row } as Target);
}
