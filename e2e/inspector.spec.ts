import { expect, test } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "./support/axe.ts";
import { act, atRest, card, chips, node, open, walk } from "./support/page.ts";
import { nodeIn } from "./support/story.ts";
import { picture } from "./support/watch.ts";

const TOLERATION = "- key: dedicated\noperator: Exists\n";

test.describe("the inspector", () => {
  test("a toleration that is written into the YAML brings a pod to the tainted node, with its kubectl line", async ({ page }) => {
    await open(page);
    await act(page, { command: "Taint", key: "t", on: node(page, "node-3"), fill: { Key: "dedicated", Value: "db", Effect: "NoExecute" } });
    await walk(page);
    expect(nodeIn(await picture(page), "node-3")!.pods).toEqual([]);
    const panel = await inspect(page, "YAML");
    await writeAfter(panel, "operator: Exists", TOLERATION);
    await panel.getByRole("button", { name: "Review" }).click();
    const review = panel.getByRole("group", { name: "Review of the edit" });
    await expect(review.getByRole("textbox", { name: "What will change" })).toContainText("key: dedicated");
    await expect(review).toContainText("kubectl replace -f daemonset-node-logger.yaml");
    await review.getByRole("button", { name: "Apply" }).click();
    await expect(panel.getByText("Unsaved")).toBeHidden();
    await expect(page.getByRole("region", { name: "Last command" })).toContainText("kubectl replace -f daemonset-node-logger.yaml");
    await walk(page);
    await expect(chips(page, "node-3")).toHaveCount(1);
  });

  test("the field at the cursor lights what it is about, and what kubectl apply keeps is folded to a line", async ({ page }) => {
    await open(page);
    await page.keyboard.press("Control+`");
    await expect(page.getByRole("textbox", { name: "Terminal" })).toBeFocused();
    await page.keyboard.type("kubectl apply -f daemonset-simple.yaml");
    await page.keyboard.press("Enter");
    await expect(page.locator(".xterm-rows")).toContainText("daemonset.apps/node-logger configured");
    await page.getByRole("button", { name: "Close the record" }).click();
    const panel = await inspect(page, "YAML");
    await expect(panel.locator(".cm-foldPlaceholder")).toHaveCount(1);
    await expect(panel.getByText('"kind":"DaemonSet"')).toBeHidden();
    await panel.locator(".cm-line", { hasText: "matchLabels:" }).click();
    await expect(page.locator(".pod-chip.lit")).toHaveCount(3);
    await expect(page.getByText("DaemonSet node-logger has 3 pods by its selector.")).toBeVisible();
    await panel.locator(".cm-line", { hasText: "revisionHistoryLimit:" }).click();
    await expect(page.locator(".pod-chip.lit")).toHaveCount(0);
  });

  test("an edit that the API server refuses stays as it was written, with the reason at its line, also while something else is selected", async ({ page }) => {
    await open(page);
    const before = await picture(page);
    const panel = await inspect(page, "YAML");
    await writeAfter(panel, "operator: Exists", "tolerates: everything\n");
    // Underlined by itself, once somebody stops typing.
    await expect(panel.locator(".cm-lintRange-error")).toContainText("tolerates: everything");
    await panel.getByRole("button", { name: "Review" }).click();
    await expect(panel.getByRole("alert")).toContainText('Error from server (BadRequest): DaemonSet in version "v1" cannot be handled as a DaemonSet: strict decoding error: unknown field "spec.template.spec.tolerations[0].tolerates"');
    await expect(panel.locator(".cm-activeLine")).toContainText("tolerates: everything");
    await node(page, "node-2").click();
    await card(page).first().click();
    await expect(panel.getByRole("tab", { name: "YAML unsaved" })).toBeVisible();
    await find(panel, "tolerates");
    await expect(panel.locator(".cm-activeLine")).toContainText("tolerates: everything");
    await panel.getByRole("button", { name: "Discard" }).click();
    await expect(panel.getByRole("tab", { name: "YAML", exact: true })).toBeVisible();
    await atRest(page);
    expect(await picture(page)).toEqual(before);
  });

  test("what somebody else changed meanwhile is shown beside it, and both can be kept", async ({ page }) => {
    await open(page);
    const panel = await inspect(page, "YAML");
    await writeAfter(panel, "operator: Exists", TOLERATION);
    await act(page, { command: "Update image", key: "u", on: card(page).first() });
    await panel.getByRole("button", { name: "Review" }).click();
    const conflict = panel.getByRole("group", { name: "Conflict" });
    await expect(conflict.getByRole("alert")).toContainText('Error from server (Conflict): Operation cannot be fulfilled on daemonsets.apps "node-logger": the object has been modified; please apply your changes to the latest version and try again');
    await expect(conflict.getByRole("textbox", { name: "Changed in the cluster meanwhile" })).toContainText("image: fluent/fluent-bit:4.2");
    await expect(conflict.getByRole("textbox", { name: "Changed by you" })).toContainText("key: dedicated");
    await conflict.getByRole("button", { name: "Merge both" }).click();
    const review = panel.getByRole("group", { name: "Review of the edit" });
    await expect(review.getByRole("textbox", { name: "What will change" })).toContainText("key: dedicated");
    await review.getByRole("button", { name: "Apply" }).click();
    await walk(page);
    await find(panel, "image:");
    await expect(panel.locator(".cm-activeLine")).toContainText("fluent/fluent-bit:4.2");
    await find(panel, "key: dedicated");
    await expect(panel.locator(".cm-activeLine")).toContainText("key: dedicated");
  });

  test("fields and values are completed by the schema of the kind", async ({ page }) => {
    await open(page);
    const panel = await inspect(page, "YAML");
    await writeAfter(panel, "operator: Exists", "tolera");
    const options = page.getByRole("listbox").getByRole("option");
    await expect(options).toHaveText([/^tolerationSeconds/]);
    // A list that has only just opened is not meant by a key that was on its way.
    await page.waitForTimeout(200);
    await page.keyboard.press("Enter");
    await expect(panel.locator(".cm-activeLine")).toHaveText("        tolerationSeconds: ");
    await panel.getByRole("button", { name: "Discard" }).click();
    await find(panel, "type: RollingUpdate");
    await page.keyboard.press("End");
    for (let i = 0; i < "RollingUpdate".length; i++) await page.keyboard.press("Backspace");
    await page.keyboard.type("O");
    await expect(options).toHaveText(["OnDelete"]);
  });

  test("logs of all pods of the workload go on as time passes, and are narrowed by a word", async ({ page }) => {
    await open(page);
    const panel = await inspect(page, "Logs");
    const rows = panel.getByRole("log").locator(".log-row");
    await expect(rows.first()).toBeVisible();
    await expect(panel).toContainText("kubectl logs ds/node-logger --all-pods -f");
    const names = await chips(page, "node-2").evaluateAll((all) => all.map((c) => c.getAttribute("data-name") ?? c.getAttribute("aria-label") ?? ""));
    const end = /node-logger-(\w{5})/.exec(names[0] ?? "")?.[1] ?? "none";
    await expect(rows.locator(".log-prefix", { hasText: end }).first()).toBeVisible();
    // The lines that a new pod prints join them.
    const known = await rows.count();
    await act(page, { command: "Add node", key: "n" });
    await walk(page);
    await expect.poll(() => rows.count()).toBeGreaterThan(known);
    await panel.getByRole("combobox", { name: "Pod" }).selectOption({ label: `node-logger-${end} on node-2` });
    await expect(panel).toContainText(`kubectl logs node-logger-${end} -f`);
    await panel.getByRole("searchbox", { name: "Filter lines" }).fill("VERSION");
    for (const text of await rows.allTextContents()) expect(text).toMatch(/version/i);
    await expect(rows.locator("mark").first()).toHaveText(/version/i);
    await panel.getByRole("checkbox", { name: "previous" }).check();
    await expect(panel.getByRole("status")).toContainText(`Error from server (BadRequest): previous terminated container "logger" in pod "node-logger-${end}" not found`);
  });

  test("the environment shows each variable with its value and the field that it came from, which is one click away", async ({ page }) => {
    await open(page);
    const panel = await inspect(page, "Env");
    await panel.getByRole("combobox", { name: "Pod" }).selectOption({ index: 1 });
    const pod = panel.getByRole("region", { name: /^Pod node-logger-/ });
    await expect(pod.locator(".env-row")).toHaveText([/^spec\.nodeName.*NODE_NAMEnode-2$/, /^metadata\.name.*POD_NAMEnode-logger-\w{5}$/, /^metadata\.namespace.*POD_NAMESPACEdefault$/]);
    await pod.getByRole("button", { name: "spec.nodeName" }).click();
    const details = page.getByRole("complementary", { name: /^Details of Pod/ });
    await expect(details.locator(".pointed")).toHaveText("  nodeName: node-2");
  });

  test("no tab of it breaks a rule of accessibility", async ({ page }) => {
    await open(page);
    await act(page, { command: "Update image", key: "u", on: card(page).first() });
    await walk(page);
    const panel = await inspect(page, "YAML");
    await expectNoViolations(page, ".inspector");
    await writeAfter(panel, "operator: Exists", TOLERATION);
    await panel.getByRole("button", { name: "Review" }).click();
    await expect(panel.getByRole("textbox", { name: "What will change" })).toBeVisible();
    await expectNoViolations(page, ".inspector");
    for (const tab of ["Logs", "Env", "Revisions"]) {
      await panel.getByRole("tab", { name: tab }).click();
      // A few lines are like all others, and looked at sooner.
      if (tab === "Logs") await panel.getByRole("searchbox", { name: "Filter lines" }).fill("version");
      await expect(panel.getByRole("tabpanel", { name: tab }).locator(".log-row, .env-row, .code-editor").first()).toBeVisible();
      await expectNoViolations(page, ".inspector");
    }
  });

  test("revisions are listed with their pods, compared, and rolled back to", async ({ page }) => {
    await open(page);
    await act(page, { command: "Update image", key: "u", on: card(page).first() });
    await walk(page);
    const panel = await inspect(page, "Revisions");
    const entries = panel.locator(".revision-list > li");
    await expect(entries).toHaveText([/revision 2present.*fluent-bit:4\.2.*3 pods/, /revision 1.*fluent-bit:4\.1.*no pods/]);
    await expect(panel.getByRole("textbox", { name: "From revision 1 to 2" })).toContainText("image: fluent/fluent-bit:4.2");
    await entries.last().getByRole("button", { name: "Roll back to revision 1…" }).click();
    await expect(entries.last()).toContainText("kubectl rollout undo ds/node-logger");
    await page.keyboard.press("Enter");
    await walk(page);
    await expect(entries).toHaveText([/revision 3present.*fluent-bit:4\.1.*3 pods/, /revision 2.*fluent-bit:4\.2.*no pods/]);
  });
});

