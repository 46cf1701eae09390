import { expect, test } from "vitest";
import { formatTime } from "../time.ts";
import type { DaemonSet } from "../types/daemonset.ts";
import { daemonSetColumns } from "./daemonset.ts";

const set: DaemonSet = {
  apiVersion: "apps/v1", kind: "DaemonSet",
  metadata: { name: "log-agent", namespace: "default", uid: "u", resourceVersion: "1", creationTimestamp: formatTime(0) },
  spec: {
    selector: { matchLabels: { app: "log-agent" } }, updateStrategy: { type: "RollingUpdate" }, revisionHistoryLimit: 10,
    template: { metadata: { labels: { app: "log-agent" } }, spec: { containers: [{ name: "agent", image: "registry.example/agent:v1" }] } },
  },
  status: { currentNumberScheduled: 3, numberMisscheduled: 0, desiredNumberScheduled: 3, numberReady: 0, updatedNumberScheduled: 3, numberUnavailable: 3 },
};

test("a row prints as kubectl recorded it", () => {
  expect(daemonSetColumns.map((c) => c.value(set, { nowMs: 0 }))).toEqual(["log-agent", 3, 3, 0, 3, 0, "<none>", "0s", "agent", "registry.example/agent:v1", "app=log-agent"]);
});

test("the node selector prints sorted by key", () => {
  const { template } = set.spec;
  const selective: DaemonSet = { ...set, spec: { ...set.spec, template: { ...template, spec: { ...template.spec, nodeSelector: { gpu: "yes", disk: "ssd" } } } } };
  expect(daemonSetColumns[6]?.value(selective, { nowMs: 0 })).toBe("disk=ssd,gpu=yes");
});

test("counts are integers, and the columns those of the API server", () => {
  expect(daemonSetColumns.map((c) => `${c.name}:${c.type}${c.priority ? "*" : ""}`)).toEqual([
    "Name:string", "Desired:integer", "Current:integer", "Ready:integer", "Up-to-date:integer", "Available:integer", "Node Selector:string",
    "Age:string", "Containers:string*", "Images:string*", "Selector:string*",
  ]);
});
