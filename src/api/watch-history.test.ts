import { expect, test } from "vitest";
import type { KubeObject } from "./types/meta.ts";
import { WatchHistory } from "./watch-history.ts";

function object(name: string, resourceVersion: number): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "d", uid: name, resourceVersion: String(resourceVersion), creationTimestamp: "" } };
}

/** a is added at 11 and changed at 12, b is added at 13, a is deleted at 14. */
function recorded(kept?: number, onError = (error: unknown): void => { throw error; }): WatchHistory {
  const history = new WatchHistory(10, onError, kept);
  const change = { resource: "configmaps" };
  history.record({ ...change, key: "d/a", resourceVersion: 11, after: object("a", 11) });
  history.record({ ...change, key: "d/a", resourceVersion: 12, before: object("a", 11), after: object("a", 12) });
  history.record({ ...change, key: "d/b", resourceVersion: 13, after: object("b", 13) });
  history.record({ ...change, key: "d/a", resourceVersion: 14, before: object("a", 12) });
  return history;
}

test("knows the objects of any moment that it remembers", () => {
  const versions = (at: number) => recorded().objectsAt("configmaps", [object("b", 13)], at).map((o) => o.metadata.resourceVersion);
  expect([10, 11, 12, 13, 14].map(versions)).toEqual([[], ["11"], ["12"], ["12", "13"], ["13"]]);
});

test("tells what came after a resourceVersion, of one resource", () => {
  expect(recorded().since("configmaps", 12).map((c) => c.resourceVersion)).toEqual([13, 14]);
  expect(recorded().since("secrets", 0)).toEqual([]);
});

test("remembers so many changes and no more, and says from where on it is complete", () => {
  const history = recorded(3);
  expect(history.oldest).toBeGreaterThan(10);
  expect(history.since("configmaps", history.oldest).length).toBe(14 - history.oldest);
});

test("a listener that throws is heard of once, and hurts nobody else", () => {
  const errors: unknown[] = [];
  const history = recorded(undefined, (error) => errors.push(error));
  const heard: number[] = [];
  history.listen("configmaps", () => { throw new Error("no"); });
  history.listen("configmaps", (change) => heard.push(change.resourceVersion));
  for (const resourceVersion of [15, 16]) history.record({ resource: "configmaps", key: "d/c", resourceVersion, after: object("c", resourceVersion) });
  expect(heard).toEqual([15, 16]);
  expect(errors).toHaveLength(1);
});
