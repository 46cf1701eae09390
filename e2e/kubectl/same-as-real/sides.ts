import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KubeRequest, KubeResponse } from "../../../src/api/request.ts";
import { EPOCH_UNIX_MS } from "../../../src/api/time.ts";
import { withManagedFields } from "../../../src/engine/apiserver/managed-fields/actor-entries.ts";
import type { Cluster } from "../../../src/engine/cluster.ts";
import { INSIDE } from "../../../src/engine/kubelet/inside.ts";
import { withManagersShown } from "../../../src/bridge/managers-shown.ts";
import { answer } from "../../../src/http/answer.ts";
import type { Api } from "../../../src/http/exchange.ts";
import { startServer } from "../../../src/server/http-server.ts";
import { writeKubeconfig } from "../../../src/server/kubeconfig.ts";
import { Files, HOME } from "../../../src/terminal/files.ts";
import type { HttpAnswered, HttpAsked } from "../../../src/terminal/process.ts";
import { runLine } from "../../../src/terminal/testing/run-on-cluster.ts";
import { openShell, type Ran } from "../support/kubectl.ts";
import type { CommandLine } from "./lines.ts";
import { HeardHistory, Pump } from "./pump.ts";

/** Longer than any line may wait, virtual ms. */
const LONGEST_MS = 3_600_000;

/** Virtual ms that it really is. */
export function presentMs(): number {
  return Date.now() - EPOCH_UNIX_MS;
}

/** The same cluster once more; whatever is done to one of them, the other one does not know. */
export function copyOf(cluster: Cluster): Cluster {
  const copy = cluster.fork();
  copy.lookInside(INSIDE);
  return copy;
}

