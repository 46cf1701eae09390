import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { act, atRest, chips, node, numbers, numbersText, open, walk } from "./support/page.ts";
import { picture } from "./support/watch.ts";

const palette = (page: Page) => page.getByRole("dialog", { name: "All commands" });

async function ask(page: Page, typed: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await palette(page).getByLabel("Filter").fill(typed);
}

test("the palette finds commands by their first letters, with key and kubectl line, and what was chosen comes first the next time", async ({ page }) => {
  await open(page);
  await node(page, "node-2").focus();
  await page.keyboard.press("Enter");
  await ask(page, "cor");
  await expect(palette(page).locator(".marked")).toHaveText("CordonC");
  await expect(palette(page).locator(".palette-line")).toHaveText("kubectl cordon node-2");
  await page.keyboard.press("Enter");
  await expect(node(page, "node-2")).toHaveAccessibleName(/cordoned/);
  await page.keyboard.press("Control+k");
  const recent = palette(page).getByRole("region", { name: "Recent" });
  await expect(recent.getByRole("button")).toHaveText([/^Cordon/]);
});

test("the palette goes to any object", async ({ page }) => {
  await open(page);
  await ask(page, "node-logger");
  await page.keyboard.press("ArrowDown");
  const name = /^node-logger-\w{5}/.exec(await palette(page).locator(".marked").innerText())![0];
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: `Details of Pod ${name}` })).toBeVisible();
});

test("a search dims all that does not match: by label, state and node", async ({ page }) => {
  await open(page, "scene=three-controllers");
  const lit = page.locator(".pod-chip.lit");
  await page.keyboard.press("/");
  const field = page.getByRole("textbox", { name: "Search" });
  await field.fill("app=web");
  await expect(lit).toHaveCount(3);
  await field.fill("node:node-1");
  await expect(page.locator(".tray.lit")).toHaveAccessibleName("node-1");
  await field.fill("status:failing");
  await expect(page.getByRole("search").getByRole("status")).toHaveText("Nothing matches.");
  await page.keyboard.press("Escape");
  await expect(page.locator(".tray.dim")).toHaveCount(0);
});

test("events are found from the palette: those that say it come first, all others and the feed are dimmed", async ({ page }) => {
  await open(page, "scene=three-controllers");
  await ask(page, "db-1");
  await palette(page).getByRole("button", { name: "Find “db-1” in events" }).click();
  const rows = page.locator(".event-table tbody tr");
  await expect(rows.first()).toContainText("db-1");
  await expect(rows.first()).not.toHaveClass(/dim/);
  await expect(rows.last()).toHaveClass(/dim/);
  await page.getByRole("tab", { name: "Feed" }).click();
  await expect(page.locator(".feed-row.dim").first()).toBeAttached();
  await expect(page.locator(".feed-row:not(.dim)").first()).toContainText("db-1");
});

test("a taint is undone after time has passed, and done again", async ({ page }) => {
  await open(page);
  const before = await picture(page);
  await act(page, { command: "Taint", key: "t", on: node(page, "node-3"), fill: { Key: "dedicated", Value: "db", Effect: "NoExecute" } });
  await walk(page);
  const after = await picture(page);
  await page.keyboard.press("Control+z");
  await expect(page.getByText("Undone: kubectl taint nodes node-3 dedicated=db:NoExecute")).toBeVisible();
  await atRest(page);
  expect((await picture(page)).nodes).toEqual(before.nodes);
  await page.keyboard.press("Control+Shift+z");
  await expect(page.getByText(/^Done again: /)).toBeVisible();
  await expect(chips(page, "node-3")).toHaveCount(0);
  expect((await picture(page)).nodes).toEqual(after.nodes);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect(page.getByText("There is nothing to undo.")).toBeVisible();
});

test("why a pod is pending is found, and mended, by keyboard alone", async ({ page }) => {
  await open(page);
  await act(page, { command: "Set requests and limits", fill: { "requests cpu": "64", "limits cpu": "64" } });
  await walk(page);
  expect(numbersText(await numbers(page))).not.toBe("3 3 3 3 3 0");
  // Which one: search. Why: the palette leads to it, its panel says it.
  await page.keyboard.press("/");
  await page.keyboard.type("status:pending");
  await expect(page.locator(".pod-chip.lit")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await ask(page, "waiting for its node");
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: /^Details of Pod / });
  await expect(panel).toContainText("Insufficient cpu");
  await ask(page, "roll back");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: /^Roll back/ }).waitFor();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await walk(page);
  expect(numbersText(await numbers(page))).toBe("3 3 3 3 3 0");
});
