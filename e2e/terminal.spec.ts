import { expect, test } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "./support/axe.ts";
import { act, node, open, speed } from "./support/page.ts";

/** Opens the page and its terminal, with the focus in it. */
async function openTerminal(page: Page, query = ""): Promise<void> {
  await open(page, query);
  await page.keyboard.press("Control+`");
  await expect(page.getByRole("textbox", { name: "Terminal" })).toBeFocused();
  await expect(screen(page)).toContainText("Type help");
}

function screen(page: Page): Locator {
  return page.locator(".xterm-rows");
}

/** The rows that are seen, without blanks at their ends. */
async function rows(page: Page): Promise<string[]> {
  const texts = await screen(page).locator("> div").allInnerTexts();
  return texts.map((text) => text.replaceAll("\u00a0", " ").trimEnd()).filter((text) => text !== "");
}

/** Clears the screen, types a line, and waits for the prompt that follows. */
async function run(page: Page, line: string): Promise<string[]> {
  await page.keyboard.press("Control+l");
  await page.keyboard.type(line);
  // What was on the screen before ends with a prompt too.
  await expect.poll(async () => (await rows(page)).join("")).toBe(`~ $ ${line}`.trimEnd());
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await rows(page)).at(-1), { timeout: 60_000 }).toBe("~ $");
  // A long line goes on in the next row.
  return (await rows(page)).slice(0, -1).filter((row) => !row.startsWith("~ $") && !line.endsWith(row));
}

test("the guide's commands say what the guide shows", async ({ page }) => {
  await openTerminal(page);
  await speed(page, "10×");
  await page.getByRole("textbox", { name: "Terminal" }).focus();
  expect(await run(page, "kubectl delete daemonset node-logger")).toEqual(['daemonset.apps "node-logger" deleted from default namespace']);
  expect(await run(page, "kubectl apply -f daemonset-simple.yaml")).toEqual(["daemonset.apps/node-logger created"]);
  expect(await run(page, "kubectl rollout status ds/node-logger")).toContain('daemon set "node-logger" successfully rolled out');
  const [head, row] = await run(page, "kubectl get daemonset node-logger");
  expect(head).toMatch(/^NAME +DESIRED +CURRENT +READY +UP-TO-DATE +AVAILABLE +NODE SELECTOR +AGE$/);
  expect(row).toMatch(/^node-logger +3 +3 +3 +3 +3 +<none> +\d+s$/);
  expect(await run(page, "kubectl get pods -o wide -l app=node-logger | grep -c Running")).toEqual(["3"]);
  expect(await run(page, "kubectl describe daemonset node-logger | head -2")).toEqual(["Name:           node-logger", "Namespace:      default"]);
  expect((await run(page, "kubectl logs -l app=node-logger --tail=1 | wc -l"))[0]).toMatch(/^[1-9]\d*$/);
});

test("where the guide is wrong, kubectl says so and the page knows what was meant", async ({ page }) => {
  await openTerminal(page);
  const said = await run(page, "kubectl logs -l app=node-logger --field-selector spec.nodeName=node-2");
  expect(said).toEqual(["error: unknown flag: --field-selector", "See 'kubectl logs --help' for usage."]);
  const hint = page.getByRole("status", { name: "Hint of this page" });
  await expect(hint).toContainText("kubectl get pods -l app=node-logger --field-selector spec.nodeName=node-2 -o name | xargs -r -n1 kubectl logs");
  await expectNoViolations(page);
  await hint.getByRole("button", { name: "Run" }).click();
  await expect(hint).toBeHidden();
  await expect.poll(async () => (await rows(page)).at(-1)).toBe("~ $");
  expect((await rows(page)).join("\n")).not.toContain("error");
});

test("a watch goes on while the page acts, Ctrl-C ends it, and the page's command is in it and in the history", async ({ page }) => {
  await openTerminal(page);
  await page.keyboard.type("kubectl get nodes -w");
  await page.keyboard.press("Enter");
  await expect(screen(page)).toContainText("node-3");
  await page.getByRole("tab", { name: "Feed" }).click();
  await act(page, { command: "Cordon", key: "c", on: node(page, "node-2") , isPlain: true });
  await page.keyboard.press("Control+`");
  await expect(screen(page)).toContainText("Ready,SchedulingDisabled");
  await expect(screen(page)).toContainText("$ kubectl cordon node-2 # from the page");
  await page.keyboard.press("Control+c");
  await expect(screen(page)).toContainText("^C");
  await page.keyboard.press("ArrowUp");
  await expect.poll(async () => (await rows(page)).at(-1)).toBe("~ $ kubectl cordon node-2");
});

test("Tab completes, Ctrl-R finds, Escape leaves, and the files are edited in the page", async ({ page }) => {
  await openTerminal(page);
  await page.keyboard.type("kubectl desc");
  await page.keyboard.press("Tab");
  await page.keyboard.type("nodes n");
  await page.keyboard.press("Tab");
  await expect.poll(async () => (await rows(page)).at(-1)).toBe("~ $ kubectl describe nodes node-");
  await page.keyboard.press("Tab");
  await expect(screen(page)).toContainText("node-1 node-2 node-3");
  await page.keyboard.press("Control+c");
  await run(page, "echo one");
  await run(page, "echo two");
  await page.keyboard.press("Control+r");
  await page.keyboard.type("on");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await rows(page)).slice(-2)).toEqual(["one", "~ $"]);
  await page.keyboard.type("vi daemonset-simple.yaml");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "daemonset-simple.yaml" });
  await dialog.getByRole("textbox").fill("kind: Nothing\n");
  await page.keyboard.press("Control+s");
  await expect(dialog).toBeHidden();
  await page.getByRole("textbox", { name: "Terminal" }).focus();
  expect(await run(page, "cat daemonset-simple.yaml")).toEqual(["kind: Nothing"]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("tab", { name: "Terminal" })).toBeFocused();
});
