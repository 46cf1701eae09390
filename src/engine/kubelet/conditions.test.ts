import { describe, expect, test } from "vitest";
import { podConditions } from "./conditions.ts";

describe("the conditions of a pod", () => {
  test("move their transition time only with their status", () => {
    const old = [{ type: "Ready", status: "False" as const, lastTransitionTime: "2026-01-01T00:00:00Z" }, { type: "PodScheduled", status: "True" as const, lastTransitionTime: "2026-01-01T00:00:01Z" }];
    const input = { spec: { containers: [] }, containerStatuses: [], phase: "Running" as const, others: old, hasSandbox: true };
    const times = Object.fromEntries(podConditions(input, old, { nowMs: 60_000, generation: 1 }).map((c) => [c.type, c.lastTransitionTime]));
    expect(times).toMatchObject({ Ready: "2026-01-01T00:01:00Z", PodScheduled: "2026-01-01T00:00:01Z" });
  });
});
