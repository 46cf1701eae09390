import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { expectNoViolations } from "./support/axe.ts";
import { lesson, onward, openLesson, playStep, goOn, mark, playOn } from "./support/lesson.ts";
import { act, card, node } from "./support/page.ts";

test.describe("lessons, by mouse", () => {
  test("nobody set the number: from the list to the end, and what was done is kept", async ({ page }) => {
    await page.goto("/");
    await page.getByRole("button", { name: "Learn" }).click();
    await page.getByRole("dialog", { name: "Learn" }).getByRole("link", { name: /^Nobody set the number/ }).click();
    await expect(page).toHaveURL(/lesson=basics\/nobody-set-the-number&step=hook/);
    await playStep(page);
    await expect(lesson(page)).toContainText("DESIRED");
    await goOn(page);
    // Marked in the picture, graded on the same nodes.
    await mark(page, "node-1", "node-3");
    await playStep(page);
    await expect(lesson(page)).toContainText("2 right, 1 not as you said");
    await expect(page.getByRole("article", { name: "node-2" }).getByText("○ here too")).toBeVisible();
    await expect(page.getByRole("article", { name: "node-1" }).getByText("✓ as you said")).toBeVisible();
    await expectNoViolations(page, ".lesson");
    await goOn(page);
    await playOn(page);
    await expect(card(page)).toHaveAccessibleName(/desired 5, current 5, ready 5/);
    await page.reload();
    await page.getByRole("button", { name: "Learn" }).click();
    const list = page.getByRole("dialog", { name: "Learn" });
    await expect(list.getByRole("link", { name: /^Nobody set the number/ })).toContainText("done");
    await expect(list).toContainText("Predictions right at the first try: 0 of 1");
    await expectNoViolations(page, "dialog");
  });

  test("two kinds of No: a wrong turn is answered, undone, and any route reaches the goal", async ({ page }) => {
    await openLesson(page, "where/two-kinds-of-no", "say-yes");
    await page.getByRole("tab", { name: "Terminal" }).click();
    await page.locator(".terminal-screen textarea").focus();
    await page.keyboard.type("kubectl taint nodes cp-1 node-role.kubernetes.io/control-plane:NoSchedule-\n");
    await expect(lesson(page).getByRole("status").first()).toContainText("so may every other pod");
    await lesson(page).getByRole("button", { name: "Undo" }).click();
    await expect(lesson(page)).not.toContainText("so may every other pod");
    // Not the solution's patch: the form of the page.
    await page.getByRole("tab", { name: "Feed" }).click();
    await act(page, { command: "Edit tolerations", on: card(page), fill: { Tolerations: "node-role.kubernetes.io/control-plane:NoSchedule" } });
    await expect(lesson(page)).toContainText("Any way that works counts", { timeout: 30_000 });
    await goOn(page);
    await playStep(page);
    await expect(lesson(page)).toContainText("At work");
  });

  test("three controllers: every step by the one button", async ({ page }) => {
    await openLesson(page, "basics/three-controllers");
    await playOn(page);
    await expect(lesson(page).getByRole("link", { name: /^Next lesson: / })).toBeVisible();
  });

  test("a step can be begun again, left for the sandbox, and linked to", async ({ page }) => {
    await openLesson(page, "basics/nobody-set-the-number", "a-node-joins");
    await expect(lesson(page).getByRole("link", { name: /^3\. / })).toHaveAttribute("aria-current", "step");
    await playStep(page);
    await expect(node(page, "node-4")).toBeVisible();
    await lesson(page).getByRole("button", { name: "Start this step again" }).click();
    await expect(node(page, "node-4")).toBeHidden();
    await expect(onward(page)).toHaveAccessibleName("Play");
    await lesson(page).getByRole("button", { name: "Go on in the sandbox" }).first().click();
    await expect(lesson(page)).toBeHidden();
    await page.getByRole("button", { name: /^Lesson Nobody set the number/ }).click();
    await expect(onward(page)).toHaveAccessibleName("Play");
  });
});

/** The clock under the picture, to a tenth of a second. */
function clock(page: Page) {
  return page.locator(".timeline").getByText(/^\d\d:\d\d\.\d$/);
}

test.describe("a lesson's time", () => {
  test("ends a step exactly at its moment: played, hurried, or passed by a link to the next one", async ({ page }) => {
    // Its second step waits for 1800 s from 00:09.2 on, in which the cluster repeats itself.
    await openLesson(page, "updates/a-bad-release", "half-an-hour");
    await playStep(page);
    await expect(clock(page)).toHaveText("30:09.0");
    await goOn(page);
    await expect(clock(page)).toHaveText("30:09.0");
    await openLesson(page, "basics/how-it-works", "the-controller-wants");
    await onward(page).click();
    await expect(onward(page)).toHaveAccessibleName(/^Next/, { timeout: 30_000 });
    const played = await clock(page).innerText();
    await openLesson(page, "basics/how-it-works", "the-scheduler-places");
    await expect(clock(page)).toHaveText(played);
    await page.waitForTimeout(600);
    await expect(clock(page)).toHaveText(played);
  });

  test("a step with a goal begins with what happens in it, and an undo beyond it leads to the step before", async ({ page }) => {
    await openLesson(page, "inside/troubleshooting", "a-silent-node");
    await expect(lesson(page).getByRole("region", { name: "What it printed" })).toContainText("kubectl");
    await expect(lesson(page).getByRole("region", { name: "Your turn" })).toBeVisible();
    await openLesson(page, "basics/nobody-set-the-number", "a-node-joins");
    await playStep(page);
    await goOn(page);
    await expect(lesson(page).getByRole("heading", { level: 2 })).toHaveText("A machine leaves");
    await lesson(page).getByRole("button", { name: "Undo" }).click();
    await expect(lesson(page).getByRole("heading", { level: 2 })).toHaveText("A machine joins");
    await expect(node(page, "node-4")).toBeHidden();
    await expect(onward(page)).toHaveAccessibleName("Play");
  });
});

