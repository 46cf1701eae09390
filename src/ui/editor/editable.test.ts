import { describe, expect, test } from "vitest";
import { DAEMONSETS } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { editableYaml, readOne, replaceRequest } from "./editable.ts";

function daemonSet(resourceVersion: string, image: string, ready: number): KubeObject {
  const metadata = { name: "agent", namespace: "logging", uid: "u", resourceVersion, generation: 2, creationTimestamp: "2026-01-01T00:00:00Z" };
  return { apiVersion: "apps/v1", kind: "DaemonSet", metadata, spec: { template: { spec: { containers: [{ name: "a", image }] } } }, status: { numberReady: ready } } as KubeObject;
}

function versionSent(base: KubeObject, current: KubeObject, text = editableYaml(base)): string | undefined {
  const read = readOne(text);
  if (!("document" in read)) throw new Error(read.message);
  const { body } = replaceRequest(DAEMONSETS, read.document, { base, current });
  return (body as KubeObject).metadata.resourceVersion;
}

describe("an edit", () => {
  test("is of what a person can change: no status, and nothing that the server counts", () => {
    expect(editableYaml(daemonSet("7", "x:1", 3))).toBe(
      "apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  creationTimestamp: \"2026-01-01T00:00:00Z\"\n  name: agent\n  namespace: logging\n  uid: u\nspec:\n  template:\n    spec:\n      containers:\n      - image: x:1\n        name: a\n");
  });

  test("is sent as a replacement at the place of the object that was opened", () => {
    const object = daemonSet("7", "x:1", 3);
    const read = readOne(editableYaml(object).replace("name: agent", "name: other"));
    expect("document" in read && replaceRequest(DAEMONSETS, read.document, { base: object, current: object })).toMatchObject({
      verb: "update", resource: "daemonsets.apps", namespace: "logging", name: "agent", body: { metadata: { name: "other" } }, options: { fieldManager: "kubectl-replace", fieldValidation: "Strict" },
    });
  });

  test("gives the newest version where only the status changed, and the edited one where somebody else changed the rest", () => {
    expect(versionSent(daemonSet("7", "x:1", 3), daemonSet("9", "x:1", 2))).toBe("9");
    expect(versionSent(daemonSet("7", "x:1", 3), daemonSet("9", "x:2", 3))).toBe("7");
  });

  test("needs one object", () => {
    expect(readOne("# nothing\n")).toEqual({ line: 1, message: "There is no object in it." });
    expect(readOne("apiVersion: v1\nkind: A\n---\napiVersion: v1\nkind: B\n")).toMatchObject({ line: 4 });
    expect(readOne("a: b: c\n")).toMatchObject({ line: 1, message: expect.stringContaining("mapping values are not allowed") as string });
  });
});
