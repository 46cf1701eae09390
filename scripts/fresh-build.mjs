import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

const SOURCES = ["src", "public", "index.html", "vite.config.ts", "package-lock.json"];

/** Builds dist, but only if it is missing or older than any of its sources. */
export async function freshBuild() {
  if (isFresh("dist/index.html")) return;
  console.log("Building the page ...");
  await build({ logLevel: "warn" });
}

/** Whether a built file is newer than all sources. */
export function isFresh(file) {
  return newest(file) > Math.max(...SOURCES.map(newest));
}

// Latest change of a file, or of anything in a folder, in ms; 0 if there is none.
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
