import { describe, expect, test } from "vitest";
import type { NodeRow, PodRow, WorkloadRow } from "../../api/frame.ts";
import type { PodSlot, Tray } from "../../view/tray.ts";
import { trayRows, traySpec } from "./scene-metrics.ts";

function slot(id: string, lane: string, index = 0): PodSlot {
  const pod: PodRow = {
    kind: "Pod", namespace: "default", name: id, uid: id, nodeName: "n1", state: "available", status: "Running", restarts: 0, image: "i",
    cpuMillis: 0, memoryBytes: 0, createdMs: 0, misscheduled: false,
  };
  return { kind: "pod", id, lane, index, pod };
}

function set(kind: "DaemonSet" | "Deployment" | "StatefulSet", uid: string): WorkloadRow {
  return { kind, uid, name: uid, revisions: [] } as unknown as WorkloadRow;
}
const node = { kind: "Node", name: "n1", uid: "n1", labels: {}, taints: [], ready: "True" } as unknown as NodeRow;
const AGENT = set("DaemonSet", "a");
const tray = (...slots: PodSlot[]): Tray => ({ nodeName: "n1", node, slots });
const ids = (t: Tray, workloads: readonly WorkloadRow[]) => trayRows(t, workloads).rows.map((row) => row.slots.map((s) => s.id));

describe("the rows of a tray", () => {
  test("hold the old and the new pod of a DaemonSet beside each other, so that a rollout makes no tray taller", () => {
    expect(ids(tray(slot("a1", "a"), slot("a2", "a", 1), slot("b1", "b")), [AGENT, set("DaemonSet", "b")])).toEqual([["a1", "a2"], ["b1"]]);
    const before = traySpec(tray(slot("a1", "a")), [AGENT]);
    expect(traySpec(tray(slot("a1", "a"), slot("a2", "a", 1)), [AGENT])).toEqual(before);
  });

  test("are one for each pod that belongs to no workload, and for each further pair", () => {
    expect(ids(tray(slot("a1", "a"), slot("a2", "a", 1), slot("a3", "a", 2)), [AGENT])).toHaveLength(2);
    expect(ids(tray(slot("p1", ""), slot("p2", "", 1)), [AGENT])).toHaveLength(2);
  });

  test("are kept for every workload where there are several kinds, so that no pod that comes or goes moves anything", () => {
    const workloads = [AGENT, set("Deployment", "web"), set("StatefulSet", "db")];
    expect(ids(tray(slot("a1", "a"), slot("db-0", "db")), workloads)).toEqual([["a1"], [], ["db-0"]]);
    const heights = [[], [slot("w1", "web")], [slot("w1", "web"), slot("w2", "web", 1)]].map((pods) => traySpec(tray(slot("a1", "a"), ...pods), workloads).chipRows);
    expect(heights).toEqual([3, 3, 3]);
  });

  test("leave no workload out because another has many pods here", () => {
    const many = Array.from({ length: 9 }, (_, i) => slot(`w${i}`, "web", i));
    const { rows, hidden } = trayRows(tray(...many, slot("db-0", "db")), [set("Deployment", "web"), set("StatefulSet", "db")]);
    expect(rows.map((r) => r.lane)).toEqual(["web", "web", "db"]);
    expect(hidden).toBe(5);
  });

  test("of a node that is gone are only those of the pods that are left", () => {
    expect(trayRows({ nodeName: "n1", slots: [slot("w1", "web")] }, [AGENT, set("Deployment", "web")]).rows).toHaveLength(1);
  });
});
