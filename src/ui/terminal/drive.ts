import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import { INTERRUPTED, stop as end, type Changes, type Effect, type Process, type Typed } from "../../terminal/process.ts";

/** What a process of the terminal can ask for. Real in the page, made up in tests. */
export interface World {
  send(request: KubeRequest): Promise<KubeResponse>;
  /** @param given how long to wait, virtual ms; for ever if absent */
  changes(list: KubeRequest, since: string, timeoutMs: number | undefined): Promise<Changes>;
  /** @param early ends it before its time */
  sleep(ms: number, early?: AbortSignal): Promise<void>;
  nowMs(): number;
  /** A line as it came, with its newline; undefined: there is no more. */
  read(): Promise<string | undefined>;
  /** Whether a person sits at the standard input. */
  isTerminal(): boolean;
  /** What a person types behind a prompt. */
  prompt(text: string, history: readonly string[]): Promise<Typed>;
  /** From now until the returned function is called, Ctrl-C is told to the listener and stops nothing. */
  catchInterrupt(listener: () => void): () => void;
  write(to: "stdout" | "stderr", text: string): void;
  /** The text as saved; undefined: closed without. */
  edit(name: string, text: string): Promise<string | undefined>;
}

/** So long a process may work without a pause before the page gets a turn, real ms. */
const TURN_MS = 12;

/**
 * Runs a process to its end, answering what it asks for.
 * @param stop aborts it: the process is ended where it is
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
      else if (effect.kind === "is-terminal") reply = world.isTerminal();
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
    return end(process);
  } finally {
    // Also where the world has failed it.
    process.return(INTERRUPTED);
  }
}

async function answerTo(effect: Exclude<Effect, { kind: "write" | "now" | "is-terminal" }>, world: World): Promise<unknown> {
  switch (effect.kind) {
    case "send":
      return await world.send(effect.request);
    case "changes":
      return await world.changes(effect.list, effect.since, effect.timeoutMs);
    case "read": {
      const line = await world.read();
      return effect.keepsEnd || !line?.endsWith("\n") ? line : line.slice(0, -1);
    }
    case "prompt":
      return await world.prompt(effect.text, effect.history);
    case "edit":
      return await world.edit(effect.name, effect.text);
    case "http": {
      const { answerHttp } = await import("./http-answer.ts");
      return await answerHttp(effect, world);
    }
    case "schemas": {
      const { schemasFor } = await import("../../api/openapi/schemas.ts");
      return schemasFor(effect.resources);
    }
    case "sleep":
      if (effect.catchesInterrupt) return await sleepOrInterrupt(effect.ms, world);
      return await (effect.ms > 0 ? world.sleep(effect.ms) : nextTurn());
  }
}

/** Whether it was interrupted. */
async function sleepOrInterrupt(ms: number, world: World): Promise<boolean> {
  const early = new AbortController();
  const release = world.catchInterrupt(() => early.abort());
  await world.sleep(ms, early.signal);
  release();
  return early.signal.aborted;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, 0); });
}
