import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

/** No rule of axe is broken by what is on the screen now. A failure names rule, element and why. */
export async function expectNoViolations(page: Page): Promise<void> {
  // Half faded in, a text has half its contrast.
  await page.evaluate(async () => { await Promise.allSettled(document.getAnimations().map((a) => a.finished)); });
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")}: ${n.failureSummary?.replaceAll(/\s+/g, " ") ?? v.help}`));
  expect(found).toEqual([]);
}
