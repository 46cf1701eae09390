import type { Frame } from "../api/frame.ts";
import type { KubeRequest, KubeResponse } from "../api/request.ts";
import { ENGINE_VERSION } from "../api/timeline.ts";
import type { AdvanceOptions, ClusterLink, Crash, RunLog } from "../api/timeline.ts";
import type { EnginePort, FromEngine, ToEngine } from "./protocol.ts";

/**
 * The page's end of the wire. Promises are settled by id; they reject if the engine dies or there is no cluster open.
 * @param onPortFailure told once where to report that the other end cannot be reached at all (a worker that does not start)
 * A second `advance` while one is under way is a bug of the caller and throws: frames would queue up behind the eye.
 */
export function connectEngine(port: EnginePort, onPortFailure?: (fail: (message: string) => void) => void): ClusterLink {
  const waiting = new Map<number, Waiting>();
  const crashListeners = new Set<(crash: Crash) => void>();
  let lastId = 0;
  let opened: RunLog = { engineVersion: ENGINE_VERSION, seed: 0, setup: [], inputs: [] };
  let isAdvancing = false;

  port.onmessage = (event: MessageEvent) => {
    const message = event.data as FromEngine;
    if (message.kind === "crashed") return crashed(message.crash);
    const entry = waiting.get(message.id);
    if (!entry) return;
    waiting.delete(message.id);
    if (message.kind === "refused") entry.reject(new Error(message.message));
    else entry.resolve(message);
  };

  onPortFailure?.((message) => crashed({ message, atMs: 0, log: opened }));

  function crashed(crash: Crash): void {
    const lost = [...waiting.values()];
    waiting.clear();
    for (const entry of lost) entry.reject(new Error(crash.message));
    for (const listener of crashListeners) listener(crash);
  }

  function ask<K extends AnswerKind>(kind: K, question: WithoutId<ToEngine>): Promise<Extract<FromEngine, { kind: K }>> {
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, {
        resolve: (answer) => {
          if (answer.kind === kind) resolve(answer as Extract<FromEngine, { kind: K }>);
          else reject(new Error(`the engine answered ${question.kind} with ${answer.kind}`));
        },
        reject,
      });
      port.postMessage({ ...question, id });
    });
  }

  async function advance(options: AdvanceOptions): Promise<Frame> {
    if (isAdvancing) throw new Error("advance was called before the last frame had come");
    isAdvancing = true;
    try {
      return (await ask("frame", { kind: "advance", options })).frame;
    } finally {
      isAdvancing = false;
    }
  }

  return {
    send: async <Out>(request: KubeRequest) => (await ask("response", { kind: "request", request })).response as KubeResponse<Out>,
    open: async (options) => {
      opened = options.log;
      return (await ask("frame", { kind: "open", options })).frame;
    },
    advance,
    seek: async (toMs) => (await ask("frame", { kind: "seek", toMs })).frame,
    inspect: async (object) => (await ask("inspection", { kind: "inspect", object })).inspection,
    causes: async (decisionId) => (await ask("causes", { kind: "causes", decisionId })).decisions,
    changes: async (list, since) => (await ask("changes", { kind: "changes", list, since })).changes,
    preview: async (requests) => (await ask("preview", { kind: "preview", requests })).preview,
    previewOn: async (more) => (await ask("preview", { kind: "previewOn", more })).preview,
    mark: async () => (await ask("marked", { kind: "mark" })).mark,
    goTo: async (mark) => (await ask("frame", { kind: "goTo", mark })).frame,
    exportLog: async () => (await ask("log", { kind: "export" })).log,
    onCrash: (listener) => void crashListeners.add(listener),
  };
}

type AnswerKind = Exclude<FromEngine["kind"], "refused" | "crashed">;
type WithoutId<M> = M extends unknown ? Omit<M, "id"> : never;

interface Waiting {
  resolve(answer: FromEngine): void;
  reject(error: Error): void;
}
