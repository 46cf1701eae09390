import { schemasFor } from "../../api/openapi/schemas.ts";
import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import { listedBy, watchEventOf } from "../../api/watch.ts";
import type { StoredChange } from "../../api/watch-history.ts";
import { Files, HOME } from "../files.ts";
import { runKubectl } from "../kubectl/kubectl.ts";
import type { Verb } from "../kubectl/verb.ts";
import { stop, type Changes, type Effect, type HttpAnswered, type HttpAsked, type Process, type Reply, type Typed } from "../process.ts";

/** The engine's Cluster, as far as a terminal needs one; by its shape, because this room does not know the engine. */
export interface ClusterToRunOn {
  readonly nowMs: number;
  handle(request: KubeRequest): KubeResponse;
  advance(toMs: number): unknown;
  nextAtMs(): number | undefined;
  onChange(listener: (change: StoredChange) => void): () => void;
}

export interface RunOptions {
  readonly files?: Files;
  readonly stdin?: string;
  /** Somebody sits at a terminal: what he types at prompts, line by line, then Ctrl-D. Prompts and lines are shown as a terminal shows them. */
  readonly typed?: readonly string[];
  /** The person at the editor: the text as saved, undefined to close it. Asked again when an edit is refused. */
  readonly edit?: (text: string) => string | undefined;
  /** The HTTP API over the same cluster, for `--raw`. */
  readonly http?: (asked: HttpAsked) => HttpAnswered;
  readonly namespace?: string;
  readonly setNamespace?: (namespace: string) => void;
  /** Ctrl-C after so much virtual time; the status is then what the command makes of it. Without it a command may take an hour. */
  readonly interruptAfterMs?: number;
  readonly verbs?: readonly Verb[];
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

const LONGEST_MS = 3_600_000;

/**
 * Runs one kubectl line on a cluster, for tests: answers its effects and lets virtual time pass where it waits.
 * Files are relative to the home folder.
 * @param words what stands after `kubectl`
 */
export function runLine(cluster: ClusterToRunOn, words: readonly string[], options: RunOptions = {}): Ran {
  const context = { files: options.files ?? new Files(), cwd: HOME, namespace: options.namespace ?? "default", ...(options.setNamespace ? { setNamespace: options.setNamespace } : {}) };
  return runProcess(cluster, options.verbs ? runKubectl(words, context, options.verbs) : runKubectl(words, context), options);
}

/** The same for any program. */
export function runProcess(cluster: ClusterToRunOn, process: Process, options: RunOptions = {}): Ran {
  const world = new World(cluster, options);
  try {
    let reply: Reply;
    for (;;) {
      const step = process.next(reply);
      if (step.done) return { ...world.written, status: step.value };
      reply = world.answer(step.value);
      if (world.isOver) {
        return { ...world.written, status: stop(process) };
      }
    }
  } finally {
    world.leave();
  }
}

class World {
  readonly written = { stdout: "", stderr: "" };
  readonly leave: () => void;
  readonly #cluster: ClusterToRunOn;
  readonly #options: RunOptions;
  readonly #untilMs: number;
  readonly #input: string[];
  readonly #typed: string[];
  readonly #changes: StoredChange[] = [];

  constructor(cluster: ClusterToRunOn, options: RunOptions) {
    this.#cluster = cluster;
    this.#options = options;
    this.#untilMs = cluster.nowMs + (options.interruptAfterMs ?? LONGEST_MS);
    this.#input = (options.stdin ?? "").split("\n");
    if (this.#input.at(-1) === "") this.#input.pop();
    this.#typed = [...(options.typed ?? [])];
    this.leave = cluster.onChange((change) => void this.#changes.push(change));
  }

  /** The time a test gives it is up: somebody presses Ctrl-C. */
  get isOver(): boolean {
    return this.#cluster.nowMs >= this.#untilMs;
  }

  answer(effect: Effect): Reply {
    switch (effect.kind) {
      case "send": return this.#cluster.handle(effect.request);
      case "changes": return this.#changesOf(effect.list, Number(effect.since), effect.timeoutMs);
      case "write": return void (this.written[effect.to] += effect.text);
      case "read": return this.#input.shift();
      case "is-terminal": return this.#options.typed !== undefined;
      case "prompt": return this.#type(effect.text);
      case "edit": return this.#options.edit?.(effect.text);
      case "sleep": return this.#advance(this.#cluster.nowMs + effect.ms);
      case "now": return this.#cluster.nowMs;
      case "http": return this.#options.http?.(effect) ?? { status: 404, body: "404 page not found\n" };
      case "schemas": return schemasFor(effect.resources);
    }
  }

  #type(prompt: string): Typed {
    const text = this.#typed.shift();
    this.written.stdout += `${prompt}${text ?? ""}\n`;
    return text === undefined ? { kind: "end" } : { kind: "line", text };
  }

  #advance(toMs: number): void {
    this.#cluster.advance(Math.min(toMs, this.#untilMs));
  }

  /** Lets one thing happen after the other until one of them concerns the list. */
  #changesOf(list: KubeRequest, since: number, timeoutMs: number | undefined): Changes {
    const until = Math.min(this.#untilMs, this.#cluster.nowMs + (timeoutMs ?? LONGEST_MS));
    const isListed = listedBy(list);
    let [seen, resourceVersion] = [0, since];
    for (;;) {
      const news = this.#changes.slice(seen).filter((change) => change.resource === list.resource && change.resourceVersion > since);
      seen = this.#changes.length;
      resourceVersion = news.at(-1)?.resourceVersion ?? resourceVersion;
      const events = news.flatMap((change) => watchEventOf(change, isListed) ?? []);
      if (events.length > 0) return { events, resourceVersion: String(resourceVersion) };
      const next = this.#cluster.nextAtMs();
      if (next === undefined || next > until) {
        this.#cluster.advance(until);
        return { events: [], resourceVersion: String(resourceVersion), isTimeout: true };
      }
      this.#cluster.advance(next);
    }
  }
}
