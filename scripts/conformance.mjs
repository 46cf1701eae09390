// npm run conformance -- [--json FILE] [--only TOPIC] DIR...: runs every conformance case found in the directories
// (default: the project's own copies) through the engine. Node 20 cannot run TypeScript, so the runner is bundled first.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const OUT = join(ROOT, "node_modules/.cache/conformance");
const COPIES = join(ROOT, "src/engine/testing/testdata/conformance");
const USAGE = "Usage: npm run conformance -- [--json FILE] [--only TOPIC] DIR...";

const options = readArguments(process.argv.slice(2));
if ("error" in options) {
  console.error(`${options.error}\n${USAGE}`);
  process.exit(2);
}

// The engine does not know kubectl, and kubectl does not know the engine: they meet here.
const { runFiles } = await load("src/engine/testing/conformance/runner.ts", "runner");
const { reportText, hasFailures } = await load("src/engine/testing/conformance/report.ts", "report");
const kubectl = Object.assign({}, ...(await Promise.all(["node-verbs", "drain", "rollout-status"].map((verb) => load(`src/terminal/${verb}.ts`, verb)))));

const directories = options.directories.length > 0 ? options.directories : [COPIES];
const files = directories.flatMap(caseFiles).map((path) => ({ path: relative(process.cwd(), path) || path, text: readFileSync(path, "utf8") }));
const reports = runFiles(files, { only: options.only, kubectl });
if (options.json) {
  mkdirSync(dirname(resolve(options.json)), { recursive: true });
  writeFileSync(options.json, `${JSON.stringify(reports, null, 1)}\n`);
}
console.log(reportText(reports));
process.exitCode = hasFailures(reports) ? 1 : 0;

/** @param {string[]} args */
function readArguments(args) {
  const read = { only: [], directories: [], json: undefined };
  for (let i = 0; i < args.length; i++) {
    const [flag, inline] = args[i].startsWith("--") ? args[i].split(/=(.*)/s) : ["", undefined];
    if (flag === "--json" || flag === "--only") {
      const value = inline ?? args[++i];
      if (value === undefined) return { error: `${flag} needs a value` };
      if (flag === "--json") read.json = value;
      else read.only.push(value);
    } else if (flag) return { error: `unknown flag ${flag}` };
    else if (!statSync(args[i], { throwIfNoEntry: false })) return { error: `${args[i]} does not exist` };
    else read.directories.push(resolve(args[i]));
  }
  return read;
}

/** Every *.json below a directory, by name; a file stands for itself. */
function caseFiles(path) {
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) return caseFiles(inner);
    return entry.name.endsWith(".json") ? [inner] : [];
  });
}

async function load(entry, name) {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: "warn",
    build: {
      ssr: join(ROOT, entry),
      outDir: join(OUT, name),
      emptyOutDir: true,
      target: "node20",
      minify: false,
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  });
  return import(pathToFileURL(join(OUT, name, `${name}.mjs`)).href);
}
