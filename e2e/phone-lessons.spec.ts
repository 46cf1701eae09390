import { expect, test } from "@playwright/test";
import { expectNoViolations } from "./support/axe.ts";
import { lesson, onward, openLesson, playStep } from "./support/lesson.ts";

test("two kinds of No: the sheet makes room while it happens", async ({ page }) => {
  await openLesson(page, "where/two-kinds-of-no", "at-the-door");
  for (const name of ["web-1", "web-2", "web-3"]) await lesson(page).getByRole("button", { name, exact: true }).click();
  await playStep(page);
  await expect(lesson(page)).toContainText("Exactly so.");
  await lesson(page).getByRole("button", { name: "Show less of the lesson" }).click();
  await expect(page.getByRole("article", { name: "web-1" }).getByText("✓ as you said")).toBeVisible();
  await expect(onward(page)).toBeInViewport();
  const overflow = await page.evaluate(() => document.querySelector(".top-bar")!.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await expectNoViolations(page, ".lesson");
});