/** What one of them said, and when it really was, as virtual time. */
export interface RealRan extends Ran {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface RealOptions {
  /** Time stands still even where the line waits: it does not wait for something, it only looks the long way. */
  readonly isFrozen?: boolean;
}

/** The real kubectl and the server it speaks to: one port for all clusters, one after the other. */
export interface RealSide {
  readonly url: string;
  /** From now on it is this cluster. Its time stands still, except while a line waits. */
  serve(cluster: Cluster): void;
  run(line: CommandLine, options?: RealOptions): Promise<RealRan>;
  close(): Promise<void>;
}

export async function openRealSide(): Promise<RealSide> {
  let now: { readonly cluster: Cluster; readonly history: HeardHistory; readonly leave: () => void; readonly pumps: Set<Pump> } | undefined;
  const here = () => {
    if (!now) throw new Error("the server is asked before it has a cluster");
    return now;
  };
  const errors: unknown[] = [];
  const noteError = (error: unknown) => void errors.push(error);
  const api: Api = {
    handle(request: KubeRequest): KubeResponse {
      for (const pump of here().pumps) pump.noteRequest(request);
      return here().cluster.handle(request);
    },
    nowMs: () => here().cluster.nowMs,
    revision: () => here().cluster.store.revision,
    customResources: () => here().cluster.store.customResources,
    get history() {
      return here().history;
    },
    present: withManagedFields,
  };
  const server = await startServer(api, { host: "127.0.0.1", port: 0, onError: noteError, openPage: () => ({ onMessage: () => {}, onClose: () => {} }) });
  const config = writeKubeconfig(server.url);
  const shell = openShell(config.path);
  writeFileSync(join(shell.folder, "editor"), '#!/bin/sh\nsed -i "s|$FROM|$TO|" "$1"\n', { mode: 0o755 });
  return {
    url: server.url,
    serve(cluster) {
      now?.leave();
      const history = new HeardHistory(cluster.store.revision, noteError);
      now = { cluster, history, leave: cluster.onChange((change) => history.record(change)), pumps: new Set() };
    },
    async run(line, { isFrozen = false } = {}) {
      const { cluster, history, pumps } = here();
      const untilMs = cluster.nowMs + (line.interruptAfterSeconds === undefined ? LONGEST_MS : line.interruptAfterSeconds * 1000);
      const pump = new Pump(cluster, history, { untilMs, polls: asksAgain(line) });
      pumps.add(pump);
      const fromMs = presentMs();
      const ran = await shell.run(shellLine(line), isFrozen ? {} : { interruptAt: pump.start() });
      pump.stop();
      pumps.delete(pump);
      if (errors.length > 0) throw new Error(`the server broke at ${line.text}`, { cause: errors.splice(0)[0] });
      return { ...ran, fromMs, toMs: presentMs() };
    },
    async close() {
      shell.remove();
      config.remove();
      await server.close();
    },
  };
}

/** Whether it asks again and again until what it waits for has come, instead of watching. */
function asksAgain({ words }: CommandLine): boolean {
  return words[0] === "drain" || (words[0] === "scale" && words.some((word) => word.startsWith("--timeout")));
}

function shellLine({ words, input, edit }: CommandLine): string {
  const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const editor = edit ? `env FROM='${edit.from}' TO='${edit.to}' KUBE_EDITOR=editor ` : "";
  // Ctrl-C must reach kubectl itself.
  return `exec ${editor}kubectl ${quoted}${input === undefined ? "" : ` < ${input}`}`;
}

const FOLDER = new URL("../manifests/", import.meta.url);
/** The files that both have in their folder, by name. */
const MANIFESTS: ReadonlyMap<string, string> = new Map(readdirSync(FOLDER).map((name) => [name, readFileSync(new URL(name, FOLDER), "utf8")]));

/** Runs a line with the page's kubectl. @param nowMs what it takes for the present, as virtual time */
export function runOnPage(line: CommandLine, cluster: Cluster, nowMs: number): Ran {
  const { edit, input, interruptAfterSeconds } = line;
  const { status, ...written } = runLine(seenAt(cluster, nowMs), line.words, {
    files: new Files([...MANIFESTS].map(([name, text]) => [join(HOME, name), text] as const)),
    edit: (text) => (edit ? text.split("\n").map((row) => row.replace(edit.from, edit.to)).join("\n") : text),
    http: (asked) => answerHttp(cluster, asked),
    ...(input === undefined ? {} : { stdin: MANIFESTS.get(input) ?? "" }),
    ...(interruptAfterSeconds === undefined ? {} : { interruptAfterMs: interruptAfterSeconds * 1000 }),
  });
  return { ...written, exitCode: status };
}

/** What the page makes of a path of the API, without the wire to its worker. */
function answerHttp(cluster: Cluster, { method, target, body }: HttpAsked): HttpAnswered {
  const api: Api = {
    handle: (request) => cluster.handle(request), nowMs: () => cluster.nowMs, revision: () => cluster.store.revision, customResources: () => cluster.store.customResources,
    history: new HeardHistory(cluster.store.revision, () => undefined), present: withManagedFields,
  };
  const headers = { accept: "application/json, */*", "user-agent": "kubectl/v1.36", ...(body === undefined ? {} : { "content-type": "application/json" }) };
  const given = answer(api, { method, target, headers, body: new TextEncoder().encode(body ?? "") });
  return given.kind === "whole" ? { status: given.status, body: String(given.body) } : { status: 200, body: "" };
}

/** A cluster through whose window it is later than inside: kubectl's own clock goes on while the cluster stands still. */
function seenAt(cluster: Cluster, nowMs: number): Parameters<typeof runLine>[0] {
  const aheadMs = nowMs - cluster.nowMs;
  return {
    get nowMs() {
      return cluster.nowMs + aheadMs;
    },
    handle: (request) => withManagersShown(request, cluster.handle(request)),
    advance: (toMs) => cluster.advance(toMs - aheadMs),
    nextAtMs: () => {
      const next = cluster.nextAtMs();
      return next === undefined ? undefined : next + aheadMs;
    },
    onChange: (listener) => cluster.onChange(listener),
  };
}
