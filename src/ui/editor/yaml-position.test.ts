import { describe, expect, test } from "vitest";
import { positionAt } from "./yaml-position.ts";

/** `¦` stands for the cursor. */
function at(marked: string) {
  const offset = marked.indexOf("¦");
  return positionAt(marked.replace("¦", ""), offset);
}

const HEAD = "apiVersion: apps/v1\nkind: DaemonSet\n";

describe("the position in a manifest", () => {
  test.each([
    ["at the top", `${HEAD}sp¦`, { path: [], word: "sp", siblings: ["kind", "apiVersion"] }],
    ["in a mapping", `${HEAD}spec:\n  tem¦\n  selector: {}\n`, { path: ["spec"], word: "tem", siblings: ["selector"] }],
    ["on an empty line of a mapping", `${HEAD}spec:\n  selector: {}\n  ¦\nstatus: {}\n`, { path: ["spec"], word: "", siblings: ["selector"] }],
    ["in the second item of a list that stands as deep as its key", `${HEAD}spec:\n  tolerations:\n  - key: a\n    operator: Exists\n  - ke¦\n`, { path: ["spec", "tolerations", 1], word: "ke", siblings: [] }],
    ["in a further line of an item", `${HEAD}spec:\n  tolerations:\n    - key: a\n    - key: b\n      eff¦\n`, { path: ["spec", "tolerations", 1], word: "eff", siblings: ["key"] }],
    ["in a list in a list's item", `${HEAD}spec:\n  containers:\n  - name: x\n    env:\n    - name: A\n      value: b\n    - name: B\n      val¦\n`, { path: ["spec", "containers", 0, "env", 1], siblings: ["name"] }],
    ["behind a finished list", `${HEAD}spec:\n  containers:\n  - name: x\n  - name: y\n  host¦\n`, { path: ["spec"], siblings: ["containers"] }],
    ["at a value", `${HEAD}spec:\n  updateStrategy:\n    type: On¦\n`, { path: ["spec", "updateStrategy"], key: "type", word: "On" }],
    ["at an empty value of an item's first member", `${HEAD}spec:\n  tolerations:\n  - effect: ¦\n`, { path: ["spec", "tolerations", 0], key: "effect", word: "" }],
    ["at a key with a quoted name above it", `${HEAD}metadata:\n  labels:\n    "a/b": c\n    x¦\n`, { path: ["metadata", "labels"], siblings: ["a/b"] }],
  ])("%s", (_, text, expected) => {
    expect(at(text)).toMatchObject({ apiVersion: "apps/v1", kind: "DaemonSet", ...expected });
  });

  test("is of the document that holds the cursor", () => {
    expect(at(`${HEAD}spec: {}\n---\napiVersion: v1\nkind: Pod\nspec:\n  con¦\n---\nkind: Node\n`)).toMatchObject({ apiVersion: "v1", kind: "Pod", path: ["spec"], word: "con" });
  });

  test("is none in comments and in block texts", () => {
    expect(at(`${HEAD}# sp¦`)).toBeUndefined();
    expect(at(`${HEAD}data:\n  x: |\n    ke¦y`)).toBeUndefined();
  });
});
