// The steps of `npm run check` and `npm test`. Every step runs, whatever failed before it; the last line says
// `N passed, N failed`, counting tests and, as failures, the steps that are not tests.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { ensureBrowser } from "./browser.mjs";

/** @typedef {{ passed: number, failed: number }} Count */
/** @typedef {{ title: string, run: () => Count }} Step */

const bin = (path) => `node_modules/${path}`;

/** @type {Step[]} */
export const CHECK_STEPS = [
  { title: "lock file", run: () => tool("scripts/lock.mjs") },
  { title: "types (tsc)", run: () => tool(bin("typescript/bin/tsc"), "-b") },
  { title: "lint (oxlint)", run: () => tool(bin("oxlint/bin/oxlint"), "--deny-warnings") },
  { title: "unit tests (vitest)", run: () => vitest("unit") },
  { title: "unused code (knip)", run: () => tool(bin("knip/bin/knip.js")) },
  { title: "build (vite)", run: build },
  { title: "size of the first load", run: () => tool("scripts/size.mjs") },
];

/** @type {Step[]} */
export const TEST_STEPS = [
  ...CHECK_STEPS,
  { title: "kubectl and clients (vitest)", run: () => vitest("clients", "--config", "e2e/kubectl/vitest.config.ts") },
  { title: "a browser for the tests", run: () => ({ passed: 0, failed: ensureBrowser() ? 0 : 1 }) },
  { title: "browser tests (playwright)", run: browserTests },
];

/**
 * Runs all steps, prints each by name and a summary.
 * @param {Step[]} steps
 * @returns {number} the exit code: 1 if anything failed
 */
export function runSteps(steps) {
  mkdirSync(".test", { recursive: true });
  const rows = steps.map((step, index) => {
    console.log(`\n[${index + 1}/${steps.length}] ${step.title}`);
    const start = performance.now();
    const count = step.run();
    return { title: step.title, ...count, seconds: (performance.now() - start) / 1000 };
  });
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  console.log("\nSummary");
  for (const row of rows) console.log(`  ${row.failed ? "FAILED" : "ok    "}  ${row.title.padEnd(28)}${row.seconds.toFixed(1).padStart(6)} s${details(row)}`);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") > 0 ? 1 : 0;
}

function details(row) {
  return row.passed || row.failed > 1 ? `  ${row.passed} passed, ${row.failed} failed` : "";
}

function node(args) {
  return spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
}

/** @returns {Count} */
function tool(script, ...args) {
  return { passed: 0, failed: node([script, ...args]) === 0 ? 0 : 1 };
}

// An old build must not pass for a new one: if this one fails, the size and the browser tests fail too.
function build() {
  rmSync("dist", { recursive: true, force: true });
  return tool(bin("vite/bin/vite.js"), "build", "--logLevel", "warn");
}

function vitest(name, ...args) {
  const report = `.test/${name}.json`;
  const { status, result } = withReport(report, [
    bin("vitest/vitest.mjs"), "run", ...args, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`,
  ]);
  // A file that cannot be loaded has no failed test, but it is a failure.
  const unloaded = (result?.testResults ?? []).filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  ).length;
  return counted(status, result?.numPassedTests ?? 0, (result?.numFailedTests ?? 0) + unloaded);
}

function browserTests() {
  if (!existsSync("dist/index.html")) {
    console.error("There is no build to test.");
    return { passed: 0, failed: 1 };
  }
  const { status, result } = withReport(".test/e2e.json", ["scripts/e2e.mjs", "--no-build"]);
  const stats = result?.stats;
  return counted(status, stats?.expected ?? 0, (stats?.unexpected ?? 0) + (stats?.flaky ?? 0));
}

// The last run's report is removed first: a runner that dies early must not be counted by it.
function withReport(path, args) {
  rmSync(path, { force: true });
  const status = node(args);
  return { status, result: existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined };
}

function counted(status, passed, failed) {
  return { passed, failed: status !== 0 && failed === 0 ? 1 : failed };
}
