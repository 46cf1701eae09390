// npm run lessons -- [--only ID]...: checks lessons: reads them, counts their words, and plays them on the engine through
// the terminal; then the translations of the page's words. Node 20 cannot run TypeScript, so the checks are bundled first.
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "vite";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const CONTENT = join(ROOT, "src/lessons/content");
// Of its own, because several people may check at once.
const OUT = join(ROOT, "node_modules/.cache/lessons", String(process.pid));

const only = readArguments();
if ("error" in only) {
  console.error(`${only.error}\nUsage: npm run lessons -- [--only ID]...`);
  process.exit(2);
}
const { checkLessons } = await load("src/app/testing/lesson-folders.ts", "lesson-folders");
const { mermaidProblem } = await load("src/app/testing/parse-mermaid.ts", "parse-mermaid");
const reports = checkLessons(lessonFolders(), only.ids);
let failures = 0;
for (const { id, problems, notes, diagrams } of reports) {
  const found = [...problems];
  for (const { stepId, text } of diagrams) {
    const problem = await mermaidProblem(text);
    if (problem) found.push(`step ${stepId}: the diagram cannot be read: ${problem}`);
  }
  failures += found.length;
  console.log(`${found.length > 0 ? "FAILED" : "ok    "}  ${id}`);
  for (const text of found) console.log(`  ${text}`);
  for (const text of notes) console.log(`  note: ${text}`);
}
if (only.ids.length === 0) {
  const { checkTranslations } = await load("src/app/testing/check-translation.ts", "check-translation");
  for (const { file, problems, missing } of await checkTranslations()) {
    failures += problems.length;
    console.log(`${problems.length > 0 ? "FAILED" : "ok    "}  src/ui/messages/translations/${file}`);
    for (const text of problems) console.log(`  ${text}`);
    if (missing.length > 0) console.log(`  note: in English: ${missing.join(", ")}`);
  }
}
rmSync(OUT, { recursive: true, force: true });
console.log(`\n${reports.length} lessons, ${failures} problems`);
process.exitCode = failures > 0 || reports.length === 0 ? 1 : 0;

function readArguments() {
  try {
    const { values, positionals } = parseArgs({ options: { only: { type: "string", multiple: true, default: [] } }, allowPositionals: true });
    return { ids: [...values.only, ...positionals] };
  } catch (error) {
    return { error: error.message };
  }
}

/** Folders of a track with a lesson.yaml, by their path: text by file name. */
function lessonFolders() {
  const folders = {};
  for (const track of readdirSync(CONTENT).sort()) {
    for (const name of statSync(join(CONTENT, track)).isDirectory() ? readdirSync(join(CONTENT, track)).sort() : []) {
      const folder = join(CONTENT, track, name);
      if (!statSync(folder).isDirectory()) continue;
      const files = readdirSync(folder).filter((file) => statSync(join(folder, file)).isFile());
      if (files.includes("lesson.yaml") || files.includes("lesson.md")) folders[relative(ROOT, folder)] = Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
    }
  }
  return folders;
}

async function load(entry, name) {
  await build({
    configFile: false, root: ROOT, logLevel: "warn",
    build: {
      ssr: join(ROOT, entry), outDir: join(OUT, name), emptyOutDir: true, copyPublicDir: false, target: "node20", minify: false,
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  });
  return import(pathToFileURL(join(OUT, name, `${name}.mjs`)).href);
}
