import type { KubeList, KubeRequest, KubeResponse } from "../api/request.ts";
import type { Schema } from "../api/openapi/schemas.ts";
import type { Resource } from "../api/resources.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { Changes } from "../api/watch.ts";

/**
 * A program of the terminal: it yields what it wants of the world and goes on with the answer, so that it can wait
 * (for the API, for time, for a person) without promises, be stopped at any point, and be tested by a loop.
 * It returns its exit status.
 */
export type Process = Steps<number>;

/** A part of a program: the same, with any result. */
export type Steps<Out> = Generator<Effect, Out, Reply>;

export type Effect =
  | { readonly kind: "send"; readonly request: KubeRequest }
  /** What has happened to the objects of a list since a resourceVersion; waits until something has, or for `timeoutMs` of virtual time. */
  | { readonly kind: "changes"; readonly list: KubeRequest; readonly since: string; readonly timeoutMs?: number }
  | { readonly kind: "write"; readonly to: "stdout" | "stderr"; readonly text: string }
  /** The next line of the standard input, without its newline; with `keepsEnd` as it came. */
  | { readonly kind: "read"; readonly keepsEnd?: boolean }
  /** Whether the standard input is a terminal with a person at it. */
  | { readonly kind: "is-terminal" }
  /** A line that a person types behind a prompt, with a history of its own. */
  | { readonly kind: "prompt"; readonly text: string; readonly history: readonly string[] }
  /** Opens the page's editor with a text. */
  | { readonly kind: "edit"; readonly name: string; readonly text: string }
  /** With `catchesInterrupt` Ctrl-C ends the wait and not the process: the answer is then true. */
  | { readonly kind: "sleep"; readonly ms: number; readonly catchesInterrupt?: boolean }
  | { readonly kind: "now" }
  /** A path of the HTTP API, for `--raw`. */
  | ({ readonly kind: "http" } & HttpAsked)
  /** OpenAPI schemas of kinds and of all that they reach, by name: much text, so it comes when somebody asks. See api/openapi/schemas.ts. */
  | { readonly kind: "schemas"; readonly resources: readonly Resource[] };

/** The answer to an effect, by its kind. Use the functions below, which know which is which. */
export type Reply = unknown;

export type { Changes };

export interface HttpAsked {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path and query. */
  readonly target: string;
  readonly body?: string;
}

export interface HttpAnswered {
  readonly status: number;
  readonly body: string;
}

/** What a person does at a prompt: Enter, Ctrl-D, Ctrl-C. */
export type Typed = { readonly kind: "line"; readonly text: string } | { readonly kind: "end" } | { readonly kind: "interrupt" };

/** As a shell reports a command that was stopped with Ctrl-C. */
export const INTERRUPTED = 130;

/** Stops a process where it is, as Ctrl-C does; its exit status. */
export function stop(process: Process): number {
  const ended = process.return(INTERRUPTED);
  return ended.done ? ended.value : INTERRUPTED;
}

export function* send<Out = KubeObject>(request: KubeRequest): Steps<KubeResponse<Out>> {
  return (yield { kind: "send", request }) as KubeResponse<Out>;
}

export function* sendList<T extends KubeObject = KubeObject>(request: KubeRequest): Steps<KubeResponse<KubeList<T>>> {
  return (yield { kind: "send", request }) as KubeResponse<KubeList<T>>;
}

/** @param list a `list` request, selectors and namespace included */
export function* changes(list: KubeRequest, since: string, timeoutMs?: number): Steps<Changes> {
  return (yield { kind: "changes", list, since, ...(timeoutMs === undefined ? {} : { timeoutMs }) }) as Changes;
}

export function* print(text: string): Steps<void> {
  yield { kind: "write", to: "stdout", text };
}

export function* complain(text: string): Steps<void> {
  yield { kind: "write", to: "stderr", text };
}

/** The rest of the input, with its line ends. */
export function* wholeInput(): Steps<string> {
  let text = "";
  for (let line = yield* readLine(); line !== undefined; line = yield* readLine()) text += `${line}\n`;
  return text;
}

/** undefined: the input has ended. */
export function* readLine(): Steps<string | undefined> {
  return (yield { kind: "read" }) as string | undefined;
}

export function* isTerminal(): Steps<boolean> {
  return (yield { kind: "is-terminal" }) === true;
}

/** Ask `isTerminal` first: where there is none, nobody types. */
export function* prompt(text: string, history: readonly string[]): Steps<Typed> {
  return ((yield { kind: "prompt", text, history }) as Typed | undefined) ?? { kind: "end" };
}

/** The text as saved; undefined: closed without saving. */
export function* edit(name: string, text: string): Steps<string | undefined> {
  return (yield { kind: "edit", name, text }) as string | undefined;
}

/** Virtual milliseconds. */
export function* sleep(ms: number): Steps<void> {
  yield { kind: "sleep", ms };
}

/** Virtual milliseconds; whether Ctrl-C came before they were over. */
export function* sleepOrInterrupt(ms: number): Steps<boolean> {
  return ms > 0 && (yield { kind: "sleep", ms, catchesInterrupt: true }) === true;
}

/** The cluster's clock, in virtual milliseconds (see api/time.ts). */
export function* now(): Steps<number> {
  return (yield { kind: "now" }) as number;
}

export function* http(asked: HttpAsked): Steps<HttpAnswered> {
  return (yield { kind: "http", ...asked }) as HttpAnswered;
}

/** `components.schemas` of an OpenAPI document, as `schemasFor` of api/openapi/schemas.ts writes them. */
export function* schemas(resources: readonly Resource[]): Steps<Readonly<Record<string, Schema>>> {
  return (yield { kind: "schemas", resources }) as Readonly<Record<string, Schema>>;
}
