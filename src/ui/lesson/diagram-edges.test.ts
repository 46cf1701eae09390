import { describe, expect, test } from "vitest";
import { litEdges } from "./diagram-edges.ts";

const OVERVIEW = 'flowchart TB\n  DS["DaemonSet"]\n  subgraph Node1["node-1"]\n    P1("pod")\n  end\n  subgraph Node2["node-2"]\n    P2("pod")\n  end\n  DS --> P1\n  DS --> P2';
const UPDATE = 'flowchart LR\n  subgraph Before\n    A1["4.1"]\n  end\n  subgraph During\n    B1["4.2"]\n  end\n  Before --> During';
const JOIN = "sequenceDiagram\n  Admin->>API: join\n  API->>DS: news\n  DS->>API: create\n  API->>Node: news";
const CALLS = [{ from: "Admin", to: "API" }, { from: "API", to: "DS" }, { from: "DS", to: "API" }, { from: "API", to: "Node" }];

describe("edges of a lesson's diagram", () => {
  test("light up with both of their ends", () => {
    expect(litEdges(OVERVIEW, ["DS", "P2"], ["DS", "P1", "P2"], [{ from: "DS", to: "P1" }, { from: "DS", to: "P2" }])).toEqual([false, true]);
  });

  test("between subgraphs light up when something in the second one is so", () => {
    const edges = [{ from: "Before", to: "During" }];
    expect(litEdges(UPDATE, ["A1"], ["A1", "B1"], edges)).toEqual([false]);
    expect(litEdges(UPDATE, ["B1"], ["A1", "B1"], edges)).toEqual([true]);
  });

  test("of a sequence light up in their order", () => {
    const named = ["Admin", "API", "DS", "Node"];
    expect(litEdges(JOIN, ["Admin", "API"], named, CALLS)).toEqual([true, false, false, false]);
    expect(litEdges(JOIN, ["Admin", "API", "Node"], named, CALLS)).toEqual([true, false, false, false]);
    expect(litEdges(JOIN, named, named, CALLS)).toEqual([true, true, true, true]);
  });

  test("are just those that the lesson says, if it says any", () => {
    expect(litEdges(JOIN, ["Admin", "API", "DS", "Admin->API"], ["Admin", "API", "DS", "Admin->API", "API->DS"], CALLS)).toEqual([true, false, false, false]);
  });
});