test("plain pods, faults and objects of other kinds are found by a word, and opened", async ({ page }) => {
  await open(page);
  await page.keyboard.press("y");
  const dialog = page.getByRole("dialog", { name: "Apply YAML" });
  await expect(dialog.getByLabel("Manifest")).toBeFocused();
  await page.keyboard.insertText("apiVersion: v1\nkind: Pod\nmetadata: {name: lonely}\nspec: {containers: [{name: c, image: nginx}]}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {level: info}\n");
  await dialog.getByRole("button", { name: "Apply", exact: true }).click();
  await page.keyboard.press("Escape");
  await walk(page);
  await page.getByRole("tab", { name: /^Objects/ }).click();
  const panel = page.getByRole("tabpanel", { name: /^Objects/ });
  await panel.getByRole("searchbox").fill("nobody");
  await panel.getByRole("table", { name: "Pods" }).getByRole("button", { name: "lonely" }).click();
  await expect(page.getByRole("complementary", { name: "Details of Pod lonely" })).toBeVisible();
  await panel.getByRole("searchbox").fill("configmap settings");
  await panel.getByRole("button", { name: "settings" }).click();
  const object = page.getByRole("dialog", { name: "ConfigMap settings" });
  await expect(object.getByLabel("YAML of ConfigMap settings")).toContainText("level: info");
  await page.keyboard.press("Escape");
});

