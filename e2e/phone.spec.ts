import { expect, test } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "./support/axe.ts";
import { atRest, chips, node, numbers, numbersText, open, speed } from "./support/page.ts";

test("a node is added and gets its pod, by touch alone", async ({ page }) => {
  await open(page);
  await speed(page, "30×");
  await page.getByRole("toolbar", { name: "Actions" }).getByRole("button", { name: "+ Node" }).tap();
  const dialog = page.getByRole("dialog", { name: "Add node" });
  await dialog.getByRole("button", { name: "Add node" }).tap();
  await expect(dialog).toBeHidden();
  await expect(chips(page, "node-4")).toHaveAccessibleName(/: available/);
  await atRest(page);
  expect(numbersText(await numbers(page))).toBe("4 4 4 4 4 0");
});

test("nothing is wider than the screen, whatever is open", async ({ page }) => {
  await open(page);
  await expectNoSidewaysScroll(page, "start");
  await node(page, "node-2").tap();
  await page.getByRole("complementary").waitFor();
  for (const tab of ["Why", "Events", "YAML"]) {
    await page.getByRole("complementary").getByRole("tab", { name: tab }).tap();
    await expect(page.getByText("Reading…")).toBeHidden();
    await expectNoSidewaysScroll(page, `panel, ${tab}`);
  }
  await page.getByRole("button", { name: "Close details" }).tap();
  for (const tab of [/^Events/, /^Objects/, /^Diagram/, /^Feed/]) {
    await page.getByRole("tablist", { name: "Record" }).getByRole("tab", { name: tab }).tap();
    await expect(page.getByText(/^(?:Loading|Drawing|Reading events)…$/)).toBeHidden();
    await expectNoSidewaysScroll(page, `record, ${String(tab)}`);
  }
  await page.getByRole("button", { name: "Close the record" }).tap();
  for (const button of ["Apply YAML", "Help and shortcuts", "Legend"]) {
    await page.getByRole("button", { name: button }).tap();
    await page.getByRole("dialog").waitFor();
    await expectNoSidewaysScroll(page, button);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  }
});

test("every verb is reached with a finger", async ({ page }) => {
  await open(page);
  const bar = page.getByRole("toolbar", { name: "Actions" });
  for (const verb of ["+ Node", "Taint", "Label", "Cordon", "Update image", "Delete pod", "Fail node", "More"]) {
    await expectReachable(bar.getByRole("button", { name: verb }));
  }
  for (const control of [/^From the start$/, /^Play$/, /one decision$/, /^Apply YAML$/, /^Help and shortcuts$/]) {
    await expectReachable(page.getByRole("button", { name: control }));
  }
  await bar.getByRole("button", { name: "More" }).tap();
  const list = page.getByRole("dialog", { name: "All commands" });
  for (const command of ["Add node", "Create DaemonSet", "Taint", "Remove taint", "Label", "Remove label", "Cordon", "Uncordon", "Fill with a pod", "Fail node",
    "Recover node", "Remove node", "Delete pod", "Crash pod", "Recover pod", "Force delete pod", "Update image", "Roll back", "Restart rollout",
    "Change update strategy", "Edit tolerations", "Set nodeSelector", "Set requests and limits", "Set minReadySeconds", "Delete DaemonSet", "Start over"]) {
    await expectReachable(list.getByRole("button", { name: new RegExp(`^${command}`) }));
  }
  // One of a node, with none selected: it asks on which.
  await list.getByRole("button", { name: /^Taint/ }).tap();
  const dialog = page.getByRole("dialog", { name: "Taint" });
  await dialog.getByRole("radio", { name: "node-3", exact: true }).check();
  await dialog.getByRole("button", { name: "Taint", exact: true }).tap();
  await expect(node(page, "node-3")).toHaveAccessibleName(/taint dedicated=db:NoSchedule/);
});

test("the menu of a node opens at its button", async ({ page }) => {
  await open(page);
  const more = page.getByRole("button", { name: "Actions for node-2" });
  await expectReachable(more);
  await more.tap();
  const menu = page.getByRole("menu", { name: "Actions for node-2" });
  await expectInside(menu);
  await menu.getByRole("menuitem", { name: /^Cordon/ }).tap();
  await expect(node(page, "node-2")).toHaveAccessibleName(/cordoned/);
});

test("the panel is a sheet from below that leaves the picture in sight", async ({ page }) => {
  await open(page);
  await node(page, "node-2").tap();
  const sheet = page.getByRole("complementary", { name: "Details of Node node-2" });
  await expect(sheet.getByText("Should node-logger run here?")).toBeVisible();
  const box = (await sheet.boundingBox())!;
  expect(box.x).toBe(0);
  expect(box.width).toBe(390);
  expect(Math.round(box.y + box.height)).toBe(844);
  expect(box.y, "room above it").toBeGreaterThan(100);
  await page.getByRole("button", { name: "Close details" }).tap();
  await expect(sheet).toBeHidden();
});

test("axe finds nothing on the start page, with the sheet and with a dialog open", async ({ page }) => {
  await open(page);
  await expectNoViolations(page);
  await node(page, "node-2").tap();
  await expect(page.getByText("Should node-logger run here?")).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Close details" }).tap();
  await page.getByRole("toolbar", { name: "Actions" }).getByRole("button", { name: "Update image" }).tap();
  await page.getByRole("dialog").waitFor();
  await expectNoViolations(page);
});

async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const { scroll, screen } = await page.evaluate(() => ({
    scroll: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth),
    screen: document.documentElement.clientWidth,
  }));
  expect(screen).toBe(390);
  expect(scroll, `width of the page: ${what}`).toBeLessThanOrEqual(screen);
}

/** Can be brought onto the screen, is large enough for a finger, and nothing lies over it. */
async function expectReachable(button: Locator): Promise<void> {
  await button.scrollIntoViewIfNeeded();
  await expect(button).toBeInViewport({ ratio: 0.9 });
  const box = (await button.boundingBox())!;
  // WCAG 2.5.8: at least 24 by 24 CSS px.
  expect(Math.min(box.width, box.height), `size of ${String(button)}`).toBeGreaterThanOrEqual(24);
  const isOnTop = await button.evaluate((e) => {
    const { left, top, width, height } = e.getBoundingClientRect();
    return e.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });
  expect(isOnTop, `nothing lies over ${String(button)}`).toBe(true);
}

async function expectInside(element: Locator): Promise<void> {
  const box = (await element.boundingBox())!;
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(390);
  expect(box.y + box.height).toBeLessThanOrEqual(844);
}
