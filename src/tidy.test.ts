import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

interface Room {
  /** Other rooms it may import, types included. */
  readonly rooms: readonly string[];
  /** npm packages it may import; a name covers its subpaths. */
  readonly packages: readonly string[];
  /** No DOM, no Node, no time, no chance, no state: the banned words below hold. */
  readonly pure?: boolean;
}

const PAGE_PACKAGES = [
  "react", "react-dom", "@xyflow/react", "zustand", "lucide-react", "mermaid", "@xterm/xterm", "@xterm/addon-fit",
  "codemirror", "@codemirror/autocomplete", "@codemirror/lang-yaml", "@codemirror/language", "@codemirror/lint", "@codemirror/merge", "@codemirror/state", "@codemirror/view",
];

/** The walls between the rooms of src. This table is the truth; drawings of it elsewhere are for people. */
const ROOMS: Readonly<Record<string, Room>> = {
  api: { rooms: [], packages: ["yaml"], pure: true },
  engine: { rooms: ["api"], packages: [], pure: true },
  view: { rooms: ["api"], packages: [], pure: true },
  terminal: { rooms: ["api"], packages: [], pure: true },
  lessons: { rooms: ["api"], packages: ["@marcbachmann/cel-js"], pure: true },
  http: { rooms: ["api"], packages: [] },
  server: { rooms: ["api", "http"], packages: ["node:"] },
  bridge: { rooms: ["api", "engine", "view"], packages: [] },
  ui: { rooms: ["api", "view", "terminal", "lessons", "http"], packages: PAGE_PACKAGES },
  app: {
    rooms: ["api", "engine", "view", "terminal", "lessons", "http", "server", "bridge", "ui"],
    packages: [...PAGE_PACKAGES, "@fontsource-variable/inter", "@fontsource-variable/jetbrains-mono"],
  },
};

/** What tests may import besides: the real engine instead of a fake one, everywhere but below it. */
const TEST_PACKAGES = ["vitest", "fast-check", "node:"];
const TEST_ROOMS = ["engine"];

