import { describe, expect, test } from "vitest";
import table from "../testdata/api-table.json";
import statusCases from "../testdata/status-column.json";
import { formatTime } from "../time.ts";
import type { Pod } from "../types/pod.ts";
import { podColumns, podReadyText, podRestarts, podRowConditions, podStatusText } from "./pod.ts";

const NOW_MS = 1_000_000;

/** Recorded times are relative: `{$secondsAgo: n}`. */
function dated(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, member: unknown) => {
    const isTime = typeof member === "object" && member !== null && "$secondsAgo" in member;
    return isTime ? formatTime(NOW_MS - Number(member.$secondsAgo) * 1000) : member;
  });
}

describe("ready, status and restarts as the upstream printer", () => {
  test.each(statusCases.cases.filter((c) => c.fn === "kubectl.podColumns"))("$name", ({ in: given, out }) => {
    const pod = given as unknown as Pod;
    expect({ ready: podReadyText(pod), status: podStatusText(pod), restarts: podRestarts(pod) }).toEqual(out);
  });
});

describe("whole rows as the recorded API server", () => {
  test.each(table.cases)("$title", ({ given, expect: wanted }) => {
    const pod = dated(given) as Pod;
    const cells = Object.fromEntries(podColumns.map((c) => [c.name, c.value(pod, { nowMs: NOW_MS })]));
    expect(cells).toMatchObject(wanted.cells);
    expect(podRowConditions(pod) ?? null).toEqual(wanted.rowConditions);
  });
});

test("the columns are those of the API server, wide ones last", () => {
  expect(podColumns.map((c) => `${c.name}${c.priority ? "*" : ""}`)).toEqual([
    "Name", "Ready", "Status", "Restarts", "Age", "IP*", "Node*", "Nominated Node*", "Readiness Gates*",
  ]);
});

test("a running daemon pod prints as kubectl recorded it", () => {
  const pod = {
    metadata: { name: "log-agent-48svs", creationTimestamp: formatTime(0) },
    spec: { nodeName: "node-1", containers: [{ name: "agent" }] },
    status: {
      phase: "Running", podIP: "10.244.128.2", podIPs: [{ ip: "10.244.128.2" }],
      containerStatuses: [{ name: "agent", ready: true, restartCount: 0, state: { running: {} }, lastState: {} }],
    },
  } as unknown as Pod;
  expect(podColumns.map((c) => c.value(pod, { nowMs: 3900 }))).toEqual(["log-agent-48svs", "1/1", "Running", "0", "3s", "10.244.128.2", "node-1", "<none>", "<none>"]);
});

test("a pod that is being deleted is Terminating, on a lost node Unknown, and gates are counted", () => {
  const pod = {
    metadata: { name: "p", deletionTimestamp: formatTime(0) },
    spec: { containers: [{ name: "c" }], readinessGates: [{ conditionType: "a" }, { conditionType: "b" }] },
    status: { phase: "Running", conditions: [{ type: "a", status: "True" }] },
  } as unknown as Pod;
  const lost: Pod = { ...pod, status: { ...pod.status, reason: "NodeLost" } };
  expect([podStatusText(pod), podStatusText(lost), podColumns[8]?.value(pod, { nowMs: 0 })]).toEqual(["Terminating", "Unknown", "1/2"]);
});
