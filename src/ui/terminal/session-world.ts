import type { KubeRequest } from "../../api/request.ts";
import type { Changes } from "../../terminal/process.ts";
import type { Session } from "../session.ts";
import type { World } from "./drive.ts";

const READS: ReadonlySet<string> = new Set(["get", "list"]);

/** The part of the world that is the cluster: requests, what changes, and virtual time. */
export type ClusterWorld = Pick<World, "send" | "changes" | "sleep" | "nowMs">;

/**
 * The cluster of a session for one process. Whoever waits makes time run, as far as nobody has paused it; whoever looks
 * at what changes is told when the clock was turned back, so that he lists again.
 * @param stop ends all waiting
 * @param resets how many times a frame has begun anew
 * @param title what an undo calls it
 */
export function clusterWorld(session: Session, stop: AbortSignal, resets: () => number, title = "a command of the terminal"): ClusterWorld {
  let seen = resets();
  // What one command of the terminal does is undone as one.
  const act = { title };

  function nowMs(): number {
    return session.clock.getState().nowMs;
  }

  async function changes(list: KubeRequest, since: string, timeoutMs: number | undefined): Promise<Changes> {
    if (timeoutMs === undefined) return await changesUntil(list, since, undefined);
    const release = session.runTo(nowMs() + timeoutMs);
    try {
      return await changesUntil(list, since, nowMs() + timeoutMs);
    } finally {
      release();
    }
  }

  async function changesUntil(list: KubeRequest, since: string, untilMs: number | undefined): Promise<Changes> {
    for (let from = since; ; ) {
      if (resets() !== seen) {
        seen = resets();
        return { events: [], resourceVersion: from, isExpired: true };
      }
      const answer = await session.link.changes(list, from);
      if (answer.events.length > 0 || answer.isExpired) return answer;
      from = answer.resourceVersion;
      if (stop.aborted || (untilMs !== undefined && nowMs() >= untilMs)) return { ...answer, isTimeout: true };
      await until(session, stop, () => resets() !== seen || revisionOf(session) > Number(from) || (untilMs !== undefined && nowMs() >= untilMs));
    }
  }

  return {
    nowMs, changes,
    async send(request) {
      // A command in a container is a question to it: there is nothing to undo.
      if (READS.has(request.verb) || request.subresource === "exec") {
        const response = await session.link.send(request);
        if (request.verb === "list") seen = resets();
        return response;
      }
      const response = await session.send(request, act);
      session.poke();
      return response;
    },
    async sleep(ms, early) {
      const untilMs = nowMs() + ms;
      const release = session.runTo(untilMs);
      await until(session, early ? AbortSignal.any([stop, early]) : stop, () => nowMs() >= untilMs || resets() !== seen);
      release();
    },
  };
}

function revisionOf(session: Session): number {
  return session.lastFrame()?.resourceVersion ?? 0;
}

/** Resolves when it holds, asked after each frame. A cluster that has died lets nobody wait. */
function until(session: Session, stop: AbortSignal, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds() && !stop.aborted && !session.clock.getState().crash) return;
      leave();
      resolve();
    };
    const leave = session.clock.subscribe(look);
    stop.addEventListener("abort", look, { once: true });
    look();
  });
}
