import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { installReader, picture } from "./watch.ts";
import type { Numbers } from "./watch.ts";

/** More decisions, and clicks in vain while a step is under way, than any story here needs. */
const MOST_STEPS = 100;
const MOST_CLICKS = 20_000;
/** Real ms between looks: what is waited for is a matter of one frame. */
const QUICK = [20, 50, 100, 250];

/**
 * Opens the page with the guide's cluster of seed 7 and waits for its picture; at rest, unless `at` says another
 * moment.
 * @param query as in the address, e.g. `nodes=6&at=0s`
 */
export async function open(page: Page, query = ""): Promise<void> {
  await page.addInitScript(installReader);
  const options = new URLSearchParams(query);
  if (!options.has("seed")) options.set("seed", "7");
  await page.goto(`/?${options}`);
  await card(page).first().waitFor();
  await node(page, "node-1").waitFor();
  if (!options.has("at")) await atRest(page);
}

/** The button of a DaemonSet's card; its name says the numbers. */
export function card(page: Page, name = "node-logger"): Locator {
  return page.getByRole("button", { name: new RegExp(`^DaemonSet ${name}: `) });
}

/** The button of a node. */
export function node(page: Page, name: string): Locator {
  return page.getByRole("button", { name: new RegExp(`^node ${name}, `) });
}

/** The chips of a node's pods. */
export function chips(page: Page, nodeName: string): Locator {
  return page.getByRole("button", { name: new RegExp(`^pod \\S+ on ${nodeName}: `) });
}

export function sentence(page: Page): Locator {
  return page.locator(".sentence > p:not(.visually-hidden)");
}

/** Waits until nothing more happens by itself but endless repetition, as the page says it. */
export async function atRest(page: Page, options?: { readonly timeout: number }): Promise<void> {
  await expect(page.getByRole("region", { name: "Timeline" }).getByText(/^(?:at rest|quiet)$/)).toBeVisible(options);
}

/** @param speed as the menu says it: `Story`, `10×` */
export async function speed(page: Page, speed: string): Promise<void> {
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: speed });
}

export async function numbers(page: Page, set = "node-logger"): Promise<Numbers | undefined> {
  return (await picture(page)).sets[set];
}

/** The numbers in the order of the card, the last is misscheduled: `3 3 3 3 3 0`. */
export function numbersText(numbers: Numbers | undefined): string {
  if (!numbers) return "no card";
  const { desired, current, ready, upToDate, available, misscheduled } = numbers;
  return `${desired} ${current} ${ready} ${upToDate} ${available} ${misscheduled}`;
}

/** The sentences of the feed, oldest first, as soon as it has caught up with the line under the picture. */
export async function feed(page: Page): Promise<readonly string[]> {
  const rows = page.locator(".feed .feed-text");
  await expect.poll(async () => (await rows.last().textContent()) === (await sentence(page).textContent()), { intervals: QUICK }).toBe(true);
  return await rows.allTextContents();
}

/** One decision further, by the key, and waits until the picture shows it or nothing is left. */
export async function step(page: Page): Promise<void> {
  // By its number: the same sentence twice would look the same.
  const told = () => document.querySelector<HTMLElement>(".sentence")?.dataset["decision"];
  const before = await page.evaluate(told);
  await page.keyboard.press(".");
  await page.waitForFunction(
    (id) => document.querySelector<HTMLElement>(".sentence")?.dataset["decision"] !== id || /^(?:at rest|quiet)$/.test(document.querySelector(".clock-state")?.textContent ?? ""), before);
}

/**
 * Steps until nothing is left to happen, decision by decision: the picture then goes through every state between
 * two decisions, however slow the machine is. The clicks are made in the page, for hundreds would take long from here.
 */
export async function walk(page: Page): Promise<void> {
  const isOver = await page.getByRole("button", { name: /one decision$/ }).evaluate(async (button: HTMLElement, most) => {
    for (let i = 0; i < most; i++) {
      if (/^(?:at rest|quiet)$/.test(document.querySelector(".clock-state")?.textContent ?? "")) return true;
      // A click while a step is under way does nothing, so none has to be waited for.
      button.click();
      await new Promise((resolve) => { setTimeout(resolve, 0); });
    }
    return false;
  }, MOST_CLICKS);
  expect(isOver, `the cluster comes to rest; last: ${await sentence(page).innerText()}`).toBe(true);
}

/** Steps until the line under the picture is about this. */
export async function walkUntil(page: Page, told: RegExp): Promise<void> {
  for (let i = 0; i < MOST_STEPS; i++) {
    if (told.test(await sentence(page).innerText())) return;
    await step(page);
  }
  throw new Error(`${String(told)} was not told within ${MOST_STEPS} steps`);
}

export interface Act {
  /** Name of the command, as lists and buttons say it. */
  readonly command: string;
  /** The key that starts it; without one it is taken from the list of all commands. */
  readonly key?: string;
  /** What gets the focus first: the command then is about it. */
  readonly on?: Locator;
  /** Answers by label; a list or group is chosen from by the beginning of the option. */
  readonly fill?: Readonly<Record<string, string>>;
  /** It asks nothing and is run at once. */
  readonly isPlain?: boolean;
}

/** Runs a command as a person would and waits until the cluster has taken it. */
export async function act(page: Page, { command, key, on, fill, isPlain }: Act): Promise<void> {
  const before = await lastOwnDecision(page);
  if (on) await on.focus();
  if (key) await page.keyboard.press(key);
  else await fromList(page, command);
  if (!isPlain) await answer(page, command, fill ?? {});
  await expect.poll(() => lastOwnDecision(page), { message: `the cluster took: ${command}`, intervals: QUICK }).not.toBe(before);
}

/** The newest decision that is the person's own, with its moment. */
async function lastOwnDecision(page: Page): Promise<string | undefined> {
  return (await page.locator(".feed li").allTextContents()).findLast((row) => /^[\d:.]+You /.test(row));
}

async function fromList(page: Page, command: string): Promise<void> {
  await page.keyboard.press("k");
  const list = page.getByRole("dialog", { name: "All commands" });
  await list.getByLabel("Filter").fill(command);
  await page.keyboard.press("Enter");
}

/** Fills the dialog of a command in and submits it. */
async function answer(page: Page, command: string, fill: Readonly<Record<string, string>>): Promise<void> {
  const dialog = page.getByRole("dialog", { name: new RegExp(`^${command}`) });
  await dialog.waitFor();
  for (const [label, value] of Object.entries(fill)) {
    const field = dialog.getByLabel(label, { exact: true });
    const begins = new RegExp(`^${value.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
    if ((await field.getAttribute("role")) === "radiogroup") {
      await field.getByRole("radio", { name: begins }).first().check();
    } else if (await field.evaluate((e) => e.tagName === "SELECT")) {
      const option = field.locator("option").filter({ hasText: begins });
      await field.selectOption(await option.first().evaluate((o: HTMLOptionElement) => o.value));
    } else {
      await field.fill(value);
    }
  }
  await dialog.getByRole("button", { name: command, exact: true }).click();
  await expect(dialog).toBeHidden();
}
