import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { node, speed } from "./page.ts";

/** More presses of the one button than any lesson needs. */
const MOST_PRESSES = 60;

export function lesson(page: Page): Locator {
  return page.getByRole("complementary", { name: /^Lesson: / });
}

/** The one button that goes on; its name says what it does now. */
export function onward(page: Page): Locator {
  return lesson(page).locator(".lesson-ways .primary");
}

export async function openLesson(page: Page, id: string, step?: string): Promise<void> {
  await page.goto(`/?lesson=${id}${step === undefined ? "" : `&step=${step}`}`);
  await expect(onward(page)).toBeVisible();
  await begun(page);
}

/** Waits until the step stands there and can be played. */
async function begun(page: Page): Promise<void> {
  await expect(onward(page)).toHaveAccessibleName(/^(?:Play|Next)/, { timeout: 30_000 });
}

/** Plays the present step to its end, at once. */
export async function playStep(page: Page, press: () => Promise<void> = () => onward(page).click()): Promise<void> {
  await press();
  await expect(lesson(page).getByRole("status").last()).toHaveText(/It happens…|done/, { timeout: 30_000 });
  if (await onward(page).getAttribute("aria-label") === "To the end of it") await press();
  await expect(onward(page)).toHaveAccessibleName(/^(?:Next: |Finish)/, { timeout: 30_000 });
}

/** Goes on to the next step, and waits for it. */
export async function goOn(page: Page, press: () => Promise<void> = () => onward(page).click()): Promise<void> {
  const title = lesson(page).getByRole("heading", { level: 2 });
  const before = await title.innerText();
  await expect(async () => {
    if (await title.innerText() === before) await press();
    await expect(title).not.toHaveText(before, { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
}

export async function mark(page: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await node(page, name).click();
    await expect(page.getByRole("article", { name }).getByText("✓ marked")).toBeVisible();
  }
}

/** Through the rest of a lesson: each step played, each goal reached by the solution that is typed for one. */
export async function playOn(page: Page): Promise<void> {
  for (let i = 0; i < MOST_PRESSES; i++) {
    if (await lesson(page).getByRole("heading", { level: 2, name: "You have done this lesson." }).isVisible()) return;
    const goal = lesson(page).getByRole("region", { name: "Your turn" });
    if (await goal.isVisible()) {
      await askForSolution(page);
      await expect(goal).toBeHidden({ timeout: 30_000 });
    }
    if ((await onward(page).getAttribute("aria-label"))?.startsWith("Play")) await playStep(page);
    await goOn(page);
    await expect(lesson(page).locator(".lesson-text, .lesson-question, .lesson-end").first()).toBeVisible();
  }
}

async function askForSolution(page: Page): Promise<void> {
  const type = lesson(page).getByRole("button", { name: "Type the solution for me" });
  const hint = lesson(page).getByRole("button", { name: /^Hint/ });
  await expect(type.or(hint)).toBeVisible();
  while (!(await type.isVisible())) await hint.click();
  await type.click();
  await expect(page.locator(".terminal-screen .xterm-rows")).toContainText("kubectl");
  await expect(page.locator(".terminal-screen textarea")).toBeFocused();
  await page.keyboard.press("Enter");
  await speed(page, "10×");
}
