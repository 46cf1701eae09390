import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { expectNoViolations } from "./support/axe.ts";
import { act, atRest, card, chips, node, open, speed, step, walkUntil } from "./support/page.ts";
import { serveBelow } from "./support/sub-path-server.ts";

test.describe("accessibility", () => {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`axe finds nothing on the start page and with its panel open, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await open(page);
      await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
      await expectNoViolations(page);
      // Each kind has its own panel; one of them is enough to see the other colours.
      for (const button of colorScheme === "light" ? [node(page, "node-2"), chips(page, "node-2"), card(page)] : [card(page)]) {
        await button.focus();
        await page.keyboard.press("Enter");
        await expect(page.getByRole("tab", { name: "Why" })).toBeVisible();
        await expect(page.getByText("Reading…")).toBeHidden();
        await expectNoViolations(page);
      }
    });
  }

  test("axe finds nothing in the middle of a rollout, with a taint and with a dialog open", async ({ page }) => {
    await open(page);
    await act(page, { command: "Taint", key: "t", on: node(page, "node-3") });
    await act(page, { command: "Update image", key: "u" });
    await walkUntil(page, /waits before it updates/);
    await expectNoViolations(page);
    await page.keyboard.press("u");
    await page.getByRole("dialog").waitFor();
    await expectNoViolations(page);
  });
});

test.describe("the picture", () => {
  test("stands still while a rollout runs through it", async ({ page }) => {
    await open(page);
    const boxes = () => page.evaluate(() => [".ds-card", '.tray[aria-label="node-1"]', '.tray[aria-label="node-3"]', ".sentence", ".action-bar", ".ran-place"].map((selector) => {
      const { x, y, width, height } = document.querySelector(selector)!.getBoundingClientRect();
      return [selector, x, y, width, height].join(" ");
    }));
    const before = await boxes();
    await act(page, { command: "Update image", key: "u" });
    while (!(await page.locator(".clock-state", { hasText: "at rest" }).isVisible())) {
      await step(page);
      expect(await boxes()).toEqual(before);
    }
  });

  for (const { query, width, height } of [{ query: "nodes=30", width: 1440, height: 900 }, { query: "", width: 720, height: 420 }]) {
    test(`shows the card and every node at ${width} by ${height}${query ? `, ${query}` : ""}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await open(page, query);
      await expect(card(page)).toBeInViewport({ ratio: 1 });
      const bottom = (await page.locator(".picture").boundingBox())!;
      for (const tray of await page.locator(".tray").all()) {
        const box = (await tray.boundingBox())!;
        expect(box.y + box.height).toBeLessThanOrEqual(bottom.y + bottom.height);
        await expect(tray).toBeInViewport({ ratio: 1 });
      }
    });
  }

  test("has the theme that the address asks for, and forgets it with the address", async ({ page }) => {
    await open(page, "theme=dark");
    const theme = () => page.evaluate(() => document.documentElement.dataset["theme"]);
    expect(await theme()).toBe("dark");
    await open(page);
    expect(await theme()).toBe("light");
  });
});

