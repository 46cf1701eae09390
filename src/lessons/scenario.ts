import { readManifests } from "../api/manifest.ts";
import type { KubeRequest } from "../api/request.ts";
import { standardStorageClass } from "../api/storage.ts";
import type { ObjectDraft } from "../api/types/meta.ts";
import { createRequests } from "./setup.ts";
import { SCENARIO, type ContentError, type ScenarioHeader, type SceneNote } from "./schema.ts";
import { pathText } from "./shape.ts";

/** A cluster to start from: everything an engine needs for a run, before anybody does anything. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly seed: number;
  readonly setup: readonly KubeRequest[];
  readonly note?: SceneNote;
}

export type LoadedScenario = Scenario | { readonly errors: readonly ContentError[] };

/** The files of a folder: text by file name. */
export type FolderFiles = Readonly<Record<string, string>>;

/** Finds the folder of another lesson by its id, `basics/three-controllers`. */
export type FindFolder = (lessonId: string) => FolderFiles | undefined;

const MAIN = "scenario.yaml";
const OUR_API = "lessons.playground.local/v1";

/**
 * Reads a scenario folder. The first document of `scenario.yaml` is the Scenario; the other documents, and then
 * those of its `files`, become creates in this order. One that `extends` another lesson's cluster begins with that.
 * Last comes the storage class that clusters have.
 */
export function loadScenario(files: FolderFiles, findFolder: FindFolder = () => undefined): LoadedScenario {
  const loaded = load(files, findFolder, []);
  return "errors" in loaded ? loaded : { ...loaded, setup: [...loaded.setup, standardStorageClass()] };
}

function load(files: FolderFiles, findFolder: FindFolder, loading: readonly FolderFiles[]): LoadedScenario {
  const main = readFile(files, MAIN);
  if ("errors" in main) return main;
  const [first, ...rest] = main.items;
  const header = first && readHeader(first);
  if (!header) return failed(MAIN, 1, `the first document must have apiVersion ${OUR_API} and kind Scenario`);
  if ("errors" in header) return header;
  const base = header.extends === undefined ? undefined : loadBase(header.extends, files, findFolder, loading);
  if (base && "errors" in base) return base;
  const title = header.title ?? base?.title;
  const seed = header.seed ?? base?.seed;
  if (title === undefined) return failed(MAIN, first.line, "spec.title: is missing");
  if (seed === undefined) return failed(MAIN, first.line, "spec.seed: is missing");
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
  const note = header.note ?? base?.note;
  return { name: header.name, title, seed, setup: [...(base?.setup ?? []), ...requests], ...(note ? { note } : {}) };
}

function loadBase(id: string, files: FolderFiles, findFolder: FindFolder, loading: readonly FolderFiles[]): LoadedScenario {
  const folder = findFolder(id);
  if (!folder) return failed(MAIN, 1, `spec.extends: there is no lesson ${id}`);
  if (folder === files || loading.includes(folder)) return failed(MAIN, 1, `spec.extends: ${id} extends itself`);
  const base = load(folder, findFolder, [...loading, files]);
  return "errors" in base ? { errors: base.errors.map((e) => ({ ...e, message: `spec.extends: ${id}: ${e.file}:${e.line}: ${e.message}`, file: MAIN, line: 1 })) } : base;
}

interface Item { readonly object: ObjectDraft; readonly file: string; readonly line: number }

function readFile(files: FolderFiles, name: string): { items: readonly Item[] } | { errors: readonly ContentError[] } {
  const text = files[name];
  if (text === undefined) return failed(name, 0, "the file is missing");
  const { documents, errors } = readManifests(text);
  if (errors.length > 0) return { errors: errors.map(({ line, message }) => ({ file: name, line, message })) };
  return { items: documents.map(({ object, line }) => ({ object, line, file: name })) };
}

type Header = ScenarioHeader & { readonly name: string };

function readHeader({ object, file, line }: Item): Header | { errors: readonly ContentError[] } | undefined {
  if (object.apiVersion !== OUR_API || object.kind !== "Scenario") return undefined;
  const { name } = object.metadata;
  if (typeof name !== "string" || name === "") return failed(file, line, "metadata.name: must be a text");
  const fitted = SCENARIO(object["spec"], ["spec"]);
  if ("value" in fitted) return { ...fitted.value, name };
  return { errors: fitted.misfits.map(({ path, message }) => ({ file, line, message: `${pathText(path)}: ${message}` })) };
}

function failed(file: string, line: number, message: string): { errors: readonly ContentError[] } {
  return { errors: [{ file, line, message }] };
}