/** Opens the panel of the DaemonSet at a tab. */
async function inspect(page: Page, tab: string): Promise<Locator> {
  await card(page).first().click();
  const panel = page.getByRole("complementary", { name: "Details of DaemonSet node-logger" });
  await panel.getByRole("tab", { name: tab, exact: true }).click();
  return panel;
}

/** Puts the cursor on the next line that has this text, by the editor's own search. */
async function find(panel: Locator, text: string): Promise<void> {
  const { keyboard } = panel.page();
  await panel.getByLabel(/^YAML of/).focus();
  await keyboard.press("ControlOrMeta+f");
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type(text);
  await keyboard.press("Enter");
  await keyboard.press("Escape");
}

/** Writes lines below the one with a text, at its depth. */
async function writeAfter(panel: Locator, text: string, lines: string): Promise<void> {
  const { keyboard } = panel.page();
  await find(panel, text);
  await keyboard.press("End");
  await keyboard.press("Enter");
  const [first = "", ...rest] = lines.trimEnd().split("\n");
  if (first.startsWith("- ")) await keyboard.press("Shift+Home");
  await keyboard.type(first.startsWith("- ") ? `      ${first}` : first);
  for (const line of rest) {
    await keyboard.press("Enter");
    await keyboard.type(line);
  }
}
