import { expect, test } from "vitest";
import { formatMicroTime, formatTime } from "../time.ts";
import type { KubeEvent } from "../types/event.ts";
import { eventColumns, eventCount, eventLastSeenMs } from "./event.ts";

const base: KubeEvent = {
  apiVersion: "v1", kind: "Event",
  metadata: { name: "log-agent-48svs.252ce67d2901c05d", namespace: "default", uid: "u", resourceVersion: "1", creationTimestamp: formatTime(0) },
  involvedObject: { kind: "Pod", namespace: "default", name: "log-agent-48svs", fieldPath: "spec.containers{agent}" },
  type: "Normal", reason: "Created", message: "Container created", count: 5,
  firstTimestamp: formatTime(0), lastTimestamp: formatTime(170_000),
  source: { component: "kubelet", host: "node-1" }, reportingComponent: "kubelet", reportingInstance: "node-1",
};

const row = (event: KubeEvent, nowMs: number) => eventColumns.map((c) => c.value(event, { nowMs }));

test("an event of the kubelet prints as kubectl recorded it", () => {
  expect(eventColumns.map((c) => `${c.name}${c.priority ? "*" : ""}`)).toEqual([
    "Last Seen", "Type", "Reason", "Object", "Subobject*", "Source*", "Message", "First Seen*", "Count*", "Name*",
  ]);
  expect(row(base, 316_000)).toEqual([
    "2m26s", "Normal", "Created", "pod/log-agent-48svs", "spec.containers{agent}", "kubelet, node-1", "Container created", "5m16s", 5, "log-agent-48svs.252ce67d2901c05d",
  ]);
});

test("an event of the scheduler has only an eventTime and a reporting instance", () => {
  const { fieldPath: _, ...involvedObject } = base.involvedObject;
  const { count: _count, ...rest } = base;
  const event: KubeEvent = {
    ...rest, involvedObject, reason: "Scheduled", message: "Successfully assigned default/log-agent-48svs to node-1", source: {},
    firstTimestamp: null, lastTimestamp: null, eventTime: formatMicroTime(1234), reportingComponent: "default-scheduler", reportingInstance: "default-scheduler-vm",
  };
  expect(row(event, 5300)).toEqual([
    "4s", "Normal", "Scheduled", "pod/log-agent-48svs", "", "default-scheduler, default-scheduler-vm", "Successfully assigned default/log-agent-48svs to node-1", "4s", 1, base.metadata.name,
  ]);
  expect(eventLastSeenMs(event)).toBe(1234);
});

test("a series counts and dates the repetitions", () => {
  const event = { ...base, series: { count: 7, lastObservedTime: formatMicroTime(200_000) } };
  expect([eventCount(event), eventLastSeenMs(event), row(event, 210_000)[0]]).toEqual([7, 200_000, "10s"]);
});
