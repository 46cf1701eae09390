import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { atRest, feed, numbersText, open, walk } from "./support/page.ts";
import { nodeIn } from "./support/story.ts";
import { picture } from "./support/watch.ts";

const CONTENT = new URL("../src/lessons/content/", import.meta.url);
const GUIDE = "first-steps/01-a-daemonset-on-every-node/daemonset-simple.yaml";

function manifest(file: string): string {
  return readFileSync(new URL(file, CONTENT), "utf8");
}

/** What vendors publish, unchanged: the DaemonSet, and what stands beside it that nothing here acts on. */
const VENDORS = [
  {
    file: "manifests/node-exporter.yaml", set: "node-exporter",
    inert: ["serviceaccount/node-exporter", "service/node-exporter"], kinds: ["ServiceAccount", "Service"],
  },
  {
    file: "manifests/log-collector.yaml", set: "log-collector",
    inert: ["serviceaccount/log-collector", "clusterrole.rbac.authorization.k8s.io/log-collector", "clusterrolebinding.rbac.authorization.k8s.io/log-collector", "configmap/log-collector-config"],
    kinds: ["ServiceAccount", "ClusterRole", "ClusterRoleBinding", "ConfigMap"],
  },
  {
    file: "manifests/network-agent.yaml", set: "network-agent",
    inert: ["customresourcedefinition.apiextensions.k8s.io/addresspools.network.example.com", "addresspool.network.example.com/default-pool", "serviceaccount/network-agent"],
    kinds: ["CustomResourceDefinition", "AddressPool", "ServiceAccount"],
  },
];

test.describe("manifests", () => {
  test("the guide's own manifest, pasted under another name, runs on each node beside the first", async ({ page }) => {
    await open(page);
    await paste(page, manifest(GUIDE).replaceAll("node-logger", "second-logger"));
    // Nothing in it needs a word: the dialog is done.
    await expect(page.getByRole("dialog")).toBeHidden();
    await walk(page);
    await expectOnEachNode(page, "second-logger");
    await expectOnEachNode(page, "node-logger");
  });

  for (const { file, set, inert, kinds } of VENDORS) {
    test(`${file} runs unchanged, and what nothing here acts on is kept and named`, async ({ page }) => {
      await open(page);
      const dialog = await paste(page, manifest(file));
      const results = dialog.getByRole("listitem");
      await expect(results.filter({ hasText: `daemonset.apps/${set} created` })).toBeVisible();
      for (const name of inert) await expect(results.filter({ hasText: name })).toContainText("created · stored, nothing here acts on it");
      await expect(results.filter({ hasText: "stored" })).toHaveCount(inert.length);
      await dialog.getByRole("contentinfo").getByRole("button", { name: "Close" }).click();
      await walk(page);
      await expectOnEachNode(page, set);
      await expectOnEachNode(page, "node-logger");

      await page.getByRole("tab", { name: /^Objects/ }).click();
      const stored = page.getByRole("table", { name: "Stored, nothing here acts on it" });
      for (const kind of kinds) await expect(stored.getByRole("cell", { name: kind, exact: true })).toBeVisible();
    });
  }

  test("a file dropped on the page is shown, and applied when one says so", async ({ page }) => {
    await open(page);
    const transfer = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "daemonset.yaml", { type: "application/yaml" }));
      return data;
    }, manifest(GUIDE).replaceAll("node-logger", "dropped-logger"));
    const target = page.getByRole("region", { name: "Cluster" });
    await target.dispatchEvent("dragover", { dataTransfer: transfer });
    await expect(page.getByText("Drop YAML to apply it")).toBeVisible();
    await target.dispatchEvent("drop", { dataTransfer: transfer });
    const dialog = page.getByRole("dialog", { name: "Apply YAML" });
    await expect(dialog.getByLabel("Manifest")).toContainText("name: dropped-logger");
    await expect(page.getByText("Drop YAML to apply it")).toBeHidden();
    await dialog.getByRole("button", { name: "Apply", exact: true }).click();
    await expect(dialog).toBeHidden();
    await walk(page);
    await expectOnEachNode(page, "dropped-logger");
  });

  test("applied again with a change, it is configured", async ({ page }) => {
    await open(page);
    await paste(page, manifest(GUIDE).replace("fluent-bit:4.1", "fluent-bit:4.2"));
    await expect(page.getByRole("dialog")).toBeHidden();
    await walk(page);
    const now = await picture(page);
    expect(now.nodes.map((n) => n.pods.map((p) => p.revision).join())).toEqual(["B", "B", "B"]);
    expect(numbersText(now.sets["node-logger"])).toBe("3 3 3 3 3 0");
  });
});

