import { expect, test } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { atRest, numbersText, open, walk } from "./support/page.ts";
import { picture } from "./support/watch.ts";

/** Product, name of its DaemonSet, and on how many of the three nodes it runs: the control plane's taint keeps two away, a label that no node has a third. */
const EXPECTED = [
  ["Fluentd", "fluentd", 3], ["Filebeat", "filebeat", 3], ["Logstash", "logstash", 2], ["Prometheus Node Exporter", "node-exporter", 3], ["Datadog Agent", "datadog-agent", 2],
  ["Ceph (CSI plugin of Rook)", "csi-rbdplugin", 3], ["GlusterFS", "glusterfs", 0], ["Calico", "calico-node", 3], ["Weave Net", "weave-net", 3], ["Cilium", "cilium", 3],
  ["Falco", "falco", 3], ["Sysdig", "sysdig-agent", 3],
] as const;

test.describe("gallery", () => {
  test("each of the twelve is run by one click and reaches its expected state", async ({ page }) => {
    await open(page);
    const gallery = await openFromList(page, "Gallery", "What runs as a DaemonSet");
    for (const [product] of EXPECTED) {
      await gallery.getByRole("button", { name: `Run it here (${product})` }).click();
      await expect(gallery.getByRole("button", { name: `Remove (${product})` })).toBeVisible();
    }
    await page.keyboard.press("Escape");
    await walk(page);
    const { sets } = await picture(page);
    expect(EXPECTED.map(([, set]) => [set, numbersText(sets[set])])).toEqual(EXPECTED.map(([, set, n]) => [set, `${n} ${n} ${n} ${n} ${n} 0`]));
  });

  test("by keyboard: what waits for a label gets it, shows its field, and is removed", async ({ page }) => {
    await open(page);
    let gallery = await openFromList(page, "Gallery", "What runs as a DaemonSet");
    await press(gallery.getByRole("button", { name: "Run it here (GlusterFS)" }));
    await press(gallery.getByRole("button", { name: "Do it (GlusterFS)" }));
    await expectRan(page, "kubectl label nodes node-3 storage-node=glusterfs");
    await page.keyboard.press("Escape");
    await walk(page);
    expect(numbersText((await picture(page)).sets["glusterfs"])).toBe("1 1 1 1 1 0");

    gallery = await openFromList(page, "Gallery", "What runs as a DaemonSet");
    await press(gallery.getByRole("button", { name: "See the field (GlusterFS)" }));
    await expect(page.getByText("storage-node: glusterfs").first()).toBeVisible();

    gallery = await openFromList(page, "Gallery", "What runs as a DaemonSet");
    await press(gallery.getByRole("button", { name: "Remove (GlusterFS)" }));
    await expectRan(page, "kubectl delete -f glusterfs.yaml");
    await page.keyboard.press("Escape");
    await walk(page);
    expect(Object.keys((await picture(page)).sets)).toEqual(["node-logger"]);
  });
});

test("the calculator follows the cluster, and tells the guide's example kindly", async ({ page }) => {
  await open(page);
  const calculator = await openFromList(page, "Calculate", "What a DaemonSet costs");
  await expect(calculator.getByText("3 of 3 nodes in this cluster match.")).toBeVisible();
  await expect(calculator.getByRole("region", { name: "Ceiling: limits" })).toContainText("3 × 128Mi = 384Mi");
  await press(calculator.getByRole("button", { name: "The guide's example" }));
  await expect(calculator.getByRole("region", { name: "Ceiling: limits" })).toContainText("10 × 128Mi = 1280Mi = 1.25Gi ≈ 1.34 GB");
  await expect(calculator.getByRole("region", { name: "Reserved: requests" })).toContainText("10 × 64Mi = 640Mi");
  await calculator.getByRole("slider", { name: "Memory limit" }).focus();
  await page.keyboard.press("Home");
  await expect(calculator.getByRole("region", { name: "Ceiling: limits" })).toContainText("no limit: as much as the node has");
});

test("one cause: the link opens the broken cluster, a wrong answer is no end, and any repair is", async ({ page }) => {
  // Seed 11: a node lacks the label that the DaemonSet asks for.
  await page.goto("/?trouble=11");
  const note = page.getByRole("complementary", { name: "One cause" });
  await expect(note.getByRole("status")).toContainText("it is on 5 of 6");
  await atRest(page);
  await note.getByRole("button", { name: "Name the cause" }).click();
  await note.getByRole("button", { name: "A quota is used up" }).click();
  await expect(note.getByRole("status")).toContainText("Not that");
  await note.getByRole("button", { name: "A node lacks a label that is asked for" }).click();
  await expect(note.getByRole("status")).toContainText("Right");
  await page.keyboard.press("Control+`");
  await expect(page.getByRole("textbox", { name: "Terminal" })).toBeFocused();
  await expect(page.locator(".xterm-rows")).toContainText("Type help");
  await page.keyboard.type("kubectl label node node-2 example.com/agent=enabled");
  await page.keyboard.press("Enter");
  await expect(note.getByRole("status")).toContainText("Repaired", { timeout: 30_000 });
  await expect(note.getByRole("link", { name: "Another one" })).toHaveAttribute("href", "?trouble=12");
});

async function openFromList(page: Page, command: string, title: string): Promise<Locator> {
  await page.keyboard.press("k");
  await page.getByRole("dialog", { name: "All commands" }).getByLabel("Filter").fill(command);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: title });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** What was last done, in the strip under the picture: behind the dialog, so not by its role. */
async function expectRan(page: Page, line: string): Promise<void> {
  await expect(page.locator(".ran-line")).toHaveText(line);
}

async function press(button: Locator): Promise<void> {
  await button.focus();
  await button.press("Enter");
}
