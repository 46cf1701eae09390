import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

/**
 * No rule of axe is broken by what is on the screen now. A failure names rule, element and why.
 * @param part selector of what to look at; absent: the whole page, which takes its time
 */
export async function expectNoViolations(page: Page, part?: string): Promise<void> {
  // Half faded in, a text has half its contrast.
  await page.evaluate(async () => { await Promise.allSettled(document.getAnimations().map((a) => a.finished)); });
  const builder = new AxeBuilder({ page });
  const { violations } = await (part === undefined ? builder : builder.include(part)).analyze();
  const found = violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")}: ${n.failureSummary?.replaceAll(/\s+/g, " ") ?? v.help}`));
  expect(found).toEqual([]);
}
