import { describe, expect, test } from "vitest";
import { createLines, createLoopLines, kubectlLine, patchLine, shellWord } from "./lines.ts";

describe("shell words", () => {
  test.each([
    ["node-2", "node-2"],
    ["dedicated=db:NoSchedule", "dedicated=db:NoSchedule"],
    ["foo:NoExecute-", "foo:NoExecute-"],
    ["10%", "10%"],
    ["a b", "'a b'"],
    ["it's", `'it'\\''s'`],
    ["*", "'*'"],
    ["", "''"],
    ["$HOME", "'$HOME'"],
  ])("%s is written %s", (word, written) => {
    expect(shellWord(word)).toBe(written);
  });
});

test("the namespace is named unless it is the default one", () => {
  expect(kubectlLine(["delete", "pod", "x"], "default")).toBe("kubectl delete pod x");
  expect(kubectlLine(["delete", "pod", "x"], "kube-system")).toBe("kubectl delete pod x -n kube-system");
});

test("a patch is JSON in single quotes", () => {
  expect(patchLine("ds/x", { spec: { minReadySeconds: 5 } })).toBe(`kubectl patch ds/x -p '{"spec":{"minReadySeconds":5}}'`);
});

test("objects are created from a here-document, several in one stream", () => {
  const fault = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } };
  expect(createLines([fault, { ...fault, metadata: { name: "b" } }])).toBe(
    ["kubectl create -f - <<'EOF'", "apiVersion: v1", "kind: ConfigMap", "metadata:", "  name: a", "---", "apiVersion: v1", "kind: ConfigMap", "metadata:", "  name: b", "EOF"].join("\n"),
  );
});

test("the same object under several names is a loop", () => {
  const line = createLoopLines(["node-4", "node-5"], { apiVersion: "v1", kind: "Node", metadata: { name: "$NAME" } });
  expect(line).toBe("for NAME in node-4 node-5; do kubectl create -f - <<EOF\napiVersion: v1\nkind: Node\nmetadata:\n  name: $NAME\nEOF\ndone");
});
