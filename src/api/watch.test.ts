import { expect, test } from "vitest";
import { list } from "./request.ts";
import { PODS } from "./resources.ts";
import type { KubeObject } from "./types/meta.ts";
import { changesSince } from "./watch.ts";
import { WatchHistory } from "./watch-history.ts";

function pod(name: string, resourceVersion: number, labels: Readonly<Record<string, string>>, namespace = "d"): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace, labels, uid: name, resourceVersion: String(resourceVersion), creationTimestamp: "" } };
}

const history = new WatchHistory(10, (error) => { throw error; });
const change = { resource: "pods", key: "d/a" };
const states = [11, 12, 13, 14].map((version) => pod("a", version, { app: version === 12 || version === 13 ? "x" : "y" }));
history.record({ ...change, resourceVersion: 11, after: states[0]! });
for (const [i, version] of [12, 13, 14].entries()) history.record({ ...change, resourceVersion: version, before: states[i]!, after: states[i + 1]! });
history.record({ ...change, resourceVersion: 15, before: states[3]! });
history.record({ resource: "pods", key: "e/b", resourceVersion: 16, after: pod("b", 16, { app: "x" }, "e") });

const told = (request: Parameters<typeof changesSince>[1], since: string) => changesSince(history, request, since, 16).events.map(({ type, object }) => `${type} ${object.metadata.name} ${object.metadata.resourceVersion}`);

test("an object that begins to match is added, one that ceases to is deleted", () => {
  expect(told(list(PODS, "d"), "10")).toEqual(["ADDED a 11", "MODIFIED a 12", "MODIFIED a 13", "MODIFIED a 14", "DELETED a 15"]);
  expect(told(list(PODS, "d", { labelSelector: "app=x" }), "10")).toEqual(["ADDED a 12", "MODIFIED a 13", "DELETED a 14"]);
  expect(told(list(PODS, undefined, { labelSelector: "app=x" }), "14")).toEqual(["ADDED b 16"]);
  expect(told({ ...list(PODS, "e"), name: "c" }, "10")).toEqual([]);
});

test("a past or a future that is not known is expired", () => {
  expect(changesSince(history, list(PODS), "16", 16)).toEqual({ events: [], resourceVersion: "16" });
  for (const since of ["9", "17", "x"]) expect(changesSince(history, list(PODS), since, 16)).toEqual({ events: [], resourceVersion: "16", isExpired: true });
});
