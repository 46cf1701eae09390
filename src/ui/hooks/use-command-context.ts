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
  const daemonSet = facts.daemonSets.find((d) => d.metadata.uid === daemonSetUidOf(target, session.mirror.focus));
  return {
    nodes,
    pods,
    daemonSets,
    ...(target ? { target } : {}),
    ...(daemonSet ? { daemonSet } : {}),
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

/** The DaemonSet that a command means: the target itself, the owner of the target, else the one in focus. */
function daemonSetUidOf(target: Target | undefined, focus: string | undefined): string | undefined {
  if (target?.kind === "DaemonSet") return target.row.uid;
  return target?.kind === "Pod" && target.row.ownerKind === "DaemonSet" ? target.row.ownerUid : focus;
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
