import { expect, test } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { card, chips, feed, node, numbersText, open, sentence, walk } from "./support/page.ts";
import { nodeIn } from "./support/story.ts";
import { picture } from "./support/watch.ts";

// In this file nothing is clicked, hovered or focused by a script: Tab, arrows, Enter and letters do everything.

test("the whole tour goes by keyboard alone", async ({ page }) => {
  await open(page);
  await tabTo(page, node(page, "node-1"));

  // Add a node; the focus comes back to where it was.
  await page.keyboard.press("n");
  await submitDialog(page, "Add node");
  await expect(node(page, "node-1")).toBeFocused();
  await walkByKey(page);
  expect(nodeIn(await picture(page), "node-4")!.pods.map((p) => p.state)).toEqual(["available"]);

  // Taint the one to its right.
  await page.keyboard.press("ArrowRight");
  await expect(node(page, "node-2")).toBeFocused();
  await page.keyboard.press("t");
  await expect(page.getByRole("dialog")).toHaveAccessibleName("Taint: node-2");
  // In a text field Enter submits.
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(node(page, "node-2")).toBeFocused();
  await walkByKey(page);
  expect(nodeIn(await picture(page), "node-2")!.taints).toEqual(["dedicated=db:NoSchedule"]);

  // Delete its pod, one Tab further; it does not come back.
  await tabTo(page, chips(page, "node-2"));
  await page.keyboard.press("Delete");
  await expect(sentence(page)).toContainText("You deleted Pod");
  await walkByKey(page);
  expect(nodeIn(await picture(page), "node-2")!.pods).toEqual([]);

  // Tolerate the taint.
  await page.keyboard.press("o");
  const tolerations = page.getByRole("dialog").getByLabel("Tolerations", { exact: true });
  await tabTo(page, tolerations);
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("dedicated=db:NoSchedule");
  await submitDialog(page, "Edit tolerations");
  await walkByKey(page);
  expect(numbersText((await picture(page)).sets["node-logger"])).toBe("4 4 4 4 4 0");

  // A new image.
  await page.keyboard.press("u");
  await submitDialog(page, "Update image");
  await walkByKey(page);
  expect((await picture(page)).nodes.map((n) => n.pods.map((p) => p.revision).join())).toEqual(["C", "C", "C", "C"]);

  // Fail a node, and ask why.
  await tabTo(page, node(page, "node-2"));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("f");
  await expect(sentence(page)).toContainText(/^You .*node-3/);
  await walkByKey(page);
  expect(nodeIn(await picture(page), "node-3")!.ready).toBe(false);
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Details of Node node-3" });
  await expect(panel.getByText("Should node-logger run here?")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(node(page, "node-3")).toBeFocused();
});

test("the panel that Enter opens is reached by Tab, and arrows go through its tabs, even after a long run", async ({ page }) => {
  await open(page);
  await page.keyboard.press("u");
  await submitDialog(page, "Update image");
  await walkByKey(page);
  await tabTo(page, node(page, "node-1"));
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Details of Node node-1" });
  await expect(panel.getByText("Should node-logger run here?")).toBeVisible();
  await tabTo(page, panel.getByRole("tab", { name: "Why" }));
  await page.keyboard.press("ArrowRight");
  await expect(panel.getByRole("tab", { name: "YAML" })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(panel.getByRole("tab", { name: "Events" })).toBeFocused();
  await expect(panel.getByRole("cell", { name: "NodeReady", exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
});

test("Tab reaches everything, and the focus is seen wherever it is", async ({ page }) => {
  await open(page);
  const stops = await tabRound(page);
  expect(stops[0]).toContain("Skip to the cluster");
  for (const words of ["Legend", "Help and shortcuts", "Theme", "Apply YAML", "DaemonSet node-logger", "node node-1", "pod node-logger", "Show the cause chain",
    "+ Node", "Taint", "Label", "Cordon", "Update image", "Delete pod", "Fail node", "More", "From the start", "Play", "Step", "Moment", "Speed", "Feed"]) {
    expect(stops.some((s) => s.includes(words)), `${words} in ${stops.join(" | ")}`).toBe(true);
  }
  // Trays are one stop: with thirty nodes nobody wants thirty.
  expect(stops.filter((s) => s.startsWith("node node-"))).toHaveLength(1);
});

test("the skip link leads to the cluster", async ({ page }) => {
  await open(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the cluster" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(card(page)).toBeFocused();
});

test("arrows go from node to node", async ({ page }) => {
  await open(page);
  await tabTo(page, node(page, "node-1"));
  for (const [key, name] of [["ArrowRight", "node-2"], ["ArrowRight", "node-3"], ["Home", "node-1"], ["End", "node-3"], ["ArrowLeft", "node-2"]] as const) {
    await page.keyboard.press(key);
    await expect(node(page, name)).toBeFocused();
    await expectVisibleFocus(page);
  }
});

test("every dialog opens with the focus inside, closes with Escape, and gives the focus back", async ({ page }) => {
  await open(page);
  await tabTo(page, node(page, "node-2"), { by: "ArrowRight", from: node(page, "node-1") });
  for (const key of ["n", "t", "l", "u", "o", "s", "k", "y", "?"]) {
    await page.keyboard.press(key);
    const dialog = page.getByRole("dialog");
    await expect(dialog, `dialog of ${key}`).toBeVisible();
    await expect(dialog.locator(":focus"), `focus in the dialog of ${key}`).toHaveCount(1);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(node(page, "node-2"), `focus after the dialog of ${key}`).toBeFocused();
  }
  // Nothing was done by it; what the cluster was set up with is nobody's doing.
  expect((await feed(page)).filter((text) => text.startsWith("You "))).toEqual([]);
});

test("Shift+F10 opens the menu of what has the focus; arrows, Enter and Escape work in it", async ({ page }) => {
  await open(page);
  await tabTo(page, node(page, "node-2"), { by: "ArrowRight", from: node(page, "node-1") });
  await page.keyboard.press("Shift+F10");
  const menu = page.getByRole("menu", { name: "Actions for node-2" });
  await expect(menu.getByRole("menuitem").first()).toBeFocused();
  await expectVisibleFocus(page);
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(node(page, "node-2")).toBeFocused();

  await page.keyboard.press("Shift+F10");
  const cordon = menu.getByRole("menuitem", { name: /^Cordon/ });
  await tabTo(page, cordon, { by: "ArrowDown" });
  await page.keyboard.press("Enter");
  await expect(menu).toBeHidden();
  await expect(node(page, "node-2")).toHaveAccessibleName(/cordoned/);
  await expect(node(page, "node-2")).toBeFocused();
});

test("Space plays and pauses, a full stop takes a step", async ({ page }) => {
  await open(page);
  await page.keyboard.press("n");
  await submitDialog(page, "Add node");
  const timeline = page.getByRole("region", { name: "Timeline" });
  await expect(timeline.getByRole("button", { name: "Pause" })).toBeVisible();
  await page.keyboard.press("Space");
  await expect(timeline.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  const told = await sentence(page).innerText();
  await page.keyboard.press(".");
  await expect(sentence(page)).not.toHaveText(told);
  await expect(timeline.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await page.keyboard.press("Space");
  await expect(timeline.getByRole("button", { name: "Pause" })).toBeVisible();
});

test("the list of all commands runs the one that is typed", async ({ page }) => {
  await open(page);
  await page.keyboard.press("k");
  await expect(page.getByRole("dialog", { name: "All commands" }).getByLabel("Filter")).toBeFocused();
  await page.keyboard.type("cord");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  // Nothing is selected: it asks on what.
  await expect(dialog.getByRole("radiogroup", { name: "Node" }).getByRole("radio", { name: "node-2" })).toBeFocused();
  await submitDialog(page, "Cordon");
  await expect(node(page, "node-2")).toHaveAccessibleName(/cordoned/);
});

/** Nobody presses Tab more often than this to get somewhere. */
const PATIENCE = 60;

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, to: Locator, options: { readonly by?: string; readonly from?: Locator } = {}): Promise<void> {
  if (options.from) await tabTo(page, options.from);
  const isFocused = () => to.first().evaluate((e) => e === document.activeElement);
  for (let presses = 0; presses <= PATIENCE; presses++) {
    if (await isFocused()) return expectVisibleFocus(page);
    await page.keyboard.press(options.by ?? "Tab");
  }
  throw new Error(`${String(to)} is not reached by ${PATIENCE} times ${options.by ?? "Tab"}`);
}

/** Names of all stops of Tab from the top of the page; each is checked to show its focus. */
async function tabRound(page: Page): Promise<readonly string[]> {
  const stops: string[] = [];
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return undefined;
      // A select is named by its label, the rows of the feed by their text.
      return e.getAttribute("aria-label") ?? (e.closest("label") ?? e).textContent?.trim() ?? "";
    });
    if (name === undefined) break;
    await expectVisibleFocus(page);
    stops.push(name);
  }
  return stops;
}

/** What has the focus is marked by an outline, on itself or on what is drawn for it. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const mark = await page.evaluate(() => {
    const e = document.activeElement;
    if (!(e instanceof HTMLElement)) return "nothing has the focus";
    const isDrawn = (style: CSSStyleDeclaration) => style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 1;
    const isMarked = e.matches(":focus-visible") && (isDrawn(getComputedStyle(e)) || isDrawn(getComputedStyle(e, "::after")));
    return isMarked ? "marked" : `no mark on ${e.outerHTML.slice(0, 160)}`;
  });
  expect(mark).toBe("marked");
}

/** From anywhere in an open dialog to its button, by Tab, and Enter. */
async function submitDialog(page: Page, button: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await tabTo(page, dialog.getByRole("button", { name: button, exact: true }));
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
}

/** Waits until the cluster has begun to react, then runs it to rest: one press shows that the key works, the rest is quicker. */
async function walkByKey(page: Page): Promise<void> {
  await expect(sentence(page)).not.toContainText(/Starting/);
  await page.keyboard.press(".");
  await walk(page);
}
