/** The id of the lesson in a folder: `02-updates/01-rolling-update` is `updates/rolling-update`. */
export function idOfFolder(path: string): string {
  return path.split("/").slice(-2).map((part) => part.replace(/^\d+-/, "")).join("/");
}