test.describe("a good guest", () => {
  test("asks no other host for anything and writes nothing to the console", async ({ page, baseURL }) => {
    const complaints: string[] = [];
    const foreign: string[] = [];
    page.on("console", (m) => { if (m.type() === "error" || m.type() === "warning") complaints.push(m.text()); });
    page.on("pageerror", (e) => complaints.push(String(e)));
    page.on("request", (r) => { if (/^https?:|^wss?:/.test(r.url()) && !r.url().startsWith(`${baseURL}/`)) foreign.push(r.url()); });
    page.on("requestfailed", (r) => complaints.push(`failed: ${r.url()}`));
    page.on("response", (r) => { if (r.status() >= 400) complaints.push(`${r.status()}: ${r.url()}`); });
    await tour(page);
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test("works from any folder of a plain web server", async ({ page }) => {
    const server = await serveBelow("/some/path/", process.env["E2E_DIST"] ?? "dist");
    const outside: string[] = [];
    const missing: string[] = [];
    page.on("request", (r) => { if (/^https?:/.test(r.url()) && !r.url().startsWith(server.url)) outside.push(r.url()); });
    page.on("response", (r) => { if (r.status() >= 400) missing.push(r.url()); });
    try {
      await page.goto(`${server.url}?seed=7`);
      await node(page, "node-1").waitFor();
      await atRest(page);
      await act(page, { command: "Add node", key: "n" });
      await speed(page, "100×");
      await expect(chips(page, "node-4")).toHaveAccessibleName(/: available/);
      await page.getByRole("tab", { name: "Diagram" }).click();
      await expect(page.getByRole("img", { name: "The cluster as a diagram" })).toBeVisible();
      expect(outside).toEqual([]);
      expect(missing).toEqual([]);
    } finally {
      await server.close();
    }
  });

  test("a settled cluster asks for no animation frame", async ({ page }) => {
    await countFrames(page);
    await open(page);
    await act(page, { command: "Add node", key: "n" });
    await speed(page, "30×");
    await atRest(page);
    expect(await page.evaluate(() => window.framesAsked), "the count works: there was motion before").toBeGreaterThan(0);
    await expectNoFrames(page, 2000);
    // Nor does one that is paused in the middle of something.
    await act(page, { command: "Update image", key: "u" });
    await step(page);
    await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
    await expectNoFrames(page, 500);
  });

  test("with reduced motion nothing is animated while a pod is created", async ({ page }) => {
    expect(await mostAnimations(page, "no-preference"), "with motion there are some").toBeGreaterThan(0);
    expect(await mostAnimations(page, "reduce")).toBe(0);
  });
});

declare global {
  interface Window {
    framesAsked: number;
    mostAnimations: number;
  }
}

/** The page's verbs, panels and tabs, one after the other. */
async function tour(page: Page): Promise<void> {
  // The picture makes room for a panel in one jump then, and no click goes where something was a moment ago.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page);
  await speed(page, "30×");
  await act(page, { command: "Add node", key: "n" });
  await atRest(page);
  await act(page, { command: "Taint", key: "t", on: node(page, "node-3") });
  await act(page, { command: "Update image", key: "u" });
  await atRest(page);
  await act(page, { command: "Delete pod", key: "Delete", on: chips(page, "node-2"), isPlain: true });
  await atRest(page);
  for (const button of [card(page), node(page, "node-2"), chips(page, "node-2")]) {
    await button.click();
    for (const tab of ["Events", "YAML", "Why"]) {
      await page.getByRole("tablist", { name: "Details" }).getByRole("tab", { name: tab }).click();
      await expect(page.getByRole("tabpanel", { name: tab }).getByText("Reading…")).toBeHidden();
    }
  }
  for (const tab of ["Events", "Objects", "Diagram", "Feed"]) {
    await page.getByRole("tablist", { name: "Record" }).getByRole("tab", { name: tab }).click();
    if (tab === "Diagram") await expect(page.getByRole("img", { name: "The cluster as a diagram" })).toBeVisible();
  }
  for (const key of ["?", "k", "y"]) {
    await page.keyboard.press(key);
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  }
  await page.getByRole("button", { name: /^Theme/ }).click();
  await page.getByRole("button", { name: /^Theme/ }).click();
}

async function countFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const ask = window.requestAnimationFrame.bind(window);
    window.framesAsked = 0;
    window.requestAnimationFrame = (callback) => {
      window.framesAsked++;
      return ask(callback);
    };
  });
}

/** Absence can only be shown by waiting. */
async function expectNoFrames(page: Page, ms: number): Promise<void> {
  // What moves at the moment may end.
  await page.evaluate(async () => { await Promise.allSettled(document.getAnimations().map((a) => a.finished)); });
  await page.waitForTimeout(300);
  await page.evaluate(() => { window.framesAsked = 0; });
  await page.waitForTimeout(ms);
  expect(await page.evaluate(() => window.framesAsked), `animation frames in ${ms} ms`).toBe(0);
}

/** The most animations that ran at the same time while a node and its pod came. */
async function mostAnimations(page: Page, reducedMotion: "reduce" | "no-preference"): Promise<number> {
  await page.emulateMedia({ reducedMotion });
  await open(page);
  await page.evaluate(() => {
    window.mostAnimations = 0;
    const look = () => {
      const running = document.getAnimations().filter((a) => a.playState === "running" && Number(a.effect?.getComputedTiming().endTime ?? 0) > 0);
      window.mostAnimations = Math.max(window.mostAnimations, running.length);
      requestAnimationFrame(look);
    };
    look();
  });
  // The fastest at which motion is shown.
  await speed(page, "4×");
  await act(page, { command: "Add node", key: "n" });
  await expect(chips(page, "node-4")).toHaveAccessibleName(/: available/);
  return await page.evaluate(() => window.mostAnimations);
}
