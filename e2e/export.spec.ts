import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { act, open } from "./support/page.ts";

/** Chooses an export in the palette and reads the file that the browser saves. */
async function exported(page: Page, title: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "All commands" });
  await palette.getByLabel("Filter").fill(title);
  await expect(palette.locator(".marked")).toContainText(title);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  await expect(page.getByText(`Saved as ${download.suggestedFilename()}`)).toBeVisible();
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test("the picture is saved as SVG and as PNG, by the keyboard alone", async ({ page }) => {
  await open(page);
  const svg = await exported(page, "Export picture as SVG");
  expect(svg.name).toBe("cluster.svg");
  const size = await page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    return { name: root.nodeName, title: root.querySelector("title")?.textContent, width: Number(root.getAttribute("width")) };
  }, svg.bytes.toString());
  expect(size).toMatchObject({ name: "svg", title: expect.stringContaining("DaemonSet node-logger, ready 3 of 3") });
  const png = await exported(page, "Export picture as PNG");
  expect([png.name, png.bytes.subarray(1, 4).toString(), png.bytes.readUInt32BE(16)]).toEqual(["cluster.png", "PNG", 2 * size.width]);
});

test("cluster and run are saved as mermaid text", async ({ page }) => {
  await open(page);
  const chart = await exported(page, "Export as mermaid flowchart");
  expect(chart.bytes.toString()).toMatch(/^flowchart TB\n[\s\S]*W1 --> P1_1/);
  const run = await exported(page, "Export this run as mermaid sequence");
  expect(run.bytes.toString()).toMatch(/^sequenceDiagram\n[\s\S]*participant API as API server/);
  await act(page, { command: "Add node", key: "n" });
  const since = await exported(page, "Export what happened since your last command as mermaid sequence");
  expect(since.bytes.toString()).toMatch(/^sequenceDiagram\n {2}participant Admin as Admin \(You\)\n/);
});
