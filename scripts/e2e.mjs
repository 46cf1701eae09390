// npm run test:e2e: the browser tests against a fresh build. Arguments go to Playwright, for example
// `npm run test:e2e -- --project=desktop --headed e2e/tour.spec.ts`.
import { spawnSync } from "node:child_process";
import { ensureBrowser } from "./browser.mjs";
import { freshBuild } from "./fresh-build.mjs";
import { freePort } from "./ports.mjs";

const args = process.argv.slice(2);
const rest = args.filter((arg) => arg !== "--no-build");

if (!ensureBrowser()) process.exit(2);
if (rest.length === args.length) await freshBuild();
// A port of our own: another server on it could serve another build.
const port = await freePort(4273, "127.0.0.1");
const run = spawnSync(process.execPath, ["node_modules/@playwright/test/cli.js", "test", ...rest], {
  stdio: "inherit",
  env: { ...process.env, E2E_PORT: String(port) },
});
process.exitCode = run.status ?? 1;
