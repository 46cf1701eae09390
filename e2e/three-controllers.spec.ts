import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { expectNoViolations } from "./support/axe.ts";
import { act, atRest, card, chips, feed, node, open, speed, step, walk } from "./support/page.ts";

const SCENE = "scene=three-controllers";

/** The button of a Deployment's or StatefulSet's card; its name says the numbers. */
function workload(page: Page, kind: "Deployment" | "StatefulSet", name: string) {
  return page.getByRole("button", { name: new RegExp(`^${kind} ${name}: `) });
}

/** Names of the pods of a node, in the order of its rows. */
async function podsOn(page: Page, nodeName: string): Promise<readonly string[]> {
  const labels = await chips(page, nodeName).evaluateAll((all) => all.map((chip) => chip.getAttribute("aria-label") ?? ""));
  return labels.map((label) => /^pod (\S+) on/.exec(label)?.[1] ?? label);
}

/** What a controller has told since the person at the page did something, oldest first. */
async function toldSince(page: Page, deed: RegExp, by: RegExp): Promise<readonly string[]> {
  const all = await feed(page);
  return all.slice(all.findLastIndex((t) => deed.test(t)) + 1).filter((t) => by.test(t));
}

test.describe("three controllers, one new node", () => {
  test("only the DaemonSet gives the new node a pod, and the page says why", async ({ page }) => {
    await open(page, SCENE);
    for (const name of ["node-1", "node-2", "node-3"]) {
      expect(await podsOn(page, name)).toEqual([expect.stringMatching(/^node-logger-/), expect.stringMatching(/^web-/), expect.stringMatching(/^db-\d$/)]);
    }
    const scene = page.getByRole("complementary", { name: "Scene" });
    await expect(scene).toContainText("Which of them will use it?");
    await speed(page, "10×");
    await scene.getByRole("button", { name: "Add a node" }).click();
    await expect(node(page, "node-4")).toBeVisible();
    await expect(scene).toContainText("Only the DaemonSet looks at nodes");
    await atRest(page);
    await expect(card(page)).toHaveAccessibleName(/desired 4, current 4, ready 4/);
    await expect(chips(page, "node-4")).toHaveCount(1);
    await expect(chips(page, "node-4")).toHaveAccessibleName(/^pod node-logger-\w+ on node-4: available/);
    for (const [kind, name] of [["Deployment", "web"], ["StatefulSet", "db"]] as const) {
      await expect(workload(page, kind, name)).toHaveAccessibleName(/ready 3 of 3, .*does not look at nodes/);
      await expect(page.getByRole("article", { name: `${kind} ${name}` })).toContainText("does not look at nodes: 3 of 3 replicas");
    }
    expect(await toldSince(page, /^You created Node node-4/, /^(?:Deployment|ReplicaSet|StatefulSet) controller/)).toEqual([]);
    expect(await toldSince(page, /^You created Node node-4/, /^DaemonSet controller created/)).toHaveLength(1);
  });

  test("a Deployment is scaled and counts its pods, wherever they run", async ({ page }) => {
    await open(page, SCENE);
    await speed(page, "10×");
    await act(page, { command: "Scale", on: workload(page, "Deployment", "web"), fill: { Workload: "Deployment web", Replicas: "5" } });
    await atRest(page);
    await expect(workload(page, "Deployment", "web")).toHaveAccessibleName(/ready 5 of 5/);
    await expect(page.getByRole("button", { name: /^pod web-/ })).toHaveCount(5);
    await expect(card(page)).toHaveAccessibleName(/desired 3/);
    expect((await toldSince(page, /^You .*Deployment web/, /^ReplicaSet controller created/)).length).toBe(2);
  });

  test("a StatefulSet is updated from the highest ordinal down, one after the other", async ({ page }) => {
    await open(page, SCENE);
    await act(page, { command: "Update image", key: "u", on: workload(page, "StatefulSet", "db") });
    await walk(page);
    const deleted = await toldSince(page, /^You changed StatefulSet db/, /^StatefulSet controller deleted/);
    expect(deleted.map((t) => /deleted (db-\d)/.exec(t)?.[1])).toEqual(["db-2", "db-1", "db-0"]);
    await expect(workload(page, "StatefulSet", "db")).toHaveAccessibleName(/ready 3 of 3, up-to-date 3/);
    await expect(page.getByRole("button", { name: /^pod db-\d on .* revision B, of StatefulSet db$/ })).toHaveCount(3);
  });

  test("the same by keyboard: scene, new node, scale, update, roll back", async ({ page }) => {
    await open(page);
    await page.keyboard.press("k");
    const list = page.getByRole("dialog", { name: "All commands" });
    await list.getByRole("link", { name: /Three controllers, one new node/ }).focus();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\?scene=three-controllers$/);
    await atRest(page);
    await speed(page, "10×");
    await page.getByRole("button", { name: "Add a node" }).focus();
    await page.keyboard.press("Enter");
    await expect(chips(page, "node-4")).toHaveAccessibleName(/available/);
    await workload(page, "Deployment", "web").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("u");
    await page.getByRole("dialog", { name: "Update image: web" }).waitFor();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: /^pod web-\S+ on .* revision B, of Deployment web$/ })).toHaveCount(3);
    await atRest(page);
    await page.keyboard.press("b");
    await page.getByRole("dialog", { name: "Roll back: web" }).waitFor();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: /^pod web-\S+ on .* revision A, of Deployment web$/ })).toHaveCount(3);
    await expect(page.locator(".ran")).toContainText("kubectl rollout undo deploy/web");
  });

  test("no tray moves while pods come and go in it", async ({ page }) => {
    await open(page, SCENE);
    const boxes = () => page.locator(".tray, .ds-card").evaluateAll((all) => all.map((e) => { const { x, y, width, height } = e.getBoundingClientRect(); return [e.getAttribute("aria-label"), x, y, width, height].join(" "); }));
    const before = await boxes();
    await act(page, { command: "Update image", key: "u", on: workload(page, "Deployment", "web") });
    while (!(await page.locator(".clock-state", { hasText: "at rest" }).isVisible())) {
      await step(page);
      expect(await boxes()).toEqual(before);
    }
  });

  for (const { width, height } of [{ width: 1440, height: 900 }, { width: 720, height: 420 }]) {
    test(`everything is in sight at ${width} by ${height}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await open(page, SCENE);
      const picture = (await page.locator(".picture").boundingBox())!;
      const parts = page.locator(".tray, .ds-card");
      await expect(parts).toHaveCount(6);
      for (const part of await parts.all()) {
        const box = (await part.boundingBox())!;
        expect(box.x).toBeGreaterThanOrEqual(picture.x);
        expect(box.y).toBeGreaterThanOrEqual(picture.y);
        expect(box.x + box.width).toBeLessThanOrEqual(picture.x + picture.width);
        expect(box.y + box.height).toBeLessThanOrEqual(picture.y + picture.height);
      }
    });
  }

  for (const colorScheme of ["light", "dark"] as const) {
    test(`axe finds nothing in the scene and its panels, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await open(page, SCENE);
      await expectNoViolations(page);
      for (const button of [workload(page, "Deployment", "web"), workload(page, "StatefulSet", "db")]) {
        await button.click();
        await expect(page.getByText("Reading…")).toBeHidden();
        await expectNoViolations(page);
      }
      await page.getByRole("button", { name: "Three controllers, one new node" }).click();
      await expect(page.getByRole("link", { name: /A DaemonSet on every node/ })).toBeVisible();
      await expectNoViolations(page);
    });
  }
});
