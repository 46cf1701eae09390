// Finds a Chromium that Playwright can drive. The one place for playwright.config.ts and the scripts.
// Alone: `node scripts/browser.mjs` finds or installs one and says which; exit code 2 if there is none.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "@playwright/test";

const SYSTEM = {
  linux: [
    "/usr/bin/google-chrome-stable", "/usr/bin/google-chrome", "/usr/bin/chromium", "/usr/bin/chromium-browser",
    "/snap/bin/chromium", "/usr/bin/microsoft-edge",
  ],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
    .map((name) => process.env[name])
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [`${folder}\\Google\\Chrome\\Application\\chrome.exe`, `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`]),
};

/**
 * The browser to test with: CHROMIUM_PATH, else one of the system, else Playwright's own download.
 * A wrong CHROMIUM_PATH finds nothing, so that it is noticed.
 * @returns {import("./browser.d.mts").Browser | undefined}
 */
export function findBrowser() {
  const wanted = process.env["CHROMIUM_PATH"];
  if (wanted) return existsSync(wanted) ? { executablePath: wanted, source: "CHROMIUM_PATH" } : undefined;
  const found = (SYSTEM[process.platform] ?? []).find((path) => existsSync(path));
  if (found) return { executablePath: found, source: "system" };
  return existsSync(ownPath()) ? { source: "playwright" } : undefined;
}

function ownPath() {
  try {
    return chromium.executablePath();
  } catch {
    return ""; // Playwright has no build for this platform.
  }
}

/** Launch options that work on a laptop and as root in a container. */
export function launchOptions() {
  const path = findBrowser()?.executablePath;
  const isRoot = process.platform === "linux" && process.getuid?.() === 0;
  const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return {
    ...(path ? { executablePath: path } : {}),
    args: [...(isRoot ? ["--no-sandbox"] : []), ...(isRoot || process.env["CI"] ? quiet : [])],
  };
}

/**
 * Finds a browser, or installs Debian's (only as root), or Playwright's, or explains what to do.
 * @returns {import("./browser.d.mts").Browser | undefined}
 */
export function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  if (!process.env["CHROMIUM_PATH"]) {
    for (const install of [installDebianChromium, installPlaywrightChromium]) {
      install();
      const installed = findBrowser();
      if (installed) return installed;
    }
  }
  console.error(HELP);
  return undefined;
}

function installDebianChromium() {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/etc/os-release")) return;
  const release = readFileSync("/etc/os-release", "utf8");
  // Ubuntu's chromium package is only a pointer to the snap, which does not run in containers.
  if (!/^ID(_LIKE)?=.*debian/m.test(release) || /^ID="?ubuntu/m.test(release)) return;
  console.error("No Chromium found; installing Debian's (apt-get install chromium) ...");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = { stdio: ["ignore", "ignore", "inherit"], env };
  spawnSync("apt-get", ["update", "-q"], options);
  spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], options);
}

function installPlaywrightChromium() {
  console.error("No Chromium found; trying `npx playwright install chromium` ...");
  const cli = createRequire(import.meta.url).resolve("@playwright/test/cli");
  spawnSync(process.execPath, [cli, "install", "chromium"], { stdio: "inherit", timeout: 300_000 });
}

const HELP = `
The browser tests need Chromium, Chrome or Edge, and none was found.
  any system:      npx playwright install chromium
  Debian, Ubuntu:  sudo apt-get install chromium   (or Google Chrome)
  elsewhere:       set CHROMIUM_PATH to the program
Everything that needs no browser:  npm run check
`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const browser = ensureBrowser();
  if (browser) console.log(browser.executablePath ?? "Playwright's own Chromium");
  else process.exitCode = 2;
}
