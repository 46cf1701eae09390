// npm run bench:page: drives the built page in Chromium through a rollout on 3, 30 and 200 nodes and prints what a
// frame costs on the main thread. CPU figures are thread time from the browser's own trace, not wall time.
import { chromium } from "@playwright/test";
import { preview } from "vite";
import { ensureBrowser, launchOptions } from "./browser.mjs";
import { freshBuild } from "./fresh-build.mjs";
import { freePort } from "./ports.mjs";
import { firstLoad } from "./size.mjs";

const SIZES = process.argv.slice(2).map(Number).filter((n) => n > 0);
const NODES = SIZES.length > 0 ? SIZES : [3, 30, 200];
const SECONDS = 8;
const FRAME_US = 1_000_000 / 60;

if (!ensureBrowser()) process.exit(2);
await freshBuild();
const server = await preview({ preview: { host: "127.0.0.1", port: await freePort(4200, "127.0.0.1") }, logLevel: "warn" });
const address = server.resolvedUrls.local[0];
const browser = await chromium.launch(launchOptions());

console.log("nodes   frames   dropped   CPU ms a frame p50   p95   longest task ms   main CPU %");
for (const nodes of NODES) {
  const f = await measure(nodes);
  const columns = [nodes, f.frames, f.dropped, f.p50.toFixed(2), f.p95.toFixed(2), f.longestTaskMs.toFixed(1), f.cpuPercent.toFixed(0)];
  const widths = [5, 9, 10, 21, 6, 18, 13];
  console.log(columns.map((c, i) => String(c).padStart(widths[i])).join(""));
}
const load = firstLoad();
const total = (files) => files.reduce((sum, file) => sum + file.gzip, 0).toFixed(1);
console.log(`first load, gzip: page ${total(load.page)} kB, worker ${total(load.worker)} kB`);
await browser.close();
await server.close();

/** A rollout of ten per cent at a time, watched for some seconds. */
async function measure(nodes) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${address}?nodes=${nodes}`);
  await page.getByRole("button", { name: "Update image" }).waitFor();
  await page.getByText("at rest").first().waitFor({ timeout: 120_000 });
  await page.evaluate(() => {
    globalThis.frameTimes = [];
    const look = (t) => { globalThis.frameTimes.push(t); requestAnimationFrame(look); };
    requestAnimationFrame(look);
  });
  await page.keyboard.press("u");
  await page.getByRole("dialog").waitFor();
  const client = await page.context().newCDPSession(page);
  const events = [];
  client.on("Tracing.dataCollected", (e) => events.push(...e.value));
  await client.send("Tracing.start", { transferMode: "ReportEvents", categories: "toplevel,devtools.timeline,disabled-by-default-devtools.timeline,__metadata" });
  const marks = await page.evaluate(() => globalThis.frameTimes.length);
  await page.getByRole("dialog").getByRole("button", { name: "Update image" }).click();
  await page.waitForTimeout(SECONDS * 1000);
  const done = new Promise((resolve) => { client.once("Tracing.tracingComplete", resolve); });
  await client.send("Tracing.end");
  await done;
  const times = (await page.evaluate(() => globalThis.frameTimes)).slice(marks);
  await page.close();
  return { ...frames(times), ...mainThread(events) };
}

function frames(times) {
  let dropped = 0;
  for (let i = 1; i < times.length; i++) dropped += Math.max(0, Math.round((times[i] - times[i - 1]) / (1000 / 60)) - 1);
  return { frames: times.length, dropped };
}

/** Sums the thread time of the page's main thread by 60 Hz windows. */
function mainThread(events) {
  const main = mainThreadOf(events);
  const tasks = events.filter((e) => e.ph === "X" && e.pid === main.pid && e.tid === main.tid && e.name === "RunTask");
  if (tasks.length === 0) throw new Error("the trace has no tasks of the main thread");
  const start = Math.min(...tasks.map((t) => t.ts));
  const windows = new Map();
  let total = 0;
  let longest = 0;
  for (const task of tasks) {
    const cpu = task.tdur ?? task.dur;
    total += cpu;
    longest = Math.max(longest, cpu);
    const at = Math.floor((task.ts - start) / FRAME_US);
    windows.set(at, (windows.get(at) ?? 0) + cpu);
  }
  const sorted = [...windows.values()].sort((a, b) => a - b);
  const at = (q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] / 1000;
  return { p50: at(0.5), p95: at(0.95), longestTaskMs: longest / 1000, cpuPercent: total / (SECONDS * 10_000) };
}

/** The renderer main thread that worked most: pages of one browser share the trace. */
function mainThreadOf(events) {
  const names = events.filter((e) => e.name === "thread_name" && e.args?.name === "CrRendererMain");
  const work = (n) => events.reduce((sum, e) => (e.name === "RunTask" && e.pid === n.pid && e.tid === n.tid ? sum + (e.tdur ?? e.dur ?? 0) : sum), 0);
  return names.map((n) => ({ pid: n.pid, tid: n.tid, work: work(n) })).sort((a, b) => b.work - a.work)[0];
}
