import { describe, expect, test } from "vitest";
import { mergeChanges } from "./three-way.ts";

const BASE = { spec: { replicas: 3, paused: true, nodeSelector: { disk: "ssd" }, containers: [{ name: "a", image: "x:1" }, { name: "b", image: "y:1" }], tolerations: [{ key: "k" }] } };

function edited(change: (spec: Record<string, unknown>) => void) {
  const copy = structuredClone(BASE);
  change(copy.spec as unknown as Record<string, unknown>);
  return copy;
}

describe("putting two people's changes together", () => {
  test("takes what each of them changed, also in items of a list that have names, and what each took away", () => {
    const mine = edited((s) => { s["replicas"] = 5; s["containers"] = [{ name: "a", image: "x:2" }, { name: "b", image: "y:1" }, { name: "c", image: "z:1" }]; });
    const theirs = edited((s) => { delete s["paused"]; s["containers"] = [{ name: "a", image: "x:1", args: ["-v"] }, { name: "b", image: "y:2" }]; s["nodeSelector"] = { disk: "ssd", zone: "a" }; });
    expect(mergeChanges(BASE, mine, theirs)).toEqual({
      value: { spec: { replicas: 5, nodeSelector: { disk: "ssd", zone: "a" }, containers: [{ name: "a", image: "x:2", args: ["-v"] }, { name: "b", image: "y:2" }, { name: "c", image: "z:1" }], tolerations: [{ key: "k" }] } },
      clashes: [],
    });
  });

  test("names the fields that both changed, and keeps mine there", () => {
    const mine = edited((s) => { s["replicas"] = 5; s["tolerations"] = [{ key: "m" }]; s["containers"] = [{ name: "a", image: "x:2" }, { name: "b", image: "y:1" }]; });
    const theirs = edited((s) => { s["replicas"] = 4; s["tolerations"] = []; s["containers"] = [{ name: "a", image: "x:3" }, { name: "b", image: "y:1" }]; });
    const { value, clashes } = mergeChanges(BASE, mine, theirs);
    expect(clashes).toEqual(["spec.replicas", "spec.containers[a].image", "spec.tolerations"]);
    expect(value).toEqual(mine);
  });

  test("keeps what one changed and the other took away", () => {
    const mine = edited((s) => { delete s["nodeSelector"]; });
    const theirs = edited((s) => { s["nodeSelector"] = { disk: "hdd" }; });
    expect(mergeChanges(BASE, mine, theirs).clashes).toEqual(["spec.nodeSelector"]);
  });
});
