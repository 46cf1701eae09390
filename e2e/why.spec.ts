import { expect, test } from "@playwright/test";
import { expectNoViolations } from "./support/axe.ts";
import { act, atRest, card, chips, feed, node, open, speed, walk, walkUntil } from "./support/page.ts";
import { nodeIn } from "./support/story.ts";
import { picture } from "./support/watch.ts";

test.describe("why", () => {
  test("the cause chain of a created pod begins with what the person did", async ({ page }) => {
    await open(page);
    await act(page, { command: "Add node", key: "n" });
    await walkUntil(page, /^DaemonSet controller created node-logger-\w{5} for node-4/);
    await page.getByRole("button", { name: "Show the cause chain" }).click();
    const causes = page.getByRole("dialog", { name: "Cause chain" }).getByRole("listitem");
    await expect(causes.first()).toContainText("You created Node node-4");
    await expect(causes.last()).toContainText("DaemonSet controller created node-logger-");
    const actors = await causes.locator(".actor").allTextContents();
    expect(actors).toContain("Node controller");
    expect(actors.filter((a) => a === "You")).toHaveLength(1);
  });

  test("the panel of a node says rule by rule why no pod is wanted there", async ({ page }) => {
    await open(page);
    await act(page, { command: "Taint", key: "t", on: node(page, "node-3"), fill: { Key: "dedicated", Value: "db", Effect: "NoSchedule" } });
    await walk(page);
    await node(page, "node-3").focus();
    await page.keyboard.press("Enter");
    const panel = page.getByRole("complementary", { name: "Details of Node node-3" });
    const rules = panel.locator(".rules > li");
    await expect(rules).toContainText([/^Node name.*passes/, /^(?:nodeSelector|Node affinity).*passes/, /^Taints tolerated.*refuses/]);
    await expect(rules.last()).toContainText("dedicated=db:NoSchedule");
    await expect(panel.getByText("no new pod; one that is there may stay")).toBeVisible();
    await panel.getByRole("tab", { name: "YAML" }).click();
    await expect(panel.locator(".decided").filter({ hasText: "dedicated" })).toBeVisible();
    await panel.getByRole("tab", { name: "Events" }).click();
    await expect(panel.getByRole("cell", { name: "NodeReady", exact: true })).toBeVisible();
  });

  test("every command shows the kubectl line that does the same", async ({ page }) => {
    await open(page);
    const strip = page.getByRole("region", { name: "Last command" });
    await act(page, { command: "Update image", key: "u" });
    await expect(strip).toContainText("kubectl set image ds/node-logger logger=fluent/fluent-bit:4.2");
    await act(page, { command: "Taint", key: "t", on: node(page, "node-2"), fill: { Key: "dedicated", Value: "db" } });
    await expect(strip).toContainText("kubectl taint nodes node-2 dedicated=db:NoSchedule");
    await walk(page);
    const name = nodeIn(await picture(page), "node-1")!.pods[0]!.name;
    await act(page, { command: "Delete pod", key: "Delete", on: chips(page, "node-1"), isPlain: true });
    await expect(strip).toContainText(`kubectl delete pod ${name}`);
  });
});

test.describe("what does not get on by itself", () => {
  test("a StatefulSet's stuck update: its card leads to who holds it, a roll back would change nothing, deleting the pod frees it", async ({ page }) => {
    await open(page, "scene=three-controllers");
    await speed(page, "10×");
    await page.getByRole("button", { name: /^StatefulSet db: / }).focus();
    await page.keyboard.press("Enter");
    await act(page, { command: "Update image", key: "u", fill: { "Another image": "postgres:does-not-exist" } });
    await page.getByRole("button", { name: /^The update is stuck: OrderedReady touches no other pod until db-2 is ready; 2 of 3 are not updated/ }).click();
    const panel = page.getByRole("complementary", { name: "Details of StatefulSet db" });
    await panel.getByRole("button", { name: "Roll back" }).focus();
    await expect(panel.getByRole("status").filter({ hasText: "No pod would go or come." })).toBeVisible();
    await expectNoViolations(page, ".inspector");
    await page.keyboard.press("Enter");
    await panel.getByRole("button", { name: "Delete the pod" }).click();
    await expect(panel.getByRole("heading", { name: "Stuck" })).toBeHidden({ timeout: 30_000 });
    await expect(page.getByRole("button", { name: /^StatefulSet db: ready 3 of 3, up-to-date 3/ })).toBeVisible();
  });

  test("a command's form stands beside the picture, which outlines what it would do", async ({ page }) => {
    await open(page);
    await page.keyboard.press("u");
    const form = page.getByRole("dialog", { name: /^Update image/ });
    await expect(form.getByRole("status")).toHaveText("3 pods would go, 3 would come.");
    const edge = (await form.boundingBox())!.x;
    for (const chip of await page.locator(".pod-chip.would-go").all()) {
      const box = (await chip.boundingBox())!;
      expect(box.x + box.width).toBeLessThan(edge);
    }
    await expect(page.locator(".pod-chip.would-go")).toHaveCount(3);
  });
});

