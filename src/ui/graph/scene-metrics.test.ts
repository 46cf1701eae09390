import { describe, expect, test } from "vitest";
import type { PodRow } from "../../api/frame.ts";
import type { PodSlot } from "../../view/tray.ts";
import { slotRows, traySpec } from "./scene-metrics.ts";

function slot(id: string, lane: string, index = 0): PodSlot {
  const pod: PodRow = {
    kind: "Pod", namespace: "default", name: id, uid: id, nodeName: "n1", state: "available", status: "Running", restarts: 0, image: "i",
    cpuMillis: 0, memoryBytes: 0, createdMs: 0, misscheduled: false,
  };
  return { kind: "pod", id, lane, index, pod };
}

describe("the rows of a tray", () => {
  test("hold the old and the new pod of a DaemonSet beside each other, so that a rollout makes no tray taller", () => {
    const rows = slotRows([slot("a1", "a"), slot("a2", "a", 1), slot("b1", "b")]);
    expect(rows.map((row) => row.map((s) => s.id))).toEqual([["a1", "a2"], ["b1"]]);
    const before = traySpec({ nodeName: "n1", slots: [slot("a1", "a")] });
    expect(traySpec({ nodeName: "n1", slots: [slot("a1", "a"), slot("a2", "a", 1)] })).toEqual(before);
  });

  test("are one for each pod that no DaemonSet owns, and for each further pair", () => {
    expect(slotRows([slot("a1", "a"), slot("a2", "a", 1), slot("a3", "a", 2)])).toHaveLength(2);
    expect(slotRows([slot("p1", ""), slot("p2", "", 1)])).toHaveLength(2);
  });
});
