import type { KubeRequest } from "../../api/request.ts";
import type { Session } from "../session.ts";
import { useUi } from "../store.ts";
import type { Act } from "./acts.ts";

/**
 * Takes back what was last done: the cluster and its clock are as they were just before. What was refused, or changed
 * nothing, is passed over.
 */
export function undo(session: Session): Promise<void> {
  return inTurn(session, undoLast);
}

/** Does again what was last undone, as far as nothing else has been done since; the clock goes to where it was then. */
export function redo(session: Session): Promise<void> {
  return inTurn(session, redoLast);
}

function inTurn(session: Session, go: (session: Session) => Promise<void>): Promise<void> {
  const { acts, scenario } = session;
  if (scenario.live) say(scenario.live.refusal);
  // A dead engine answers nothing; its banner says so.
  else acts.turn = acts.turn.then(() => go(session)).catch(() => undefined);
  return acts.turn;
}

/** Whether the last act changed the cluster; false also if there is none. An undo would pass over one that did not. */
export async function hasChanged({ acts, link }: Session): Promise<boolean> {
  const before = await acts.done.at(-1)?.before.catch(() => undefined);
  return before !== undefined && before.run !== (await link.mark()).run;
}

async function undoLast(session: Session): Promise<void> {
  const { done, undone } = session.acts;
  const now = await session.link.mark();
  for (let last = done.pop(); last; last = done.pop()) {
    const before = await last.before.catch(() => undefined);
    if (!before || before.run === now.run) continue;
    undone.push({ act: last.act, after: now, base: before.run });
    await session.goTo(before);
    return say(`Undone: ${titleOf(last.act)}`);
  }
  say("There is nothing to undo.");
}

async function redoLast(session: Session): Promise<void> {
  const { done, undone } = session.acts;
  const now = await session.link.mark();
  const last = undone.pop();
  if (!last || last.base !== now.run) {
    undone.length = 0;
    return say("There is nothing to do again.");
  }
  done.push({ act: last.act, before: Promise.resolve(now) });
  await session.goTo(last.after);
  say(`Done again: ${titleOf(last.act)}`);
}

function titleOf(act: Act | KubeRequest): string {
  if ("title" in act) return act.title;
  const { verb, subresource, resource, name, namespace } = act;
  const what = [resource.split(".")[0], name].filter(Boolean).join("/");
  return [verb, subresource, what, namespace === undefined || namespace === "default" ? "" : `-n ${namespace}`].filter(Boolean).join(" ");
}

function say(toast: string): void {
  useUi.setState({ toast });
}
