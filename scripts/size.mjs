// The size budget: what a first visit loads before the cluster is on the screen. Reads dist, so build first.
// page: scripts, module preloads and style sheets of index.html, the chunks that main.tsx imports at once, and all
// that these import statically. worker: the engine, loaded beside the page on a thread of its own.
// Not counted: chunks imported on demand, fonts.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const BUDGET_KB = { page: 163, worker: 155 };
/** Chunks that the page asks for at its start, though by `import()`: see src/app/main.tsx. */
const AT_ONCE = /^FlowPicture-.*\.js$/;

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!existsSync("dist/index.html")) {
    console.error("There is no dist/index.html; run `npm run build` first.");
    process.exitCode = 1;
  } else if (!report()) process.exitCode = 1;
}

/**
 * What the first load weighs.
 * @param {string} dist folder of the build
 * @returns {{page: File[], worker: File[]}} each File `{path, raw, gzip}` in kB (1,000 bytes)
 */
export function firstLoad(dist = "dist") {
  const assets = readdirSync(join(dist, "assets"));
  const linked = linkedFrom(readFileSync(join(dist, "index.html"), "utf8"));
  const atOnce = assets.filter((name) => AT_ONCE.test(name)).map((name) => `assets/${name}`);
  const workers = assets.filter((name) => /worker.*\.js$/.test(name)).map((name) => `assets/${name}`);
  return { page: closure(dist, [...linked, ...atOnce]), worker: closure(dist, workers) };
}

function closure(dist, queue) {
  const found = new Set();
  for (const path of queue) {
    if (found.has(path) || !existsSync(join(dist, path))) continue;
    found.add(path);
    if (!path.endsWith(".js")) continue;
    const text = readFileSync(join(dist, path), "utf8");
    queue.push(...staticImports(text).map((name) => posix.join(posix.dirname(path), name)));
    // Style sheets of chunks that are imported with import().
    if (AT_ONCE.test(basename(path))) queue.push(...readdirSync(join(dist, "assets")).filter((n) => n.startsWith("FlowPicture-") && n.endsWith(".css")).map((n) => `assets/${n}`));
  }
  return [...found].map((path) => {
    const content = readFileSync(join(dist, path));
    return { path, raw: content.length / 1000, gzip: gzipSync(content, { level: 9 }).length / 1000 };
  }).sort((a, b) => b.gzip - a.gzip);
}

/** Local scripts, module preloads and style sheets of a page. */
function linkedFrom(html) {
  const tags = html.replace(/<!--[\s\S]*?-->/g, "").match(/<(script|link)\b[^>]*>/g) ?? [];
  return tags
    .filter((tag) => tag.startsWith("<script") || /\brel="?(modulepreload|stylesheet)\b/.test(tag))
    .map((tag) => /\b(?:src|href)="(?:\.?\/)?([^":]+)"/.exec(tag)?.[1])
    .filter((path) => path !== undefined);
}

/** Relative modules that minified code imports statically; `import("x")` is lazy and does not count. */
function staticImports(code) {
  return [...code.matchAll(/\b(?:from|import)\s*["'`](\.[^"'`]+\.js)["'`]/g)].map((match) => match[1]);
}

function report() {
  let ok = true;
  for (const [part, files] of Object.entries(firstLoad())) {
    const total = files.reduce((sum, file) => sum + file.gzip, 0);
    for (const file of files) console.log(`${kb(file.gzip)} gzip ${kb(file.raw)} raw  ${basename(file.path)}`);
    console.log(`${kb(total)} gzip of ${BUDGET_KB[part]} kB for the ${part}\n`);
    if (files.length === 0) console.error(`nothing was measured for the ${part}`);
    if (total > BUDGET_KB[part]) console.error(`The ${part} is over its budget by ${kb(total - BUDGET_KB[part]).trim()}: load something on demand, or do without it.`);
    ok &&= files.length > 0 && total <= BUDGET_KB[part];
  }
  return ok;
}

function kb(value) {
  return `${value.toFixed(1).padStart(7)} kB`;
}
