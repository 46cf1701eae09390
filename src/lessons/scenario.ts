import { readManifests } from "../api/manifest.ts";
import type { KubeRequest } from "../api/request.ts";
import type { ObjectDraft } from "../api/types/meta.ts";
import { createRequests } from "./setup.ts";
import { checkScenario, type ContentError, type ScenarioHeader, type SceneNote } from "./schema.ts";

/** A cluster to start from: everything an engine needs for a run, before anybody does anything. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly seed: number;
  readonly setup: readonly KubeRequest[];
  readonly note?: SceneNote;
}

export type LoadedScenario = Scenario | { readonly errors: readonly ContentError[] };

const MAIN = "scenario.yaml";
const OUR_API = "lessons.playground.local/v1";

/**
 * Reads a scenario folder. The first document of `scenario.yaml` is the Scenario; the other documents, and then
 * those of its `files`, become creates in this order.
 * @param files text by file name
 */
export function loadScenario(files: Readonly<Record<string, string>>): LoadedScenario {
  const main = readFile(files, MAIN);
  if ("errors" in main) return main;
  const [first, ...rest] = main.items;
  const header = first && readHeader(first);
  if (!header) return failed(MAIN, 1, `the first document must have apiVersion ${OUR_API} and kind Scenario`);
  if ("errors" in header) return header;
  const items = [...rest];
  for (const name of header.files) {
    const file = readFile(files, name);
    if ("errors" in file) return file;
    items.push(...file.items);
  }
  const { requests, problems } = createRequests(items.map((item) => item.object));
  if (problems.length > 0) {
    return { errors: problems.map(({ index, message }) => ({ file: items[index]?.file ?? MAIN, line: items[index]?.line ?? 0, message })) };
  }
  return { name: header.name, title: header.title, seed: header.seed, setup: requests, ...(header.note ? { note: header.note } : {}) };
}

interface Item { readonly object: ObjectDraft; readonly file: string; readonly line: number }

function readFile(files: Readonly<Record<string, string>>, name: string): { items: readonly Item[] } | { errors: readonly ContentError[] } {
  const text = files[name];
  if (text === undefined) return failed(name, 0, "the file is missing");
  const { documents, errors } = readManifests(text);
  if (errors.length > 0) return { errors: errors.map(({ line, message }) => ({ file: name, line, message })) };
  return { items: documents.map(({ object, line }) => ({ object, line, file: name })) };
}

function readHeader(item: Item): ScenarioHeader | { errors: readonly ContentError[] } | undefined {
  if (item.object.apiVersion !== OUR_API || item.object.kind !== "Scenario") return undefined;
  const checked = checkScenario(item.object);
  return "problem" in checked ? failed(item.file, item.line, checked.problem) : checked.value;
}

function failed(file: string, line: number, message: string): { errors: readonly ContentError[] } {
  return { errors: [{ file, line, message }] };
}
