import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import type { Changes, Effect, Process } from "../../terminal/process.ts";

/** What a process of the terminal can ask for. Real in the page, made up in tests. */
export interface World {
  send(request: KubeRequest): Promise<KubeResponse>;
  /** @param given how long to wait, virtual ms; for ever if absent */
  changes(list: KubeRequest, since: string, timeoutMs: number | undefined): Promise<Changes>;
  sleep(ms: number): Promise<void>;
  nowMs(): number;
  /** A line as it came, with its newline; undefined: there is no more. */
  read(): Promise<string | undefined>;
  write(to: "stdout" | "stderr", text: string): void;
  /** The text as saved; undefined: closed without. */
  edit(name: string, text: string): Promise<string | undefined>;
}

/** As a shell reports a command that was stopped with Ctrl-C. */
export const INTERRUPTED = 130;
/** So long a process may work without a pause before the page gets a turn, real ms. */
const TURN_MS = 12;

/**
 * Runs a process to its end, answering what it asks for.
 * @param stop aborts it: the process is ended where it is, and the status is 130
 */
export async function drive(process: Process, world: World, stop: AbortSignal): Promise<number> {
  const stopped = new Promise<"stopped">((resolve) => { stop.addEventListener("abort", () => resolve("stopped"), { once: true }); });
  let reply: unknown;
  let turnEndsMs = performance.now() + TURN_MS;
  try {
    while (!stop.aborted) {
      const step = process.next(reply);
      if (step.done) return step.value;
      const effect = step.value;
      reply = undefined;
      if (effect.kind === "write") world.write(effect.to, effect.text);
      else if (effect.kind === "now") reply = world.nowMs();
      else {
        const answer = await Promise.race([answerTo(effect, world), stopped]);
        if (stop.aborted) break;
        reply = answer;
        turnEndsMs = performance.now() + TURN_MS;
      }
      if (performance.now() > turnEndsMs) {
        await nextTurn();
        turnEndsMs = performance.now() + TURN_MS;
      }
    }
    return INTERRUPTED;
  } finally {
    process.return(INTERRUPTED);
  }
}

async function answerTo(effect: Exclude<Effect, { kind: "write" | "now" }>, world: World): Promise<unknown> {
  switch (effect.kind) {
    case "send":
      return await world.send(effect.request);
    case "changes":
      return await world.changes(effect.list, effect.since, effect.timeoutMs);
    case "read": {
      const line = await world.read();
      return effect.keepsEnd || !line?.endsWith("\n") ? line : line.slice(0, -1);
    }
    case "edit":
      return await world.edit(effect.name, effect.text);
    case "schemas": {
      const { schemasFor } = await import("../../api/openapi/schemas.ts");
      return schemasFor(effect.resources);
    }
    case "sleep":
      return await (effect.ms > 0 ? world.sleep(effect.ms) : nextTurn());
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, 0); });
}