/** A DaemonSet that is fine: what each case below breaks one line of. */
const GOOD = `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: log-agent
spec:
  selector:
    matchLabels:
      app: log-agent
  template:
    metadata:
      labels:
        app: log-agent
    spec:
      containers:
        - name: agent
          image: registry.example/agent:v1
`;

// The messages are those of a real 1.36 API server, and of kubectl for what is no YAML.
const BAD = [
  {
    what: "wrong YAML", text: GOOD.replace("  name: log-agent", "  name: log-agent\n  labels: app: log-agent"), line: 5,
    message: "error converting YAML to JSON: yaml: line 5: mapping values are not allowed in this context",
  },
  {
    what: "an unknown field", text: GOOD.replace("spec:\n  selector", "spec:\n  replicas: 3\n  selector"), line: 6,
    message: 'DaemonSet in version "v1" cannot be handled as a DaemonSet: strict decoding error: unknown field "spec.replicas"',
  },
  {
    what: "an invalid value", text: GOOD.replace("  template:", "  updateStrategy:\n    rollingUpdate:\n      maxUnavailable: 0\n  template:"), line: 11,
    message: 'DaemonSet.apps "log-agent" is invalid: spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0',
  },
];

test.describe("bad input", () => {
  for (const { what, text, line, message } of BAD) {
    test(`${what}: the API server's message at its line, and the cluster stays as it was`, async ({ page }) => {
      await open(page);
      const before = await picture(page);
      const told = await feed(page);
      const dialog = await paste(page, text);
      const result = dialog.getByRole("status").getByRole("listitem").first();
      await expect(result).toContainText(message);
      await expect(result).toContainText(new RegExp(`line ${line}\\b`));
      // What was written is still there, to be mended.
      expect((await dialog.getByLabel("Manifest").locator(".cm-line").allTextContents()).join("\n")).toBe(text);
      await dialog.getByRole("contentinfo").getByRole("button", { name: "Close" }).click();
      await atRest(page);
      expect(await picture(page)).toEqual(before);
      expect(await feed(page)).toEqual(told);
    });
  }

  test("a bad document is no reason to refuse the good one beside it", async ({ page }) => {
    await open(page);
    const dialog = await paste(page, `${BAD[1]!.text}---\n${GOOD.replaceAll("log-agent", "other-agent")}`);
    const results = dialog.getByRole("status").getByRole("listitem");
    await expect(results.filter({ hasText: "daemonset.apps/log-agent" })).toContainText('unknown field "spec.replicas"');
    await expect(results.filter({ hasText: "daemonset.apps/other-agent" })).toContainText("created");
    await page.keyboard.press("Escape");
    await walk(page);
    // It tolerates nothing, so the control plane has none.
    expect(numbersText((await picture(page)).sets["other-agent"])).toBe("2 2 2 2 2 0");
  });
});

/** Pastes into the dialog and applies. @returns the dialog, which may have closed */
async function paste(page: Page, text: string): Promise<Locator> {
  await page.keyboard.press("y");
  const dialog = page.getByRole("dialog", { name: "Apply YAML" });
  await expect(dialog.getByLabel("Manifest")).toBeFocused();
  await page.keyboard.insertText(text);
  await dialog.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(dialog.getByRole("status").or(page.getByRole("region", { name: "Last command" })).first()).toBeVisible();
  return dialog;
}

/** One pod of the DaemonSet on each of the three nodes, available, and the card agrees. */
async function expectOnEachNode(page: Page, set: string): Promise<void> {
  const now = await picture(page);
  for (const name of ["node-1", "node-2", "node-3"]) {
    const pods = nodeIn(now, name)!.pods.filter((p) => new RegExp(`^${set}-\\w{5}$`).test(p.name));
    expect(pods.map((p) => p.state), `pods of ${set} on ${name}`).toEqual(["available"]);
  }
  expect(numbersText(now.sets[set])).toBe("3 3 3 3 3 0");
}
