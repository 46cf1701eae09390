// The size budget: what a first visit has to load before the cluster runs. Reads dist, so build first.
// Counted: scripts, module preloads and style sheets of index.html, all that these import statically, and the
// workers they start with what those import. Not counted: lazily imported chunks, fonts.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, posix } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 160;

if (!existsSync("dist/index.html")) {
  console.error("There is no dist/index.html; run `npm run build` first.");
  process.exitCode = 1;
} else if (!report("dist")) process.exitCode = 1;

/**
 * The files of the first load.
 * @param {string} dist folder of the build
 * @returns {string[]} paths relative to `dist`, `/` as separator, each once
 */
function firstLoad(dist) {
  const workers = readdirSync(join(dist, "assets")).filter((name) => /worker.*\.js$/.test(name));
  const found = new Set();
  const queue = linkedFrom(readFileSync(join(dist, "index.html"), "utf8"));
  for (const path of queue) {
    if (found.has(path) || !existsSync(join(dist, path))) continue;
    found.add(path);
    if (!path.endsWith(".js")) continue;
    const text = readFileSync(join(dist, path), "utf8");
    queue.push(...staticImports(text).map((name) => posix.join(posix.dirname(path), name)));
    queue.push(...workers.filter((name) => text.includes(name)).map((name) => `assets/${name}`));
  }
  return [...found];
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

function report(dist) {
  const rows = firstLoad(dist).map((path) => {
    const content = readFileSync(join(dist, path));
    return { path, raw: content.length / 1000, gzip: gzipSync(content, { level: 9 }).length / 1000 };
  });
  rows.sort((a, b) => b.gzip - a.gzip);
  const total = rows.reduce((sum, row) => sum + row.gzip, 0);
  for (const row of rows) console.log(`${kb(row.gzip)} gzip ${kb(row.raw)} raw  ${basename(row.path)}`);
  console.log(`${kb(total)} gzip of ${BUDGET_KB} kB for the first load`);
  if (rows.length === 0) console.error("index.html of the build loads no script: nothing was measured");
  else if (total > BUDGET_KB) console.error(`Over the budget by ${kb(total - BUDGET_KB).trim()}: load something lazily, or do without it.`);
  return rows.length > 0 && total <= BUDGET_KB;
}

function kb(value) {
  return `${value.toFixed(1).padStart(7)} kB`;
}
