// npm run lesson:new -- <track>/<name>: makes a lesson folder out of src/lessons/template, numbered after those that are
// there. It passes `npm run lessons` as it is; then it is rewritten step by step.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const CONTENT = join(ROOT, "src/lessons/content");
const TEMPLATE = join(ROOT, "src/lessons/template");

const [, track, name] = /^([a-z][a-z0-9-]*)\/([a-z][a-z0-9-]*)$/.exec(process.argv[2] ?? "") ?? [];
if (!track || !name) {
  console.error("Usage: npm run lesson:new -- <track>/<name>, such as updates/rolling-update");
  process.exit(2);
}
const trackFolder = join(CONTENT, numbered(CONTENT, track));
const existing = existsSync(trackFolder) ? readdirSync(trackFolder).find((folder) => plain(folder) === name) : undefined;
if (existing) {
  console.error(`There is a lesson ${track}/${name}: ${relative(ROOT, join(trackFolder, existing))}`);
  process.exit(1);
}
const folder = join(trackFolder, numbered(trackFolder, name));
mkdirSync(folder, { recursive: true });
for (const file of readdirSync(TEMPLATE)) {
  const text = readFileSync(join(TEMPLATE, file), "utf8");
  writeFileSync(join(folder, file), text.replace("id: track/name", `id: ${track}/${name}`).replace("name: lesson-name", `name: ${name}`));
}
console.log(`${relative(ROOT, folder)} is there. Rewrite it, and check it with: npm run lessons -- --only ${track}/${name}`);

/** The folder of that name if there is one; otherwise the name with the next number. */
function numbered(parent, wanted) {
  const folders = existsSync(parent) ? readdirSync(parent) : [];
  const found = folders.find((folder) => plain(folder) === wanted);
  const last = Math.max(0, ...folders.map((folder) => Number(/^(\d+)-/.exec(folder)?.[1] ?? 0)));
  return found ?? `${String(last + 1).padStart(2, "0")}-${wanted}`;
}

function plain(folder) {
  return folder.replace(/^\d+-/, "");
}