test.describe("a lesson's words and pictures", () => {
  test("speak the reader's language, and English where it has no words", async ({ page }) => {
    await page.goto("/?lang=de&lesson=basics/nobody-set-the-number&step=five-loggers");
    const panel = page.getByRole("complementary", { name: "Lektion: Niemand hat die Zahl gesetzt" });
    await expect(panel.getByRole("heading", { level: 2 })).toHaveText("Du bist dran: fünf Logger");
    await panel.getByRole("button", { name: "Hinweis 1 von 3" }).click();
    await expect(panel).toContainText("Was zählt sein Controller?");
    await page.goto("/?lang=de&lesson=where/affinity");
    await expect(page.getByRole("complementary", { name: "Lektion: The art of saying not" })).toBeVisible();
  });

  test("the diagram of a step lights up, messages too, and is saved as mermaid, SVG and PNG", async ({ page }) => {
    await openLesson(page, "basics/a-node-joins", "the-whole-flow");
    const messages = page.locator('.step-diagram [data-et="message"]');
    await expect(messages).toHaveCount(7);
    await expect(page.locator('.step-diagram [data-et="message"].lit')).toHaveCount(0);
    await playStep(page);
    await expect(page.locator('.step-diagram [data-et="message"].lit')).toHaveCount(7);
    await lesson(page).getByRole("button", { name: "Larger, and save it" }).click();
    const dialog = page.getByRole("dialog", { name: "The whole flow" });
    for (const [format, file] of [["mermaid", "diagram.mmd"], ["SVG", "diagram.svg"], ["PNG", "diagram.png"]]) {
      const download = page.waitForEvent("download");
      await dialog.getByRole("button", { name: `Save as ${format}` }).click();
      expect((await download).suggestedFilename()).toBe(file);
    }
    await expectNoViolations(page, "dialog");
  });

  test("a file that a text names can be read, and the list leads to all else there is to do", async ({ page }) => {
    await openLesson(page, "basics/nobody-set-the-number");
    await expect(lesson(page).getByRole("heading", { level: 2 })).toBeFocused();
    await lesson(page).getByRole("button", { name: "daemonset-simple.yaml" }).click();
    await expect(page.getByRole("dialog", { name: "daemonset-simple.yaml" })).toContainText("kind: DaemonSet");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Learn" }).click();
    const list = page.getByRole("dialog", { name: "Learn" });
    await expect(list.getByRole("link", { name: /^One cause/ })).toHaveAttribute("href", /^\?trouble=\d+$/);
    await list.getByRole("button", { name: /^Gallery/ }).click();
    await expect(page.getByRole("dialog", { name: "What runs as a DaemonSet" })).toBeVisible();
  });
});

test.describe("lessons, by keyboard alone", () => {
  test("nobody set the number", async ({ page }) => {
    await openLesson(page, "basics/nobody-set-the-number");
    const pageDown = () => page.keyboard.press("PageDown");
    await playStep(page, pageDown);
    await goOn(page, pageDown);
    await expect(lesson(page).getByRole("heading", { level: 2 })).toHaveText("Delete one");
    for (const name of ["node-1", "node-2", "node-3"]) {
      await node(page, name).focus();
      await page.keyboard.press("Enter");
    }
    await playStep(page, pageDown);
    await expect(lesson(page)).toContainText("Exactly so.");
    await goOn(page, pageDown);
    await playStep(page, pageDown);
    await page.keyboard.press("PageUp");
    await expect(lesson(page).getByRole("heading", { level: 2 })).toHaveText("Delete one");
    await expect(node(page, "node-4")).toBeHidden();
    for (let step = 0; step < 3; step++) {
      await playStep(page, pageDown);
      await goOn(page, pageDown);
      await expect(lesson(page).getByRole("link", { name: new RegExp(`^${step + 3}\\. `) })).toHaveAttribute("aria-current", "step");
    }
    await expect(lesson(page).getByRole("heading", { level: 2 })).toHaveText("Your turn: five loggers");
    // The page's own command, by its key.
    for (const count of [4, 5]) {
      await page.keyboard.press("n");
      await page.getByRole("dialog", { name: "Add node" }).waitFor();
      await page.keyboard.press("Enter");
      await expect(page.getByLabel("Cluster").getByText(new RegExp(`/${count}$`)).first()).toBeVisible();
    }
    await expect(lesson(page)).toContainText("Any way that works counts", { timeout: 30_000 });
    await goOn(page, pageDown);
    await playStep(page, pageDown);
    await goOn(page, pageDown);
    await expect(lesson(page).getByRole("heading", { level: 2 })).toHaveText("You have done this lesson.");
  });
});
