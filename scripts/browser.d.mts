import type { LaunchOptions } from "@playwright/test";

/** Without `executablePath`: Playwright's own. */
export interface Browser {
  readonly executablePath?: string;
  readonly source: "CHROMIUM_PATH" | "playwright" | "system";
}
export function findBrowser(): Browser | undefined;
export function ensureBrowser(): Browser | undefined;
export function launchOptions(): LaunchOptions;
