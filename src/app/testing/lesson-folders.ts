import { idOfFolder } from "../../lessons/lesson-id.ts";
import type { FolderFiles } from "../../lessons/scenario.ts";
import { checkLesson, type LessonReport } from "./check-lesson.ts";

/**
 * Checks lesson folders.
 * @param folders text by file name, by path
 * @param only ids, tracks, or parts of ids; empty: all
 */
export function checkLessons(folders: Readonly<Record<string, FolderFiles>>, only: readonly string[]): readonly LessonReport[] {
  const byId = Object.fromEntries(Object.entries(folders).map(([path, files]) => [idOfFolder(path), files]));
  return Object.entries(folders)
    .filter(([path]) => only.length === 0 || only.some((part) => idOfFolder(path).includes(part) || path.includes(part)))
    .map(([path, files]) => checkLesson(path, files, byId));
}
