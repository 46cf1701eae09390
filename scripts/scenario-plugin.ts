import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Plugin } from "vite";
import { Conditions } from "../src/lessons/conditions.ts";
import { idOfFolder } from "../src/lessons/lesson-id.ts";
import { loadLesson, type LoadedLesson } from "../src/lessons/lesson.ts";
import { loadScenario, type FolderFiles } from "../src/lessons/scenario.ts";
import { lessonCard } from "../src/lessons/card.ts";
import type { ContentError } from "../src/lessons/schema.ts";
import { translated } from "../src/lessons/translation.ts";
import { readWords } from "../src/lessons/words.ts";

/**
 * Content, read and checked when the page is built, so that the page needs no YAML reader for it. Errors name file and line.
 *
 * - `import start from "./x/scenario.yaml?scenario"`: the scenario of that folder
 * - `lesson.yaml?lesson`: the lesson of that folder, a LessonBundle
 * - `lesson.yaml?card`: what a list of lessons tells of it
 * - `lesson.de.md?words`: its words in another language; what they lack is English
 *
 * A lesson with errors stops the build. While somebody writes (`vite`, or `vite build --mode draft`) it is left out with a
 * warning, so that the page and all other lessons stay usable.
 */
export function scenarioPlugin(): Plugin {
  const conditions = new Conditions();
  let isDraft = false;
  return {
    name: "scenario",
    configResolved(config) {
      isDraft = config.command === "serve" || config.mode === "draft";
    },
    load(id) {
      const [path = "", query = ""] = id.split("?");
      const read = READERS[query.split("&")[0]!];
      if (!read) return null;
      const folder = dirname(path);
      for (const file of [folder, ...Object.keys(filesOf(folder)).map((name) => join(folder, name))]) this.addWatchFile(file);
      const result = read(folder, basename(path), conditions);
      if (!("errors" in result)) return { code: `export default ${JSON.stringify(result.value)}`, moduleType: "js" };
      const text = result.errors.map((e) => `${join(folder, e.file)}:${e.line}: ${e.message}`).join("\n");
      if (!isDraft || query === "scenario") this.error(text);
      // The card comes first and says it once.
      if (query === "card") this.warn(text);
      return { code: "export default null", moduleType: "js" };
    },
  };
}

type Read = { readonly value: unknown } | { readonly errors: readonly ContentError[] };

const READERS: Readonly<Record<string, (folder: string, file: string, conditions: Conditions) => Read>> = {
  scenario: (folder) => {
    const scenario = loadScenario(filesOf(folder), (id) => folderOf(folder, id));
    return "errors" in scenario ? scenario : { value: scenario };
  },
  lesson: (folder, _, conditions) => {
    const lesson = read(folder, conditions);
    return "errors" in lesson ? lesson : { value: lesson };
  },
  card: (folder, _, conditions) => {
    const lesson = read(folder, conditions);
    return "errors" in lesson ? lesson : { value: lessonCard(lesson, titlesOf(filesOf(folder))) };
  },
  words: (folder, file, conditions) => {
    const lesson = read(folder, conditions);
    if ("errors" in lesson) return lesson;
    const words = readWords(filesOf(folder)[file] ?? "", file);
    return "errors" in words ? words : { value: translated(lesson.words, words).words };
  },
};

/** Titles of the translations beside a lesson. One that cannot be read is told of by whoever asks for its words. */
function titlesOf(files: FolderFiles): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).flatMap(([file, text]) => {
    const name = /^lesson\.([A-Za-z-]+)\.md$/.exec(file)?.[1];
    const words = name === undefined ? undefined : readWords(text, file);
    return name !== undefined && words && !("errors" in words) && words.title !== undefined ? [[name, words.title]] : [];
  }));
}

/** A lesson is asked for as a card and as a whole, one after the other: what was read last, as long as its files are the same. */
const LAST = new Map<string, { readonly files: string; readonly loaded: LoadedLesson }>();

function read(folder: string, conditions: Conditions): LoadedLesson {
  const files = filesOf(folder);
  const text = JSON.stringify(files);
  const last = LAST.get(folder);
  if (last?.files === text) return last.loaded;
  const loaded = named(loadLesson(files, conditions, (id) => folderOf(folder, id)), folder);
  // Of another lesson's cluster nobody here sees whether it changed.
  if (!/^\s*extends:/m.test(files["scenario.yaml"] ?? "")) LAST.set(folder, { files: text, loaded });
  return loaded;
}

function named(loaded: LoadedLesson, folder: string): LoadedLesson {
  if ("errors" in loaded || loaded.lesson.id === idOfFolder(folder)) return loaded;
  return { errors: [{ file: "lesson.yaml", line: 1, message: `id: must be ${idOfFolder(folder)}, as the folder is called` }] };
}

/** The folder of another lesson, somewhere in `content/<track>/<name>`. */
function folderOf(folder: string, id: string): FolderFiles | undefined {
  const content = dirname(dirname(folder));
  const folders = readdirSync(content).flatMap((track) => (isFolder(join(content, track)) ? readdirSync(join(content, track)).map((name) => join(content, track, name)) : []));
  const found = folders.find((path) => isFolder(path) && idOfFolder(path) === id);
  return found === undefined ? undefined : filesOf(found);
}

function filesOf(folder: string): FolderFiles {
  if (!existsSync(folder)) return {};
  return Object.fromEntries(readdirSync(folder).filter((name) => !isFolder(join(folder, name))).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory();
}