test.describe("what cannot be done", () => {
  test("Delete on a pod that is terminating already says so and leaves its node alone", async ({ page }) => {
    await open(page);
    await act(page, { command: "Delete pod", key: "Delete", on: chips(page, "node-2"), isPlain: true });
    await walkUntil(page, /^Kubelet sent SIGTERM/);
    await expect(chips(page, "node-2")).toHaveAccessibleName(/: terminating/);
    await page.keyboard.press("Delete");
    await expect(page.getByRole("status").getByText(/is terminating already/)).toBeVisible();
    await walk(page);
    expect((await picture(page)).nodes.map((n) => n.name)).toEqual(["node-1", "node-2", "node-3"]);
  });

  test("an answer that makes no sense is refused at its field, and nothing is sent", async ({ page }) => {
    await open(page);
    const before = await feed(page);
    await node(page, "node-2").focus();
    await page.keyboard.press("t");
    const dialog = page.getByRole("dialog", { name: /^Taint/ });
    await dialog.getByLabel("Key", { exact: true }).fill("no spaces allowed");
    await dialog.getByRole("button", { name: "Taint", exact: true }).click();
    await expect(dialog.getByLabel("Key", { exact: true })).toHaveAttribute("aria-invalid", "true");
    await expect(dialog.getByRole("alert")).toContainText("no spaces allowed");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    expect(await feed(page)).toEqual(before);
  });

  test("what the API server refuses is shown in its own words and at its field, the form and the cluster stay as they were", async ({ page }) => {
    await open(page);
    const before = await picture(page);
    await page.keyboard.press("s");
    const dialog = page.getByRole("dialog", { name: /^Change update strategy/ });
    await dialog.getByLabel("maxUnavailable", { exact: true }).fill("0");
    await dialog.getByRole("button", { name: "Change update strategy" }).click();
    await expect(page.getByRole("region", { name: "Last command" })).toContainText(
      'Error from server (Invalid): DaemonSet.apps "node-logger" is invalid: spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0');
    await expect(dialog.getByLabel("maxUnavailable", { exact: true })).toHaveValue("0");
    await expect(dialog.getByRole("alert")).toHaveText("Required value: cannot be 0 when maxSurge is 0");
    await page.keyboard.press("Escape");
    await atRest(page);
    expect(await picture(page)).toEqual(before);
  });
});

test.describe("numbers and marks are doors", () => {
  test("DESIRED lights up the nodes that it counts, the others say which rule excluded them, and Esc ends it", async ({ page }) => {
    await open(page);
    await act(page, { command: "Taint", key: "t", on: node(page, "node-3"), fill: { Key: "dedicated", Value: "db", Effect: "NoExecute" } });
    await walk(page);
    const desired = page.getByRole("button", { name: "desired 2: show what it counts" });
    await desired.focus();
    await page.keyboard.press("Enter");
    await expect(page.locator(".tray.lit")).toHaveCount(2);
    await expect(page.getByRole("article", { name: "node-3", exact: true })).toHaveClass(/\bdim\b/);
    await expect(page.getByRole("article", { name: "node-3", exact: true }).locator(".tray-note")).toContainText("dedicated=db:NoExecute");
    await expect(page.locator(".light-words")).toContainText("desired 2: the nodes that pass every rule of the DaemonSet.");
    await page.keyboard.press("Escape");
    await expect(page.locator(".tray.lit, .tray.dim")).toHaveCount(0);
    await expect(desired).toBeFocused();
  });

  test("a mark of the rule matrix lights up both sides, and leads to the field in the YAML", async ({ page }) => {
    await open(page);
    await act(page, { command: "Taint", key: "t", on: node(page, "node-3"), fill: { Key: "dedicated", Value: "db", Effect: "NoSchedule" } });
    await walk(page);
    await card(page).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "node-3, Taints: refuses" }).click();
    await expect(page.locator(".tray.lit")).toHaveAccessibleName("node-3");
    await expect(page.locator(".ds-card.lit")).toHaveCount(1);
    await expect(page.locator(".tag.lit")).toContainText("dedicated=db:NoSchedule");
    const sides = page.locator(".rule-sides");
    await expect(sides).toContainText("spec.template.spec.tolerations");
    await sides.getByRole("button", { name: "Show spec.taints[0] in the YAML of node-3" }).click();
    const panel = page.getByRole("complementary", { name: "Details of Node node-3" });
    await expect(panel.getByRole("tab", { name: "YAML" })).toHaveAttribute("aria-selected", "true");
  });

  test("each clause of a FailedScheduling text shows the nodes that it counts", async ({ page }) => {
    await open(page);
    await act(page, { command: "Set requests and limits", fill: { "requests cpu": "64", "limits cpu": "64" } });
    await walk(page);
    // By keyboard: the picture may still be making room for what it says of a rollout that is stuck.
    await page.getByRole("button", { name: /^pod node-logger-\w+ on node-\d: waiting/ }).first().focus();
    await page.keyboard.press("Enter");
    const panel = page.getByRole("complementary", { name: /^Details of Pod / });
    await panel.getByRole("button", { name: "1 Insufficient cpu" }).first().click();
    await expect(page.locator(".tray.lit")).toHaveCount(1);
    await expect(page.locator(".tray.dim .tray-note")).toHaveCount(2);
    await panel.getByRole("button", { name: "2 node(s) didn't satisfy plugin(s) [NodeAffinity]" }).first().click();
    await expect(page.locator(".tray.lit")).toHaveCount(2);
  });

  test("thinking about a command outlines the pods that it would remove, and changes nothing", async ({ page }) => {
    await open(page);
    const before = await picture(page);
    await page.getByRole("button", { name: "Actions for node-2" }).click();
    await page.getByRole("menuitem", { name: /^Remove node/ }).focus();
    await expect(page.locator(".pod-chip.would-go")).toHaveCount(1);
    await expect(page.getByRole("menu").getByRole("status")).toHaveText("1 pod would go.");
    await page.keyboard.press("Escape");
    await expect(page.locator(".pod-chip.would-go")).toHaveCount(0);
    expect(await picture(page)).toEqual(before);
  });
});
