import { describe, expect, test } from "vitest";
import { applyStrategicMergePatch } from "../../api/patch.ts";
import { defineResource, DEPLOYMENTS } from "../../api/resources.ts";
import recorded from "../testdata/apply-patches.json";
import { threeWayPatch, twoWayPatch } from "./three-way-patch.ts";

/* The bodies that kubectl v1.36.3 sent to a server that held `live`; without the annotation, which is always new. */
describe("the patch of apply", () => {
  test.each(recorded.cases)("is kubectl's for $name", ({ next, patch }) => {
    expect(threeWayPatch(DEPLOYMENTS, recorded.applied, next, recorded.live)).toEqual({ type: "strategic", body: patch });
  });

  test("is empty when nothing changed, whatever the server added", () => {
    expect(threeWayPatch(DEPLOYMENTS, recorded.applied, recorded.applied, recorded.live).body).toEqual({});
  });

  test.each(recorded.cases)("leads where the file wants it: $name", ({ next, patch }) => {
    const result = applyStrategicMergePatch(recorded.live, patch, "Deployment");
    const after = "value" in result ? (result.value as Record<string, unknown>) : {};
    expect(threeWayPatch(DEPLOYMENTS, next, next, after).body).toEqual({});
  });

  test("takes nothing away from an object that was never applied", () => {
    const next = { metadata: { labels: { b: "2" } } };
    expect(threeWayPatch(DEPLOYMENTS, {}, next, { metadata: { labels: { a: "1" } } }).body).toEqual({ metadata: { labels: { b: "2" } } });
  });

  test("of a kind that people have defined is a JSON merge patch", () => {
    const widgets = defineResource("example.com", "v1", "Widget");
    const patch = threeWayPatch(widgets, { spec: { a: 1, b: { c: 1 } } }, { spec: { b: {}, list: [1] } }, { spec: { a: 1, b: { c: 1 }, list: [2], z: 1 } });
    expect(patch).toEqual({ type: "merge", body: { spec: { a: null, b: { c: null }, list: [1] } } });
  });
});

test("edit sends what was put in and what was taken out", () => {
  const before = { spec: { template: { spec: { containers: [{ name: "agent", image: "fluentd:v1.17" }] } }, minReadySeconds: 5 } };
  const after = { spec: { template: { spec: { containers: [{ name: "agent", image: "fluentd:v1.18" }] } } } };
  expect(twoWayPatch(DEPLOYMENTS, before, after).body).toEqual({
    spec: { minReadySeconds: null, template: { spec: { "$setElementOrder/containers": [{ name: "agent" }], containers: [{ image: "fluentd:v1.18", name: "agent" }] } } },
  });
});