/** Words that make a run differ from the next one, and what to write instead. */
const BANNED: readonly { readonly word: RegExp; readonly instead: string }[] = [
  { word: /\bnew Date\b|\bDate\s*[.(]/, instead: "virtual time: world.nowMs and api/time.ts" },
  { word: /\bMath\s*\.\s*random\b/, instead: "world.random" },
  { word: /\.localeCompare\b|\.toLocale[A-Z]/, instead: "a comparison with <, text printed by hand" },
  { word: /\bIntl\b/, instead: "text printed by hand" },
  { word: /\bset(?:Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/, instead: "a Wake with afterMs" },
  { word: /\basync\s+(?:function\b|\(|[\w$]+\s*(?:\(|=>))|\bawait\b/, instead: "a plain function: later is a Wake" },
  { word: /\bconsole\s*\./, instead: "a returned text, or a decision" },
  { word: /^(?:export )?(?:let|var) /m, instead: "state of an actor or the world: a module has none" },
];

const MAX_LINES = 400;
/** Files allowed to be longer, and by how much. Only ever shorten this list. */
const LONGER: Readonly<Record<string, number>> = {};

const src = dirname(fileURLToPath(import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((path) => path.split(sep).join("/"))
  .filter((path) => /\.tsx?$/.test(path) && path !== "tidy.test.ts")
  .sort();

describe("the source", () => {
  test("keeps the walls between rooms, the banned words out, and files short", () => {
    expect(files.length).toBeGreaterThan(15);
    expect(files.flatMap((path) => complaints(path, readFileSync(join(src, path), "utf8")))).toEqual([]);
  });

  test("lists no file as longer that is not", () => {
    const lines = (path: string) => readFileSync(join(src, path), "utf8").split("\n").length - 1;
    expect(Object.keys(LONGER).filter((path) => !files.includes(path) || lines(path) <= MAX_LINES)).toEqual([]);
  });
});

/** What is wrong with a file, one sentence each. `path` is relative to src. */
function complaints(path: string, text: string): string[] {
  const room = ROOMS[path.split("/")[0]!];
  if (!room || !path.includes("/")) return [`${path}: every file belongs to a room (${Object.keys(ROOMS).join(", ")})`];
  const isTest = /\.test\.tsx?$/.test(path);
  const { code, bare } = readSource(text);
  const found = importsOf(code).flatMap((name) => wrongImport(path, room, name, isTest) ?? []);
  if (/(?:^|\/)index\.tsx?$/.test(path)) found.push("no barrels: name the file after its main thing");
  if (isTest && /\.(?:only|skip)\s*[.(]/.test(bare)) found.push("no .only( and no .skip( in a test");
  if (room.pure && !isTest && !path.endsWith("-bench.ts")) {
    for (const { word, instead } of BANNED) {
      const hit = word.exec(bare);
      if (hit) found.push(`not \`${hit[0].trim()}\` (line ${lineAt(bare, hit.index)}) but ${instead}`);
    }
  }
  const lines = text.split("\n").length - 1;
  const limit = LONGER[path] ?? MAX_LINES;
  if (lines > limit && !path.endsWith(".generated.ts")) found.push(`${lines} lines, at most ${limit}: split it by noun`);
  return found.map((complaint) => `${path}: ${complaint}`);
}

function wrongImport(path: string, room: Room, name: string, isTest: boolean): string | undefined {
  if (!name.startsWith(".")) {
    const allowed = [...room.packages, ...(isTest ? TEST_PACKAGES : [])];
    const ok = allowed.some((p) => name === p || name.startsWith(p.endsWith(":") ? p : `${p}/`));
    return ok ? undefined : `may not import the package ${name}`;
  }
  if (!/\.[a-z]+(?:\?\w+)?$/.test(name)) return `imports ${name} without its file extension`;
  const target = posix.normalize(posix.join(posix.dirname(path), name));
  if (target.startsWith("..")) return `imports ${name} from outside src`;
  const [own, other] = [path.split("/")[0]!, target.split("/")[0]!];
  const allowed = [own, ...room.rooms, ...(isTest && own !== "api" ? TEST_ROOMS : [])];
  return allowed.includes(other) ? undefined : `may not import from ${other} (${name})`;
}

/** Modules a file names: static, dynamic and type imports, re-exports, and workers by URL. */
function importsOf(code: string): string[] {
  const statements = /(?<!["'])\b(?:from|import)\s*["']([^"'\n]+)["']|\bimport\s*\(\s*["'`]([^"'`\n]+)["'`]|\bnew URL\(\s*["'`](\.[^"'`\n]+)["'`]/g;
  return [...code.matchAll(statements)].map((m) => (m[1] ?? m[2] ?? m[3])!);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/**
 * The text without its comments (`code`), and also without what stands in strings and regular expressions (`bare`).
 * Line numbers stay. Code inside `${}` stays code. A hand-written scanner, because TypeScript 7 has no parser to call.
 */
function readSource(text: string): { code: string; bare: string } {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/|[`{}]/g;
  let [code, bare, at] = ["", "", 0];
  const braces: ("{" | "${")[] = [];
  const copy = (end: number) => {
    code += text.slice(at, end);
    bare += text.slice(at, end);
    at = end;
  };
  const blank = (end: number, isComment: boolean) => {
    const blanked = text.slice(at, end).replace(/[^\n]/g, " ");
    code += isComment ? blanked : text.slice(at, end);
    bare += blanked;
    at = end;
  };
  const template = () => {
    const end = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{)/y;
    end.lastIndex = at;
    const chunk = end.exec(text)?.[0] ?? text.slice(at);
    blank(at + chunk.length, false);
    if (chunk.endsWith("${")) braces.push("${");
  };
  for (token.lastIndex = 0; ; token.lastIndex = at) {
    const hit = token.exec(text);
    if (!hit) break;
    copy(hit.index);
    const [found] = hit;
    if (found === "{") braces.push("{");
    if (found === "{" || (found === "}" && braces.pop() !== "${")) copy(at + 1);
    else if (found === "`" || found === "}") {
      copy(at + 1);
      template();
    } else if (found.startsWith("//") || found.startsWith("/*")) blank(at + found.length, true);
    else if (found.startsWith("/") && isDivision(bare)) copy(at + 1);
    else blank(at + found.length, false);
  }
  copy(text.length);
  return { code, bare };
}

/** Whether a slash after this text divides: it follows a value, not an operator or a keyword. */
function isDivision(before: string): boolean {
  const tail = before.trimEnd();
  return /[\w$)\]]$/.test(tail) && !/\b(?:return|typeof|case|of|in)$/.test(tail);
}

describe("the tidy check itself", () => {
  const bad: readonly [what: string, path: string, text: string, complaint: RegExp][] = [
    ["a file outside any room", "helpers/x.ts", "", /belongs to a room/],
    ["a file beside the rooms", "x.ts", "", /belongs to a room/],
    ["the engine importing the view", "engine/a.ts", `import { x } from "../view/x.ts";`, /may not import from view/],
    ["a type import through a wall", "api/a/b.ts", `import type { X } from "../../engine/x.ts";`, /may not import from engine/],
    ["a re-export through a wall", "ui/a.ts", `export { x } from "../bridge/x.ts";`, /may not import from bridge/],
    ["a lazy import through a wall", "ui/a.tsx", "const x = () => import(`../bridge/x.ts`);", /may not import from bridge/],
    ["an import type expression", "view/a.ts", `type X = typeof import("../ui/x.ts");`, /may not import from ui/],
    ["an import of many lines", "view/a.ts", `import {\n  x,\n  y,\n} from "../ui/x.ts";`, /may not import from ui/],
    ["an import for effect", "view/a.ts", `import "../ui/x.css";`, /may not import from ui/],
    ["a worker by URL", "ui/a.ts", `new Worker(new URL("../app/engine.worker.ts", import.meta.url));`, /may not import from app/],
    ["a package of another room", "engine/a.ts", `import { parse } from "yaml";`, /package yaml/],
    ["Node in the product", "http/a.ts", `import { createServer } from "node:http";`, /package node:http/],
    ["a package with a longer name", "api/a.ts", `import { x } from "yaml-tools";`, /package yaml-tools/],
    ["the test runner in the product", "api/a.ts", `import { test } from "vitest";`, /package vitest/],
    ["an api test that needs the engine", "api/a.test.ts", `import { x } from "../engine/x.ts";`, /may not import from engine/],
    ["a file outside src", "app/a.ts", `import p from "../../package.json";`, /outside src/],
    ["an import without extension", "api/a.ts", `import { x } from "./x";`, /without its file extension/],
    ["a barrel", "api/types/index.ts", "", /no barrels/],
    ["a clock", "engine/a.ts", "const t = Date.now();", /`Date\.` \(line 1\)/],
    ["a date", "view/a.ts", "\nconst t = new Date(0);", /`new Date` \(line 2\)/],
    ["chance", "engine/a.ts", "const r = Math.random();", /world\.random/],
    ["chance inside a template", "engine/a.ts", "const r = `a${{ b: Math.random() }.b}c`;", /world\.random/],
    ["a clock after a regular expression", "api/a.ts", `const r = /["'\`]/.test(x) && Date.now() > 0; // "`, /virtual time/],
    ["a clock after a division", "api/a.ts", "const r = a / b + Date.now() / c;", /virtual time/],
    ["the order of a locale", "api/a.ts", "list.sort((a, b) => a.localeCompare(b));", /comparison with </],
    ["a number in a locale", "view/a.ts", "x.toLocaleString();", /comparison with </],
    ["Intl", "view/a.ts", "new Intl.NumberFormat();", /by hand/],
    ["a timer", "engine/a.ts", "setTimeout(f, 1);", /Wake/],
    ["an async function", "engine/a.ts", "export async function f() {}", /plain function/],
    ["an async arrow", "engine/a.ts", "const f = async (x: number) => x;", /plain function/],
    ["an async method", "engine/a.ts", "const o = { async f() {} };", /plain function/],
    ["await", "engine/a.ts", "const x = await y;", /plain function/],
    ["printing", "terminal/a.ts", "console.log(1);", /returned text/],
    ["state of a module", "engine/a.ts", "const a = 1;\nlet count = 0;", /a module has none/],
    ["a long file", "ui/a.ts", "x\n".repeat(401), /401 lines/],
    ["a focused test", "api/a.test.ts", "test.only(\"x\", () => {});", /no \.only/],
    ["a skipped table of tests", "api/a.test.ts", "describe.skip.each([1])(\"x\", () => {});", /no \.only/],
  ];
  test.each(bad)("catches %s", (_, path, text, complaint) => {
    expect(complaints(path, text)).toEqual([expect.stringMatching(complaint)]);
  });

  const good: readonly [what: string, path: string, text: string][] = [
    ["imports that the table allows", "bridge/a.ts", `import { a } from "../engine/a.ts";\nimport type { b } from "../view/scene/b.ts";`],
    ["a subpath of an allowed package", "ui/a.ts", `import { createRoot } from "react-dom/client";`],
    ["a raw file of the own room", "lessons/a.ts", `import text from "./content/a.yaml?raw";`],
    ["a test with the real engine", "terminal/a.test.ts", `import { test } from "vitest";\nimport { x } from "../engine/x.ts";`],
    ["banned words in comments", "engine/a.ts", "// Date.now() and await\n/* Math.random()\n console.log */\nconst a = 1;"],
    ["banned words in text", "engine/a.ts", `const a = "Date.now()"; const b = 'await'; const c = \`Intl \${a} await\`; const d = /await "/;`],
    ["an import in a comment", "engine/a.ts", `/** import { x } from "../ui/x.ts" */\nconst a = 1; // from "react"`],
    ["names that contain a banned word", "engine/a.ts", "const x = formatDate(awaiting, asyncIterator, internals);"],
    ["local variables", "engine/a.ts", "function f() {\n  let n = 0;\n  return n;\n}"],
    ["timers in a room that is not pure", "ui/a.ts", "setTimeout(f, 1); console.error(await x);"],
    ["a printing benchmark", "engine/testing/x-bench.ts", "console.log(performance.now());"],
    ["a long generated file", "api/x.generated.ts", "x\n".repeat(900)],
    ["array methods in a test", "api/a.test.ts", "iterator.skipped(1);"],
  ];
  test.each(good)("accepts %s", (_, path, text) => {
    expect(complaints(path, text)).toEqual([]);
  });
});
