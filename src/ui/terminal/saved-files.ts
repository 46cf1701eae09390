import { HOME, Files } from "../../terminal/files.ts";
import { MANIFESTS, THREE_CONTROLLERS } from "../../lessons/content.ts";

const KEY = "cluster-playground.files";
const HISTORY_KEY = "cluster-playground.history";
/** Browsers give a page some MB in all; the files of a playground are small. */
const MOST_CHARS = 400_000;
const MOST_LINES = 300;

/** Whose home folder it is. */
export interface Home {
  /** Of the scene or lesson; absent: a cluster of somebody else's. */
  readonly name: string | undefined;
  /** A lesson's manifests: what is changed there must not be in other lessons. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What a home folder begins with: the guide's manifest, examples, and the manifests of the scene or lesson. */
function firstFiles({ name: scene, files: own }: Home): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { file, text } of MANIFESTS) files.set(file.startsWith("daemonset-simple") ? `${HOME}/${file}` : `${HOME}/examples/${file}`, text);
  if (scene === "three-controllers") {
    for (const [name, text] of Object.entries(THREE_CONTROLLERS)) if (name !== "scenario.yaml") files.set(`${HOME}/${name}`, text);
  }
  for (const [name, text] of Object.entries(own ?? {})) files.set(`${HOME}/${name}`, text);
  return files;
}

/** The files as they were left on the last visit: what the page brings, with what was changed since. */
export function openFiles(home: Home): Files {
  const first = firstFiles(home);
  const files = new Files(first);
  for (const [path, text] of Object.entries(readStored(keyOf(home)))) {
    if (text === null) files.remove(path);
    else files.write(path, text);
  }
  return files;
}

/** Keeps what differs from what the page brings. @returns false if it is too much, or the browser keeps nothing */
export function saveFiles(files: Files, home: Home): boolean {
  const first = firstFiles(home);
  const now = new Map(files.entries());
  const changed: Record<string, string | null> = {};
  for (const [path, text] of now) if (first.get(path) !== text) changed[path] = text;
  for (const path of first.keys()) if (!now.has(path)) changed[path] = null;
  const text = JSON.stringify(changed);
  return text.length <= MOST_CHARS && keep(keyOf(home), text);
}

export function openHistory(): readonly string[] {
  const lines: unknown = parsed(HISTORY_KEY);
  return Array.isArray(lines) ? lines.filter((line) => typeof line === "string") : [];
}

export function saveHistory(lines: readonly string[]): void {
  keep(HISTORY_KEY, JSON.stringify(lines.slice(-MOST_LINES)));
}

function keyOf({ name, files }: Home): string {
  return files ? `${KEY}.${name}` : KEY;
}

function readStored(key: string): Readonly<Record<string, string | null>> {
  const value = parsed(key);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string | null] => entry[1] === null || typeof entry[1] === "string"));
}

function parsed(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    // No storage, or somebody else's text in it: begin anew.
    return undefined;
  }
}

function keep(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    // A sandboxed frame has no storage, and a full one takes no more: the files then hold for this visit.
    return false;
  }
}
