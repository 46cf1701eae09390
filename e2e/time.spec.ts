import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { act, atRest, chips, feed, node, open, sentence, speed, step, walk } from "./support/page.ts";
import { changesOf, nodeIn } from "./support/story.ts";
import { clockMs, picture, states, watch } from "./support/watch.ts";

test.describe("time", () => {
  test("story pace runs through the 50 s grace period in a few seconds, with the clock visibly moving", async ({ page }) => {
    await open(page);
    await sampleClock(page);
    await act(page, { command: "Fail node", key: "f", on: node(page, "node-3"), isPlain: true });
    await expect(sentence(page)).toContainText("gave up on node-3", { timeout: 20_000 });
    const samples = await page.evaluate(() => window.clockSamples);
    const times = samples.map((s) => clockMs(s.clock));
    expect(times, "the clock never goes back").toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)! - times[0]!).toBeGreaterThanOrEqual(40_000);
    expect(samples.at(-1)!.realMs - samples[0]!.realMs, "real ms").toBeLessThan(10_000);
    expect(new Set(times).size, "moments at which the clock was seen").toBeGreaterThan(15);
    const jumps = times.slice(1).map((t, i) => t - times[i]!);
    expect(Math.max(...jumps), "it runs, it does not jump").toBeLessThan(15_000);
  });

  test("a decision of story pace stays long enough to be read", async ({ page }) => {
    await open(page);
    await act(page, { command: "Delete pod", key: "Delete", on: chips(page, "node-2"), isPlain: true });
    await page.evaluate(() => {
      window.sentenceTimes = [];
      const line = document.querySelector(".sentence")!;
      let last = "";
      new MutationObserver(() => {
        const text = line.querySelector("p:not(.visually-hidden)")?.textContent ?? "";
        if (text !== last) window.sentenceTimes.push({ text, realMs: performance.now() });
        last = text;
      }).observe(line, { subtree: true, childList: true, characterData: true });
    });
    await expect(sentence(page)).toContainText("created", { timeout: 15_000 });
    const times = await page.evaluate(() => window.sentenceTimes);
    // Of what people did themselves they know already.
    const told = times.filter((t) => !t.text.startsWith("You "));
    expect(told.length).toBeGreaterThan(1);
    for (const [i, next] of told.slice(1).entries()) expect(next.realMs - told[i]!.realMs, told[i]!.text).toBeGreaterThan(600);
  });

  test("a step takes one decision by one actor and stands still", async ({ page }) => {
    await open(page);
    await act(page, { command: "Add node", key: "n" });
    await step(page);
    await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
    const steps: number[] = [];
    for (let told = (await feed(page)).length; !(await isAtRest(page)); ) {
      await step(page);
      const now = (await feed(page)).length;
      if (now > told) steps.push(now - told);
      told = now;
    }
    expect(steps.length).toBeGreaterThan(5);
    expect(steps, "decisions a step").toEqual(steps.map(() => 1));
  });

  test("the pace changes nothing of what happens", async ({ page }) => {
    const told: (readonly string[])[] = [];
    for (const pace of ["step", "10×", "100×"]) {
      await open(page);
      if (pace !== "step") await speed(page, pace);
      await act(page, { command: "Update image", key: "u" });
      await (pace === "step" ? walk(page) : atRest(page, { timeout: 15_000 }));
      told.push(await feed(page));
    }
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  });

  test("going back and forth with the slider gives the same picture", async ({ page }) => {
    await open(page);
    await act(page, { command: "Update image", key: "u" });
    await walk(page);
    const slider = page.getByRole("slider", { name: "Moment" });
    await slider.focus();
    const end = await picture(page);
    const endMs = Number(await slider.getAttribute("aria-valuenow"));
    const middle = await seekBy(page, "PageDown", endMs - 10_000);
    expect(middle).not.toEqual(end);
    const start = await seekBy(page, "Home", 0);
    expect(start.nodes.flatMap((n) => n.pods)).toEqual([]);
    expect(await seekBy(page, "End", endMs)).toEqual(end);
    expect(await seekBy(page, "PageDown", endMs - 10_000)).toEqual(middle);
    // With the pointer: to the left end.
    const box = (await slider.boundingBox())!;
    await page.mouse.click(box.x + 1, box.y + box.height / 2);
    await expect(slider).toHaveAttribute("aria-valuenow", /^\d{1,2}$/);
    expect((await picture(page)).nodes).toEqual(start.nodes);
    expect(await seekBy(page, "End", endMs)).toEqual(end);
  });

  test("the whole run is told again from the start, by playing", async ({ page }) => {
    await open(page);
    await act(page, { command: "Add node", key: "n" });
    await walk(page);
    const end = await picture(page);
    await page.getByRole("button", { name: "From the start" }).click();
    await expect(node(page, "node-4")).toBeHidden();
    await watch(page);
    await speed(page, "10×");
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await atRest(page);
    expect((await picture(page)).nodes).toEqual(end.nodes);
    expect(changesOf((await states(page)).map((s) => nodeIn(s, "node-4")?.pods[0]?.state))).toContain("starting");
  });
});

declare global {
  interface Window {
    clockSamples: { readonly clock: string; readonly realMs: number }[];
    sentenceTimes: { readonly text: string; readonly realMs: number }[];
  }
}

async function isAtRest(page: Page): Promise<boolean> {
  return await page.getByRole("region", { name: "Timeline" }).getByText("at rest", { exact: true }).isVisible();
}

/** The picture of the moment to which a key takes the focused slider. */
async function seekBy(page: Page, key: string, toMs: number) {
  await page.keyboard.press(key);
  await expect(page.getByRole("slider", { name: "Moment" })).toHaveAttribute("aria-valuenow", String(toMs));
  return await picture(page);
}

/** Notes the clock at every animation frame from now on. */
async function sampleClock(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.clockSamples = [];
    const look = () => {
      window.clockSamples.push({ clock: document.querySelector("[role=timer]")?.textContent ?? "", realMs: performance.now() });
      requestAnimationFrame(look);
    };
    look();
  });
}
