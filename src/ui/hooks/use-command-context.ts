import { useSyncExternalStore } from "react";
import type { CommandContext, Target } from "../commands/command.ts";
import { useSession } from "../session-context.ts";
import type { Session } from "../session.ts";
import type { Selection } from "../store.ts";

/** The present picture, as commands look at it. */
export function commandContext(session: Session, selection: Selection | undefined): CommandContext {
  const { nodes, pods, daemonSets, row } = session.picture();
  const facts = session.clock.getState().facts;
  const target = selection ? targetOf(row(selection.uid)) : undefined;
  return {
    nodes,
    pods,
    daemonSets,
    ...(target ? { target } : {}),
    ...(facts.daemonSet ? { daemonSet: facts.daemonSet } : {}),
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

function targetOf(row: ReturnType<Session["picture"]>["row"] extends (uid: string) => infer R ? R : never): Target | undefined {
  switch (row?.kind) {
    case "Node":
      return { kind: "Node", row };
    case "Pod":
      return { kind: "Pod", row };
    case "DaemonSet":
      return { kind: "DaemonSet", row };
    default:
      return undefined;
  }
}
