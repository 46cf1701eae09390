import { defineConfig, devices } from "@playwright/test";
import { launchOptions } from "./scripts/browser.mjs";

const port = Number(process.env["E2E_PORT"] ?? 4273);
const url = `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: "e2e",
  outputDir: ".test/e2e",
  fullyParallel: true,
  forbidOnly: true,
  // The pages are deterministic: a test that passes on the second try is a failure.
  retries: 0,
  // A whole tour by keyboard on a busy machine takes its time.
  timeout: 120_000,
  workers: 2,
  reporter: [["list"], ["json", { outputFile: ".test/e2e.json" }]],
  use: {
    baseURL: url,
    locale: "en-US",
    timezoneId: "UTC",
    // A recording of each step costs as much as the test: E2E_TRACE=1 when one wants to look.
    trace: process.env["E2E_TRACE"] ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: launchOptions(),
  },
  projects: [
    {
      name: "desktop",
      testIgnore: /[\\/]phone[^\\/]*$/,
      use: { ...devices["Desktop Chrome"], viewport: { width: 1440, height: 900 } },
    },
    {
      // Tests tagged @phone, and all of the files e2e/phone*.
      name: "phone",
      grep: /@phone\b|(?:^| )(?:[^ ]*\/)?phone[\w.-]*\.(?:spec|test)\.ts /,
      use: { ...devices["Pixel 7"], viewport: { width: 390, height: 844 } },
    },
  ],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
    url,
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
